import Bag
import Evidence
import Report

/// Renders a dossier in every chosen format, seals the package, and tells what came of it.
struct Publisher {
    let run: Run
    let dossier: Dossier
    let draft: PackageDraft
    let isQuiet: Bool
    let key: SigningKey?
    let jobSummary: JobSummary?
    /// The scan was stopped before it had read everything.
    var wasInterrupted = false

    /// Returns the exit status of the run. Throws what rendering, writing or signing throws.
    func publish(exitZero: Bool) async throws -> ExitStatus {
        let formats = ReportFormat.chosen(by: run.settings)
        try draft.write(dossier.inputs)
        try await render(formats.filter { !$0.comesLast })
        try draft.keep(run: run, exchanges: dossier.exchanges)
        let digests = draft.digests
        for format in formats where format.comesLast {
            try draft.write(format.file) { try format.render(dossier, $0, beside: digests) }
        }
        try draft.close(BagInfo(dossier))
        var signature: [String] = []
        if let key { signature = ["Signed by key \(try await draft.sign(with: key))"] }
        let folder = try draft.publish()
        for notice in draft.notices { Terminal.complain(notice) }
        for exception in dossier.exceptions where exception.state.needsAttention {
            Terminal.complain(exception.sentence)
        }
        jobSummary?.append(dossier)
        let summary = SummaryText(
            dossier: dossier, folder: folder, files: formats.map(\.file), wasInterrupted: wasInterrupted)
        // The package is there: its verdict stands, whether or not somebody listens.
        if !isQuiet {
            do { try Terminal.say((summary.lines + signature).joined(separator: "\n")) } catch {
                Terminal.complain("\(error)")
            }
        }
        return ExitStatus(
            dossier.summary, gaps: dossier.gaps, exitZero: exitZero, wasInterrupted: wasInterrupted)
    }

    /// Side by side: each format reads the dossier and writes a file of its own. The largest is listed last and begun
    /// first.
    private func render(_ formats: [ReportFormat]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { [draft, dossier] group in
            for format in formats.reversed() {
                group.addTask { try draft.write(format.file) { try format.render(dossier, $0) } }
            }
            try await group.waitForAll()
        }
    }
}

extension BagInfo {
    init(_ dossier: Dossier) {
        self.init(
            description: Conclusion(dossier).sentence, operators: dossier.identities.map(\.arn),
            customEndpoints: dossier.endpointNames ?? [])
    }
}

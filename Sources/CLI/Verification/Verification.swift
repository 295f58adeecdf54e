import Bag
import Evidence
import Report
import Scan

/// Proves a package: its files, its signature, its record, its verdicts, its reports.
///
/// A step that fails does not keep the next from looking, unless it needs what was not found. Throws only what
/// keeps anybody from looking at all.
struct Verification {
    let package: OpenPackage
    let allowedSigners: String?
    let signer: String?

    func proof() async throws -> Proof {
        let files = try package.checkFiles()
        let finding = try await package.signature(allowedSigners: allowedSigners, signer: signer)
        var steps = [filesStep(files), signatureStep(finding)]

        let record: EvidencePackage
        let judged: Dossier
        do {
            record = try package.record()
            judged = try await judgeAgain(record, record.renderableInputs())
        } catch {
            try Self.rethrowIfOfSystem(error)
            steps += [.differs("Record", ["\(error)"]), .notReached("Verdicts"), .notReached("Reports")]
            return Proof(subject: "Package \(package.path)", steps: steps, conclusion: "")
        }
        steps.append(try recordStep(record, judged.inputs))
        let reports = ReportsCheck(package: package, files: files, run: record.run, dossier: judged)
        let unchanged = try await reports.unchanged(isOfThisVersion(record) ? reports.formats : [.findings])
        steps.append(try verdictsStep(judged, record, unchanged))
        steps.append(try reportsStep(reports, record, unchanged))
        return Proof(
            subject: subject(of: record), steps: steps,
            conclusion: conclusion(of: record, origin: Self.origin(finding)))
    }

    private func filesStep(_ check: FileCheck) -> Proof.Step {
        guard check.differences.isEmpty else { return .differs("Files", check.differences) }
        let beside = check.beside.filter { $0 != Signing.file }
        return .holds(
            "Files",
            "\(check.files.of("file")), \(check.bytes.of("byte")). Each has the SHA-256 that the manifests list; "
                + "none is missing, and none is there that they do not list."
                + (beside.isEmpty ? "" : " Beside them, not looked into: \(beside.joined(separator: ", "))."))
    }

    /// The bodies are let go as soon as they are read, and the records as soon as they are judged.
    private func judgeAgain(_ record: EvidencePackage, _ inputs: RunInputs) async throws -> Dossier {
        try await record.replay(into: NoStore()).judged(by: .vpcFlowLogging, for: record.run, given: inputs)
    }

    private func recordStep(_ record: EvidencePackage, _ inputs: RunInputs) throws -> Proof.Step {
        let strangers = package.unexplained(by: record, inputs)
        if let first = strangers.first {
            let more = strangers.count == 1 ? "" : " (and \(strangers.count - 1) more)"
            return .differs("Record", ["\(first) is in the manifest, but no exchange of the run names it\(more)"])
        }
        if isOfThisVersion(record), let file = try package.otherwiseWritten(record, inputs) {
            return .differs("Record", ["\(file) is not as this version writes it"])
        }
        return .holds(
            "Record",
            "run.json and \(record.exchanges.count.of("exchange")) hold together. Asked again, each question of "
                + "the run has its answer on record, and no answer is left over.")
    }

    private func verdictsStep(
        _ dossier: Dossier, _ record: EvidencePackage, _ unchanged: Set<String>
    ) throws -> Proof.Step {
        let isSame = unchanged.contains(ReportFormat.findings.name)
        let differences = isSame ? [] : try FindingsCheck.differences(of: package, from: dossier)
        guard differences.isEmpty else {
            let other = isOfThisVersion(record) ? "" : " (version \(record.run.tool.version) may have judged otherwise)"
            return .differs("Verdicts", differences.map { $0 + other })
        }
        return .holds(
            "Verdicts",
            "judged again from AWS's answers alone, \(dossier.assessments.count.of("verdict")), "
                + "\(dossier.gaps.count.of("gap")) and every count come out as findings.json tells them. "
                + "Digest \(dossier.digest).")
    }

    private func reportsStep(
        _ reports: ReportsCheck, _ record: EvidencePackage, _ unchanged: Set<String>
    ) throws -> Proof.Step {
        guard isOfThisVersion(record) else {
            return .holds(
                "Reports",
                "rendering not compared (made by \(record.run.tool.version), this is \(BuildInfo.version)). What is "
                    + "proven is findings.json; what the other reports say is not.")
        }
        let differences = try reports.differences(beside: unchanged)
        guard differences.isEmpty else { return .differs("Reports", differences) }
        return .holds(
            "Reports",
            "rendered again by the same version, \(reports.formats.count.of("report")) come out the same, "
                + "byte for byte.")
    }

    private func isOfThisVersion(_ record: EvidencePackage) -> Bool { record.run.tool.version == BuildInfo.version }

    private func subject(of record: EvidencePackage) -> String {
        let run = record.run
        let commit = run.tool.commit.map { " (commit \($0))" } ?? ""
        return "Package \(package.path): run \(run.id) of \(run.startedAt.forPeople), "
            + "\(run.tool.name) \(run.tool.version)\(commit), "
            + "\(run.accounts.count == 1 ? "account" : "accounts") \(run.accounts.map(\.id).joined(separator: ", "))"
    }

    private func conclusion(of record: EvidencePackage, origin: String) -> String {
        let what =
            isOfThisVersion(record)
            ? "every report follows from AWS's answers in it" : "findings.json follows from AWS's answers in it"
        let sample = record.run.source == .demo ? " It is the built-in sample, and evidence of no account." : ""
        return "HOLDS: the package is whole, and \(what). \(origin)\(sample)"
    }

    private static func rethrowIfOfSystem(_ error: any Error) throws {
        if let error = error as? PackageError, error.isOfSystem { throw error }
    }
}

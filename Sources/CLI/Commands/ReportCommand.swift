import ArgumentParser
import Bag
import Evidence
import Scan

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Judge and render again from an evidence package, into a new one.",
        discussion: """
            Asks AWS nothing: every verdict is made again from the answers in the package. With the same \
            options and the same version of Exhibit, every file comes out the same. The package that is read \
            is never altered.

            EXAMPLES
              exhibit report out/latest --output again
              exhibit report out/latest --policy cis -R --format html
            """)

    @Argument(help: "The folder of an evidence package.", completion: .directory)
    var package: String

    @OptionGroup(title: "Judging options") var judging: JudgingOptions
    @OptionGroup(title: "Output options") var output: OutputOptions

    func run() async throws {
        let context = RunContext.system
        try await Failures.reported {
            let package = try EvidencePackage(at: package)
            let destination = try output.destination()
            guard try !destination.isWithin(package) else {
                throw UsageFailure(
                    description: "the new package would change the one that is read, \(package.path.visible()); "
                        + "choose a folder outside it")
            }
            let draft = try PackageDraft(for: destination, runID: context.newID())
            defer { draft.discard() }
            let inventory = try await replay(package, into: draft)
            var run = package.run
            let settings = judging.settings(over: run.settings, formats: output.chosen)
            if settings != run.settings || run.tool.version != BuildInfo.version {
                run.derivedFrom = package.run.id
                run.settings = settings
                run.tool = try context.tool()
            }
            let dossier = try inventory.judged(by: .vpcFlowLogging, for: run)
            return try Publisher(run: run, dossier: dossier, draft: draft, isQuiet: output.quiet)
                .publish(exitZero: output.exitZero)
        }
    }

    /// Asks the record what the scan asked AWS, and holds what comes of it against the record.
    private func replay(_ package: EvidencePackage, into store: any BodyStore) async throws -> Inventory {
        let sessions = try package.run.accounts.map { account in
            try ReplaySession(account: account, exchanges: package.exchanges) { try package.body(of: $0) }
        }
        let scanner = Scanner(sessions: sessions, regions: package.run.settings.regions, store: store)
        let inventory: Inventory
        do {
            inventory = try await scanner.collect()
        } catch {
            throw sessions.compactMap(\.problem).first ?? Self.inRecord(error)
        }
        for session in sessions { try session.finish() }
        for (again, recorded) in zip(inventory.exchanges, package.exchanges) where again != recorded {
            throw ScanFailure.evidence(
                "exchange \(recorded.number) (\(recorded.action) in \(recorded.region)) does not follow from "
                    + "its answer: the record was altered")
        }
        guard inventory.exchanges.count == package.exchanges.count else {
            throw ScanFailure.evidence(
                "\(package.exchanges.count) exchanges are on record, but \(inventory.exchanges.count) follow from "
                    + "it: the record was altered")
        }
        return inventory
    }

    /// What would end a scan is no advice to whoever holds a record: no scan that ended so wrote one.
    private static func inRecord(_ error: any Error) -> any Error {
        let reason: String
        switch error {
        case ScanFailure.evidence: return error
        case ScanFailure.identity(let call?), ScanFailure.regions(let call?): reason = "\(call)"
        case let failure as ScanFailure: reason = "\(failure)"
        default: return error
        }
        return ScanFailure.evidence("the record is not that of a finished run: \(reason)")
    }
}

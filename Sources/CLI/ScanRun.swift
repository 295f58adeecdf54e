import AWS
import Bag
import Evidence
import Report
import Scan

/// A scan from its first question to the sealed package: what `scan` and `demo` have in common.
struct ScanRun {
    let context: RunContext
    let depth: DepthOptions
    let judging: JudgingOptions
    let given: InputOptions
    let output: OutputOptions
    let source: Run.Source
    let regions: [String]
    /// What a person sees of it while it runs.
    let progress: ProgressDisplay
    /// Opens the accounts; throws when there are no credentials to open them with.
    let sessions: () async throws -> [any AccountSession]
    /// How far AWS's clock was found to be ahead, in milliseconds; nil where there is nothing to find.
    var clockOffset: @Sendable () -> Int64? = { nil }

    /// Prints the summary and throws the exit status, unless it is 0.
    func run() async throws {
        let context = context
        try await Failures.reported {
            let interruption = Interruption()
            let id = context.newID()
            let startedAt = context.clock()
            let depth = try Depth.asked(depth, judging.past, startedAt: startedAt)
            let destination = try output.destination()
            let jobSummary = try output.jobSummary(context.environment)
            let inputs = try await given.inputs(for: destination)
            let key = try await output.signingKey()
            async let tool = context.tool()
            let sessions = try await sessions()

            let draft = try PackageDraft(for: destination, runID: id)
            defer { draft.discard() }
            let scanner = Scanner(
                sessions: sessions, regions: regions, depth: DepthPlan(depth, startedAt: startedAt), store: draft,
                observer: { [progress] in progress.observe($0) })
            let inventory = try await progress.during(scope(of: sessions.count)) {
                try await interruption.stopping { try await scanner.collect() }
            }
            let run = Run(
                id: id, startedAt: startedAt, finishedAt: context.clock(), tool: try await tool,
                arguments: RedactedArguments.redact(context.arguments), source: source,
                settings: judging.settings(
                    formats: output.chosen(over: OutputOptions.usual), regions: regions, depth: depth,
                    sarifCategory: output.sarifCategory),
                accounts: inventory.runAccounts, attribution: output.attribution.attribution(),
                configuration: context.configuration, clockOffset: clockOffset().flatMap { $0 == 0 ? nil : $0 })
            let wasInterrupted = inventory.wasInterrupted
            let dossier = try (consume inventory).judged(by: .vpcFlowLogging, for: run, given: inputs)
            return try await Publisher(
                run: run, dossier: dossier, draft: draft, isQuiet: output.quiet, key: key, jobSummary: jobSummary,
                wasInterrupted: wasInterrupted
            ).publish(exitZero: output.exitZero)
        }
    }

    /// `every enabled region of 2 accounts`
    private func scope(of accounts: Int) -> String {
        let place = regions.isEmpty ? "every enabled region" : regions.briefly(of: "region")
        return "\(place) of \(accounts) account\(accounts == 1 ? "" : "s")"
    }
}

extension JudgingOptions {
    func settings(
        formats: [String], regions: [String], depth: Depth?, sarifCategory: String?
    ) -> Run.Settings {
        Run.Settings(
            policy: policy ?? .effective, includesDefaultVPCs: includesDefaultVPCs ?? false,
            remediation: remediation ?? false,
            formats: formats, regions: regions, depth: depth, fixes: fixes.settings(), benchmark: benchmark?.key,
            sarifCategory: sarifCategory)
    }

    /// Those of an earlier run, with what was asked for now on top.
    func settings(
        over earlier: Run.Settings, formats: [String], depth: Depth?, sarifCategory: String?
    ) -> Run.Settings {
        Run.Settings(
            policy: policy ?? earlier.policy,
            includesDefaultVPCs: includesDefaultVPCs ?? earlier.includesDefaultVPCs,
            remediation: remediation ?? earlier.remediation,
            formats: formats, regions: earlier.regions, depth: depth, fixes: fixes.settings(over: earlier.fixes),
            benchmark: benchmark?.key ?? earlier.benchmark, sarifCategory: sarifCategory)
    }
}

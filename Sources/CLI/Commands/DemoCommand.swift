import ArgumentParser
import Evidence
import Scan

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Scan a sample estate that is built in: no network, credentials or files.",
        discussion: """
            Two accounts that show every verdict and reason, regions that refuse to be read, and tags that \
            attack every kind of report. It goes the same way from bytes to verdicts as a live scan.

            EXAMPLES
              exhibit demo
              exhibit demo -R --policy cis --output demo-package
              exhibit demo --vpcs 20000 --output large
            """)

    @Option(
        help: ArgumentHelp(
            """
            Scan a generated estate of N VPCs instead, with hostile tags, to see how reports of that size look \
            (0 to 1,000,000).
            """, valueName: "n"))
    var vpcs: Int?

    @Option(help: "With --vpcs: which estate of that size; the same seed gives the same estate (default: 1).")
    var seed: UInt64?

    @OptionGroup(title: "Depth options") var depth: DepthOptions
    @OptionGroup(title: "Judging options") var judging: JudgingOptions
    @OptionGroup(title: "Input options") var given: InputOptions
    @OptionGroup(title: "Output options") var output: OutputOptions
    @OptionGroup(title: "Configuration options") var configurationFile: ConfigurationOptions

    func validate() throws {
        if let vpcs, !(0...1_000_000).contains(vpcs) {
            throw ValidationError("--vpcs \(vpcs): it takes a number from 0 to 1000000.")
        }
        if seed != nil && vpcs == nil { throw ValidationError("--seed goes with --vpcs only.") }
    }

    func run() async throws {
        let context = RunContext.system
        try await ScanRun(
            context: context, depth: depth, judging: judging, given: given, output: output, source: .demo, regions: [],
            progress: ProgressDisplay(.nothing, accounts: 0)
        ) {
            // Made here, a large estate is let go when it has been scanned.
            let estate = vpcs.map { SampleEstate.generated(vpcs: $0, seed: seed ?? 1) } ?? .demo
            return estate.accounts.map { SampleSession(account: $0, clock: context.clock) }
        }.run()
    }
}

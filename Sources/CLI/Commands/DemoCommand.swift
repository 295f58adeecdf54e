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
            """)

    @OptionGroup(title: "Judging options") var judging: JudgingOptions
    @OptionGroup(title: "Input options") var given: InputOptions
    @OptionGroup(title: "Output options") var output: OutputOptions

    func run() async throws {
        let context = RunContext.system
        let progress = ProgressDisplay(.nothing, accounts: SampleEstate.demo.accounts.count)
        try await ScanRun(
            context: context, judging: judging, given: given, output: output, source: .demo, regions: [],
            progress: progress
        ) {
            SampleEstate.demo.accounts.map { SampleSession(account: $0, clock: context.clock) }
        }.run()
    }
}

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
            options and the same version of Exhibit, every file comes out the same. With others, the new package \
            is a run of its own and names the one it came from in every report. The package that is read is \
            never altered. The baseline, the templates, the places of alerts and their category that it was made \
            with hold on, unless others are given or they are left out.

            EXAMPLES
              exhibit report out/latest --output again
              exhibit report out/latest --policy cis -R --format html
              exhibit report out/latest --no-baseline --no-templates
            """)

    @Argument(help: "The folder of an evidence package.", completion: .directory)
    var package: String

    @OptionGroup(title: "Judging options") var judging: JudgingOptions
    @OptionGroup(title: "Input options") var given: InputOptions
    @OptionGroup(title: "Leaving out what the package was given") var dropped: DroppedInputs
    @OptionGroup(title: "Output options") var output: OutputOptions
    @OptionGroup(title: "Configuration options") var configurationFile: ConfigurationOptions

    func validate() throws { try dropped.check(against: given, output) }

    func run() async throws {
        let context = RunContext.system
        try await Failures.reported {
            let package = try EvidencePackage(at: package)
            let depth = try Depth.asked(
                judging.past.followable(package.run, AppliedConfiguration.current), over: package.run.settings.depth,
                startedAt: package.run.startedAt)
            let destination = try output.destination()
            guard try !destination.isWithin(package) else {
                throw UsageFailure(
                    description: "the new package would change the one that is read, \(package.path.visible()); "
                        + "choose a folder outside it")
            }
            let jobSummary = try output.jobSummary(context.environment)
            let earlierInputs = try package.renderableInputs()
            let inputs = try await given.inputs(over: dropped.rest(of: earlierInputs), for: destination)
            let key = try await output.signingKey()
            let draft = try PackageDraft(for: destination, runID: context.newID())
            defer { draft.discard() }
            let inventory = try await package.replay(into: draft)
            var run = package.run
            let settings = judging.settings(
                over: run.settings, formats: output.chosen(over: run.settings.formats), depth: depth,
                sarifCategory: output.sarifCategory ?? dropped.category(of: run.settings))
            let attribution = output.attribution.attribution(over: run.attribution)
            let isSame = settings == run.settings && attribution == run.attribution && inputs == earlierInputs
            if !isSame || run.tool.version != BuildInfo.version {
                let earlier = try inventory.judged(by: .vpcFlowLogging, for: run)
                run = try run.derived(
                    concluding: earlier.digest, settings: settings, attribution: attribution,
                    tool: try context.tool(), configuration: context.configuration, inputs: inputs)
            }
            let dossier = try (consume inventory).judged(by: .vpcFlowLogging, for: run, given: inputs)
            return try await Publisher(
                run: run, dossier: dossier, draft: draft, isQuiet: output.quiet, key: key, jobSummary: jobSummary
            ).publish(exitZero: output.exitZero)
        }
    }
}

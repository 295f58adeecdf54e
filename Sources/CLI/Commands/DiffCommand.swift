import ArgumentParser
import Bag
import Evidence
import Report
import Scan

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two evidence packages: what got worse, what got better, what was looked at.",
        discussion: """
            Both packages are judged again from the answers of AWS in them, whichever version made them, each under \
            the settings it was made with unless --policy or --include-default-vpcs judge both alike. Scope comes \
            first: a VPC is gone only where its region was listed in full without it, and new only where it would \
            have been seen before. Whether the packages are whole and untouched is for exhibit verify.

            It got worse when, under the policy that decides,
              - the status went from pass or not applicable to incomplete or fail, or from incomplete to fail;
              - a VPC fails, without an accepted exception, that did not fail before, new and newly seen ones too;
              - a VPC is not assessed that was, is new and not assessed, or is not seen in a region that is enabled;
              - a call fails that hides VPCs or flow logs, and did not before;
              - an account or an enabled region is no longer asked, or can no longer be read.

            EXAMPLES
              exhibit diff out/20261101T060000Z-111122223333 out/latest
              exhibit diff main-package out/latest --format markdown --output comment.md
              exhibit diff before after --policy cis --format json

            EXIT STATUS
              0  nothing got worse
              1  something got worse
              2  a package could not be read, or the comparison could not be written
              64 usage
            """)

    @Argument(help: "The folder of the earlier evidence package.", completion: .directory)
    var old: String

    @Argument(help: "The folder of the later evidence package.", completion: .directory)
    var new: String

    @Option(
        help: ArgumentHelp("Judge both under this policy: effective, cis or cloud-audit.", valueName: "name")
            .allowedInFoundFile)
    var policy: PolicyName?

    @Flag(
        name: .customLong("include-default-vpcs"), inversion: .prefixedNo,
        help: ArgumentHelp("Judge default VPCs of both too (cis always does).").allowedInFoundFile)
    var includesDefaultVPCs: Bool?

    @Option(
        help: ArgumentHelp(
            "How it is told: \(ComparisonFormat.all.map(\.name).joined(separator: ", ")) (default: text).",
            valueName: "name"
        ).allowedInFoundFile,
        transform: Self.parse)
    var format: ComparisonFormat?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Write it to this file instead of stdout. A file that is there is replaced, as one change.",
            valueName: "file"),
        completion: .file())
    var output: String?

    @OptionGroup(title: "Configuration options") var configurationFile: ConfigurationOptions

    func run() async throws {
        let context = RunContext.system
        try await Failures.reported {
            let packages = (old: try EvidencePackage(at: old), new: try EvidencePackage(at: new))
            let comparison = Comparison(from: try await judged(packages.old), to: try await judged(packages.new))
            let format = format ?? .text
            if let output {
                try OutputFile.write(output, outside: [packages.old.path, packages.new.path], id: context.newID()) {
                    try format.render(comparison, $0)
                }
            } else {
                try format.render(comparison, StandardOutput())
            }
            return comparison.gotWorse ? .failed : .success
        }
    }

    /// What follows from the package, under its own settings or those that were asked for.
    private func judged(_ package: EvidencePackage) async throws -> Dossier {
        var run = package.run
        run.settings.policy = policy ?? run.settings.policy
        run.settings.includesDefaultVPCs = includesDefaultVPCs ?? run.settings.includesDefaultVPCs
        let inputs = try package.inputs()
        return try await package.replay(into: NoStore()).judged(by: .vpcFlowLogging, for: run, given: inputs)
    }

    private static func parse(_ name: String) throws -> ComparisonFormat {
        guard let format = ComparisonFormat.all.first(where: { $0.name == name }) else {
            let known = ComparisonFormat.all.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no format '\(name)'; there are \(known)")
        }
        return format
    }
}

import ArgumentParser
import Bag
import Evidence
import Scan

struct RemediateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remediate",
        abstract: "Write the fixes of every failed VPC as files to review: AWS CLI, Terraform or CloudFormation.",
        discussion: """
            Judges the package again under its own settings, asks AWS nothing, and runs nothing. A failed VPC gets a \
            flow log; one whose flow log cannot deliver gets what AWS says is missing. VPCs that an exception accepts \
            are left out, and named.

              cli             <account>.sh: does what is not done yet, stops at errors, knows --dry-run
              terraform       <account>/<region>.tf and providers.tf: a module with a provider for each region
              cloudformation  <account>/<region>.json: a template for each region

            EXAMPLES
              exhibit remediate out/latest --as cli --output fixes && less fixes/*.sh
              exhibit remediate out/latest --as terraform --output fixes --fix-destination s3
              exhibit remediate out/latest --as cloudformation > fixes.json     one account and region

            EXIT STATUS
              0  the fixes are written, or nothing that was read failed
              2  the package could not be read, or the fixes could not be written
              64 usage
            """)

    @Argument(help: "The folder of an evidence package.", completion: .directory)
    var package: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("cli, terraform or cloudformation.", valueName: "language").allowedInFoundFile)
    var language: FixLanguage

    @OptionGroup(title: "Fix options") var fixes: FixOptions

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Write the files into this folder, which is missing or empty. Left out, one file alone goes to stdout.",
            valueName: "folder"),
        completion: .directory)
    var output: String?

    @OptionGroup(title: "Configuration options") var configurationFile: ConfigurationOptions

    func run() async throws {
        let context = RunContext.system
        try await Failures.reported {
            let package = try EvidencePackage(at: package)
            let folder = try output.map { try FixFolder($0, outside: package) }
            let inputs = try package.renderableInputs()
            let dossier = try await package.replay(into: NoStore())
                .judged(by: .vpcFlowLogging, for: package.run, given: inputs)
            let settings = fixes.settings(over: package.run.settings.fixes) ?? FixSettings()
            let fixes = EstateFixes(dossier, settings)
            let files = fixes.files(as: language)
            if let folder, !files.isEmpty {
                try folder.write(files, id: context.newID())
            } else if let file = files.first {
                guard files.count == 1 else {
                    throw UsageFailure(
                        description: "the fixes are \(files.count) files; name a folder for them with --output")
                }
                try file.write(to: StandardOutput())
            }
            for remark in remarks(on: fixes, files.count) { Terminal.complain(remark) }
            return .success
        }
    }

    /// What was written, and what was not.
    private func remarks(on fixes: EstateFixes, _ files: Int) -> [String] {
        var remarks: [String] = []
        if fixes.count == 0 {
            let isAllRead = fixes.unread.isEmpty && fixes.notAssessed == 0
            remarks.append(
                isAllRead ? "nothing failed: there is nothing to fix" : "nothing that was read failed")
        } else if let output, files > 0 {
            let vpcs = "\(fixes.count) VPC\(fixes.count == 1 ? "" : "s")"
            remarks.append("the fixes of \(vpcs) are in \(output); review them before you run them")
        }
        let without = language == .cloudFormation ? fixes.withoutTemplate : []
        if !without.isEmpty {
            remarks.append("no template can do all of the fix of \(without.briefly(of: "VPC")); see --as cli")
        }
        if !fixes.accepted.isEmpty {
            remarks.append("left out, for an exception accepts it: \(fixes.accepted.briefly(of: "VPC"))")
        }
        if fixes.notAssessed > 0 {
            remarks.append("\(fixes.notAssessed) not assessed: whether they need a fix is not known")
        }
        if !fixes.unread.isEmpty {
            let places = fixes.unread.joined(separator: "; ")
            remarks.append("could not be read: \(places); what needs a fix there is not known")
        }
        return remarks
    }
}

extension FixLanguage: ExpressibleByArgument {}

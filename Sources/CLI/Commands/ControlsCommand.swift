import ArgumentParser
import Evidence
import Scan

struct ControlsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "controls",
        abstract: "Print the control: what it checks, where it is asked for, the permissions it needs.",
        discussion: """
            Each requirement of a framework stands with its tier, who says so, and where sources disagree.

            EXAMPLES
              exhibit controls
              exhibit controls --format json | jq '.controls[].permissions'
              exhibit controls --format markdown > controls.md
            """)

    @Option(
        help: ArgumentHelp(
            "How it is printed: \(ControlsFormat.all.map(\.name).joined(separator: ", ")) (default: table).",
            valueName: "name"
        ).allowedInFoundFile,
        transform: Self.parse)
    var format: ControlsFormat?

    @OptionGroup(title: "Configuration options") var configurationFile: ConfigurationOptions

    func run() async throws {
        try await Failures.reported {
            try (format ?? .table).render(.vpcFlowLogging, StandardOutput())
            return .success
        }
    }

    private static func parse(_ name: String) throws -> ControlsFormat {
        guard let format = ControlsFormat.all.first(where: { $0.name == name }) else {
            let known = ControlsFormat.all.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no format '\(name)'; there are \(known)")
        }
        return format
    }
}

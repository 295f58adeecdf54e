import ArgumentParser
import Evidence
import Scan

struct ControlsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "controls",
        abstract: "List the controls: what they check and why, how to fix, and the permissions they need.")

    func run() async throws {
        try await Failures.reported {
            for control in Control.all { try Terminal.say(Self.text(of: control)) }
            return .success
        }
    }

    private static func text(of value: Control) -> String {
        let control = value.description
        let benchmark = control.benchmark
        return """
            \(control.checkId)  \(control.title)  (severity \(control.severity))
            \(benchmark.name) v\(benchmark.version), \(benchmark.id), \(benchmark.level): \(benchmark.title)

            \(control.summary)

            Why it matters
            \(control.rationale)

            Common causes
            \(list(control.commonCauses))

            How it is detected
            \(control.detection)

            How to fix it
            \(list(control.remediation))

            Policies
            \(list(value.policies().map { "\($0.name.rawValue) (\($0.scope)): \($0.rule)" }))

            What it does not cover
            \(list(control.limits))

            IAM permissions
            \(list(control.permissions))

            IAM permissions that options need beside them
            \(list(DepthWords.permissions.map { "\($0.option): \($0.permissions.isEmpty ? "none" : $0.permissions.joined(separator: ", "))" }))

            More: \(control.helpURL)
            """
    }

    private static func list(_ items: [String]) -> String {
        items.map { "  - \($0)" }.joined(separator: "\n")
    }
}

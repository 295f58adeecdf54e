import Evidence
import Scan

extension ControlsFormat {
    /// For a terminal.
    static let table = ControlsFormat(name: "table") { control, output in
        try output.write(text(of: control) + "\n")
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

            Where it is asked for (core: the framework itself, AWS or several independent sources name it)
            \(control.mappings.map(rows).joined(separator: "\n"))

            More: \(control.helpURL)
            """
    }

    private static func list(_ items: [String]) -> String {
        items.map { "  - \($0)" }.joined(separator: "\n")
    }

    private static func rows(of mapping: ControlMapping) -> String {
        let remark = mapping.remark.map { "  (\($0))" } ?? ""
        let rows = mapping.requirements.map { requirement in
            let level = requirement.level.isEmpty ? "" : " [\(requirement.level)]"
            let note = requirement.note.isEmpty ? "" : " (\(requirement.note))"
            return "    \(padded(requirement.tier.rawValue, to: 9))  \(padded(requirement.id, to: 24))  "
                + "\(requirement.title)\(level)\(note)\n               \(padded("", to: 24))from \(requirement.source)"
        }
        return (["  \(mapping.name)\(remark)"] + rows).joined(separator: "\n")
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension ControlMapping {
    /// With its version, where it has several.
    var name: String { version == "-" ? framework : "\(framework) \(version)" }
}

import Evidence
import Scan

extension ControlsFormat {
    /// For the documentation: docs/controls.md.
    static let markdown = ControlsFormat(name: "markdown") { control, output in
        try output.write("# Controls\n\nWritten by `exhibit controls --format markdown`.\n")
        try output.write(text(of: control))
    }

    private static func text(of value: Control) -> String {
        let control = value.description
        let benchmark = control.benchmark
        return """

            ## \(control.checkId): \(control.title)
            \(benchmark.name) v\(benchmark.version), \(benchmark.id), \(benchmark.level): \(benchmark.title). \
            Severity \(control.severity). [AWS on it](\(control.helpURL)).

            \(control.summary)

            ### Why it matters
            \(control.rationale)

            ### How it is detected
            \(control.detection)

            ### Policies
            | policy | scope | rule |
            |---|---|---|
            \(rows(value.policies().map { ["`\($0.name.rawValue)`", $0.scope, $0.rule] }))

            ### What it does not cover
            \(control.limits.map { "- \(escaped($0))" }.joined(separator: "\n"))

            ### IAM permissions
            \(control.permissions.map { "- `\($0)`" }.joined(separator: "\n"))

            Options need more:
            \(DepthWords.permissions.map(further).joined(separator: "\n"))

            ### The number in each version of the benchmark
            `--benchmark` prints a run under one of them.

            | `--benchmark` | number | level | title |
            |---|---|---|---|
            \(rows(value.benchmarks.map { ["`\($0.key)`", $0.id, $0.level, $0.title] }))

            ### Where it is asked for
            Core: the framework itself, AWS or several independent sources name the requirement. Secondary: it \
            supports the requirement, and fewer sources say so. What sources contradict, or only copy from each \
            other, is left out.

            \(control.mappings.map(section).joined(separator: "\n\n"))

            """
    }

    private static func further(_ option: String, _ permissions: [String]) -> String {
        "- `\(option)`: " + (permissions.isEmpty ? "none" : permissions.map { "`\($0)`" }.joined(separator: ", "))
    }

    private static func section(_ mapping: ControlMapping) -> String {
        """
        #### \(escaped(mapping.name))
        \(mapping.remark.map { "\(escaped($0))\n\n" } ?? "")\
        | tier | requirement | title | level | source | note |
        |---|---|---|---|---|---|
        \(rows(mapping.requirements.map { [$0.tier.rawValue, $0.id, $0.title, $0.level, $0.source, $0.note] }))
        """
    }

    private static func rows(_ rows: [[String]]) -> String {
        rows.map { "| " + $0.map { $0.hasPrefix("`") ? $0 : escaped($0) }.joined(separator: " | ") + " |" }
            .joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            if "\\|*_<>[]`".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
    }
}

import Evidence

/// The rules and notifications. Their texts are constant: GitHub keeps one text for a rule in all repositories.
extension SARIFLog.Descriptor {
    static let coverageId = "EXHIBIT-COVERAGE"

    static func check(
        _ control: ControlDescription, in taxonomy: SARIFLog.Taxonomy
    ) throws(ReportFailure) -> Self {
        let benchmark = control.benchmark
        return Self(
            id: control.checkId,
            name: "VpcFlowLogging",
            shortDescription: .init(text: control.title.cut(to: 1024)),
            fullDescription: .init(text: control.summary.cut(to: 1024)),
            helpUri: control.helpURL,
            help: help([
                ("Why it matters", [control.rationale]),
                ("Common causes", control.commonCauses),
                ("How to fix it", control.remediation),
                ("How it is found", [control.detection]),
                ("What it does not cover", control.limits),
                ("Benchmark", [benchmark.sentence]),
            ]),
            defaultConfiguration: .init(level: .warning),
            relationships: [
                .init(
                    target: .init(id: benchmark.id, index: 0, toolComponent: taxonomy.reference),
                    kinds: ["relevant"])
            ],
            properties: .init(
                tags: [
                    "security", "aws", "vpc", "flow-logs", "compliance",
                    "external/cis/aws-foundations/\(benchmark.version)/\(benchmark.id)",
                ],
                securitySeverity: try securitySeverity(of: control)))
    }

    /// What could not be read may hide what fails, so it weighs as much.
    static func coverage(_ control: ControlDescription) throws(ReportFailure) -> Self {
        Self(
            id: coverageId,
            name: "CoverageIncomplete",
            shortDescription: .init(text: "Part of what was to be checked could not be read"),
            fullDescription: .init(
                text: "AWS refused or did not answer a question that check \(control.checkId) depends on. "
                    + "VPCs may be missing from the results, and the absence of alerts for them proves nothing."),
            helpUri: "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
            help: help([
                ("Why it matters", ["What was not read is not known to be right. It is never counted as a pass."]),
                (
                    "Common causes",
                    [
                        "The role lacks a permission, or a service control policy denies the region.",
                        "AWS throttled the calls, or a region could not be reached.",
                    ]
                ),
                (
                    "How to fix it",
                    [
                        "Allow these actions in every region that is checked: "
                            + control.permissions.joined(separator: ", ") + ".",
                        "Run the check again. This alert closes when everything could be read.",
                    ]
                ),
            ]),
            defaultConfiguration: .init(level: .warning),
            relationships: nil,
            properties: .init(
                tags: ["security", "aws", "coverage"], securitySeverity: try securitySeverity(of: control)))
    }

    static let gap = notification(
        "EXHIBIT-GAP", "AnswerMissing", "An answer of AWS is missing",
        "AWS refused or did not answer a question; the message says which, and what is hidden by it.")
    static let omission = notification(
        "EXHIBIT-OMISSION", "ResultsOmitted", "Not all results are in this file",
        "GitHub shows 5,000 results of a file. findings.json of the package holds them all.")

    private static func notification(_ id: String, _ name: String, _ short: String, _ full: String) -> Self {
        Self(
            id: id, name: name, shortDescription: .init(text: short), fullDescription: .init(text: full),
            defaultConfiguration: .init(level: .warning))
    }

    /// GitHub's bands: low below 4.0, medium below 7.0, high below 9.0.
    private static func securitySeverity(of control: ControlDescription) throws(ReportFailure) -> String {
        switch control.severity {
        case "low": "3.0"
        case "medium": "5.0"
        case "high": "8.0"
        case "critical": "9.5"
        default: throw .unknownSeverity(control.severity, control: control.checkId)
        }
    }

    private static func help(_ sections: [(title: String, items: [String])]) -> SARIFLog.MarkdownText {
        let filled = sections.filter { !$0.items.isEmpty }
        return SARIFLog.MarkdownText(
            text: filled.map { section in
                "\(section.title):\n" + section.items.map { "- \($0)" }.joined(separator: "\n")
            }.joined(separator: "\n\n"),
            markdown: filled.map { section in
                let items = section.items.count == 1 ? section.items : section.items.map { "- \($0)" }
                return "## \(section.title)\n\n" + items.joined(separator: "\n")
            }.joined(separator: "\n\n"))
    }
}

extension ControlDescription.Benchmark {
    fileprivate var sentence: String { "\(name) v\(version), \(id) (\(level)): \(title)." }
}

extension String {
    fileprivate func cut(to limit: Int) -> String {
        count <= limit ? self : prefix(limit - 1) + "…"
    }
}

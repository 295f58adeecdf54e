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
            // GitHub makes it the title of the alert: it names what is wrong, not what is checked.
            shortDescription: .init(text: "VPC without a working flow log"),
            fullDescription: .init(text: control.summary.cut(to: 1024)),
            helpUri: control.helpURL,
            help: SARIFHelp.check(control),
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
            help: SARIFHelp([
                .init("Why it matters", ["What was not read is not known to be right. It is never counted as a pass."]),
                .init(
                    "Common causes",
                    [
                        "The role lacks a permission, or a service control policy denies the region.",
                        "AWS throttled the calls, or a region could not be reached.",
                    ]),
                .init(
                    "How to fix it",
                    [
                        "Allow these actions in every region that is checked: "
                            + control.permissions.joined(separator: ", ") + ".",
                        "Run the check again. This alert closes when everything could be read.",
                    ]),
            ]).text,
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

    static let unplaced = notification(
        "EXHIBIT-UNPLACED", "DeclarationNotFound", "No line of code was found for a VPC",
        "The Terraform state and configuration that were given do not tell where a VPC is declared.", level: .note)

    static let customEndpoints = notification(
        "EXHIBIT-ENDPOINT", "CustomEndpoint", "Answers came from custom endpoints",
        "What answered was not AWS's own host over TLS, so nothing shows that AWS gave these answers.")

    private static func notification(
        _ id: String, _ name: String, _ short: String, _ full: String, level: SARIFLog.Level = .warning
    ) -> Self {
        Self(
            id: id, name: name, shortDescription: .init(text: short), fullDescription: .init(text: full),
            defaultConfiguration: .init(level: level))
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
}

extension String {
    fileprivate func cut(to limit: Int) -> String {
        count <= limit ? self : prefix(limit - 1) + "…"
    }
}

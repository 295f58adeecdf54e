/// What a control says of itself: the text that reports and `exhibit controls` print.
package struct ControlDescription: Encodable, Sendable, Hashable {
    package var checkId: String
    package var title: String
    package var severity: String
    package var benchmark: Benchmark
    /// One sentence: what is checked.
    package var summary: String
    /// Why it matters.
    package var rationale: String
    package var commonCauses: [String]
    /// How Exhibit finds out.
    package var detection: String
    /// How it is fixed, in words, by hand and as code.
    package var remediation: [String]
    /// What the conclusion does not cover.
    package var limits: [String]
    /// AWS's page on the subject.
    package var helpURL: String
    /// The IAM actions that the check needs.
    package var permissions: [String]
    /// Where else it is asked for: every version of the benchmark with its own number first.
    package var mappings: [ControlMapping]

    package struct Benchmark: Codable, Sendable, Hashable {
        package var name: String
        package var version: String
        package var id: String
        package var title: String
        package var level: String
        package var url: String

        package init(name: String, version: String, id: String, title: String, level: String, url: String) {
            self.name = name
            self.version = version
            self.id = id
            self.title = title
            self.level = level
            self.url = url
        }

        /// As `--benchmark` names it.
        package var key: String { "cis-aws-\(version)" }
    }

    package init(
        checkId: String, title: String, severity: String, benchmark: Benchmark, summary: String,
        rationale: String, commonCauses: [String], detection: String, remediation: [String],
        limits: [String], helpURL: String, permissions: [String], mappings: [ControlMapping] = []
    ) {
        self.checkId = checkId
        self.title = title
        self.severity = severity
        self.benchmark = benchmark
        self.summary = summary
        self.rationale = rationale
        self.commonCauses = commonCauses
        self.detection = detection
        self.remediation = remediation
        self.limits = limits
        self.helpURL = helpURL
        self.permissions = permissions
        self.mappings = mappings
    }
}

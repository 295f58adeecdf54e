import Evidence
import XML

extension ReportFormat {
    /// XCCDF 1.2: the check as a benchmark of one rule, and in it a test result with a rule result for each VPC and
    /// each missing answer. `oscap` makes its report only of a result that lies in its benchmark.
    /// Source: NISTIR 7275 Rev. 4, https://csrc.nist.gov/pubs/ir/7275/r4/upd1/final
    package static let xccdf = ReportFormat(name: "xccdf", file: "xccdf.xml") { dossier, output in
        let xml = try XMLWriter(indented: true) { try output.write($0) }
        try xml.startDocument()
        try XCCDFBenchmark(of: dossier).write(to: xml)
        try xml.finish()
    }
}

/// The check in XCCDF's words. What is a name there starts with `xccdf_exhibit_`.
struct XCCDFBenchmark {
    let dossier: Dossier
    let rule: String
    let severity: String

    /// What a rule and its results say alike of how they were checked.
    static let check: [(StaticString, String)] = [("system", "urn:exhibit:check"), ("multi-check", "true")]
    /// Where every exchange with AWS is told, also those without an answer.
    static let record = "data/exchanges.jsonl"

    /// Throws `ReportFailure` for a control that XCCDF cannot tell.
    init(of dossier: Dossier) throws(ReportFailure) {
        self.dossier = dossier
        rule = "xccdf_exhibit_rule_\(dossier.control.checkId)"
        // XCCDF knows nothing above high.
        let gravity = try Gravity(of: dossier.control)
        severity = gravity == .critical ? Gravity.high.rawValue : gravity.rawValue
    }

    func write(to xml: XMLWriter) throws {
        let control = dossier.control
        let attributes: [(StaticString, String)] = [
            ("xmlns", "http://checklists.nist.gov/xccdf/1.2"),
            ("id", "xccdf_exhibit_benchmark_\(control.checkId)"), ("resolved", "true"), ("xml:lang", "en"),
        ]
        try xml.element("Benchmark", attributes) {
            try xml.element(
                "status", [("date", String(dossier.run.finishedAt.description.prefix(10)))], line: "accepted")
            try xml.element(
                "title", line: "Check \(control.checkId): \(control.title), policy \(dossier.policy.name.rawValue)")
            // oscap shows nothing else of what the run as a whole concluded.
            let conclusion = Conclusion(dossier)
            try xml.element("description", line: "\(control.summary) \(conclusion.sentence) \(conclusion.benchmark)")
            try xml.element(
                "reference", [("href", control.benchmark.url)],
                line: "\(control.benchmark.name) v\(control.benchmark.version), \(control.benchmark.id)")
            try xml.element("version", line: dossier.tool.version)
            try writeMetadata(to: xml)
            try writeRule(to: xml)
            try XCCDFTestResult(of: self).write(to: xml)
        }
    }

    private func writeMetadata(to xml: XMLWriter) throws {
        try xml.element("metadata", [("xmlns:dc", "http://purl.org/dc/elements/1.1/")]) {
            for name: StaticString in ["dc:creator", "dc:publisher", "dc:contributor"] {
                try xml.element(name, line: "\(dossier.tool.name) \(dossier.tool.version)")
            }
            try xml.element("dc:source", line: dossier.control.benchmark.url)
        }
    }

    private func writeRule(to xml: XMLWriter) throws {
        let control = dossier.control
        let attributes: [(StaticString, String)] = [
            ("id", rule), ("selected", "true"), ("multiple", "true"), ("severity", severity), ("weight", "1.0"),
        ]
        try xml.element("Rule", attributes) {
            try xml.element("title", line: control.title)
            try xml.element("description", line: "\(control.summary) \(dossier.policy.rule)")
            for requirement in control.requirements { try xml.element("reference", line: requirement) }
            try xml.element("rationale", line: control.rationale)
            try xml.element("ident", [("system", "urn:exhibit:check")], line: control.checkId)
            try xml.element("fixtext", line: control.remediation.joined(separator: " "))
            try xml.element("check", Self.check) {
                try xml.element("check-content-ref", [("href", Self.record)])
            }
        }
    }
}

extension XMLWriter {
    /// An element that holds one line of text; nothing in it acts.
    func element(_ name: StaticString, _ attributes: [(StaticString, String)] = [], line text: String) throws {
        try element(name, attributes) { try self.text(text.visible()) }
    }
}

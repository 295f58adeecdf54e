import Evidence
import XML

extension ReportFormat {
    /// XCCDF 1.2: the check as a benchmark with a group for each account and region, in it a rule for each VPC and each
    /// missing answer, and a test result with one result for each rule. Readers join results to rules by id and take
    /// the first, so VPCs that shared a rule would be shown as one. `oscap` makes its report only of a result that lies
    /// in its benchmark.
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
    let severity: String

    /// What a rule and its results say alike of how they were checked.
    static let check: [(StaticString, String)] = [("system", "urn:exhibit:check"), ("multi-check", "true")]
    /// Where every exchange with AWS is told, also those without an answer.
    static let record = "data/exchanges.jsonl"

    /// Throws `ReportFailure` for a control that XCCDF cannot tell.
    init(of dossier: Dossier) throws(ReportFailure) {
        self.dossier = dossier
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
            for requirement in control.requirements { try xml.element("reference", line: requirement) }
            try xml.element("version", line: dossier.tool.version)
            try writeMetadata(to: xml)
            for (place, subjects) in dossier.subjectsByPlace { try writeGroup(of: subjects, in: place, to: xml) }
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

    private func writeGroup(of subjects: some Sequence<Subject>, in place: RegionPlace, to xml: XMLWriter) throws {
        let id = XCCDFId.of("group", dossier.control.checkId, [place.account, place.region])
        try xml.element("Group", [("id", id), ("selected", "true"), ("weight", "1.0")]) {
            try xml.element("title", line: "Account \(place.account), region \(place.region)")
            try xml.element("rationale", line: dossier.control.rationale)
            for subject in subjects { try writeRule(of: subject, to: xml) }
        }
    }

    /// What readers show of a VPC is in its rule, its reason too: Heimdall shows nothing of a result but its status.
    private func writeRule(of subject: Subject, to xml: XMLWriter) throws {
        let control = dossier.control
        let attributes: [(StaticString, String)] = [
            ("id", ruleId(of: subject)), ("selected", "true"), ("role", subject.xccdfRole), ("severity", severity),
            ("weight", "1.0"),
        ]
        try xml.element("Rule", attributes) {
            try xml.element("title", line: "\(control.title): \(subject.title)")
            try xml.element("description", line: "\(subject.sentence) \(dossier.policy.rule)")
            try xml.element("ident", [("system", "urn:exhibit:check")], line: control.checkId)
            if let fix = subject.fix { try xml.element("fixtext", line: fix) }
            try xml.element("check", Self.check) {
                try xml.element("check-content-ref", [("href", Self.record)])
            }
        }
    }

    /// The same in the policy's next run: a pass under one policy resolves no fail under another.
    func ruleId(of subject: Subject) -> String {
        XCCDFId.of("rule", dossier.control.checkId, [dossier.policy.name.rawValue] + subject.steps)
    }
}

enum XCCDFId {
    /// An XML name has letters, digits, points and hyphens; steps with anything else in them are told by their hash.
    static func of(_ kind: String, _ checkId: String, _ steps: [String]) -> String {
        let arePlain = steps.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isPlain) }
        let path = arePlain ? steps.joined(separator: "_") : NameUUID.of("xccdf", steps.joined(separator: "\u{0}"))
        return "xccdf_exhibit_\(kind)_\(checkId)_\(path)"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension XMLWriter {
    /// An element that holds one line of text; nothing in it acts.
    func element(_ name: StaticString, _ attributes: [(StaticString, String)] = [], line text: String) throws {
        try element(name, attributes) { try self.text(text.visible()) }
    }
}

import Evidence
import XML

/// What the run found, in XCCDF's words.
///
/// `error` is what could not be read and `unknown` an answer that could not be understood (6.6.4.2, table 26).
/// `notapplicable` and `informational` are not scored.
///
/// An accepted fail is `informational`, the one result that XCCDF has for a rule whose role is `unscored`; messages
/// say that it is a fail, and who accepted it. An `override` would be the element for that, but `oscap` (1.3.7) refuses
/// every document that has one: its schematron rule looks for it beside the result's parent.
struct XCCDFTestResult {
    private let benchmark: XCCDFBenchmark
    private let dossier: Dossier

    init(of benchmark: XCCDFBenchmark) {
        self.benchmark = benchmark
        dossier = benchmark.dossier
    }

    func write(to xml: XMLWriter) throws {
        let tool = dossier.tool
        let attributes: [(StaticString, String)] = [
            ("id", "xccdf_exhibit_testresult_\(NameUUID.of("test-result", dossier.run.id))"),
            ("start-time", dossier.run.startedAt.description), ("end-time", dossier.run.finishedAt.description),
            ("test-system", "\(tool.name) \(tool.version)".visible()), ("version", tool.version.visible()),
        ]
        try xml.element("TestResult", attributes) {
            try xml.element("title", line: Conclusion(dossier).sentence)
            let callers = dossier.identities.map(\.arn).joined(separator: ", ")
            if !callers.isEmpty {
                try xml.element("identity", [("authenticated", "true"), ("privileged", "false")], line: callers)
            }
            try xml.element("target", line: target)
            try writeFacts(to: xml)
            for (_, subjects) in dossier.subjectsByPlace {
                for subject in subjects { try write(subject, to: xml) }
            }
            try writeScores(to: xml)
        }
    }

    /// One, because oscap shows the first and DefectDojo makes a host of each, which takes neither blanks nor colons.
    private var target: String {
        let accounts = dossier.accounts
        let others = accounts.count > 1 ? "-and-\(accounts.count - 1)-more" : ""
        return "aws-account-\(accounts.first ?? "unknown")\(others)"
    }

    private func writeFacts(to xml: XMLWriter) throws {
        let summary = dossier.summary
        var facts: [(name: String, value: String)] = [
            ("check", dossier.control.checkId), ("policy", dossier.policy.name.rawValue),
            ("status", summary.status.rawValue), ("digest", dossier.digest), ("run", dossier.run.id),
            ("source", dossier.run.source.rawValue), ("accepted", String(summary.accepted)),
            ("benchmark", Conclusion(dossier).benchmark), ("accounts", dossier.accounts.joined(separator: " ")),
        ]
        facts += PolicyName.allCases.map { name in
            let counts = summary.byPolicy[name]
            return (
                "policy:\(name.rawValue)",
                "\(counts.status.rawValue): \(counts.pass) pass, \(counts.fail) fail, "
                    + "\(counts.notApplicable) not applicable, \(counts.notAssessed) not assessed"
            )
        }
        facts += dossier.scope.customEndpoints.map { ("custom-endpoint", $0) }
        facts += dossier.identities.map { ("caller:\($0.account)", $0.arn) }
        facts += dossier.identities.compactMap { identity in
            identity.credentialSource.map { ("credentials:\(identity.account)", $0) }
        }
        if let origin = dossier.run.derivedFrom { facts.append(("derived-from", "\(origin.runId) \(origin.digest)")) }
        try xml.element("target-facts") {
            for fact in facts {
                try xml.element(
                    "fact", [("name", "urn:exhibit:\(fact.name)".visible()), ("type", "string")], line: fact.value)
            }
        }
    }

    private func write(_ subject: Subject, to xml: XMLWriter) throws {
        let attributes: [(StaticString, String)] = [
            ("idref", benchmark.ruleId(of: subject)), ("role", subject.xccdfRole),
            ("time", dossier.run.finishedAt.description), ("severity", benchmark.severity), ("weight", "1.0"),
        ]
        try xml.element("rule-result", attributes) {
            try xml.element("result", line: subject.xccdfResult)
            try xml.element("ident", [("system", "urn:exhibit:reason")], line: subject.reason)
            try xml.element("message", [("severity", subject.xccdfSeverity)], line: subject.sentence)
            if let exception = subject.exception {
                try xml.element("message", [("severity", "info")], line: "A fail. \(exception.acceptance)")
            }
            try xml.element("instance", [("context", "subject")], line: subject.id)
            try xml.element("instance", [("context", "account")], line: subject.account)
            try xml.element("instance", [("context", "region")], line: subject.region)
            try writeFix(of: subject, to: xml)
            try writeCheck(of: subject, to: xml)
        }
    }

    /// The commands keep their own line breaks.
    private func writeFix(of subject: Subject, to xml: XMLWriter) throws {
        guard subject.verdict == .fail, let fix = subject.vpc?.remediation else { return }
        try xml.element("fix", [("system", "urn:xccdf:fix:script:sh")]) {
            try xml.text(fix.cli.visible(keepingNewlines: true))
        }
    }

    /// The first answer that each citation names; where there is none, the record that says so. `multi-check` says
    /// that they tell of other VPCs too, and makes `oscap` print which one is meant. DefectDojo takes results whose
    /// references are the same for one, so the name tells each VPC from all others.
    private func writeCheck(of subject: Subject, to xml: XMLWriter) throws {
        let files = subject.citations.compactMap(\.file)
        try xml.element("check", XCCDFBenchmark.check) {
            for file in files.isEmpty ? [XCCDFBenchmark.record] : files {
                try xml.element(
                    "check-content-ref",
                    [("href", file.visible()), ("name", benchmark.ruleId(of: subject))])
            }
        }
    }

    /// What passes of all that is scored: under the default model the mean of the groups' shares, because a group
    /// weighs as much as another, and the plain number. A part of a percent is cut off, so that only all is 100.
    private func writeScores(to xml: XMLWriter) throws {
        var places: [RegionPlace: (pass: Int, scored: Int)] = [:]
        func count(_ verdict: Verdict, _ isAccepted: Bool, in place: RegionPlace) {
            guard verdict != .notApplicable, !isAccepted else { return }
            places[place, default: (0, 0)].scored += 1
            if verdict == .pass { places[place, default: (0, 0)].pass += 1 }
        }
        for vpc in dossier.assessments { count(vpc.verdict, vpc.isAccepted, in: RegionPlace(vpc.account, vpc.region)) }
        for other in dossier.subjectsBesideVPCs {
            count(other.verdict, false, in: RegionPlace(other.account, other.region))
        }
        if !places.isEmpty {
            let shares = places.values.reduce(0) { $0 + $1.pass * 1_000_000 / $1.scored }
            let (percent, rest) = (shares / places.count / 100).quotientAndRemainder(dividingBy: 100)
            try xml.element(
                "score", [("system", "urn:xccdf:scoring:default"), ("maximum", "100")],
                line: "\(percent).\(rest < 10 ? "0" : "")\(rest)")
        }
        let pass = places.values.reduce(0) { $0 + $1.pass }
        let scored = places.values.reduce(0) { $0 + $1.scored }
        try xml.element(
            "score", [("system", "urn:xccdf:scoring:flat-unweighted"), ("maximum", String(scored))],
            line: String(pass))
    }
}

extension Subject {
    /// An accepted fail is checked and told, and does not count.
    var xccdfRole: String { exception == nil ? "full" : "unscored" }

    fileprivate var xccdfResult: String {
        switch verdict {
        case .pass: "pass"
        case .fail: exception == nil ? "fail" : "informational"
        case .notApplicable: "notapplicable"
        // All answers came, and do not tell.
        case .notAssessed:
            switch vpc?.reason.code {
            case .flowLogUnclear, .conflictingAnswers: "unknown"
            default: "error"
            }
        }
    }

    fileprivate var xccdfSeverity: String {
        switch verdict {
        case .pass, .notApplicable: "info"
        case .fail: "error"
        case .notAssessed: "warning"
        }
    }
}

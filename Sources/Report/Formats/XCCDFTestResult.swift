import Evidence
import XML

/// What the run found, in XCCDF's words.
///
/// `error` is what could not be read and `unknown` an answer that could not be understood (6.6.4.2, table 26); only
/// `notapplicable` is left out of account. An accepted fail stays a `fail` that is not scored: an override would
/// change the result.
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
            // Of several targets oscap shows the first.
            try xml.element("target", line: "AWS account \(dossier.accounts.joined(separator: ", "))")
            try writeFacts(to: xml)
            for subject in dossier.subjects { try write(subject, to: xml) }
            try writeScores(to: xml)
        }
    }

    private func writeFacts(to xml: XMLWriter) throws {
        let summary = dossier.summary
        var facts: [(name: String, value: String)] = [
            ("check", dossier.control.checkId), ("policy", dossier.policy.name.rawValue),
            ("status", summary.status.rawValue), ("digest", dossier.digest), ("run", dossier.run.id),
            ("source", dossier.run.source.rawValue), ("accepted", String(summary.accepted)),
            ("benchmark", Conclusion(dossier).benchmark),
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
        var attributes: [(StaticString, String)] = [
            ("idref", benchmark.rule), ("time", dossier.run.finishedAt.description), ("severity", benchmark.severity),
        ]
        if subject.exception != nil { attributes.append(("role", "unscored")) }
        try xml.element("rule-result", attributes) {
            try xml.element("result", line: subject.xccdfResult)
            try xml.element("ident", [("system", "urn:exhibit:reason")], line: subject.reason)
            try xml.element("message", [("severity", subject.xccdfSeverity)], line: subject.sentence)
            if let exception = subject.exception {
                try xml.element("message", [("severity", "info")], line: exception.acceptance)
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
    /// that they tell of other VPCs too, and makes `oscap` print which one is meant.
    private func writeCheck(of subject: Subject, to xml: XMLWriter) throws {
        let files = subject.citations.compactMap(\.file)
        try xml.element("check", XCCDFBenchmark.check) {
            for file in files.isEmpty ? [XCCDFBenchmark.record] : files {
                try xml.element(
                    "check-content-ref",
                    [("href", file.visible()), ("name", (subject.vpc?.vpcId ?? subject.id).visible())])
            }
        }
    }

    /// Passes of all that is scored. A part of a percent is cut off, so that only all is 100.
    private func writeScores(to xml: XMLWriter) throws {
        let summary = dossier.summary
        let scored =
            summary.pass + summary.fail - summary.accepted + summary.notAssessed
            + dossier.subjectsBesideVPCs.count { $0.verdict == .notAssessed }
        if scored > 0 {
            let (percent, rest) = (summary.pass * 10_000 / scored).quotientAndRemainder(dividingBy: 100)
            try xml.element(
                "score", [("system", "urn:xccdf:scoring:default"), ("maximum", "100")],
                line: "\(percent).\(rest < 10 ? "0" : "")\(rest)")
        }
        try xml.element(
            "score", [("system", "urn:xccdf:scoring:flat-unweighted"), ("maximum", String(scored))],
            line: String(summary.pass))
    }
}

extension Subject {
    fileprivate var xccdfResult: String {
        switch verdict {
        case .pass: "pass"
        case .fail: "fail"
        case .notApplicable: "notapplicable"
        case .notAssessed: vpc?.reason.code == .flowLogUnclear ? "unknown" : "error"
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

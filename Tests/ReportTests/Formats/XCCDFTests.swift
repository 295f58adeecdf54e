import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct XCCDFTests {
    private func benchmark(_ dossier: Dossier) throws -> ReadElement {
        try ReadElement.root(of: ReportFormat.xccdf.bytes(of: dossier))
    }

    private func testResult(_ dossier: Dossier) throws -> ReadElement {
        try #require(try benchmark(dossier).first("TestResult"))
    }

    private func rules(_ dossier: Dossier) throws -> [ReadElement] {
        try benchmark(dossier).all("Group").flatMap { $0.all("Rule") }
    }

    @Test func everyVPCHasItsResult() throws {
        let dossier = SampleDossier.everything
        let results = try testResult(dossier).all("rule-result")
        #expect(results.count == dossier.assessments.count + dossier.hidden)
        let byId = Dictionary(grouping: results) { $0.first("instance")?.text ?? "" }
        for vpc in dossier.assessments {
            let result = try #require(byId[vpc.id]?.first)
            let expected =
                switch vpc.reason.code {
                case .flowLogUnclear: "unknown"
                case .flowLogsUnreadable: "error"
                default:
                    vpc.verdict == .notApplicable
                        ? "notapplicable" : vpc.isAccepted ? "informational" : vpc.verdict.rawValue
                }
            #expect(result.first("result")?.text == expected)
            #expect(result.first("ident")?.text == vpc.reason.code.rawValue)
            #expect(result.all("instance").map(\.text) == [vpc.id, vpc.account, vpc.region])
            #expect(result.all("message").count == (vpc.isAccepted ? 2 : 1))
            #expect(result.first("message")?.text.contains(vpc.vpcId) == true)
        }
        let gaps = results.filter { $0.first("instance")?.text.hasPrefix("exhibit/") == true }
        #expect(gaps.count == dossier.hidden)
        #expect(gaps.allSatisfy { $0.first("result")?.text == "error" })
        #expect(gaps.contains { $0.first("ident")?.text == "UnauthorizedOperation" })
    }

    /// Readers join results to rules by id and take the first: each VPC has a rule of its own, named after it.
    @Test(arguments: [
        SampleDossier.everything, Estate.whole, SampleDossier.empty, SampleDossier.unreadable,
        SampleDossier.failing(300), SystemSamples.onlyAccepted,
    ])
    func everyResultHasARuleOfItsOwn(_ dossier: Dossier) throws {
        let rules = try rules(dossier)
        let results = try testResult(dossier).all("rule-result")
        #expect(rules.count == results.count && !rules.isEmpty)
        let ids = rules.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == rules.count)
        #expect(results.compactMap { $0.attributes["idref"] } == ids)
        #expect(ids.allSatisfy { $0.hasPrefix("xccdf_exhibit_rule_aws-vpc-003_effective_") })
        for (rule, result) in zip(rules, results) {
            for attribute in ["role", "severity", "weight"] {
                #expect(rule.attributes[attribute] != nil, "\(attribute)")
                #expect(rule.attributes[attribute] == result.attributes[attribute], "\(attribute)")
            }
            let sentence = try #require(result.first("message")).text
            #expect(rule.first("description")?.text.hasPrefix(sentence) == true)
            let title = try #require(rule.first("title")).text
            let prefix = dossier.control.title + ": "
            #expect(title.hasPrefix(prefix) && sentence.hasPrefix(title.dropFirst(prefix.count) + ":"))
        }
        let references = results.map { result in
            result.first("check").map {
                $0.all("check-content-ref").map { [$0.attributes["name"], $0.attributes["href"]] }
            }
        }
        #expect(Set(references).count == results.count, "DefectDojo takes equal references for one finding")
    }

    @Test func aGroupIsAnAccountAndRegion() throws {
        let dossier = Estate.whole
        let groups = try benchmark(dossier).all("Group")
        #expect(Set(groups.compactMap { $0.attributes["id"] }).count == groups.count)
        #expect(groups.compactMap { $0.first("title")?.text } == groups.compactMap { $0.first("title")?.text }.sorted())
        let byTitle = Dictionary(
            groups.map { ($0.first("title")?.text ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        for vpc in dossier.assessments {
            let group = try #require(byTitle["Account \(vpc.account), region \(vpc.region)"])
            #expect(group.all("Rule").contains { $0.first("title")?.text.contains(vpc.vpcId) == true })
        }
    }

    /// XCCDF makes the result of an unscored rule informational; a message says what it is.
    @Test func anAcceptedFailIsNoFail() throws {
        let dossier = SystemSamples.onlyAccepted
        let accepted = try #require(dossier.assessments.first { $0.isAccepted })
        let result = try #require(
            try testResult(dossier).all("rule-result").first { $0.first("instance")?.text == accepted.id })
        let exception = try #require(accepted.exception)
        #expect(result.first("result")?.text == "informational")
        #expect(result.attributes["role"] == "unscored")
        let messages = result.all("message")
        #expect(messages.map { $0.attributes["severity"] } == ["error", "info"])
        #expect(messages[1].text.hasPrefix("A fail. Accepted until \(exception.expiresOn) by \(exception.owner)"))
        for other in try testResult(SampleDossier.everything).all("rule-result")
        where other.attributes["role"] != "unscored" {
            #expect(other.attributes["role"] == "full" && other.first("result")?.text != "informational")
        }
    }

    /// A later run brings a rule up to date, and a pass under one policy resolves no fail under another.
    @Test func idsAreTheSameInThePolicysNextRun() throws {
        var later = SampleDossier.everything
        later.run.id = "another"
        for index in later.assessments.indices { later.assessments[index].name = "renamed" }
        let ids = { (dossier: Dossier) in Set(try self.rules(dossier).compactMap { $0.attributes["id"] }) }
        #expect(try ids(later) == ids(SampleDossier.everything))
        later.policy.name = .cis
        #expect(try ids(later).isDisjoint(with: ids(SampleDossier.everything)))
    }

    /// DefectDojo makes a host of it, whose name takes neither blanks nor colons.
    @Test(arguments: [
        (SampleDossier.clean, "aws-account-111122223333"),
        (Estate.whole, "aws-account-111122223333-and-1-more"),
    ])
    func theTargetIsAHost(_ dossier: Dossier, _ expected: String) throws {
        let targets = try testResult(dossier).all("target").map(\.text)
        #expect(targets == [expected])
        #expect(targets[0].wholeMatch(of: /[A-Za-z0-9_+-][A-Za-z0-9_.+-]+/) != nil, "\(targets)")
    }

    /// The default model weighs groups alike: half of one region and all of another are three quarters.
    @Test func theDefaultScoreIsTheMeanOfTheGroups() throws {
        let dossier = SampleDossier.make([
            SampleVPC.working("vpc-1"), SampleVPC.withoutFlowLog("vpc-2"),
            SampleVPC.working("vpc-3", region: "us-east-1"),
        ])
        #expect(try testResult(dossier).all("score").map(\.text) == ["75.00", "2"])
    }

    /// An incomplete run, or one with nothing in it, never scores full.
    @Test(arguments: [
        (SampleDossier.clean, ["100.00", "2"], ["100", "2"]),
        (SampleDossier.hiddenFlowLogs, ["50.00", "1"], ["100", "2"]),
        (SampleDossier.unreadable, ["0.00", "0"], ["100", "1"]), (SampleDossier.empty, ["0"], ["0"]),
        (SystemSamples.onlyAccepted, ["100.00", "1"], ["100", "1"]),
    ])
    func onlyWhatPassesScores(_ dossier: Dossier, _ scores: [String], _ maxima: [String]) throws {
        let elements = try testResult(dossier).all("score")
        #expect(elements.map(\.text) == scores)
        #expect(elements.map { $0.attributes["maximum"] } == maxima)
    }

    @Test func aRunWithoutVPCsSaysSo() throws {
        let results = try testResult(SampleDossier.empty).all("rule-result")
        #expect(results.map { $0.first("result")?.text } == ["notapplicable"])
        #expect(results.first?.first("message")?.text.contains("no VPC exists") == true)
        #expect(try rules(SampleDossier.empty).first?.attributes["id"]?.hasSuffix("_111122223333_coverage") == true)
    }

    @Test(arguments: 0..<200) func hostileTextIsReadBackAsText(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let text = HostileText.random(using: &generator)
        let result = try #require(
            try testResult(SampleDossier.make([SampleVPC.hostile("vpc-0e", text)])).first("rule-result"))
        let message = try #require(result.first("message"))
        #expect(message.text.hasSuffix("Delivery fails: \(text).".visible()) && message.children.isEmpty)
        #expect(result.first("fix")?.children.isEmpty == true)
        #expect(result.children.allSatisfy { $0.text.visible(keepingNewlines: true) == $0.text })
        let rule = try #require(try rules(SampleDossier.make([SampleVPC.hostile("vpc-0e", text)])).first)
        #expect(rule.children.allSatisfy { $0.name == "check" || $0.text.visible() == $0.text })
        #expect(rule.children.allSatisfy { $0.children.isEmpty || $0.name == "check" })
    }

    @Test(
        .enabled(if: SharedData.isHere, "\(SharedData.reason)"),
        .enabled(if: OtherProgram.xmllint != nil, "needs xmllint"))
    func schemaHolds() async throws {
        let schema = try SharedData.url("schemas/xccdf/xccdf_1.2.xsd")
        for dossier in try await SystemSamples.all() {
            let bytes = try ReportFormat.xccdf.bytes(of: dossier)
            #expect(try await OtherProgram.complaints(aboutXML: bytes, schema: schema) == "")
        }
    }

    /// What an id cannot hold is told by its hash.
    @Test func idsAreNamesWhateverAVPCIsCalled() throws {
        var vpcs = ["vpc-1", "vpc 1", "vpc_1", "vpc:1", "é", "", "a\u{0}b"].map { SampleVPC.withoutFlowLog($0) }
        vpcs[1].region = "x y"
        let ids = try rules(SampleDossier.make(vpcs)).compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == vpcs.count)
        for id in ids { #expect(id.wholeMatch(of: /xccdf_exhibit_rule_[A-Za-z0-9._-]+/) != nil, "\(id)") }
    }

    /// Its schematron rules too: the only remark left is that no platform is named, and a VPC has no CPE.
    @Test(.enabled(if: Program.named("oscap") != nil, "needs oscap, of Debian's openscap-scanner"))
    func oscapTakesItAndReports() async throws {
        let oscap = try #require(Program.named("oscap"))
        for dossier in [try await SystemSamples.demo(), SampleDossier.everything, SampleDossier.empty] {
            try await TemporaryFolder.with { folder in
                let file = folder.appendingPathComponent("xccdf.xml")
                try Data(ReportFormat.xccdf.bytes(of: dossier)).write(to: file)
                let validation = try await oscap.run(["xccdf", "validate", file.path])
                #expect(validation.status == 0, "\(validation.errors)")
                let warnings = (validation.output + validation.errors).split(separator: "\n")
                    .filter { $0.contains("Warning: ") && !$0.contains("has no platform specified") }
                #expect(warnings == [])
                let report = try await oscap.run(["xccdf", "generate", "report", file.path])
                #expect(report.status == 0 && report.errors == "", "\(report.errors)")
                for vpc in dossier.assessments { expect(report.output, has: vpc.vpcId) }
                expect(report.output, lacks: "<script>alert(1)")
            }
        }
    }
}

extension ReadElement {
    fileprivate func all(_ name: String) -> [ReadElement] { children.filter { $0.name == name } }
    fileprivate func first(_ name: String) -> ReadElement? { all(name).first }
}

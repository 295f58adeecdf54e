import Evidence
import Foundation
import Support
import Testing

@testable import Report

@Suite struct JUnitTests {
    private let everything: [TestSuite]

    init() throws { everything = try TestSuite.all(of: SampleDossier.everything) }

    @Test(arguments: [
        ("[[A|b]]", "[ [A|b]]"), ("x[[y", "x[ [y"), ("[[[", "[ [ ["), ("[", "["), ("[a[b[", "[a[b["), ("", ""),
        ("é[[", "é[ ["), ("a[", "a["), ("ab[[", "ab[ ["),
    ])
    func noMarkerIsLeft(text: String, expected: String) {
        #expect(text.withoutMarkers == expected)
    }

    @Test func noMarkerIsLeftWhereverItStands() {
        for place in 0..<20 {
            let (before, after) = (String(repeating: "x", count: place), String(repeating: "[ ", count: 10 - place / 2))
            #expect((before + "[[x" + after).withoutMarkers == before + "[ [x" + after)
            #expect((before + "[]" + after).withoutMarkers == before + "[]" + after)
        }
    }

    @Test func everyVPCIsACaseWithItsOutcome() throws {
        for vpc in SampleDossier.everything.assessments {
            let suite = try #require(everything.first { $0.account == vpc.account && $0.region == vpc.region })
            let testCase = try #require(suite.cases.first { $0.attributes["name"] == vpc.vpcId })
            let outcome: String? =
                switch vpc.verdict {
                case .pass: nil
                case .fail: vpc.exception == nil ? "failure" : "skipped"
                case .notApplicable: "skipped"
                case .notAssessed: "error"
                }
            #expect(testCase.outcome?.name == outcome)
            #expect(testCase.attributes["classname"] == "\(vpc.account).\(vpc.region).vpc-flow-logging")
            #expect(testCase.attributes["time"] == "0.000")
            #expect(testCase.children.count == (outcome == nil ? 0 : 1))
            if outcome == "failure" || outcome == "error" {
                #expect(testCase.outcome?.attributes["type"] == vpc.reason.code.rawValue)
            }
        }
    }

    @Test func countsAndTimesAreThoseOfTheSuite() throws {
        for suite in everything {
            let count = { (name: String?) in String(suite.cases.count { $0.outcome?.name == name }) }
            #expect(suite.attributes["tests"] == String(suite.cases.count))
            #expect(suite.attributes["failures"] == count("failure"))
            #expect(suite.attributes["errors"] == count("error"))
            #expect(suite.attributes["skipped"] == count("skipped"))
            // The first call of the region, or the run where none is on record.
            let wasAsked =
                suite.account == SampleDossier.account && ["eu-central-1", "us-east-1"].contains(suite.region)
            #expect(suite.attributes["timestamp"] == (wasAsked ? "2026-11-23T10:04:06" : "2026-11-23T10:04:05"))
        }
        let times = Dictionary(uniqueKeysWithValues: everything.map { ($0.region, $0.attributes["time"]) })
        #expect(times["eu-central-1"] == "1.250")
        #expect(times["us-east-1"] == "0.077")
        #expect(times["ap-south-1"] == "0.000")
        #expect(everything.map { $0.attributes["id"] } == (0..<everything.count).map(String.init))
    }

    @Test func gapsThatHideVPCsAreErrorsOfTheirRegion() throws {
        let suite = try #require(everything.first { $0.region == "ap-south-1" })
        #expect(suite.cases.map { $0.attributes["name"] } == ["DescribeVpcs", "DescribeVpcs (2)"])
        #expect(suite.cases.map { $0.outcome?.name } == ["error", "error"])
        #expect(suite.cases.first?.outcome?.attributes["type"] == "UnauthorizedOperation")
        #expect(suite.cases.first?.outcome?.text.contains("Allow ec2:DescribeVpcs for the role") == true)
        // Their VPCs tell it already.
        let told = try #require(everything.first { $0.region == "eu-west-1" })
        #expect(told.cases.map { $0.attributes["name"] } == ["vpc-0009"])
    }

    /// What hides behind no VPC must not leave a file that is all green.
    @Test func aGapThatNoVPCTellsOfIsAnError() throws {
        let suites = try TestSuite.all(of: SampleDossier.hiddenFlowLogs)
        #expect(suites.flatMap(\.cases).map { $0.outcome?.name } == [nil, "error"])
    }

    @Test func withoutVPCsThereIsOneCase() throws {
        let cases = try TestSuite.all(of: SampleDossier.empty).flatMap(\.cases)
        #expect(cases.map { $0.attributes["name"] } == ["coverage"])
        #expect(cases.map { $0.attributes["classname"] } == ["111122223333.all-regions.vpc-flow-logging"])
        #expect(cases.map { $0.outcome?.name } == ["skipped"])
    }

    @Test func namesAreUnique() {
        let names = everything.flatMap(\.cases).map { [$0.attributes["classname"], $0.attributes["name"]] }
        #expect(Set(names).count == names.count)
    }

    /// GitLab shows only the body, Azure only the message.
    @Test func messageAndBodySayTheSame() throws {
        for outcome in everything.flatMap(\.cases).compactMap(\.outcome) {
            let message = try #require(outcome.attributes["message"])
            #expect(!message.isEmpty && outcome.text.hasPrefix(message + "\n"))
        }
        let fix = try #require(everything.flatMap(\.cases).first { $0.attributes["name"] == "vpc-0002" }?.outcome?.text)
        #expect(fix.contains("arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0002\n"))
        #expect(fix.contains("\nPolicy effective: fail. CIS 3.7 as written, in 6 of 7 enabled regions: fail.\n"))
        #expect(fix.contains("\nFix: Create a flow log to CloudWatch Logs.\naws ec2 create-flow-logs \\\n  --resource"))
    }

    /// A reader shows a message without its suite, and often without its case.
    @Test func aMessageMakesSenseAlone() throws {
        for vpc in SampleDossier.everything.assessments where vpc.verdict == .fail {
            let testCase = try #require(everything.flatMap(\.cases).first { $0.attributes["name"] == vpc.vpcId })
            let message = try #require(testCase.outcome?.attributes["message"])
            for part in [vpc.vpcId, vpc.account, vpc.region] { #expect(message.contains(part)) }
        }
        let named = try #require(everything.flatMap(\.cases).first { $0.attributes["name"] == "vpc-0002" })
        let message = try #require(named.outcome?.attributes["message"])
        #expect(message.contains(" in account 111122223333, region eu-central-1: "))
    }

    @Test func theExtendedProfileTellsMoreOfTheSameCases() throws {
        let root = try ReadElement.root(of: ReportFormat.junitExtended.bytes(of: SampleDossier.everything))
        let cases = root.children.flatMap { $0.children }.filter { $0.name == "testcase" }
        #expect(cases.map { $0.attributes } == everything.flatMap(\.cases).map(\.attributes))
        #expect(root.attributes["tests"] == String(cases.count))
        for (name, outcome) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
            #expect(root.attributes[name] == String(cases.count { $0.children.last?.name == outcome }))
        }
        #expect(root.attributes["time"] == "1.327")
        for testCase in cases {
            let list = try #require(testCase.children.first)
            #expect(list.name == "properties" && testCase.children.count <= 2)
            let properties = Dictionary(
                list.children.map { ($0.attributes["name"], $0.attributes["value"]) }, uniquingKeysWith: { a, _ in a })
            #expect(properties["exhibit.digest"] == SampleDossier.everything.digest)
            #expect(properties["exhibit.run"] == SampleDossier.everything.run.id)
            let name = testCase.attributes["name"]
            guard let vpc = SampleDossier.everything.assessments.first(where: { $0.vpcId == name }) else { continue }
            #expect(properties["aws.arn"] == vpc.id && properties["aws.account"] == vpc.account)
            #expect(properties["exhibit.reason"] == vpc.reason.code.rawValue)
        }
    }

    /// As a program that others wrote counts it.
    @Test(.enabled(if: OtherProgram.python != nil, "needs Python with junitparser: make test sets one up"))
    func junitparserReadsTheSame() async throws {
        for format in [ReportFormat.junit, .junitExtended] {
            let dossier = SampleDossier.everything
            let told = try await OtherProgram.pythonReads(
                try format.bytes(of: dossier),
                """
                import sys, junitparser
                for suite in junitparser.JUnitXml.fromfile(sys.argv[1]):
                    for case in suite:
                        kinds = [type(r).__name__ for r in case.result]
                        print(case.classname, case.name, *(kinds or ["Pass"]))
                """)
            let lines = everything.flatMap { suite in
                suite.cases.map { testCase in
                    let outcome = testCase.outcome?.name.capitalized ?? "Pass"
                    return [testCase.attributes["classname"], testCase.attributes["name"], outcome].compactMap(\.self)
                        .joined(separator: " ")
                }
            }
            #expect(told.split(separator: "\n").map(String.init) == lines)
        }
    }

    @Test func acceptedFailsSayWhoAnswersAndThatTheyFail() throws {
        let accepted = everything.flatMap(\.cases).first { $0.attributes["name"] == "vpc-0010" }
        let message = try #require(accepted?.outcome?.attributes["message"])
        #expect(message.hasPrefix("Accepted until 2026-12-31 by Network team, who answers for it (SEC-42)."))
        #expect(message.contains("It is still a fail: "))
    }

    /// GitLab takes 30 MB: thousands of VPCs are told in a sentence each.
    @Test func manyFailsAreToldBriefly() throws {
        let few = try ReportFormat.junit.bytes(of: SampleDossier.failing(2_000))
        let many = try ReportFormat.junit.bytes(of: SampleDossier.failing(2_001))
        #expect(many.count < few.count)
        let testCase = try #require(TestSuite.all(of: SampleDossier.failing(2_001)).first?.cases.first)
        #expect(testCase.outcome?.text.hasSuffix("vpc/vpc-10000000") == true)
    }

    @Test(arguments: 0..<200)
    func hostileTextIsReadBackAsText(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let text = HostileText.random(using: &generator)
        let suites = try TestSuite.all(of: SampleDossier.make([SampleVPC.hostile("vpc-0e", text)]))
        let outcome = try #require(suites.first?.cases.first?.outcome)
        let shown = "Delivery fails: \(text).".visible()
        let message = try #require(outcome.attributes["message"]).replacing("[ ", with: "[")
        #expect(message.hasSuffix(shown.replacing("[ ", with: "[")))
        #expect(outcome.children.isEmpty)
    }

    @Test func nothingThatServersActOnIsLeft() throws {
        let read = everything.flatMap { suite in
            suite.everyText + suite.cases.flatMap { $0.everyText + ($0.outcome?.everyText ?? []) }
        }
        #expect(read.contains { $0.contains("[ [ATTACHMENT|") })
        #expect(!read.contains { $0.contains("[[") })
        #expect(!read.contains { $0.visible(keepingNewlines: true) != $0 })
    }

    @Test(
        .enabled(if: SharedData.isHere, "\(SharedData.reason)"),
        .enabled(if: OtherProgram.xmllint != nil, "needs xmllint"),
        arguments: ["junit-10.jenkins.xsd", "JUnit.windyroad.xsd"])
    func schemasHold(_ schema: String) async throws {
        let address = try SharedData.url("schemas/junit/\(schema)")
        for dossier in [SampleDossier.everything, SampleDossier.clean, SampleDossier.empty, SampleDossier.unreadable] {
            let bytes = try ReportFormat.junit.bytes(of: dossier)
            #expect(try await OtherProgram.complaints(aboutXML: bytes, schema: address) == "")
        }
    }
}

struct TestSuite {
    let element: ReadElement
    var attributes: [String: String] { element.attributes }
    var cases: [ReadElement] { element.children.filter { $0.name == "testcase" } }
    var account: String { property("aws.account") }
    var region: String { property("aws.region") }
    var everyText: [String] {
        element.everyText + element.children.flatMap { $0.children }.flatMap(\.everyText)
    }

    static func all(of dossier: Dossier) throws -> [TestSuite] {
        let root = try ReadElement.root(of: ReportFormat.junit.bytes(of: dossier))
        #expect(root.name == "testsuites" && root.attributes.isEmpty)
        return root.children.map(TestSuite.init)
    }

    private func property(_ name: String) -> String {
        let properties = element.children.first { $0.name == "properties" }?.children ?? []
        return properties.first { $0.attributes["name"] == name }?.attributes["value"] ?? ""
    }
}

extension ReadElement {
    var outcome: ReadElement? { children.first }
    fileprivate var everyText: [String] { Array(attributes.values) + [text] }
}

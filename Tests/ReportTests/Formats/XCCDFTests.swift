import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct XCCDFTests {
    private func testResult(_ dossier: Dossier) throws -> ReadElement {
        let root = try ReadElement.root(of: ReportFormat.xccdf.bytes(of: dossier))
        return try #require(root.children.first { $0.name == "TestResult" })
    }

    @Test func everyVPCHasItsResult() throws {
        let dossier = SampleDossier.everything
        let results = try testResult(dossier).all("rule-result")
        #expect(results.count == dossier.assessments.count + dossier.hidden)
        for (vpc, result) in zip(dossier.assessments, results) {
            let expected =
                switch vpc.reason.code {
                case .flowLogUnclear: "unknown"
                case .flowLogsUnreadable: "error"
                default: vpc.verdict == .notApplicable ? "notapplicable" : vpc.verdict.rawValue
                }
            #expect(result.first("result")?.text == expected)
            #expect(result.first("ident")?.text == vpc.reason.code.rawValue)
            #expect(result.all("instance").map(\.text) == [vpc.id, vpc.account, vpc.region])
            #expect(result.first("message")?.text.contains(vpc.vpcId) == true)
            // An accepted fail is still one; it is only not scored.
            #expect(result.attributes["role"] == (vpc.isAccepted ? "unscored" : nil))
            #expect(result.all("message").count == (vpc.isAccepted ? 2 : 1))
        }
        let gaps = results.dropFirst(dossier.assessments.count)
        #expect(gaps.allSatisfy { $0.first("result")?.text == "error" })
        #expect(gaps.contains { $0.first("ident")?.text == "UnauthorizedOperation" })
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

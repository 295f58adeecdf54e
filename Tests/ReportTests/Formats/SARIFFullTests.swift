import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct SARIFFullTests {
    private let everything: ReadSARIF

    init() throws { everything = try ReadSARIF(SampleDossier.everything, as: .sarifFull) }

    @Test func everyVerdictIsThereWithItsKind() {
        let kinds: [Verdict: String] = [
            .pass: "pass", .fail: "fail", .notApplicable: "notApplicable", .notAssessed: "open",
        ]
        let results = everything.results.filter { $0.rule == "aws-vpc-003" }
        #expect(results.map(\.id) == SampleDossier.everything.assessments.map(\.id))
        #expect(results.map(\.kind) == SampleDossier.everything.assessments.map { kinds[$0.verdict] })
        #expect(Set(results.map(\.kind)).count == 4)
        // Source: the specification, §3.27.10.
        for result in everything.results { #expect((result.level == "none") == (result.kind != "fail")) }
    }

    @Test func acceptedFailsAreSuppressedAndAllResultsSayWhetherTheyAre() throws {
        let suppressions = everything.results.map { $0.json["suppressions"] as? [[String: Any]] }
        #expect(suppressions.allSatisfy { $0 != nil })
        let accepted = suppressions.compactMap(\.self).joined()
        #expect(accepted.count == SampleDossier.everything.summary.accepted)
        let first = try #require(accepted.first)
        #expect(first["kind"] as? String == "external" && first["status"] as? String == "accepted")
        #expect(first["justification"] as? String == "It is being taken down.")
        let properties = first["properties"] as? [String: String]
        #expect(properties?["owner"] == "Network team" && properties?["expiresOn"] == "2026-12-31")
    }

    @Test(arguments: [
        (SampleDossier.everything, false), (SampleDossier.unreadable, false), (SampleDossier.hiddenFlowLogs, false),
        (SampleDossier.clean, true), (SampleDossier.empty, true),
        (SampleDossier.make([SampleVPC.oneOfEachReason[7]]), false),
        (SampleDossier.make([], gaps: [explanation]), true),
    ])
    func aPartialRunIsNoSuccess(_ dossier: Dossier, _ isWhole: Bool) throws {
        let log = try ReadSARIF(dossier, as: .sarifFull)
        #expect(log.invocation["executionSuccessful"] as? Bool == isWhole)
        #expect(log.notifications.contains { $0["level"] as? String == "error" } == !isWhole)
    }

    private static let explanation = SampleDossier.gap(
        .explanation, action: "DescribeSubnets", region: SampleDossier.region, code: "UnauthorizedOperation")

    @Test func exchangesAreEmbedded() throws {
        let exchanges = SampleDossier.everything.exchanges
        let artifacts = try #require(everything.run["artifacts"] as? [[String: Any]])
        #expect(artifacts.count == exchanges.count { $0.body != nil })
        let location = artifacts.first?["location"] as? [String: Any]
        #expect(location?["uri"] as? String == "data/111122223333/eu-central-1/0001-DescribeVpcs.xml")
        #expect(location?["uriBaseId"] as? String == "PACKAGE")
        let hashes = artifacts.first?["hashes"] as? [String: String]
        #expect(hashes?["sha-256"] == exchanges.first?.body?.sha256)

        let requests = try #require(everything.run["webRequests"] as? [[String: Any]])
        let responses = try #require(everything.run["webResponses"] as? [[String: Any]])
        #expect(requests.count == exchanges.count && responses.count == exchanges.count)
        let attempts = (requests.last?["properties"] as? [String: Any])?["attempts"] as? [[String: Any]]
        #expect(attempts?.count == 2)
        #expect(attempts?.first?["start"] as? String == "2026-11-23T10:04:06.000Z")
        #expect(responses.first?["statusCode"] as? Int == 200)
    }

    @Test func resultsNameTheBodiesTheyFollowFrom() throws {
        let artifacts = try #require(everything.run["artifacts"] as? [[String: Any]])
        let result = try #require(everything.results.first { $0.rule == "aws-vpc-003" })
        let attachments = try #require(result.json["attachments"] as? [[String: Any]])
        #expect(attachments.count == 2)
        for attachment in attachments {
            let location = try #require(attachment["artifactLocation"] as? [String: Any])
            let index = try #require(location["index"] as? Int)
            let artifact = artifacts[index]["location"] as? [String: Any]
            #expect(artifact?["uri"] as? String == location["uri"] as? String)
        }
    }

    @Test func carriedFailsAndPlacesAreThereToo() throws {
        let carried = try ReadSARIF(SampleDossier.carryingOver, as: .sarifFull)
        #expect(carried.results.count { $0.properties["carriedOver"] as? Bool == true } == 2)
        #expect(try ReadSARIF(SampleDossier.placed, as: .sarifFull).results.map(\.line) == [12, 3, 3])
    }

    @Test func nothingIsLeftOut() throws {
        #expect(try ReadSARIF(SampleDossier.failing(5_003), as: .sarifFull).results.count == 5_003)
    }

    @Test(
        .enabled(if: SharedData.isHere, "\(SharedData.reason)"),
        .enabled("needs a Python with jsonschema", OtherProgram.hasJSONSchema))
    func schemaHolds() async throws {
        let address = try SharedData.url("schemas/sarif-2.1.0.json")
        for dossier in [
            SampleDossier.everything, SampleDossier.clean, SampleDossier.empty, SampleDossier.unreadable,
            SampleDossier.carryingOver, SampleDossier.placed,
        ] {
            let bytes = try ReportFormat.sarifFull.bytes(of: dossier)
            #expect(try await OtherProgram.complaints(about: bytes, schema: address) == "")
        }
    }
}

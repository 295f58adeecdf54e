import Evidence
import Foundation
import Report
import Testing

/// The attestation as a strict reader of in-toto's specification takes it.
@Suite struct AttestationTests {
    static let dossiers = [
        "everything": SampleDossier.everything, "clean": SampleDossier.clean, "empty": SampleDossier.empty,
        "unreadable": SampleDossier.unreadable,
    ]

    /// Unknown fields would be an error here: the specification lets readers ignore them, and we need none.
    struct Statement: Decodable {
        let _type: String
        let subject: [Resource]
        let predicateType: String
        let predicate: Predicate
    }

    struct Predicate: Decodable {
        let result: String
        let configuration: [Resource]
        let passedTests: [String]
        let warnedTests: [String]
        let failedTests: [String]
    }

    struct Resource: Decodable {
        let name: String
        let digest: [String: String]
        let content: Data?
        let mediaType: String?
        let annotations: [String: String]?
    }

    @Test(arguments: dossiers.keys) func itIsAStatementWithATestResult(_ name: String) throws {
        let dossier = try #require(Self.dossiers[name])
        let bytes = try ReportFormat.attestation.bytes(of: dossier)
        let statement = try JSONDecoder().decode(Statement.self, from: Data(bytes))
        #expect(statement._type == "https://in-toto.io/Statement/v1")
        #expect(statement.predicateType == "https://in-toto.io/attestation/test-result/v0.1")
        #expect(["PASSED", "WARNED", "FAILED"].contains(statement.predicate.result))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(Set(object.keys) == ["_type", "subject", "predicateType", "predicate"])
        let predicate = try #require(object["predicate"] as? [String: Any])
        #expect(
            Set(predicate.keys) == ["result", "configuration", "passedTests", "warnedTests", "failedTests"])
        let resources = statement.subject + statement.predicate.configuration
        for resource in resources {
            #expect(resource.digest.keys.map { $0 } == ["sha256"])
            #expect(resource.digest["sha256"]?.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        }
        #expect(Set(statement.subject.map(\.name)).count == statement.subject.count)
        let tests = statement.predicate.passedTests + statement.predicate.warnedTests + statement.predicate.failedTests
        #expect(Set(tests).count == tests.count)
    }

    @Test func theResultFollowsTheStatus() throws {
        #expect(try predicate(SampleDossier.everything).result == "FAILED")
        #expect(try predicate(SampleDossier.clean).result == "PASSED")
        #expect(try predicate(SampleDossier.empty).result == "PASSED")
        #expect(try predicate(SampleDossier.unreadable).result == "WARNED")
    }

    @Test func everyAssessmentIsInTheListOfItsVerdict() throws {
        let dossier = SampleDossier.everything
        let predicate = try predicate(dossier)
        #expect(predicate.passedTests == dossier.assessments.filter { $0.verdict == .pass }.map(\.id))
        #expect(
            predicate.failedTests == dossier.assessments.filter { $0.verdict == .fail && !$0.isAccepted }.map(\.id))
        let open = dossier.assessments.filter { $0.verdict == .notAssessed || $0.isAccepted }.map(\.id)
        #expect(Set(predicate.warnedTests).isSuperset(of: open))
        #expect(predicate.warnedTests.contains("\(SampleDossier.account)/ap-south-1/DescribeVpcs"))
        #expect(!predicate.warnedTests.contains { $0.hasSuffix("/DescribeSubnets") })
        #expect(try self.predicate(SampleDossier.unreadable).warnedTests.count == 1)
    }

    @Test func subjectsAreTheReportsAndTheManifestAndNothingElse() throws {
        let digests = [
            "findings.json": "1", "report.md": "2", "manifest-sha256.txt": "3", "attestation.json": "4",
            "bagit.txt": "5", "bag-info.txt": "6", "tagmanifest-sha256.txt": "7", "data/run.json": "8",
            "data/exchanges.jsonl": "9",
        ]
        let output = MemoryOutput()
        try ReportFormat.attestation.render(SampleDossier.clean, output, beside: digests)
        let statement = try JSONDecoder().decode(Statement.self, from: Data(output.bytes))
        #expect(statement.subject.map(\.name) == ["report.md", "findings.json", "manifest-sha256.txt"])
        #expect(statement.subject.map { $0.digest["sha256"] } == ["2", "1", "3"])
        #expect(statement.predicate.configuration.map(\.name) == ["policy/effective", "data/run.json"])
        #expect(statement.predicate.configuration.last?.digest == ["sha256": "8"])
    }

    /// A descriptor's content is to be under 1 KB, and its digest that of the content.
    @Test func thePolicyIsWholeInTheConfiguration() throws {
        let dossier = SampleDossier.clean
        let policy = try #require(try predicate(dossier).configuration.first)
        let content = try #require(policy.content)
        #expect(content.count < 1024)
        #expect(policy.digest == ["sha256": sha256Hex(Array(content))])
        #expect(try JSONDecoder().decode(Policy.self, from: content) == dossier.policy)
        #expect(policy.mediaType == "application/json")
        #expect(policy.annotations?["digest"] == dossier.digest)
        #expect(policy.annotations?["statement"]?.contains("CIS 3.7 as written: pass") == true)
    }

    @Test func withoutAnyFileThereIsNothingToAttest() {
        for digests in [[:], ["bagit.txt": "1"]] {
            #expect(throws: ReportFailure.nothingToAttest) {
                try ReportFormat.attestation.render(SampleDossier.clean, MemoryOutput(), beside: digests)
            }
        }
    }

    @Test func itIsWrittenOnlyWhenAskedForAndLast() {
        #expect(!ReportFormat.usual.contains { $0.name == "attestation" })
        #expect(ReportFormat.all.filter(\.comesLast).map(\.name) == ["attestation"])
    }

    private func predicate(_ dossier: Dossier) throws -> Predicate {
        try JSONDecoder().decode(Statement.self, from: Data(ReportFormat.attestation.bytes(of: dossier))).predicate
    }
}

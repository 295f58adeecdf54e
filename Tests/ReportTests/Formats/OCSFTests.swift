import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct OCSFTests {
    private func events(_ dossier: Dossier) throws -> [Read] {
        let lines = String(decoding: try ReportFormat.ocsf.bytes(of: dossier), as: UTF8.self).split(separator: "\n")
        return try lines.map { Read(try JSONSerialization.jsonObject(with: Data($0.utf8))) }
    }

    @Test func everyVPCAndEveryMissingAnswerIsAnEvent() throws {
        let dossier = SampleDossier.everything
        let events = try events(dossier)
        #expect(events.count == dossier.assessments.count + dossier.hidden)
        for (vpc, event) in zip(dossier.assessments, events) {
            let (status, severity, workflow) =
                switch vpc.verdict {
                case .pass: (1, 1, 4)
                case .fail: (3, 3, vpc.isAccepted ? 3 : 1)
                case .notAssessed: (2, 3, 1)
                case .notApplicable: (99, 1, 99)
                }
            #expect(event["compliance"]["status_id"].number == status)
            #expect(event["severity_id"].number == severity)
            #expect(event["status_id"].number == workflow)
            #expect(event["status_code"].text == vpc.reason.code.rawValue)
            #expect(event["finding_info"]["uid"].text == "aws-vpc-003/effective/\(vpc.id)")
            #expect(event["cloud"]["account"]["uid"].text == vpc.account)
            #expect(event["unmapped"]["verdict"].text == vpc.verdict.rawValue)
            #expect((event["comment"].text != nil) == vpc.isAccepted)
            #expect(event["time"].number == Int(dossier.run.finishedAt.milliseconds))
        }
        let shared = try #require(events.first { $0["finding_info"]["uid"].text?.hasSuffix("@111122223333") == true })
        #expect(shared["resources"][0]["uid"].text == "arn:aws:ec2:eu-central-1:444455556666:vpc/vpc-0007")
        #expect(shared["resources"][0]["owner"]["uid"].text == "444455556666")
        for gap in events.dropFirst(dossier.assessments.count) {
            #expect(gap["compliance"]["status"].text == "Warning" && gap["status"].text == "New")
        }
    }

    /// The verdict of another policy is never told as the benchmark's.
    @Test func onlyThePolicyCISSpeaksForTheBenchmark() async throws {
        let (effective, cis) = (try await SystemSamples.demo(), try await SystemSamples.demo(.cis))
        let standard = "CIS AWS Foundations Benchmark v3.0.0"
        for event in try events(effective) {
            #expect(event["compliance"]["control"].text == "aws-vpc-003")
            #expect(event["compliance"]["standards"].list.map(\.text) == ["Exhibit policy effective"])
        }
        for (vpc, event) in zip(effective.assessments, try events(effective)) {
            let check = event["compliance"]["checks"].list.first { $0["standards"][0].text == standard }
            let status = ["pass": 1, "fail": 3, "not-assessed": 2, "not-applicable": 99]
            #expect(check?["status_id"].number == status[vpc.byPolicy.cis.verdict.rawValue])
        }
        for event in try events(cis) {
            #expect(event["compliance"]["control"].text == "3.7")
            #expect(event["compliance"]["standards"].list.map(\.text) == [standard])
        }
    }

    @Test func aFindingIsOfOnePolicy() throws {
        var other = SampleDossier.everything
        other.policy.name = .cis
        let ids = { (dossier: Dossier) in Set(try events(dossier).map { $0["finding_info"]["uid"].text }) }
        #expect(try ids(SampleDossier.everything).isDisjoint(with: ids(other)))
    }

    @Test func everyEventHasItsOwnId() throws {
        for dossier in SystemSamples.byHand.values {
            let events = try events(dossier)
            #expect(!events.isEmpty)
            #expect(Set(events.map { $0["metadata"]["uid"].text }).count == events.count)
            #expect(Set(events.map { $0["finding_info"]["uid"].text }).count == events.count)
        }
    }

    @Test(arguments: 0..<200) func hostileTextStaysInItsLine(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let text = HostileText.random(using: &generator)
        let events = try events(SampleDossier.make([SampleVPC.hostile("vpc-0e", text)]))
        #expect(events.count == 1)
        #expect(events.first?["message"].text?.hasSuffix("Delivery fails: \(text).".visible()) == true)
        // Tags are data, and come back as they were.
        #expect(
            events.first?["resources"][0]["tags"][1]["value"].text?.unicodeScalars.elementsEqual(text.unicodeScalars)
                == true)
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
    func schemaHolds() async throws {
        let schema = try OCSFSchema("schemas/ocsf/ocsf-1.8.0-compliance_finding-compiled.json")
        for dossier in try await SystemSamples.all() {
            for event in try events(dossier) { #expect(schema.complaints(about: event) == []) }
        }
        let wrong = Read(["class_uid": 2004, "metadata": ["version": 1], "compliance": [["status_id": 7]], "extra": 1])
        let complaints = schema.complaints(about: wrong)
        for part in [
            "/class_uid cannot be 2004", "/extra is not known", "/metadata/product is missing", "/time is missing",
        ] {
            #expect(complaints.contains(part), "\(complaints)")
        }
    }
}

import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct SARIFTests {
    private let everything: ReadSARIF

    init() throws { everything = try ReadSARIF(SampleDossier.everything) }

    @Test func onlyFailsThatNobodyAcceptsAreShown() {
        let expected = SampleDossier.everything.assessments
            .filter { $0.verdict == .fail && $0.exception == nil }.map(\.id)
        let shown = everything.results.filter { $0.rule == "aws-vpc-003" }
        #expect(expected.count > 4)
        #expect(shown.map(\.id) == expected)
        #expect(everything.results.allSatisfy { $0.json["kind"] as? String == "fail" })
        #expect(everything.results.allSatisfy { $0.json["suppressions"] == nil })
    }

    @Test(arguments: [
        (SampleDossier.clean, 0), (SampleDossier.empty, 0), (SampleDossier.unreadable, 1),
        (SampleDossier.hiddenFlowLogs, 1), (SampleDossier.everything, 1),
        (SampleDossier.make([SampleVPC.oneOfEachReason[7]]), 1),
        (SampleDossier.make([], gaps: [explanation]), 0),
    ])
    func coverageIsOneResultWhereSomethingIsHidden(_ dossier: Dossier, _ count: Int) throws {
        let log = try ReadSARIF(dossier)
        #expect(log.results.count { $0.rule == "EXHIBIT-COVERAGE" } == count)
        #expect(log.rules.map { $0["id"] as? String } == ["aws-vpc-003", "EXHIBIT-COVERAGE"])
    }

    private static let explanation = SampleDossier.gap(
        .explanation, action: "DescribeSubnets", region: SampleDossier.region, code: "UnauthorizedOperation")

    @Test func everyGapIsAWarningAndTheRunSucceeds() throws {
        let invocation = try #require((everything.run["invocations"] as? [[String: Any]])?.first)
        let notifications = try #require(invocation["toolExecutionNotifications"] as? [[String: Any]])
        #expect(invocation["executionSuccessful"] as? Bool == true)
        #expect(notifications.count == SampleDossier.everything.gaps.count)
        #expect(notifications.allSatisfy { $0["level"] as? String == "warning" })
        let command = #"exhibit scan --profile 'audit it'\''s' --region eu-central-1"#
        #expect(invocation["commandLine"] as? String == command)
        #expect(invocation["startTimeUtc"] as? String == "2026-11-23T10:04:05.500Z")
    }

    @Test func ruleTextsAreConstant() throws {
        #expect(try ReadSARIF(SampleDossier.clean).rules as NSArray == everything.rules as NSArray)
    }

    /// The fingerprint is what keeps an alert the same alert: a change here opens every alert anew.
    @Test func fingerprintsHoldRuleAndResourceOnly() throws {
        let vpc = SampleVPC.withoutFlowLog("vpc-0002")
        var later = vpc
        later.reason.text = "Something else."
        later.name = "renamed"
        var dossier = SampleDossier.make([later])
        dossier.run.id = "another"
        let prints = try [ReadSARIF(SampleDossier.make([vpc])), ReadSARIF(dossier)].map {
            $0.results.map(\.fingerprint)
        }
        #expect(prints == [["d4822d187c995690:1"], ["d4822d187c995690:1"]])
        let all = everything.results.map(\.fingerprint)
        #expect(Set(all).count == all.count)
    }

    @Test func placesArePlainRelativePaths() throws {
        var vpc = SampleVPC.withoutFlowLog("vpc-0002")
        let steps = [
            ("vpc-0002", "vpc-0002"), ("..", "%2E%2E"), ("a/../b", "a%2F..%2Fb"), ("x:y é", "x%3Ay%20%C3%A9"),
            ("v.1", "v.1"),
        ]
        for (id, last) in steps {
            vpc.vpcId = id
            let uris = try ReadSARIF(SampleDossier.make([vpc])).results.map(\.uri)
            #expect(uris == ["aws/111122223333/eu-central-1/vpc/\(last)"])
        }
        for result in everything.results {
            let region = result.location["region"] as? [String: Int]
            #expect(region == ["startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1])
        }
    }

    /// An id in the file overrides the workflow's category, and one that follows the accounts changes with them: GitHub
    /// never closes the alerts of a category that gets no more uploads.
    @Test func onlyANamedSeriesHasAnId() throws {
        for format in [ReportFormat.sarif, .sarifFull] {
            for dossier in [SampleDossier.clean, SampleDossier.everything, Estate.whole] {
                #expect(!String(decoding: try format.bytes(of: dossier), as: UTF8.self).contains("automationDetails"))
                var named = dossier
                named.sarifCategory = "audit/nightly \"é\""
                let log = try SystemSamples.json(format, of: named)
                #expect(Read(log)["runs"][0]["automationDetails"]["id"].text == "audit/nightly \"é\"/")
            }
        }
    }

    /// GitHub shows 5,000 results: what does not fit is counted, and the graver stay.
    @Test func moreThanGitHubShowsIsCutAndSaid() throws {
        let log = try ReadSARIF(SampleDossier.failing(5_002, rejectsMissing: 2, gaps: SampleDossier.unreadable.gaps))
        #expect(log.results.count == 5_000)
        #expect(log.results.first?.rule == "EXHIBIT-COVERAGE")
        #expect(log.results.allSatisfy { $0.json["level"] as? String == "warning" })
        #expect(log.text.contains("3 more VPCs failed."))
        let properties = try #require(log.run["properties"] as? [String: Any])
        #expect(properties["failsShown"] as? Int == 4_999)
        #expect(properties["failsOmitted"] as? Int == 3)

        let whole = try ReadSARIF(SampleDossier.failing(5_000))
        #expect(whole.results.count == 5_000)
        #expect(!whole.text.contains("more VPCs failed."))
    }

    @Test func statusOfTheBenchmarkIsToldByItsOwnPolicyOnly() throws {
        var dossier = SampleDossier.clean
        dossier.summary.byPolicy = ByPolicy { policy in
            var counts = SampleDossier.clean.summary.byPolicy[policy]
            counts.status = policy == .cis ? .fail : .pass
            return counts
        }
        let properties = try #require(try ReadSARIF(dossier).run["properties"] as? [String: Any])
        #expect(
            properties["statement"] as? String
                == "Check aws-vpc-003 under policy effective: pass. CIS 3.7 as written: fail.")
        #expect(properties["digest"] as? String == dossier.digest)
    }

    @Test func severityThatGitHubDoesNotKnowIsAnError() {
        var dossier = SampleDossier.clean
        dossier.control.severity = "dire"
        #expect(throws: ReportFailure.unknownSeverity("dire", control: "aws-vpc-003")) {
            try ReportFormat.sarif.bytes(of: dossier)
        }
    }

    @Test(
        .enabled(if: SharedData.isHere, "\(SharedData.reason)"),
        .enabled("needs a Python with jsonschema", OtherProgram.hasJSONSchema),
        arguments: ["sarif-2.1.0.json", "sarif-2.1.0.codeql-action.json"])
    func schemasHold(_ schema: String) async throws {
        let address = try SharedData.url("schemas/\(schema)")
        for dossier in [
            SampleDossier.everything, SampleDossier.clean, SampleDossier.empty, SampleDossier.unreadable,
            SampleDossier.carryingOver, SampleDossier.placed, SampleDossier.ofASeries,
        ] {
            let bytes = try ReportFormat.sarif.bytes(of: dossier)
            let complaints = try await OtherProgram.complaints(about: bytes, schema: address)
            #expect(complaints == "")
        }
    }
}

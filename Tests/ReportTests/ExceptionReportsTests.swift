import Evidence
import Foundation
import Report
import Scan
import Support
import Testing

/// How an exception reads in each report: the demo's estate, with an exception of every state and hostile words.
@Suite struct ExceptionReportsTests {
    private let dossier: Dossier
    private let accepted: [Assessment]

    init() async throws {
        dossier = try await SampleRun.of(.demo, given: RunInputs(exceptions: ExceptionDraft.ofDemo())).dossier
        accepted = dossier.assessments.filter(\.isAccepted)
    }

    @Test func theDemoShowsEveryState() {
        #expect(Set(dossier.exceptions.map(\.state)) == Set(ExceptionOutcome.State.allCases))
        #expect(accepted.count > 3 && dossier.summary.fail > accepted.count)
        #expect(dossier.exceptions.contains { $0.acceptsElsewhere > 0 } || dossier.summary.byPolicy.cis.accepted > 0)
    }

    @Test func junitSkipsThemWithAllThatIsToBeTold() throws {
        let cases = try TestSuite.all(of: dossier).flatMap(\.cases)
        for vpc in accepted {
            let exception = try #require(vpc.exception)
            let found = try #require(cases.first { $0.attributes["name"] == vpc.vpcId })
            #expect(found.outcome?.name == "skipped")
            let message = try #require(found.outcome?.attributes["message"]).replacing("[ ", with: "[")
            for text in [exception.owner, exception.reason, exception.ticket, exception.expiresOn] {
                #expect(message.contains(text.replacing("[ ", with: "[")), "\(vpc.vpcId): \(message)")
            }
            #expect(found.outcome?.text.contains("Approved by \(exception.approver) on 2026-09-30.") == true)
        }
        let open = dossier.assessments.filter { $0.verdict == .fail && !$0.isAccepted }
        #expect(cases.count { $0.outcome?.name == "failure" } == open.count)
        #expect(cases.count { $0.outcome?.name == "error" } >= dossier.summary.notAssessed)
    }

    @Test func githubIsNotShownThemAndOthersSeeThemSuppressed() throws {
        let shown = try ReadSARIF(dossier, as: .sarif).results.map(\.id)
        #expect(Set(shown).isDisjoint(with: accepted.map(\.id)))
        for vpc in dossier.assessments where vpc.verdict == .fail && !vpc.isAccepted {
            #expect(shown.contains(vpc.id))
        }
        for result in try ReadSARIF(dossier, as: .sarifFull).results {
            let suppressions = try #require(result.json["suppressions"] as? [[String: Any]])
            guard let vpc = accepted.first(where: { $0.id == result.id }), let exception = vpc.exception else {
                #expect(suppressions.isEmpty)
                continue
            }
            let suppression = try #require(suppressions.first)
            #expect(suppression["kind"] as? String == "external" && suppression["status"] as? String == "accepted")
            #expect(suppression["justification"] as? String == exception.reason)
            let properties = suppression["properties"] as? [String: String]
            #expect(properties?["approver"] == exception.approver && properties?["ticket"] == exception.ticket)
            #expect(properties?["approvedOn"] == "2026-09-30" && properties?["expiresOn"] == "2026-12-31")
            #expect(properties?["compensatingControl"] == exception.compensatingControl)
        }
    }

    @Test func thePageTellsEachOfThemAndEveryEntry() throws {
        let html = try text(.html)
        #expect(html.contains("Accepted until 2026-12-31. Reason given: “Staging is shut down in December.”. Owner"))
        #expect(html.contains("approved by CISO on 2026-09-30, ticket SEC-1042. Compensating control: “Egress goes"))
        #expect(html.contains("<h3 id=\"exceptions\">Exceptions</h3>"))
        #expect(html.contains("9 exceptions: 3 applied, 1 expired, 1 not yet approved, 1 not needed, 1 overlapped, "))
        for outcome in dossier.exceptions {
            #expect(html.contains(">\(outcome.state.words)<"), "\(outcome.state)")
            #expect(html.contains("It \(outcome.remark)"), "\(outcome.remark)")
        }
        #expect(!html.contains("<b>@team</b>") && html.contains("&lt;b&gt;@team&lt;/b&gt;"))
    }

    @Test func aPageWithoutExceptionsDoesNotSpeakOfThem() async throws {
        let plain = try await SampleRun.of(.demo).dossier
        for format in [ReportFormat.html, .markdown] {
            #expect(try !String(decoding: format.bytes(of: plain), as: UTF8.self).contains("xceptions"))
        }
        let findings = try String(decoding: ReportFormat.findings.bytes(of: plain), as: UTF8.self)
        #expect(!findings.contains("\"exceptions\""))
    }

    @Test func markdownTellsApproverTicketAndExpiry() throws {
        let markdown = try text(.markdown)
        #expect(markdown.contains("Accepted until `2026-12-31`, approved by `CISO`, ticket `SEC-1042`"), "\(markdown)")
        #expect(markdown.contains("### Exceptions"))
        #expect(markdown.contains("Of the fails, accepted by exception: \(accepted.count)."))
        #expect(!markdown.contains("</td><script>") || markdown.contains("`</td><script>"))
    }

    /// Where there is no room for the table, it still says how the exceptions fare.
    @Test func aShortenedCommentStillCountsThem() throws {
        let short = try MarkdownText.longest(of: dossier, atMost: 3_000)
        #expect(short.contains("1 expired") && !short.contains("### Exceptions"))
    }

    @Test func theSpreadsheetHasItsColumns() throws {
        let csv = try text(.csv)
        for column in ["exception_approver", "exception_approved_on", "exception_expires_on", "compensating_control"] {
            #expect(csv.prefix { $0 != "\n" }.contains(column))
        }
        #expect(csv.contains("Egress goes through a firewall."))
        #expect(csv.contains("'=cmd()"))
    }

    @Test func findingsHoldEveryField() throws {
        let json = try JSONSerialization.jsonObject(with: Data(ReportFormat.findings.bytes(of: dossier)))
        let findings = try #require(json as? [String: Any])
        let exceptions = try #require(findings["exceptions"] as? [[String: Any]])
        #expect(exceptions.compactMap { $0["state"] as? String } == dossier.exceptions.map(\.state.rawValue))
        let entry = try #require(exceptions.first?["entry"] as? [String: String])
        #expect(entry["vpc"] == "vpc-0d0000000000a003" && entry["ticket"] == "SEC-1042")
        let vpcs = try #require(findings["assessments"] as? [[String: Any]])
        let vpc = try #require(vpcs.first { $0["vpcId"] as? String == "vpc-0d0000000000a003" })
        let exception = try #require(vpc["exception"] as? [String: Any])
        #expect(vpc["verdict"] as? String == "fail")
        #expect(
            Set(exception.keys) == [
                "number", "owner", "approver", "reason", "ticket", "approvedOn", "expiresOn", "compensatingControl",
            ])
    }

    /// A run that passes but for what was accepted is told with its warning.
    @Test func anAttestationWarnsOfThem() throws {
        let list = try ExceptionDraft.list([.vpc: "vpc-0002"])
        var run = SampleDossier.make([SampleVPC.working("vpc-0001"), SampleVPC.withoutFlowLog("vpc-0002")])
        run.accept(list)
        #expect(run.summary.status == .pass)
        let output = MemoryOutput()
        try ReportFormat.attestation.render(run, output, beside: ["report.md": "1"])
        #expect(output.text.contains("\"result\": \"WARNED\""))
    }

    /// CIS as written may pass by an exception, and then says so.
    @Test func theStatusOfTheBenchmarkNamesThem() throws {
        var run = SampleDossier.make([SampleVPC.working("vpc-0001"), SampleVPC.withoutFlowLog("vpc-0002")])
        run.accept(try ExceptionDraft.list([.vpc: "vpc-0002"]))
        #expect(
            Conclusion(run).benchmark
                == "CIS 3.7 as written: pass (1 VPC without an active flow log, accepted by exception).")
        #expect(
            Conclusion(dossier).benchmark.hasPrefix("CIS 3.7 as written: fail (")
                && Conclusion(dossier).benchmark.contains(" accepted by exception)"))
    }

    private func text(_ format: ReportFormat) throws -> String {
        String(decoding: try format.bytes(of: dossier), as: UTF8.self)
    }
}

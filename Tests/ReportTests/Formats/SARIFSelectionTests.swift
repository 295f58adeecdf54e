import Evidence
import Foundation
import Report
import Support
import Testing

/// What is shown of earlier runs, and where alerts lie.
@Suite struct SARIFSelectionTests {
    @Test func failsThatCannotBeSeenStayOpen() throws {
        let log = try ReadSARIF(SampleDossier.carryingOver)
        let carried = log.results.filter { $0.properties["carriedOver"] as? Bool == true }
        #expect(carried.map { $0.properties["vpcId"] as? String } == ["vpc-00e2", "vpc-0009"])
        #expect(carried.map(\.level) == ["note", "warning"])
        #expect(carried.allSatisfy { $0.kind == "fail" && $0.rule == "aws-vpc-003" })
        let origin = carried.first?.properties["carriedFrom"] as? [String: String]
        #expect(origin?["runId"] == SampleDossier.clean.run.id)
        expect(carried[1].message ?? "", has: "could not be read in this run")
        expect(carried[1].message ?? "", has: "This is why it is no-flow-log.")
        #expect(log.properties["failsShown"] as? Int == 1)
        #expect(log.properties["carriedOverShown"] as? Int == 2)
    }

    /// GitHub closes an alert whose fingerprint is gone, so it must be the one that the earlier run gave.
    @Test func aCarriedFailIsTheSameAlert() throws {
        var earlier = SampleDossier.make([SampleVPC.withoutFlowLog("vpc-0009")])
        earlier.policy.name = .cis
        let before = try ReadSARIF(earlier).results.map(\.fingerprint)
        let log = try ReadSARIF(SampleDossier.carryingOver)
        let now = log.results.filter { $0.properties["carriedOver"] != nil }.map(\.fingerprint)
        #expect(before.count == 1 && now.contains(before[0]))
    }

    @Test func withoutABaselineNothingIsCarriedOver() throws {
        var dossier = SampleDossier.carryingOver
        dossier.inputs.baseline = nil
        let log = try ReadSARIF(dossier)
        #expect(log.results.count == 2)
        #expect(log.properties["carriedOverShown"] == nil)
    }

    @Test func theLimitHoldsForCarriedFailsToo() throws {
        var dossier = SampleDossier.make([], gaps: SampleDossier.unreadable.gaps)
        dossier.inputs.baseline = Baseline(SampleDossier.failing(5_002, rejectsMissing: 2))
        let log = try ReadSARIF(dossier)
        #expect(log.results.count == 5_000)
        #expect(log.results.allSatisfy { $0.level == "warning" })
        #expect(log.properties["carriedOverShown"] as? Int == 4_999)
        #expect(log.properties["carriedOverOmitted"] as? Int == 3)
        expect(log.text, has: "0 more VPCs failed, and 3 more are carried over from an earlier run.")
    }

    @Test func alertsLieWhereTheMapSays() throws {
        let log = try ReadSARIF(SampleDossier.placed)
        #expect(log.results.map(\.uri) == ["infra/main.tf", "docs/read%20me.md", "docs/read%20me.md"])
        #expect(log.results.map(\.line) == [12, 3, 3])
        #expect(log.results.map(\.id) == SampleDossier.placed.assessments.map(\.id))
        let note = try #require(log.notifications.first)
        #expect(log.notifications.count == 1)
        #expect(note["level"] as? String == "note")
        #expect((note["descriptor"] as? [String: Any])?["id"] as? String == "EXHIBIT-UNPLACED")
        let text = (note["message"] as? [String: String])?["text"] ?? ""
        expect(text, has: "lie on docs/read me.md, line 3: 2 (vpc-0002, vpc-0003). vpc-0003 is in the Terraform state")
    }

    @Test func fingerprintsDoNotHangOnPlaces() throws {
        var dossier = SampleDossier.placed
        let placed = try ReadSARIF(dossier).results.map(\.fingerprint)
        dossier.inputs.sourceMap = nil
        #expect(try ReadSARIF(dossier).results.map(\.fingerprint) == placed)
        #expect(Set(placed).count == 3)
    }

    @Test func anAnchorAloneNeedsNoNote() throws {
        var dossier = SampleDossier.carryingOver
        dossier.inputs.sourceMap = SourceMap(fallback: .init(path: "README.md", line: 1))
        let log = try ReadSARIF(dossier)
        #expect(log.results.map(\.uri) == Array(repeating: "README.md", count: 4))
        #expect(log.notifications.count == 1)
    }

    /// A path may hold anything that a file's name can.
    @Test(arguments: 0..<100) func hostilePathsStayOnePath(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let name = HostileText.random(using: &generator).replacing("/", with: "_")
        var dossier = SampleDossier.make([SampleVPC.withoutFlowLog("vpc-0001")])
        dossier.inputs.sourceMap = SourceMap(fallback: .init(path: "a/x\(name)", line: 7))
        let uri = try #require(try ReadSARIF(dossier).results.first?.uri)
        #expect(uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(uri.split(separator: "/").count == 2 && !uri.contains(":"))
        #expect(uri.removingPercentEncoding == "a/x\(name)")
    }

    @Test func everyFailSaysItsFix() throws {
        let found = try ReadSARIF(SampleDossier.everything).results.filter { $0.rule == "aws-vpc-003" }
        #expect(!found.isEmpty)
        for result in found { expect(result.message ?? "", has: " Fix: ") }
        let message = found.first { $0.properties["reason"] as? String == "rejects-not-recorded" }?.message
        expect(message ?? "", has: "Fix: Create a flow log with traffic type ALL or REJECT")
    }

    /// Rules of Microsoft's sarif-multitool that can be held without it.
    @Test(arguments: [SampleDossier.everything, SampleDossier.carryingOver, SampleDossier.placed])
    func multitoolHasLittleToSay(_ dossier: Dossier) throws {
        for format in [ReportFormat.sarif, .sarifFull] {
            let log = try ReadSARIF(dossier, as: format)
            let driver = try #require((log.run["tool"] as? [String: Any])?["driver"] as? [String: Any])
            let descriptors = log.rules + (driver["notifications"] as? [[String: Any]] ?? [])
            for descriptor in descriptors {
                let (id, name) = (descriptor["id"] as? String, descriptor["name"] as? String ?? "")
                #expect(id != name)  // SARIF1001
                #expect(name.wholeMatch(of: /([A-Z][a-z0-9]+)+/) != nil)  // SARIF2012
            }
            for rule in log.rules {
                #expect((rule["helpUri"] as? String)?.hasPrefix("https://") == true)  // SARIF1005
                let help = try #require(rule["help"] as? [String: String])
                #expect(help["text"]?.isEmpty == false)  // GH2012
                #expect(help["markdown"]?.isEmpty == false)
            }
            #expect((driver["version"] as? String)?.first?.isNumber == true)  // SARIF2005
            let times = ["startTimeUtc", "endTimeUtc"].compactMap { log.invocation[$0] as? String }
            #expect(times.count == 2 && times[0] <= times[1])  // SARIF1006
            for note in log.notifications {
                let reference = try #require(note["descriptor"] as? [String: Any])
                let index = try #require(reference["index"] as? Int)
                let notifications = try #require(driver["notifications"] as? [[String: Any]])
                #expect(notifications[index]["id"] as? String == reference["id"] as? String)  // SARIF1009
            }
            for result in log.results {
                let index = try #require(result.json["ruleIndex"] as? Int)
                #expect(log.rules[index]["id"] as? String == result.rule)  // SARIF1010
                #expect(!result.uri.hasPrefix("/") && !result.uri.contains("\\"))  // SARIF2016
            }
        }
    }

    @Test func helpShowsTheFixInMarkdown() throws {
        let help = try #require(try ReadSARIF(SampleDossier.clean).rules.first?["help"] as? [String: String])
        let markdown = try #require(help["markdown"])
        for part in ["```sh\naws ec2 create-flow-logs", "```hcl\nresource \"aws_flow_log\"", "\n```\n"] {
            expect(markdown, has: part)
        }
        expect(markdown, has: "- [Terraform: aws_flow_log](https://registry.terraform.io/")
        expect(help["text"] ?? "", has: "    aws ec2 create-flow-logs")
        expect(help["text"] ?? "", lacks: "```")
    }
}

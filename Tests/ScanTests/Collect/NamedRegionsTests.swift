import AWS
import Evidence
import Support
import Testing

@testable import Scan

/// Organizations that deny regions: the account is asked where the user wants to read.
@Suite struct NamedRegionsTests {
    private static let denied = ScriptedSession.refusal(
        "UnauthorizedOperation", "with an explicit deny in a service control policy")

    /// An account that is allowed EC2 in one region alone.
    private static func session(allowing region: String?) -> ScriptedSession {
        ScriptedSession { request, asked in
            if request.action == "GetCallerIdentity" { return ScriptedSession.identity(of: "111122223333") }
            if request.action == "DescribeRegions" {
                guard asked == region else { return denied }
                let names = ["us-east-1", "eu-central-1", "eu-west-1"].map {
                    "<item><regionName>\($0)</regionName></item>"
                }
                return ScriptedSession.ok(ScriptedSession.response("DescribeRegions", "regionInfo", names.joined()))
            }
            if asked == "us-east-1" { return denied }
            // No two regions list one VPC.
            let vpc = "vpc-\(asked.filter { $0 != "-" })"
            return request.action == "DescribeVpcs" ? ScriptedSession.vpcs([vpc]) : ScriptedSession.flowLog(on: vpc)
        }
    }

    private func scan(_ session: any AccountSession, _ regions: [String]) async throws -> (Dossier, Run) {
        let store = MemoryStore()
        let inventory = try await Scanner(sessions: [session], regions: regions, store: store).collect()
        var run = ScriptedRun.run(of: inventory)
        run.settings.regions = regions
        let dossier = try inventory.judged(by: .vpcFlowLogging, for: run)
        let again = try await ScriptedRun.replay(dossier.exchanges, run, store)
        let told = try again.judged(by: .vpcFlowLogging, for: run)
        #expect(try JSONText.bytes(of: told, .indented) == JSONText.bytes(of: dossier, .indented))
        return (dossier, run)
    }

    @Test func whatIsDeniedAtHomeIsAskedInTheNamedRegions() async throws {
        let session = Self.session(allowing: "eu-west-1")
        let (dossier, _) = try await scan(session, ["eu-central-1", "eu-west-1"])
        #expect(dossier.gaps.isEmpty && dossier.summary.status == .pass)
        #expect(
            dossier.scope.regions.map { "\($0.region) \($0.status.rawValue)" }
                == ["eu-central-1 read", "eu-west-1 read", "us-east-1 not-requested"])
        #expect(session.asked.filter { $0.action == "DescribeRegions" }.count == 3)
    }

    /// The named regions are judged in full; that nothing is known of others is said, and no status rests on it.
    @Test func whereAllDenyTheListTheNamedRegionsAreReadAllTheSame() async throws {
        let (dossier, _) = try await scan(Self.session(allowing: nil), ["eu-central-1"])
        #expect(dossier.summary.status == .pass)
        #expect(dossier.scope.regions.map(\.region) == ["eu-central-1"])
        let gap = try #require(dossier.gaps.first)
        #expect(dossier.gaps.count == 1)
        #expect(gap.action == "DescribeRegions" && gap.hides == .explanation && gap.region == "us-east-1")
        #expect(gap.hidesOtherRegions && !gap.hidesAccount && !gap.isOfDestination)
    }

    /// A region that is named and denied is a gap like any other.
    @Test func aNamedRegionThatIsDeniedTooIsAGap() async throws {
        let (dossier, _) = try await scan(Self.session(allowing: nil), ["eu-central-1", "us-east-1"])
        #expect(dossier.summary.status == .incomplete)
        #expect(dossier.gaps.filter { $0.hides == .vpcs }.map(\.region) == ["us-east-1"])
    }

    @Test func whereNoneIsNamedNothingCanBeRead() async throws {
        let error = await #expect(throws: ScanFailure.self) { try await scan(Self.session(allowing: nil), []) }
        #expect("\(try #require(error))".contains("name the regions to read with --region"))
    }

    /// Earlier versions asked at home alone, and what they recorded of several accounts still replays as it was.
    @Test func aRecordOfAnEarlierVersionReplays() async throws {
        let store = MemoryStore()
        let good = ScriptedSession { request, _ in ScriptedSession.estate(of: "444455556666", request) }
        let inventory = try await Scanner(
            sessions: [Self.session(allowing: nil), good], regions: [], store: store
        ).collect()
        var run = ScriptedRun.run(of: inventory)
        run.settings.regions = ["us-east-1"]
        let again = try await ScriptedRun.replay(inventory.exchanges, run, store)
        #expect(again.exchanges == inventory.exchanges)
        let gaps = try again.judged(by: .vpcFlowLogging, for: run).gaps
        #expect(gaps.map(\.hidesAccount) == [true])
    }
}

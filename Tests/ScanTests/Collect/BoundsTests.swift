import AWS
import Evidence
import Support
import Testing

@testable import Scan

/// Lists and runs that never end: the rest is a gap, and the record gives the same again.
struct BoundsTests {
    /// Each page has two VPCs and a new token.
    private static func endless() -> ScriptedSession {
        ScriptedSession.oneRegion { request in
            guard request.action == "DescribeVpcs" else { return ScriptedSession.noFlowLogs }
            let page = Int(request.parameters["NextToken"] ?? "0") ?? 0
            return ScriptedSession.vpcs(["vpc-\(2 * page)", "vpc-\(2 * page + 1)"], next: "\(page + 1)")
        }
    }

    private static func scan(
        _ session: ScriptedSession, _ change: (inout Bounds) -> Void
    ) async throws -> (Dossier, Run, MemoryStore) {
        var bounds = Bounds()
        change(&bounds)
        let store = MemoryStore()
        let inventory = try await Scanner(sessions: [session], regions: [], store: store, bounds: bounds).collect()
        let run = ScriptedRun.run(of: inventory)
        return (try inventory.judged(by: .vpcFlowLogging, for: run), run, store)
    }

    @Test(arguments: [("pages", 3), ("records", 2), ("bytes", 2)])
    func aListThatNeverEndsIsAGap(bound: String, pages: Int) async throws {
        let session = Self.endless()
        let (dossier, run, store) = try await Self.scan(session) { bounds in
            switch bound {
            case "pages": bounds.listingPages = 3
            case "records": bounds.listingRecords = 3
            default: bounds.listingBytes = 200
            }
        }
        #expect(session.asked.count { $0.action == "DescribeVpcs" } == pages)
        #expect(dossier.summary.status == .fail || dossier.summary.status == .incomplete)
        #expect(dossier.assessments.count == 2 * pages)
        let gap = try #require(dossier.gaps.first { $0.code == "ListingTooLarge" })
        #expect(gap.hides == .vpcs && gap.action == "DescribeVpcs" && gap.attempts == 0)
        #expect(gap.message.hasPrefix("the list goes on after \(pages) pages with \(2 * pages) records, "))
        #expect(gap.advice.hasPrefix("This is far more than AWS has"))
        #expect(dossier.exchanges[gap.citation.exchange - 1].outcome == .notStarted)
        let again = try await ScriptedRun.replay(dossier.exchanges, run, store)
            .judged(by: .vpcFlowLogging, for: run)
        #expect(try JSONText.bytes(of: again, .indented) == JSONText.bytes(of: dossier, .indented))
    }

    @Test(arguments: ["exchanges", "records", "bytes", "lines"])
    func aRunThatNeverEndsIsAGap(bound: String) async throws {
        let (dossier, run, store) = try await Self.scan(Self.endless()) { bounds in
            switch bound {
            case "exchanges": bounds.runExchanges = 6
            case "records": bounds.runRecords = 7
            case "bytes": bounds.runBytes = 1000
            default: bounds.runLines = 6000
            }
        }
        let gap = try #require(dossier.gaps.first { $0.code == "RunTooLarge" && $0.hides == .vpcs })
        #expect(gap.message.hasPrefix("no run keeps more than "))
        #expect((3...20).contains(dossier.exchanges.count), "\(dossier.exchanges.count)")
        // The answer that was too much is not kept; that it was asked for is.
        let exchange = dossier.exchanges[gap.citation.exchange - 1]
        #expect(exchange.body == nil && exchange.outcome == .failed && exchange.attempts.count == 1)
        let again = try await ScriptedRun.replay(dossier.exchanges, run, store)
            .judged(by: .vpcFlowLogging, for: run)
        #expect(try JSONText.bytes(of: again, .indented) == JSONText.bytes(of: dossier, .indented))
    }

    /// A package with more than a run keeps was made by no run.
    @Test func aRecordBeyondTheBoundsIsRefused() async throws {
        let (dossier, run, store) = try await Self.scan(Self.endless()) { $0.listingPages = 9 }
        let session = try ReplaySession(
            account: try #require(run.accounts.first), exchanges: dossier.exchanges
        ) { try store.body(of: $0) }
        var bounds = Bounds()
        bounds.runRecords = 9
        _ = try await Scanner(sessions: [session], regions: [], store: MemoryStore(), bounds: bounds).collect()
        #expect(
            session.problem?.description.hasPrefix(
                "DescribeVpcs in us-east-1 of account 111122223333: no run keeps more than 600000 calls, 9 records")
                == true,
            "\(session.problem?.description ?? "")")
    }

    @Test func anAnswerWithTooManyRecordsIsNoAnswer() async throws {
        let body = Array(ScriptedSession.vpcs((0..<5).map { "vpc-\($0)" }).body.utf8)
        #expect(try Listing.vpcs.page(from: body, atMost: 5).records.count == 5)
        let error = #expect(throws: RecordError.self) { try Listing.vpcs.page(from: body, atMost: 4) }
        #expect(error?.description == "it lists more than 4 records, and no more than 1,000 were asked for")
        let (dossier, _, _) = try await Self.scan(Self.endless()) { $0.answerRecords = 1 }
        #expect(dossier.gaps.contains { $0.code == "UnreadableAnswer" && $0.hides == .vpcs })
    }

    /// Many blocks of one VPC take time by their number, not by its square.
    @Test(.timeLimit(.minutes(1))) func aVPCOfManyBlocksIsReadInTime() throws {
        let blocks = (0..<40_000).map {
            "<item><cidrBlock>\($0 >> 8).\($0 & 255).0.0/16</cidrBlock></item>"
        }
        let item =
            "<item><vpcId>vpc-1</vpcId><cidrBlockAssociationSet>\((blocks + blocks.prefix(9)).joined())"
            + "</cidrBlockAssociationSet></item>"
        let body = ScriptedSession.response("DescribeVpcs", "vpcSet", item)
        #expect(try Listing.vpcs.page(from: Array(body.utf8)).records.first?.cidrBlocks.count == 40_000)
    }
}

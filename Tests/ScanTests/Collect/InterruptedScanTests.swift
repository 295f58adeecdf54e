import AWS
import Evidence
import Support
import Synchronization
import Testing

@testable import Scan

/// A scan that is stopped: what was read stays, the rest says that it was not asked, and it replays.
struct InterruptedScanTests {
    /// Stopped after so many answers beyond identity and regions.
    @Test(arguments: 0...8) func whatWasReadStays(_ answers: Int) async throws {
        let (inventory, store) = try await stopped(after: answers + 2)
        let run = ScriptedRun.run(of: inventory)
        let dossier = try inventory.judged(by: .vpcFlowLogging, for: run)
        #expect(inventory.wasInterrupted)
        #expect(dossier.scope.regions.map(\.region) == Self.regions)
        #expect(dossier.summary.status == .incomplete)
        #expect(dossier.summary.pass <= answers)
        #expect(dossier.exchanges.count == 2 + 2 * Self.regions.count)
        #expect(dossier.exchanges.count { $0.outcome == .answered } == answers + 2)
        for gap in dossier.gaps {
            #expect(gap.code == "Cancelled" && gap.attempts == 0)
            #expect(gap.advice == "The scan was interrupted before this was read: scan again.")
            #expect(dossier.exchanges[gap.citation.exchange - 1].outcome == .notStarted)
        }
        #expect(dossier.gaps.count == 2 * Self.regions.count - answers)
        let again = try await ScriptedRun.replay(dossier.exchanges, run, store)
        let told = try again.judged(by: .vpcFlowLogging, for: run)
        #expect(try JSONText.bytes(of: told, .indented) == JSONText.bytes(of: dossier, .indented))
    }

    /// A call that was under way may have reached AWS: it is on record as one that failed.
    @Test func aCallThatIsCancelledUnderWayHasFailed() async throws {
        let (asked, ask) = AsyncStream<Void>.makeStream()
        try await StubServer.serving { request in
            switch request.action {
            case "DescribeVpcs":
                ask.yield()
                return .hang
            case let action?:
                return StubAnswer(
                    ScriptedSession.estate(of: "111122223333", APIRequest(.ec2, action, request.form))?.body ?? "")
            case nil: return .drop
            }
        } to: { server in
            let session = try TestSession(url: server.url)
            let task = Task {
                try await Scanner(sessions: [session.live], regions: [], store: MemoryStore()).collect()
            }
            for await _ in asked { break }
            task.cancel()
            let inventory = try await task.value
            try await session.transport.shutdown()
            let call = try #require(inventory.exchanges.first { $0.action == "DescribeVpcs" })
            #expect(call.outcome == .failed && call.attempts.count == 1)
            #expect(call.error?.code == "Cancelled")
            #expect(inventory.wasInterrupted)
        }
    }

    @Test(arguments: [0, 1]) func withoutRegionsThereIsNothing(_ answers: Int) async throws {
        let error = await #expect(throws: ScanFailure.self) { _ = try await stopped(after: answers) }
        #expect(error?.description == "interrupted before anything was read; no package was written")
    }

    /// AWS may call a refusal what it likes.
    @Test func aRefusalOfThatNameIsNoInterruption() async throws {
        let session = ScriptedSession.oneRegion {
            $0.action == "DescribeVpcs" ? ScriptedSession.refusal("Cancelled") : ScriptedSession.noFlowLogs
        }
        let inventory = try await Scanner(sessions: [session], regions: [], store: MemoryStore()).collect()
        #expect(!inventory.wasInterrupted)
    }

    private static let regions = ["eu-west-1", "eu-west-2", "eu-west-3", "us-east-1", "us-east-2"]

    /// Cancels the scan with the answer of that number, counted from 1; before it begins for 0.
    private func stopped(after answers: Int) async throws -> (Inventory, MemoryStore) {
        let store = MemoryStore()
        let stop = Mutex<(asked: Int, stop: (@Sendable () -> Void)?)>((0, nil))
        let session = ScriptedSession { request, region in
            // Under the lock: who comes later finds the scan stopped, however many come at once.
            let isLate = stop.withLock { state in
                state.asked += 1
                if state.asked == answers { state.stop?() }
                return state.asked > answers
            }
            if isLate { return nil }
            let vpc = "vpc-" + region.filter { $0 != "-" }
            switch request.action {
            case "GetCallerIdentity": return ScriptedSession.ok(ScriptedSession.identity)
            case "DescribeRegions":
                let items = Self.regions.map { "<item><regionName>\($0)</regionName></item>" }.joined()
                return ScriptedSession.ok(ScriptedSession.response("DescribeRegions", "regionInfo", items))
            case "DescribeVpcs": return ScriptedSession.vpcs([vpc])
            default: return ScriptedSession.flowLog(on: vpc)
            }
        }
        // The task waits until the script can cancel it.
        let (gate, open) = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in gate { break }
            return try await Scanner(sessions: [StoppedSession(session: session)], regions: [], store: store).collect()
        }
        stop.withLock { $0.stop = { task.cancel() } }
        if answers == 0 { task.cancel() }
        open.yield()
        return (try await task.value, store)
    }
}

/// So many answers, and no more, come before a scan is stopped: what has none was not asked.
private struct StoppedSession: AccountSession {
    let session: ScriptedSession
    let homeRegion = "us-east-1"

    func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        let (reply, told) = await session.send(request, to: region, reading: reading)
        guard reply.body == nil else { return (reply, told) }
        let failure = Exchange.Failure(code: "CredentialsUnavailable", message: "cancelled")
        return (Reply(endpoint: "e", attempts: [], failure: failure), nil)
    }
}

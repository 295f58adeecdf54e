import Evidence
import Support
import Testing

@testable import Scan

/// A replay asks the record what the scan asked AWS: the same comes out, or the record is not whole.
struct ReplaySessionTests {
    @Test func theRecordGivesTheSameDossier() async throws {
        let sample = try await SampleRun.of(.demo, remediation: true)
        let inventory = try await replay(sample.dossier.exchanges, of: sample)
        #expect(inventory.exchanges == sample.dossier.exchanges)
        let again = try inventory.judged(by: .vpcFlowLogging, for: sample.run)
        #expect(
            try JSONText.bytes(of: again, .indented) == JSONText.bytes(of: sample.dossier, .indented))
    }

    @Test func aMissingExchangeIsNoticed() async throws {
        let sample = try await SampleRun.of(.demo)
        for index in sample.dossier.exchanges.indices {
            var exchanges = sample.dossier.exchanges
            let removed = exchanges.remove(at: index)
            await #expect(throws: ScanFailure.self, "\(removed.action) in \(removed.region)") {
                _ = try await replay(exchanges, of: sample)
            }
        }
    }

    @Test func anExchangeThatNobodyAskedForIsNoticed() async throws {
        let sample = try await SampleRun.of(.demo)
        var exchanges = sample.dossier.exchanges
        var extra = try #require(exchanges.first { $0.action == "DescribeVpcs" })
        extra.number = exchanges.count + 1
        extra.parameters["NextToken"] = "never given"
        exchanges.append(extra)
        await #expect(throws: ScanFailure.self) { _ = try await replay(exchanges, of: sample) }
    }

    /// The scan only sees a call that failed; the session knows that the record is at fault.
    @Test func theProblemIsToldWhenTheScanCannotGoOn() async throws {
        let sample = try await SampleRun.of(.demo)
        let account = try #require(sample.run.accounts.first)
        let exchanges = sample.dossier.exchanges.filter { $0.action != "GetCallerIdentity" }
        let session = try ReplaySession(account: account, exchanges: exchanges) { [store = sample.store] in
            try store.body(of: $0)
        }
        #expect(session.problem == nil)
        await #expect(throws: ScanFailure.self) {
            _ = try await Scanner(sessions: [session], regions: [], store: MemoryStore()).collect()
        }
        let problem =
            "GetCallerIdentity in \(account.homeRegion) of account \(account.id) is not on record"
        #expect(session.problem?.description == problem)
    }

    private func replay(_ exchanges: [Exchange], of sample: SampleRun) async throws -> Inventory {
        let sessions = try sample.run.accounts.map { account in
            try ReplaySession(account: account, exchanges: exchanges) { [store = sample.store] in
                try store.body(of: $0)
            }
        }
        let inventory = try await Scanner(sessions: sessions, regions: [], store: MemoryStore()).collect()
        for session in sessions { try session.finish() }
        return inventory
    }
}

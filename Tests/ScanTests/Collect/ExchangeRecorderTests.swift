import AWS
import Evidence
import Support
import Testing

@testable import Scan

struct ExchangeRecorderTests {
    let key = ExchangeRecorder.Key(account: "111122223333", region: "us-east-1", action: "DescribeVpcs", page: 1)
    let request = APIRequest(.ec2, "DescribeVpcs")

    /// Credentials of one account, given twice, or a record that was forged.
    @Test func whatWasKeptIsNotOverwritten() async throws {
        let recorder = ExchangeRecorder(store: MemoryStore())
        try await recorder.record(reply("first"), to: request, at: key, as: Reading(outcome: .answered))
        let error = await #expect(throws: ScanFailure.self) {
            try await recorder.record(reply("second"), to: request, at: key, as: Reading(outcome: .answered))
        }
        #expect(error?.description == "DescribeVpcs in us-east-1 of account 111122223333, page 1, was read twice")
        #expect(await recorder.numbered().exchanges.map { $0.body?.sha256 } == [sha256Hex(Array("first".utf8))])
    }

    /// A package refuses such ids: one from a hostile endpoint must not cost the whole scan.
    @Test(arguments: ["id\n", "\u{202E}", String(repeating: "x", count: 300), String(repeating: "\u{1}", count: 300)])
    func idsFitInAPackage(_ id: String) async throws {
        let recorder = ExchangeRecorder(store: MemoryStore())
        var reply = reply("body")
        reply.httpDate = id
        reply.attempts = [.init(start: SampleRun.start, end: SampleRun.start, requestId: id)]
        try await recorder.record(
            reply, to: request, at: key, as: Reading(outcome: .answered, requestId: id))
        let exchange = try #require(await recorder.numbered().exchanges.first)
        for kept in [exchange.requestId, exchange.httpDate, exchange.attempts.first?.requestId] {
            let kept = try #require(kept)
            #expect((1...256).contains(kept.utf8.count) && !kept.unicodeScalars.contains(where: \.isActing))
        }
    }

    private func reply(_ body: String) -> Reply {
        Reply(endpoint: "https://ec2.us-east-1.amazonaws.com/", attempts: [], httpStatus: 200, body: Array(body.utf8))
    }
}

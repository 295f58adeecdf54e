import AWS
import Evidence

/// What a run has kept so far, held against its bounds. Everything that was kept fits into them, in whatever order
/// it is counted: a replay never comes to a bound that the run did not come to.
struct RunTally: Sendable {
    private let bounds: Bounds
    private var exchanges = 0
    private var records = 0
    private var bytes = 0
    private var lines = 0
    /// Something did not fit: nothing more is asked.
    private(set) var isFull = false

    init(_ bounds: Bounds) {
        self.bounds = bounds
    }

    /// False where an answer does not fit any more: then it is not kept.
    mutating func admit(_ reply: Reply, to request: APIRequest, records count: Int) -> Bool {
        let sum = (
            exchanges: exchanges + 1, records: records + count, bytes: bytes + (reply.body?.count ?? 0),
            lines: lines + Self.line(of: reply, to: request)
        )
        guard !isFull, sum.exchanges <= bounds.runExchanges, sum.records <= bounds.runRecords,
            sum.bytes <= bounds.runBytes, sum.lines <= bounds.runLines
        else {
            isFull = true
            return false
        }
        (exchanges, records, bytes, lines) = sum
        return true
    }

    var failure: Exchange.Failure {
        Exchange.Failure(
            code: OwnCode.runTooLarge,
            message: "no run keeps more than \(bounds.runExchanges) calls, \(bounds.runRecords) records, "
                + "\(bounds.runBytes >> 20) MiB of answers and \(bounds.runLines >> 20) MiB of what is told of the calls"
        )
    }

    /// About the bytes of its line in the package, made of nothing but what a replay has too: of a refusal the line
    /// quotes the answer's words, 2,000 of its characters at most.
    private static func line(of reply: Reply, to request: APIRequest) -> Int {
        let texts = request.parameters.reduce(0) { $0 + jsonLength($1.key) + jsonLength($1.value) + 6 }
        let isSuccess = reply.httpStatus.map { (200..<300).contains($0) } ?? false
        return 600 + 400 * reply.attempts.count + texts + (isSuccess ? 0 : min(reply.body?.count ?? 0, 8000))
    }

    private static func jsonLength(_ text: String) -> Int {
        text.utf8.reduce(0) { sum, byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x80...: sum + 2
            case 0x20..<0x7F: sum + 1
            default: sum + 6
            }
        }
    }
}

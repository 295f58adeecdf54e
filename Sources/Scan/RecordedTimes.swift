import AWS
package import Evidence

/// Whether the times on record agree with each other: the period of the run, its attempts, and AWS's own clock as its
/// answers bear it. What is not AWS over TLS bears no clock of AWS.
package enum RecordedTimes {
    /// No service of AWS takes a request that is signed further off, in milliseconds.
    static let tolerance: Int64 = 900_000
    /// How much the difference between two clocks may change during a run, in milliseconds.
    static let drift: Int64 = 600_000

    /// How far AWS's clock was ahead of the machine's, in milliseconds, where that is more than AWS tolerates; nil where
    /// it is not. Throws where two times cannot both be.
    @discardableResult
    package static func check(_ run: Run, _ exchanges: [Exchange]) throws(ScanFailure) -> Int64? {
        guard run.startedAt <= run.finishedAt else {
            throw .evidence("times contradict each other: the run ended at \(run.finishedAt), before it began")
        }
        for exchange in exchanges { try check(exchange, in: run) }
        let clocks = exchanges.filter { $0.customEndpoint == nil }.compactMap(ClockReading.init)
        guard let ahead = clocks.max(by: { $0.least < $1.least }), let behind = clocks.min(by: { $0.most < $1.most })
        else { return nil }
        let wasCorrected = exchanges.contains { $0.attempts.contains { isOfClock($0.code) } }
        let expected = run.clockOffset ?? 0
        if wasCorrected && run.clockOffset == nil {
            // The run's own retries tell that the clocks differed; they differ by the same all along.
            guard ahead.least - behind.most <= drift else { throw ahead.contradiction }
            return abs(ahead.least) > tolerance ? ahead.least : nil
        }
        guard ahead.least <= expected + tolerance else { throw ahead.contradiction }
        guard behind.most >= expected - tolerance else { throw behind.contradiction }
        return abs(expected) > tolerance ? expected : nil
    }

    /// Attempts lie within the run, one after the other.
    private static func check(_ exchange: Exchange, in run: Run) throws(ScanFailure) {
        var earliest = run.startedAt
        for attempt in exchange.attempts {
            guard earliest <= attempt.start, attempt.start <= attempt.end, attempt.end <= run.finishedAt else {
                throw .evidence(
                    "times contradict each other: exchange \(exchange.number) (\(exchange.action) in "
                        + "\(exchange.region)) was asked from \(attempt.start) to \(attempt.end), the run lasted "
                        + "from \(run.startedAt) to \(run.finishedAt)")
            }
            earliest = attempt.end
        }
    }

    private static func isOfClock(_ code: String?) -> Bool { code.map(SigningTrouble.skewed.contains) ?? false }
}

/// What an answer tells of AWS's clock beside the machine's: by how many milliseconds it is ahead, at least and at most.
private struct ClockReading {
    let exchange: Exchange
    let date: String
    let least: Int64
    let most: Int64

    /// Nil where AWS did not tell its time.
    init?(_ exchange: Exchange) {
        guard let date = exchange.httpDate, let time = HTTPDate.read(date), let attempt = exchange.attempts.last else {
            return nil
        }
        self.exchange = exchange
        self.date = date
        least = time.milliseconds - attempt.end.milliseconds
        // The header has whole seconds.
        most = time.milliseconds + 999 - attempt.start.milliseconds
    }

    var contradiction: ScanFailure {
        .evidence(
            "times contradict each other: AWS answered exchange \(exchange.number) (\(exchange.action) in "
                + "\(exchange.region)) at \(date), and the run says that it was asked at "
                + "\(exchange.attempts.last.map { "\($0.start)" } ?? "no time")")
    }
}

import Evidence
import Foundation
internal import Synchronization

/// How many calls a second AWS takes, as adaptive mode finds out: fewer after each throttle, then slowly more
/// again, along a cubic curve. It does nothing until AWS throttles for the first time.
///
/// Source: AWS SDKs and Tools Reference Guide, "Retry behavior", adaptive mode; RFC 9438 for the curve.
/// Times are seconds.
package struct AdaptiveRate: Sendable {
    /// What is left of the rate after a throttle.
    private static let beta = 0.7
    /// How steep the curve is.
    private static let scale = 0.4
    /// How much of the measured rate is news.
    private static let smoothing = 0.8
    private static let lowestRate = 0.5

    /// Calls a second that are let through; nil before the first throttle.
    package private(set) var limit: Double?
    private var tokens = 0.0
    private var capacity = 0.0
    private var refilledAt = 0.0

    private var measured = 0.0
    private var counted = 0
    private var countedSince: Double?

    private var rateAtThrottle = 0.0
    private var throttledAt = 0.0

    package init() {}

    /// Nil when a call may go now, which is then counted; else how long to wait before asking again.
    package mutating func take(at now: Double) -> Double? {
        guard let limit else { return nil }
        refill(at: now)
        if tokens < 1 { return max((1 - tokens) / limit, 0.001) }
        tokens -= 1
        return nil
    }

    /// Learns from an answer.
    package mutating func learn(wasThrottled: Bool, at now: Double) {
        measure(at: now)
        var rate: Double
        if wasThrottled {
            rateAtThrottle = limit.map { min(measured, $0) } ?? measured
            throttledAt = now
            rate = rateAtThrottle * Self.beta
            if limit == nil { refilledAt = now }
        } else {
            guard limit != nil else { return }
            let plateau = cbrt(rateAtThrottle * (1 - Self.beta) / Self.scale)
            rate = Self.scale * pow(now - throttledAt - plateau, 3) + rateAtThrottle
        }
        rate = min(rate, 2 * measured)
        if limit != nil { refill(at: now) }
        limit = max(rate, Self.lowestRate)
        capacity = max(rate, 1)
        tokens = min(tokens, capacity)
    }

    private mutating func refill(at now: Double) {
        tokens = min(capacity, tokens + max(0, now - refilledAt) * (limit ?? 0))
        refilledAt = now
    }

    /// Counts in steps of half a second.
    private mutating func measure(at now: Double) {
        let step = (now * 2).rounded(.down) / 2
        let since = countedSince ?? step
        countedSince = since
        counted += 1
        guard step > since else { return }
        measured = Double(counted) / (step - since) * Self.smoothing + measured * (1 - Self.smoothing)
        counted = 0
        countedSince = step
    }
}

/// A rate that the calls of a client share.
final class SharedRate: Sendable {
    private let rate = Mutex(AdaptiveRate())

    /// Waits for its turn. Throws when the task is cancelled meanwhile.
    func take(_ effects: Effects) async throws {
        while let wait = rate.withLock({ $0.take(at: effects.seconds) }) {
            try await effects.sleep(.seconds(wait))
        }
    }

    func learn(wasThrottled: Bool, _ effects: Effects) {
        rate.withLock { $0.learn(wasThrottled: wasThrottled, at: effects.seconds) }
    }
}

extension Effects {
    fileprivate var seconds: Double { Double(now().milliseconds) / 1000 }
}

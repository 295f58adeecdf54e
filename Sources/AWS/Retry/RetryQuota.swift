internal import Synchronization

/// How much asking again a client allows itself: where most calls fail, more attempts only add to the trouble.
/// Source: AWS SDKs and Tools Reference Guide, "Retry behavior", retry quota.
package final class RetryQuota: Sendable {
    package static let capacity = 500
    private let tokens = Mutex(capacity)

    package init() {}

    package var left: Int { tokens.withLock(\.self) }

    /// Pays for another attempt. False when there is not enough left: then nothing is paid.
    package func pay(_ cost: Int) -> Bool {
        tokens.withLock { tokens in
            guard tokens >= cost else { return false }
            tokens -= cost
            return true
        }
    }

    /// After a success: what its last retry cost comes back, or 1 where there was none.
    package func refund(_ lastCost: Int?) {
        tokens.withLock { $0 = min(Self.capacity, $0 + (lastCost ?? 1)) }
    }
}

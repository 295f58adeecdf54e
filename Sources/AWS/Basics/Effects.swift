package import Evidence

/// What a session takes from the world beside the network: the time, the waiting and the dice.
package struct Effects: Sendable {
    package var now: @Sendable () -> Timestamp
    /// Throws when the task is cancelled meanwhile.
    package var sleep: @Sendable (Duration) async throws -> Void
    package var random: @Sendable () -> UInt64

    package init(
        now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> UInt64
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    package static let real = Effects(
        now: { SteadyClock.now() },
        sleep: { try await Task.sleep(for: $0) },
        random: { UInt64.random(in: .min ... .max) })

    /// From 0 up to, but not including, 1.
    package func randomFraction() -> Double { Double(random() >> 11) * 0x1p-53 }

    /// A random UUID, version 4 (RFC 9562).
    package func randomUUID() -> String {
        let high = random() & ~0xF000 | 0x4000
        let low = random() & ~(3 << 62) | (2 << 62)
        let hex = Self.hex(high) + Self.hex(low)
        let dashes: Set = [8, 12, 16, 20]
        return hex.enumerated().map { dashes.contains($0.offset) ? "-\($0.element)" : "\($0.element)" }.joined()
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

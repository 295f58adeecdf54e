package import Evidence
internal import Synchronization

/// How far AWS's clock is ahead of this machine's, as far as it matters: requests are signed at AWS's time.
///
/// Evidence keeps the machine's own time.
package final class ClockOffset: Sendable {
    /// AWS takes requests that are up to 5 minutes off, some services 15.
    package static let tolerance: Int64 = 300_000
    /// Smaller changes are the network's.
    private static let smallestChange: Int64 = 60_000

    private let offset = Mutex<Int64>(0)

    package init() {}

    package var milliseconds: Int64 { offset.withLock(\.self) }

    /// AWS's time when the machine's is `now`.
    package func signingTime(at now: Timestamp) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + milliseconds)
    }

    /// Takes over AWS's time, which an answer bears that came at the machine's time `now`.
    package func correct(to date: Timestamp, at now: Timestamp) {
        let difference = date.milliseconds - now.milliseconds
        offset.withLock { if abs(difference - $0) >= Self.smallestChange { $0 = difference } }
    }
}

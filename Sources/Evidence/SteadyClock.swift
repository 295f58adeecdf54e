import Foundation

/// This machine's time, read once and counted on from there: a clock that somebody sets during a run moves nothing in
/// its record, so that the times of a run never contradict each other.
package enum SteadyClock {
    private static let start = (time: Timestamp(Date()), instant: ContinuousClock.now)

    package static func now() -> Timestamp {
        let elapsed = (ContinuousClock.now - start.instant) / .milliseconds(1)
        return Timestamp(milliseconds: start.time.milliseconds + Int64(elapsed))
    }
}

import Evidence
import AWS
import Testing

struct ClockOffsetTests {
    private let now = Timestamp(milliseconds: 1_795_424_645_678)

    private func later(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: now.milliseconds + seconds * 1000) }

    @Test func requestsAreSignedAtAWSsTime() {
        let clock = ClockOffset()
        #expect(clock.signingTime(at: now) == now)
        clock.correct(to: later(7200), at: now)
        #expect(clock.signingTime(at: later(5)) == later(7205))
        clock.correct(to: later(-7200), at: now)
        #expect(clock.signingTime(at: now) == later(-7200))
    }

    @Test func lessThanAMinuteIsTheNetworks() {
        let clock = ClockOffset()
        clock.correct(to: later(59), at: now)
        #expect(clock.milliseconds == 0)
        clock.correct(to: later(600), at: now)
        clock.correct(to: later(659), at: now)
        #expect(clock.milliseconds == 600_000)
        clock.correct(to: later(660), at: now)
        #expect(clock.milliseconds == 660_000)
    }
}

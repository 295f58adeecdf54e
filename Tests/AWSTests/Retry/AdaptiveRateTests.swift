import AWS
import Testing

/// The limiter by itself; the numbers are those of the formulas, worked out by hand.
struct AdaptiveRateTests {
    /// A rate that measured 10 calls a second for two seconds.
    private func measured() -> AdaptiveRate {
        var rate = AdaptiveRate()
        for call in 0..<20 { rate.learn(wasThrottled: false, at: 100 + Double(call) / 10) }
        return rate
    }

    @Test func nothingIsHeldBackBeforeTheFirstThrottle() {
        var rate = measured()
        #expect(rate.limit == nil)
        for _ in 0..<1000 { #expect(rate.take(at: 102) == nil) }
    }

    @Test func aThrottleLeavesSevenTenths() throws {
        var rate = measured()
        rate.learn(wasThrottled: true, at: 102)
        let first = try #require(rate.limit)
        #expect((6.5...7.5).contains(first))
        rate.learn(wasThrottled: true, at: 102.1)
        let second = try #require(rate.limit)
        #expect(abs(second - first * 0.7) < 0.001)
    }

    @Test func itComesBackSlowlyAndNeverBeyondTwiceWhatIsMeasured() throws {
        var rate = measured()
        rate.learn(wasThrottled: true, at: 102)
        var last = try #require(rate.limit)
        for call in 1...600 {
            rate.learn(wasThrottled: false, at: 102 + Double(call) / 10)
            let limit = try #require(rate.limit)
            #expect(limit >= last - 0.001 || call < 10 || limit > 15)
            #expect(limit <= 25)
            last = limit
        }
        #expect(last > 15)
    }

    @Test func itNeverFallsBelowOneCallInTwoSeconds() {
        var rate = measured()
        for _ in 0..<100 { rate.learn(wasThrottled: true, at: 102) }
        #expect(rate.limit == 0.5)
    }

    @Test func whoComesTooEarlyIsToldHowLongToWait() throws {
        var rate = measured()
        for _ in 0..<100 { rate.learn(wasThrottled: true, at: 102) }
        #expect(rate.take(at: 102) == 2)
        #expect(rate.take(at: 103) == 1)
        #expect(rate.take(at: 104) == nil)
        #expect(rate.take(at: 104) == 2)
    }
}

import Evidence
import AWS
import Support
import Synchronization
import Testing

@Suite struct EffectsTests {
    private func effects(_ number: UInt64) -> Effects {
        Effects(now: { Timestamp(milliseconds: 0) }, sleep: { _ in }, random: { number })
    }

    @Test func uuidsHaveTheirVersionAndVariant() throws {
        #expect(effects(0).randomUUID() == "00000000-0000-4000-8000-000000000000")
        #expect(effects(.max).randomUUID() == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    }

    @Test func fractionsStayBelowOne() {
        #expect(effects(0).randomFraction() == 0)
        #expect(effects(.max).randomFraction() < 1)
        #expect(effects(1 << 63).randomFraction() == 0.5)
    }
}

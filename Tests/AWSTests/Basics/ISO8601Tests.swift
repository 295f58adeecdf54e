import Evidence
import Foundation
import Support
import Testing

@testable import AWS

@Suite struct ISO8601Tests {
    @Test(
        arguments: [
            ("2026-01-02T12:00:00Z", 0), ("2026-01-02T12:00:00UTC", 0), ("2026-01-02T12:00:00.5Z", 500),
            ("2026-01-02T12:00:00.123456Z", 123), ("2026-01-02T14:30:00+02:30", 0), ("2026-01-02T09:00:00-0300", 0),
        ] as [(String, Int64)])
    func momentsAreRead(_ text: String, _ offset: Int64) {
        #expect(Timestamp.iso8601(text)?.milliseconds == ProviderBench.noon.milliseconds + offset)
    }

    @Test(arguments: [
        "9999-12-31T26:59:59Z", "9999-12-31T23:59:59-01:00", "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z",
        "", "2026-01-02T12:00:00", "2026-01-02 12:00:00Z", "2026-13-02T12:00:00Z", "2026-01-02T12:00:00Z ",
        "2026-01-02T12:00:00+25:00", "٢٠٢٦-01-02T12:00:00Z", "1767355200", "2026-01-02T12:00:00.Z",
    ])
    func othersAreNot(_ text: String) {
        #expect(Timestamp.iso8601(text) == nil)
    }

    @Test func whatIsWrittenIsReadAgain() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<200 {
            let moment = Timestamp(milliseconds: Int64.random(in: 0...4_000_000_000, using: &generator) * 1000)
            #expect(Timestamp.iso8601(moment.iso8601) == moment)
        }
    }
}

import Evidence
import Foundation
import Support
import Testing

@Suite struct TimestampTests {
    @Test func isWrittenInUTCToTheMillisecond() {
        #expect(Timestamp(milliseconds: 1_795_428_245_678).description == "2026-11-23T10:04:05.678Z")
        #expect(Timestamp(milliseconds: 0).description == "1970-01-01T00:00:00.000Z")
        #expect(Timestamp(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp(milliseconds: -1000).description == "1969-12-31T23:59:59.000Z")
    }

    @Test func formsForPeopleAndForJUnit() {
        let time = Timestamp(milliseconds: 1_795_428_245_678)
        #expect(time.withoutZone == "2026-11-23T10:04:05")
        #expect(time.forPeople == "2026-11-23 10:04:05 UTC")
    }

    /// Foundation's own formatter loses a millisecond of every other moment.
    @Test func everyMillisecondComesBack() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<5000 {
            let time = Timestamp(
                milliseconds: Int64.random(in: -62_135_596_800_000..<253_402_300_800_000, using: &random))
            let json = try JSONText.bytes(of: [time], .oneLine)
            #expect(try JSONDecoder().decode([Timestamp].self, from: Data(json)) == [time])
            #expect(Timestamp(time.date) == time)
        }
    }

    @Test func sortsByTime() {
        #expect(Timestamp(milliseconds: -5) < Timestamp(milliseconds: 5))
    }

    @Test(arguments: [
        "2026-11-23T10:04:05Z", "2026-11-23T10:04:05.678", "2026-11-23T10:04:05.678+02:00",
        "2026-02-30T00:00:00.000Z", "2026-11-23T24:00:00.000Z", "2026-11-23T23:59:60.000Z",
        "2026-11-23T10:04:05.678Z ", "12026-11-23T10:04:05.678Z", "999999999999-01-01T00:00:00.000Z", "yesterday", "",
    ])
    func nothingElseIsRead(_ text: String) throws {
        let json = try JSONEncoder().encode([text])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Timestamp].self, from: json) }
    }
}

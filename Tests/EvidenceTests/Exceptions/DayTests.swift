import Evidence
import Foundation
import Support
import Testing

struct DayTests {
    @Test(arguments: ["2026-12-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
    func daysOfTheCalendar(_ text: String) throws {
        let day = try #require(Day(text))
        #expect(day.description == text)
        #expect(try JSONDecoder().decode(Day.self, from: JSONEncoder().encode(day)) == day)
    }

    @Test(arguments: [
        "", "2026-12", "2026-12-32", "2026-02-29", "1900-02-29", "2026-00-01", "2026-13-01", "2026-01-00", "26-01-01",
        "2026-1-1", "2026-12-31 ", "+026-12-31", "2026/12/31", "2026-12-31T00:00:00Z", "२०२६-12-31", "-2026-12-31",
        "2026--1-31", "31-12-2026", "never",
    ])
    func everythingElse(_ text: String) {
        #expect(Day(text) == nil)
    }

    /// Foundation's calendar counts the same days.
    @Test func daysAreCountedAsTheCalendarDoes() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let moments = (0..<2).map { _ in
                Timestamp(milliseconds: .random(in: 0...4_000_000_000_000, using: &generator))
            }
            let (a, b) = (try #require(Day(of: moments[0])), try #require(Day(of: moments[1])))
            let days = moments.map { $0.milliseconds / 86_400_000 }
            #expect(a.days(until: b) == Int(days[1] - days[0]))
            #expect((a < b) == (days[0] < days[1]))
            #expect((a == b) == (days[0] == days[1]))
        }
    }

    @Test func aDayEndsAtMidnightUTC() {
        #expect(Day(of: Timestamp(milliseconds: 1_798_761_599_999))?.description == "2026-12-31")
        #expect(Day(of: Timestamp(milliseconds: 1_798_761_600_000))?.description == "2027-01-01")
    }
}

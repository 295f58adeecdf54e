/// A day of the calendar in UTC: `2026-12-31`.
package struct Day: Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    private let year: Int
    private let month: Int
    private let number: Int

    /// Nil for anything but four digits, two and two with dashes between, and for a day that no calendar has.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let number = Int(parts[2]),
            1...12 ~= month, number >= 1, number <= Self.days(of: month, in: year)
        else { return nil }
        self.year = year
        self.month = month
        self.number = number
    }

    /// The day on which something happened. Nil outside the years 0000 to 9999.
    package init?(of moment: Timestamp) {
        self.init(String(moment.description.prefix { $0 != "T" }))
    }

    package var description: String {
        "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(number, 2))"
    }

    package static func < (a: Self, b: Self) -> Bool {
        (a.year, a.month, a.number) < (b.year, b.month, b.number)
    }

    /// How many days later the other one is.
    package func days(until other: Day) -> Int { other.ordinal - ordinal }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = Day(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day of the form 2026-12-31")
        }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Days since the first of March of the year 0, so that a leap day ends its year.
    private var ordinal: Int {
        let shifted = (month + 9) % 12
        let years = month > 2 ? year : year - 1
        let leapDays = (years / 4) - (years / 100) + (years / 400)
        return years * 365 + leapDays + (153 * shifted + 2) / 5 + number - 1
    }

    private static func days(of month: Int, in year: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}

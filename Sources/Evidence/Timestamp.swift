package import Foundation

/// A moment in UTC, to the millisecond: `2026-11-23T10:04:05.678Z`.
package struct Timestamp: Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(_ date: Date) {
        milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
    }

    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    package static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }

    /// The milliseconds are written by hand: Foundation cuts them off instead of rounding, so that every other
    /// moment would come back one millisecond earlier than it was.
    package var description: String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let fraction = rest < 0 ? rest + 1000 : rest
        let whole = Date(timeIntervalSince1970: Double(rest < 0 ? seconds - 1 : seconds))
        let digits = String(1000 + fraction).dropFirst()
        return Self.wholeSeconds.format(whole).dropLast() + ".\(digits)Z"
    }

    /// Kept: to make it takes longer than to use it.
    private static let wholeSeconds = Date.ISO8601FormatStyle()

    /// `2026-11-23T10:04:05`, UTC understood: what JUnit's schema allows.
    package var withoutZone: String { String(description.prefix(19)) }

    /// `2026-11-23 10:04:05 UTC`, for people.
    package var forPeople: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }

    /// Takes only what `description` writes: no other zone, no day that does not exist, nothing behind the Z.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let read = Timestamp(reading: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a time of the form 2026-11-23T10:04:05.678Z")
        }
        self = read
    }

    /// Reads what `description` writes; nil for anything else.
    package init?(reading text: String) {
        guard text.utf8.count == 24, let date = Self.date(text), Self(date).description == text else { return nil }
        self.init(date)
    }

    private static func date(_ text: String) -> Date? {
        do {
            return try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        } catch {
            return nil
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

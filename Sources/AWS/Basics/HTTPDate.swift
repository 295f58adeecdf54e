package import Evidence

/// The header `Date`: `Sun, 06 Nov 1994 08:49:37 GMT` and no other form.
/// Source: RFC 9110, 5.6.7, IMF-fixdate.
package enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Nil for what is no such date, or a day that does not exist.
    package static func read(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard text.utf8.count == 29, parts.count == 6, parts[5] == "GMT",
            let day = number(parts[1], digits: 2), let month = months.firstIndex(of: String(parts[2])),
            let year = number(parts[3], digits: 4), (1970...9999).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = number(clock[0], digits: 2), let minute = number(clock[1], digits: 2),
            let second = number(clock[2], digits: 2), hour < 24, minute < 60, second <= 60,
            (1...length(ofMonth: month, year)).contains(day)
        else { return nil }
        let daysBefore = (1970..<year).reduce(0) { $0 + (isLeap($1) ? 366 : 365) }
        let date = (0..<month).reduce(daysBefore) { $0 + length(ofMonth: $1, year) } + day - 1
        guard parts[0] == "\(days[date % 7])," else { return nil }
        let seconds = ((date * 24 + hour) * 60 + minute) * 60 + second
        return Timestamp(milliseconds: Int64(seconds) * 1000)
    }

    package static func text(_ time: Timestamp) -> String {
        let text = time.description
        let month = Int(text.dropFirst(5).prefix(2)) ?? 1
        return "\(days[Int(time.milliseconds / 86_400_000 % 7)]), \(text.dropFirst(8).prefix(2)) "
            + "\(months[month - 1]) \(text.prefix(4)) \(text.dropFirst(11).prefix(8)) GMT"
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    /// - Parameter month: from 0.
    private static func length(ofMonth month: Int, _ year: Int) -> Int {
        switch month {
        case 1: isLeap(year) ? 29 : 28
        case 3, 5, 8, 10: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
}

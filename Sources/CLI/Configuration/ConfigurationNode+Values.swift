import Scan

/// Values as what they are meant for. Each throws an error that tells the place.
extension ConfigurationNode {
    /// Text that is not empty. Numbers and dates stay as they are written.
    func string() throws(ConfigurationError) -> String {
        guard case .scalar(let text, _) = content else { throw mistake("text") }
        guard !text.isEmpty else { throw mistake("text", found: "an empty one") }
        return text
    }

    /// The items of a list; a single value counts as a list of one.
    func items() throws(ConfigurationError) -> [ConfigurationNode] {
        switch content {
        case .sequence(let items): return items
        case .scalar: return [self]
        case .nothing, .mapping: throw mistake("a list")
        }
    }

    /// A list of texts; a single one counts as a list of one.
    func strings() throws(ConfigurationError) -> [String] {
        var strings: [String] = []
        for item in try items() { strings.append(try item.string()) }
        return strings
    }

    /// `true` or `false`, as YAML 1.2 has them.
    func bool() throws(ConfigurationError) -> Bool {
        switch content {
        case .scalar("true", isQuoted: false): return true
        case .scalar("false", isQuoted: false): return false
        default: throw mistake("true or false")
        }
    }

    func integer(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard case .scalar(let text, isQuoted: false) = content, let number = Int(text), range.contains(number) else {
            throw mistake("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A day of the calendar as ISO 8601 writes it, `2026-01-31`; the text itself.
    func date() throws(ConfigurationError) -> String {
        guard case .scalar(let text, _) = content, Self.isDay(text) else {
            throw mistake("a day of the calendar, as 2026-01-31")
        }
        return text
    }

    /// Keys with values, in the order of the file.
    func entries() throws(ConfigurationError) -> [Entry] {
        guard case .mapping(let entries) = content else { throw mistake("keys with values") }
        return entries
    }

    /// One mistake for each key that is not known, with the one that may have been meant.
    func unknownKeys(besides known: [String]) -> [ConfigurationError] {
        guard case .mapping(let entries) = content else { return [] }
        return entries.filter { !known.contains($0.key) }.map { unknown($0, besides: known) }
    }

    func unknown(_ entry: Entry, besides known: [String]) -> ConfigurationError {
        let meant = NearestName.to(entry.key, among: known).map { "did you mean '\($0)'?" }
        let place = name.isEmpty ? "" : " of '\(name.shortened)'"
        return ConfigurationError(
            entry.place,
            "'\(entry.key.shortened)' is no key\(place); \(meant ?? "there are \(known.joined(separator: ", "))")")
    }

    /// An error that says what belongs here.
    func mistake(_ wanted: String, found: String? = nil, hint: String = "") -> ConfigurationError {
        let subject = name.isEmpty ? "the file" : "'\(name.shortened)'"
        return ConfigurationError(place, "\(subject) takes \(wanted), not \(found ?? shown)\(hint)")
    }

    private var shown: String {
        guard case .scalar(let text, let isQuoted) = content else { return kind }
        return isQuoted ? "the text '\(text.shortened)'" : "'\(text.shortened)'"
    }

    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2D || 0x30...0x39 ~= $0 }) else {
            return false
        }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3, numbers[0] > 0, 1...12 ~= numbers[1] else { return false }
        let isLeap = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return 1...days[numbers[1] - 1] ~= numbers[2]
    }
}

extension String {
    /// For a sentence: not more than 60 characters.
    var shortened: String { count > 60 ? prefix(59) + "…" : self }
}

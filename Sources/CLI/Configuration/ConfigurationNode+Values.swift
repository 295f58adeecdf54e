import AWS

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

    /// `true` or `false`, as YAML 1.2 has them.
    func bool() throws(ConfigurationError) -> Bool {
        switch content {
        case .scalar("true", isQuoted: false): return true
        case .scalar("false", isQuoted: false): return false
        default: throw mistake("true or false")
        }
    }

    func integer<Number: FixedWidthInteger>(in range: ClosedRange<Number>) throws(ConfigurationError) -> Number {
        guard case .scalar(let text, isQuoted: false) = content, let number = Number(text), range.contains(number)
        else {
            throw mistake("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Keys with values, in the order of the file.
    func entries() throws(ConfigurationError) -> [Entry] {
        guard case .mapping(let entries) = content else { throw mistake("keys with values") }
        return entries
    }

    /// Adds a mistake for each key that is not known, with the one that may have been meant. Returns whether there is any.
    @discardableResult
    func unknownKeys(besides known: [String], _ mistakes: inout ConfigurationMistakes) -> Bool {
        guard case .mapping(let entries) = content else { return false }
        let unknown = entries.lazy.filter { !known.contains($0.key) }
        for entry in unknown where !mistakes.areMany { mistakes.add([self.unknown(entry, besides: known)]) }
        return !unknown.isEmpty
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
}

extension String {
    /// For a sentence: not more than 60 characters.
    var shortened: String { count > 60 ? prefix(59) + "…" : self }
}

import Evidence

/// A mistake in a configuration file: where it is, and what to do.
struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    let place: ConfigurationPlace
    /// One sentence, without a full stop. What it quotes is made visible here.
    let sentence: String

    init(_ place: ConfigurationPlace, _ sentence: String) {
        self.place = place
        self.sentence = sentence.visible()
    }

    /// `exhibit.yml:3:5: 'polcy' is no key; did you mean 'policy'?`
    var description: String { "\(place): \(sentence)" }
}

/// Where something stands in a configuration file; lines and columns are counted from 1.
struct ConfigurationPlace: Hashable, Sendable, CustomStringConvertible {
    let path: String
    /// Nil where it concerns the whole file.
    var line: Int?
    /// In Unicode scalars; nil where it concerns the whole line.
    var column: Int?

    var description: String {
        ([path.visible()] + [line, column].compactMap(\.self).map(String.init)).joined(separator: ":")
    }
}

/// All mistakes of a file, in its order.
struct ConfigurationErrors: Error, Hashable, Sendable, CustomStringConvertible {
    let all: [ConfigurationError]

    var description: String { all.map(\.description).joined(separator: "\n") }
}

/// Keeps the mistakes on the way, so that a file is told them at once: all of them, unless they are many.
struct ConfigurationMistakes {
    private(set) var all: [ConfigurationError] = []

    /// Nobody reads further: what looks for mistakes may stop.
    var areMany: Bool { all.count >= 100 }

    mutating func add(_ more: [ConfigurationError]) {
        all += more
    }

    /// Nil where the body throws: its mistake is kept.
    mutating func keeping<Value>(_ body: () throws(ConfigurationError) -> Value) -> Value? {
        do throws(ConfigurationError) {
            return try body()
        } catch {
            all.append(error)
            return nil
        }
    }

    /// Nil where the body throws: its mistakes are kept.
    mutating func keepingAll<Value>(_ body: () throws(ConfigurationErrors) -> Value) -> Value? {
        do throws(ConfigurationErrors) {
            return try body()
        } catch {
            all += error.all
            return nil
        }
    }

    /// Throws where there is any.
    func check() throws(ConfigurationErrors) {
        let sorted = all.inOrder
        guard let last = sorted.last else { return }
        let more = ConfigurationError(last.place, "there may be more mistakes than these")
        throw ConfigurationErrors(all: sorted + (areMany ? [more] : []))
    }
}

extension [ConfigurationError] {
    /// By line and column; what concerns the whole file comes first.
    fileprivate var inOrder: [ConfigurationError] {
        func key(_ error: ConfigurationError) -> [Int] { [error.place.line ?? 0, error.place.column ?? 0] }
        return sorted { key($0).lexicographicallyPrecedes(key($1)) }
    }
}

/// A pattern for a whole text: `*` stands for any characters or none, `?` for one, everything else for itself.
///
/// Texts are compared by their Unicode scalars, so that no two spellings of a letter are the same.
package struct Glob: Sendable, Hashable, CustomStringConvertible {
    private let pattern: [Unicode.Scalar]

    /// Several `*` in a row are one.
    package init(_ text: String) {
        var pattern: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars where scalar != "*" || pattern.last != "*" { pattern.append(scalar) }
        self.pattern = pattern
    }

    package var description: String {
        var text = ""
        text.unicodeScalars.append(contentsOf: pattern)
        return text
    }

    package var hasWildcard: Bool { pattern.contains { $0 == "*" || $0 == "?" } }

    /// Whether it is nothing but `*`.
    package var matchesEverything: Bool { pattern == ["*"] }

    /// The most characters in a row that stand for themselves.
    package var longestLiteral: Int {
        pattern.split { $0 == "*" || $0 == "?" }.map(\.count).max() ?? 0
    }

    /// Takes no more steps than the product of both lengths, whatever the pattern.
    package func matches(_ text: String) -> Bool {
        let text = Array(text.unicodeScalars)
        var (read, wanted) = (0, 0)
        // Where the last `*` stands, and how far it reaches by now.
        var star: (wanted: Int, read: Int)?
        while read < text.count {
            if wanted < pattern.count, pattern[wanted] == "*" {
                star = (wanted, read)
                wanted += 1
            } else if wanted < pattern.count, pattern[wanted] == "?" || pattern[wanted] == text[read] {
                wanted += 1
                read += 1
            } else if let last = star {
                star = (last.wanted, last.read + 1)
                wanted = last.wanted + 1
                read = last.read + 1
            } else {
                return false
            }
        }
        return pattern[wanted...].allSatisfy { $0 == "*" }
    }
}

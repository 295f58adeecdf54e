import Evidence
import Support
import Testing

struct GlobTests {
    @Test(arguments: [
        ("vpc-1", "vpc-1", true), ("vpc-1", "vpc-12", false), ("vpc-1", "VPC-1", false), ("vpc-*", "vpc-", true),
        ("*", "", true), ("", "", true), ("", "a", false), ("?", "", false), ("?", "é", true),
        ("a*b*c", "aXbYbZc", true),
        ("a*b", "ab\n", false), ("a.b", "axb", false), ("[a-z]", "b", false), ("**a", "bba", true),
        ("caf\u{E9}", "cafe\u{301}", false), ("*.example", ".example", true),
    ])
    func patterns(_ pattern: String, _ text: String, _ matches: Bool) {
        #expect(Glob(pattern).matches(text) == matches)
    }

    /// Against the definition, told as a recursion.
    @Test func isAsDefined() {
        var generator = SeededGenerator(seed: 11)
        var matching = 0
        for _ in 0..<20_000 {
            let pattern = Self.random("ab*?é", 0...7, using: &generator)
            let text = Self.random("abé*", 0...7, using: &generator)
            let expected = Self.matches(Array(pattern.unicodeScalars)[...], Array(text.unicodeScalars)[...])
            #expect(Glob(pattern).matches(text) == expected, "\(pattern) and \(text)")
            matching += expected ? 1 : 0
        }
        #expect(matching > 1_000)
    }

    /// Patterns that backtrack without end elsewhere.
    @Test(.timeLimit(.minutes(1))) func isDoneInTime() {
        let pattern = Glob(String(repeating: "*a", count: 256) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 100_000)))
    }

    private static func random(
        _ alphabet: String, _ lengths: ClosedRange<Int>, using generator: inout SeededGenerator
    ) -> String {
        let count = Int.random(in: lengths, using: &generator)
        return String((0..<count).compactMap { _ in alphabet.randomElement(using: &generator) })
    }

    private static func matches(
        _ pattern: ArraySlice<Unicode.Scalar>, _ text: ArraySlice<Unicode.Scalar>
    ) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" {
            return matches(pattern.dropFirst(), text) || !text.isEmpty && matches(pattern, text.dropFirst())
        }
        guard let next = text.first, first == "?" || first == next else { return false }
        return matches(pattern.dropFirst(), text.dropFirst())
    }
}

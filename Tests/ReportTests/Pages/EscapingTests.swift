import Evidence
import Foundation
import Report
import Support
import Templates
import Testing

/// What a value becomes, seen through a template that only prints it.
@Suite struct EscapingTests {
    @Test(arguments: HostileText.all)
    func htmlIsReadBackAsItWas(_ text: String) throws {
        try checkHTML(text)
    }

    /// To HTML, a quotation mark with a combining character is a quotation mark.
    @Test func htmlEscapesByScalar() throws {
        #expect(
            try render(.text("\"\u{301} '\u{20DD} <\u{338} &\u{300}"), .html)
                == "&quot;\u{301} &#39;\u{20DD} &lt;\u{338} &amp;\u{300}")
    }

    @Test(arguments: HostileText.all)
    func markdownIsOneCodeSpan(_ text: String) throws {
        try checkMarkdown(text)
    }

    @Test func randomTextIsReadBackAsItWas() throws {
        var generator = SeededGenerator(seed: 37)
        for _ in 0..<2_000 {
            let text = HostileText.random(using: &generator)
            try checkHTML(text)
            try checkMarkdown(text)
        }
    }

    @Test(arguments: [HostileText.everyScalar, HostileText.long] + HostileText.fromBadBytes)
    func everyTextIsReadBackAsItWas(_ text: String) throws {
        try checkHTML(text)
        try checkMarkdown(text)
    }

    @Test(arguments: [
        ("a", "`a`"), ("a`b", "``a`b``"), ("``", "``` `` ```"), ("`a", "`` `a ``"), ("a|b", "`a\\|b`"),
        ("a|\u{301}b", "`a\\|\u{301}b`"), ("a\u{600}|b", "`a\u{600}\\|b`"), ("a\r\nb", "`a␍␊b`"), (" a ", "`  a  `"),
        ("  ", "`  `"), ("", ""), ("\u{202E}x", "`⟨U+202E⟩x`"),
    ])
    func codeSpans(_ text: String, _ expected: String) throws {
        #expect(try render(.text(text), .markdown) == expected)
    }

    @Test func codeBlocksHaveAFenceThatNothingInThemCloses() throws {
        let block = try render(.lines("a\n````\n\u{1B}[2J b"), .markdown)
        #expect(block == "`````\na\n````\n␛[2J b\n`````")
    }

    /// Exhibit's own words stay words, even where they look like markup.
    @Test func ownWordsAreEscapedForMarkdown() throws {
        #expect(
            try render(.own("a_b *c* <d> [e](f) | `g` #1 @h"), .markdown)
                == "a\\_b \\*c\\* \\<d\\> \\[e\\](f) \\| \\`g\\` \\#1 \\@h")
    }

    private func checkHTML(_ text: String) throws {
        let html = try render(.text(text), .html)
        #expect(!html.unicodeScalars.contains { "<>\"'".unicodeScalars.contains($0) })
        var read = html
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            read = read.replacing(entity, with: character)
        }
        #expect(Array(read.utf8) == Array(text.visible().utf8))
    }

    /// Reads a code span as CommonMark 0.31 §6.1 says, in a cell as GFM §4.10 says.
    private func checkMarkdown(_ text: String) throws {
        let markdown = Array(try render(.text(text), .markdown).unicodeScalars)
        guard !text.isEmpty else {
            #expect(markdown.isEmpty)
            return
        }
        #expect(!markdown.contains { $0.isActing })
        let fence = markdown.prefix { $0 == "`" }.count
        #expect(fence > 0)
        var content = Array(markdown.dropFirst(fence).dropLast(fence))
        #expect(markdown.suffix(fence).allSatisfy { $0 == "`" })
        #expect(!content.split(whereSeparator: { $0 != "`" }).contains { $0.count == fence })
        #expect(content.first != "`" && content.last != "`")
        for index in content.indices where content[index] == "|" { #expect(index > 0 && content[index - 1] == "\\") }
        content = content.indices.filter { !(content[$0] == "\\" && $0 + 1 < content.count && content[$0 + 1] == "|") }
            .map { content[$0] }
        if content.first == " ", content.last == " ", content.contains(where: { $0 != " " }) {
            content = Array(content.dropFirst().dropLast())
        }
        #expect(content == Array(text.visible().unicodeScalars))
    }

    private func render(_ page: Page, _ escaping: Escaping) throws -> String {
        try StrictTemplate(Template(name: "t", text: "{{x}}")).render(.object { $0 == "x" ? page : nil }, escaping)
    }
}

import Evidence
import Report
import Support
import Templates
import Testing

@Suite struct StrictTemplateTests {
    /// An inner object lacks what the outer one has, and has a field without a value.
    private let page = Page.object { name in
        switch name {
        case "title": .own("outer")
        case "note": .text("outer note")
        case "none": .absent
        case "empty": .text("")
        case "yes": .flag(true)
        case "no": .flag(false)
        case "nobody": .list([String]()) { .text($0) }
        case "people":
            .list(["A", "B"]) { person in
                .object { $0 == "name" ? .text(person) : $0 == "note" ? .absent : nil }
            }
        case "words": .texts(["x", "<y>"])
        default: nil
        }
    }

    @Test(arguments: [
        ("{{title}}|{{ note }}|{{none}}|{{empty}}|", "outer|outer note|||"),
        ("{{#people}}{{name}} {{/people}}", "A B "),
        ("{{#people}}[{{note}}]{{/people}}", "[][]"),
        ("{{#people}}{{#note}}{{.}}{{/note}}{{^note}}-{{/note}}{{/people}}", "--"),
        ("{{#yes}}{{title}}{{/yes}}{{#no}}x{{/no}}{{^no}}y{{/no}}", "outery"),
        ("{{#none}}x{{/none}}{{^none}}y{{/none}}{{#empty}}x{{/empty}}{{^empty}}y{{/empty}}", "yy"),
        ("{{#nobody}}x{{/nobody}}{{^nobody}}{{title}}{{/nobody}}", "outer"),
        ("{{#note}}{{title}}: {{.}}{{/note}}", "outer: outer note"),
        ("{{#words}}{{.}};{{/words}}", "x;&lt;y&gt;;"),
        ("a{{! a note on {braces} }}b { c }} d", "ab { c }} d"),
    ])
    func renders(_ template: String, _ expected: String) throws {
        #expect(try render(template) == expected)
    }

    /// As mustache's specification has it: a line that only opens, closes or remarks is no line of the result.
    @Test(arguments: [
        ("a\n  {{#yes}}\nb\n{{/yes}}\t\nc", "a\nb\nc"), ("{{! x }}\r\na", "a"), ("a\n{{#yes}}\n {{/yes}}", "a\n"),
        ("a {{#yes}}\nb{{/yes}}", "a \nb"), ("{{#yes}}{{/yes}}\na", "\na"), ("  {{title}}\n", "  outer\n"),
        ("{{#words}}\n- {{.}}\n{{/words}}\n", "- x\n- &lt;y&gt;\n"), (" {{#no}} ", nil), ("\r{{! x }}\n", "\r\n"),
    ])
    func linesOfTagsAloneAreNone(_ template: String, _ expected: String?) throws {
        if let expected {
            #expect(try render(template) == expected)
        } else {
            #expect(throws: TemplateFailure.self) { try render(template) }
        }
    }

    @Test(arguments: [
        ("a\n{{titel}}", "titel", 2),
        ("{{#people}}{{title}}{{/people}}", "title", 1),  // no climbing, though the outer object has it
        ("{{#people}}\n{{#title}}x{{/title}}{{/people}}", "title", 2),
        ("{{#people}}{{^yes}}x{{/yes}}{{/people}}", "yes", 1),
        ("{{#nobody}}x{{/nobody}}{{#note}}{{titel}}{{/note}}", "titel", 1),
    ])
    func refusesNamesThatTheObjectDoesNotKnow(_ template: String, _ name: String, _ line: Int) {
        let failure = #expect(throws: TemplateFailure.self) { try render(template) }
        #expect(failure?.problem == .unknownName)
        #expect(failure?.name == name)
        #expect(failure?.line == line)
        #expect(failure?.template == "test.mustache")
    }

    @Test(arguments: ["{{people}}", "{{words}}", "{{nobody}}", "{{#people}}{{.}}{{/people}}"])
    func refusesToPrintListsAndObjects(_ template: String) {
        let failure = #expect(throws: TemplateFailure.self) { try render(template) }
        #expect(failure?.problem == .notText)
    }

    @Test(arguments: [
        "{{{title}}}", "{{&title}}", "{{& title }}", "{{>other}}", "{{<other}}{{/other}}", "{{$block}}x{{/block}}",
        "{{=<% %>=}}<%title%>", "{{% CONTENT_TYPE:TEXT}}", "{{people.name}}", "{{.name}}", "{{upper(title)}}",
        "{{last()}}",
        "{{}}", "{{#}}x{{/}}", "{{title", "{{*title}}", "{{ {title} }}",
    ])
    func refusesOtherTags(_ template: String) {
        let failure = #expect(throws: TemplateFailure.self) { try render("one\n\(template)\nthree") }
        #expect(failure?.problem == .refusedTag)
        #expect(failure?.line == 2)
    }

    @Test(arguments: ["{{#yes}}x", "{{#yes}}{{/no}}", "{{/yes}}"])
    func refusesWhatDoesNotClose(_ template: String) {
        let failure = #expect(throws: TemplateFailure.self) { try render(template) }
        #expect(failure?.problem == .malformed)
    }

    @Test func failuresSayWhereInOneSentence() throws {
        let failure = try #require(throws: TemplateFailure.self) { try render("{{titel}}") }
        #expect(failure.description == "test.mustache, line 1: the page has no value named “titel” here.")
    }

    /// A value that is a template stays a value.
    @Test func valuesAreNotTemplates() throws {
        let page = Page.object { $0 == "x" ? .text("{{title}} {{{x}}} {{>y}}") : nil }
        let template = try StrictTemplate(Template(name: "t", text: "{{x}}{{#x}}{{.}}{{/x}}"))
        #expect(try template.render(page, .html) == "{{title}} {{{x}}} {{&gt;y}}{{title}} {{{x}}} {{&gt;y}}")
    }

    @Test func handsOnPieces() throws {
        let page = Page.object { $0 == "rows" ? .list(count: 40_000) { .own("row \($0)") } : nil }
        let template = try StrictTemplate(Template(name: "t", text: "{{#rows}}\n{{.}}\n{{/rows}}\nend"))
        let pieces = Pieces()
        try template.render(page, .html, to: pieces)
        let text = (0..<40_000).map { "row \($0)\n" }.joined() + "end"
        #expect(pieces.text == text)
        #expect(try template.render(page, .html) == text)
        #expect(pieces.sizes.count > 5)
        #expect(pieces.sizes.allSatisfy { $0 <= 1 << 17 })
    }

    @Test func anUnknownNameEndsWhatHasBegun() throws {
        let page = Page.object { $0 == "rows" ? .list(count: 40_000) { .own("row \($0)") } : nil }
        let template = try StrictTemplate(Template(name: "t", text: "{{#rows}}{{.}}{{/rows}}\n{{titel}}"))
        let failure = #expect(throws: TemplateFailure.self) { try template.render(page, .html, to: Pieces()) }
        #expect(failure?.problem == .unknownName)
        #expect(failure?.line == 2)
    }

    @Test func whatTheOutputThrowsComesOut() throws {
        let template = try StrictTemplate(Template(name: "t", text: "a"))
        #expect(throws: Pieces.Full.self) { try template.render(page, .html, to: Pieces(most: 0)) }
    }

    /// Random templates, written down together with what they print.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func printsWhatItSays(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let draft = TemplateDraft.random(depth: 4, using: &generator)
        let pieces = Pieces()
        try StrictTemplate(Template(name: "t", text: draft.text)).render(page, .html, to: pieces)
        #expect(pieces.text == draft.expected)
    }

    @Test(arguments: [Template.Name.html, .markdown])
    func ownTemplatesAreAllowed(_ name: Template.Name) throws {
        _ = try StrictTemplate(.report(name))
    }

    private func render(_ template: String) throws -> String {
        try StrictTemplate(Template(name: "test.mustache", text: template)).render(page, .html)
    }
}

/// Keeps what is written, and how much at a time.
private final class Pieces: Output {
    struct Full: Error {}

    private let most: Int
    private let memory = MemoryOutput()
    private(set) var sizes: [Int] = []

    init(most: Int = .max) {
        self.most = most
    }

    var text: String { memory.text }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard memory.bytes.count + bytes.count <= most else { throw Full() }
        sizes.append(bytes.count)
        try memory.write(bytes)
    }
}

/// A template for the suite's page, on one line, and what it prints.
private struct TemplateDraft {
    var text = ""
    var expected = ""

    static func random(depth: Int, using generator: inout SeededGenerator) -> TemplateDraft {
        var draft = TemplateDraft(text: ">", expected: ">")
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let inner = depth == 0 ? TemplateDraft() : random(depth: depth - 1, using: &generator)
            switch Int.random(in: 0...7, using: &generator) {
            case 0: draft.add(" é } ", prints: " é } ")
            case 1: draft.add("{{title}}", prints: "outer")
            case 2: draft.add("{{none}}{{empty}}{{! x }}", prints: "")
            case 3: draft.add("{{#yes}}\(inner.text){{/yes}}", prints: inner.expected)
            case 4: draft.add("{{#no}}\(inner.text){{/no}}", prints: "")
            case 5: draft.add("{{^nobody}}\(inner.text){{/nobody}}", prints: inner.expected)
            case 6: draft.add("{{#note}}{{.}}\(inner.text){{/note}}", prints: "outer note" + inner.expected)
            default:
                draft.add(
                    "{{#words}}{{.}}\(inner.text){{/words}}",
                    prints: "x\(inner.expected)&lt;y&gt;\(inner.expected)")
            }
        }
        return draft
    }

    private mutating func add(_ text: String, prints expected: String) {
        self.text += text
        self.expected += expected
    }
}

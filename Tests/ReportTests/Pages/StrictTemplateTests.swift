import Evidence
import Report
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

    @Test(arguments: [Template.Name.html, .markdown])
    func ownTemplatesAreAllowed(_ name: Template.Name) throws {
        _ = try StrictTemplate(.report(name))
    }

    private func render(_ template: String) throws -> String {
        try StrictTemplate(Template(name: "test.mustache", text: template)).render(page, .html)
    }
}

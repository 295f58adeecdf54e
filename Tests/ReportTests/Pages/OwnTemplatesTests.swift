import Evidence
import Report
import Testing

@Suite struct OwnTemplatesTests {
    @Test(arguments: [
        ("{{titel}}", 1, TemplateFailure.Problem.unknownName),
        ("{{#fails}}\n{{title}}{{/fails}}", 2, .unknownName),
        ("{{^accepted}}{{titel}}{{/accepted}}", 1, .unknownName),
        ("{{#control}}{{#benchmark}}{{checkId}}{{/benchmark}}{{/control}}", 1, .unknownName),
        ("{{fails}}", 1, .notText), ("{{hasGaps}}", 1, .notText), ("{{#fails}}{{.}}{{/fails}}", 1, .notText),
        ("{{.}}", 1, .notText),
        ("{{{title}}}", 1, .refusedTag), ("{{&title}}", 1, .refusedTag), ("\n{{>other}}", 2, .refusedTag),
        ("{{#fails}}", 1, .malformed), ("{{/fails}}", 1, .malformed),
        ("{{#otherPolicies}}{{#otherPolicies}}{{/otherPolicies}}{{/otherPolicies}}", 1, .listInItself),
    ])
    func refusesBeforeThereIsAPage(_ template: String, _ line: Int, _ problem: TemplateFailure.Problem) {
        for file in ["report.html.mustache", "report.md.mustache"] {
            let failure = #expect(throws: TemplateFailure.self) { try OwnTemplates.check([file: template]) }
            #expect(failure?.problem == problem && failure?.line == line && failure?.template == file)
        }
    }

    @Test(arguments: [
        ("report.css", "a {}\n</StYle>", TemplateFailure.Problem.endsElement),
        ("report.js", "'</script>'", .endsElement),
        // To Swift the first bracket is one character with the number sign before it, to a browser it is a bracket.
        ("report.css", "a {}\u{600}</style><b>", .endsElement), ("report.js", "1;\u{600}</script><b>", .endsElement),
        ("report.js", "\u{600}<!--", .endsElement),
        ("report.js", "<!--", .endsElement), ("report.sarif", "x", .unknownFile), ("../report.css", "x", .unknownFile),
    ])
    func refusesFiles(_ file: String, _ text: String, _ problem: TemplateFailure.Problem) {
        let failure = #expect(throws: TemplateFailure.self) { try OwnTemplates.check([file: text]) }
        #expect(failure?.problem == problem)
    }

    @Test func theyStandForTheBuiltInOnes() throws {
        var dossier = SampleDossier.everything
        dossier.inputs.templates = [
            "report.md.mustache":
                "# {{title}}\n{{#fails}}\n- {{vpcId}} {{#isAccepted}}accepted{{/isAccepted}}\n{{/fails}}\n",
            "report.css": "p { color: teal }",
        ]
        try OwnTemplates.check(dossier.inputs.templates)
        let markdown = String(decoding: try ReportFormat.markdown.bytes(of: dossier), as: UTF8.self)
        let fails = dossier.assessments.filter { $0.verdict == .fail }
        #expect(markdown.split(separator: "\n").count == fails.count + 1)
        #expect(markdown.contains("- `vpc-0010` accepted\n"))
        let html = String(decoding: try ReportFormat.html.bytes(of: dossier), as: UTF8.self)
        #expect(html.contains("<style>p { color: teal }</style>"))
        #expect(html.contains("style-src 'sha256-8fPwlIw/PLRUIsg7vYlNotoeuR0WiP8RAqPPGm2Lo4U='"))
    }
}

import Evidence
import Foundation
import Report
import Support
import Testing

/// Messages as a viewer of SARIF takes them, through a whole report.
@Suite struct SARIFMessageTests {
    @Test(arguments: [
        ("{0}", "{{0}}"), ("a{b}c}{", "a{{b}}c}}{{"), ("[a](javascript:x)", "[a] (javascript:x)"),
        ("\\[a\\](1)", "\\[a\\] (1)"), ("[plain] brackets", "[plain] brackets"), ("]((1)", "] ((1)"),
    ])
    func syntaxBecomesText(_ name: String, _ shown: String) throws {
        #expect(try message(named: name).contains("vpc-0e' (\(shown)) in account"))
    }

    @Test(arguments: 0..<200)
    func nothingIsTakenForSyntax(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let name = HostileText.random(using: &generator)
        let text = try message(named: name)
        #expect(!text.contains("]("))
        #expect(text.visible() == text)
        let braces = text.replacing("{{", with: "").replacing("}}", with: "")
        #expect(!braces.contains("{") && !braces.contains("}"))
        // Nothing is lost either: undone, the escaping gives the text that a person would have been shown.
        let undone = text.replacing("{{", with: "{").replacing("}}", with: "}").replacing("] (", with: "](")
        #expect(name.isEmpty || undone.contains(name.visible().replacing("] (", with: "](")))
    }

    private func message(named name: String) throws -> String {
        let bytes = try ReportFormat.sarif.bytes(of: SampleDossier.make([SampleVPC.hostile("vpc-0e", name)]))
        let log = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let run = (log?["runs"] as? [[String: Any]])?.first
        let result = (run?["results"] as? [[String: Any]])?.first
        return try #require((result?["message"] as? [String: Any])?["text"] as? String)
    }
}

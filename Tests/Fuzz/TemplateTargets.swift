import Evidence
import Report
import Templates

/// A user's own templates: what is accepted can be rendered.
extension FuzzTarget {
    static let htmlTemplate = FuzzTarget("html-template") { _ = try rendered($0, .html, .html) }
    static let markdownTemplate = FuzzTarget("markdown-template") { _ = try rendered($0, .markdown, .markdown) }

    /// The page has one style sheet and one script, and neither ends before its time.
    static let styleTemplate = FuzzTarget("style-template") { bytes in
        for (name, end) in [(Template.Name.style, "</style"), (.script, "</script")] {
            refusing(name) {
                let page = try rendered(bytes, $0, .html).map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
                expect(page.split(separator: Array(end.utf8)).count == 2, "an element ends once")
            }
        }
    }

    private static func rendered(
        _ bytes: [UInt8], _ name: Template.Name, _ format: ReportFormat
    ) throws -> [UInt8] {
        let templates = [name.rawValue: bytes.text]
        try OwnTemplates.check(templates)
        var dossier = SmallEstate.dossier
        dossier.inputs.templates = templates
        let output = MemoryOutput()
        do { try format.render(dossier, output) } catch { fatalError("accepted, and then: \(error)") }
        return output.bytes
    }
}

import Evidence
import Report
import Templates

/// A user's own templates: what is accepted can be rendered.
extension FuzzTarget {
    static let htmlTemplate = FuzzTarget("html-template") { try render($0, .html, .html) }
    static let markdownTemplate = FuzzTarget("markdown-template") { try render($0, .markdown, .markdown) }

    private static func render(_ bytes: [UInt8], _ name: Template.Name, _ format: ReportFormat) throws {
        let templates = [name.rawValue: String(decoding: bytes, as: UTF8.self)]
        try OwnTemplates.check(templates)
        var dossier = SmallPackage.dossier
        dossier.inputs.templates = templates
        do { try format.render(dossier, MemoryOutput()) } catch { fatalError("accepted, and then: \(error)") }
    }
}

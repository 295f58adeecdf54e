package import Evidence
package import Templates

/// A mustache template that is read without mercy: what it may not do is refused when it is loaded, and a name that
/// the page does not know is an error, where mustache would print nothing.
package struct StrictTemplate: Sendable {
    private let name: String
    private let tags: [TemplateTag]
    private let nodes: [TemplateNode]

    package init(_ source: Template) throws(TemplateFailure) {
        name = source.name
        tags = try TemplateTag.all(in: source.text, of: source.name)
        nodes = try TemplateNode.all(in: source.text, tags: tags, of: source.name)
    }

    /// Throws for the first name that the page of a report has not in that place, or not as that kind, before
    /// there is a page.
    func check() throws(TemplateFailure) {
        var check = TemplateCheck(name)
        try check.run(tags)
    }

    /// Writes the text piece by piece. Throws a `TemplateFailure` for the first name of the template that the page
    /// did not know, and what the output throws: what was written by then is no report.
    package func render(_ page: Page, _ escaping: Escaping, to output: any Output) throws {
        var rendering = TemplateRendering(escaping, to: output)
        do {
            try rendering.render(nodes, TemplateRendering.Context(page))
            try rendering.finish()
        } catch let found as TemplateRendering.Unserved {
            let line = tags.first { $0.name == found.name && $0.kind != .comment }?.line
            throw TemplateFailure(template: name, line: line, name: found.name, problem: found.problem)
        }
    }

    /// The whole text, for what must be short.
    package func render(_ page: Page, _ escaping: Escaping) throws -> String {
        let memory = MemoryOutput()
        try render(page, escaping, to: memory)
        return memory.text
    }
}

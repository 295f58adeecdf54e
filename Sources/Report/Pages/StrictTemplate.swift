import Mustache
package import Templates

/// A template that is read without mercy: what it may not do is refused when it is loaded, and a name
/// that the page does not know is an error, where mustache would print nothing.
package struct StrictTemplate: Sendable {
    private let name: String
    private let tags: [TemplateTag]
    private let template: MustacheTemplate

    package init(_ source: Template) throws(TemplateFailure) {
        name = source.name
        tags = try TemplateTag.all(in: source.text, of: source.name)
        do {
            // Mustache escapes nothing: each value comes to it escaped for the report it is going into.
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + source.text)
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateFailure(
                template: source.name, line: error.context.lineNumber - 1, name: "\(error.error)",
                problem: .malformed)
        } catch {
            throw TemplateFailure(template: source.name, line: nil, name: "\(error)", problem: .malformed)
        }
    }

    /// Throws for the first name of the template that the page did not know.
    package func render(_ page: Page, _ escaping: Escaping) throws(TemplateFailure) -> String {
        let rendering = PageRendering(escaping)
        let text = template.render(rendering.value(page))
        if let found = rendering.firstFailure {
            let line = tags.first { $0.name == found.name && $0.kind != .comment }?.line
            throw TemplateFailure(template: name, line: line, name: found.name, problem: found.problem)
        }
        return text
    }
}

import Mustache

/// One rendering: hands pages to mustache, escaped, and remembers the first name that nobody knew.
final class PageRendering {
    private let escaping: Escaping
    private(set) var firstFailure: (name: String, problem: TemplateFailure.Problem)?

    init(_ escaping: Escaping) {
        self.escaping = escaping
    }

    /// The page as mustache takes it. `name` is what the template called it.
    func value(_ page: Page, name: String = ".") -> Any {
        switch page {
        case .absent: RenderedText("")
        case .text(let text): RenderedText(text.isEmpty ? "" : escaping.text(text))
        case .own(let text): RenderedText(escaping.own(text))
        case .lines(let text): RenderedText(text.isEmpty ? "" : escaping.lines(text))
        case .verbatim(let text): RenderedText(text)
        case .flag(let flag): flag
        case .list(let count, let item):
            RenderedList(name: name, count: count, rendering: self) { [self] in value(item($0)) }
        case .object(let field): RenderedObject(name: name, rendering: self, field: field)
        }
    }

    func fail(_ name: String, _ problem: TemplateFailure.Problem) {
        if firstFailure == nil { firstFailure = (name, problem) }
    }
}

/// Escaped text. It has no fields: inside its section, names are those of the object around it.
private struct RenderedText: MustacheCustomRenderable, MustacheParent {
    let renderText: String
    init(_ text: String) { renderText = text }
    var isNull: Bool { renderText.isEmpty }
    func child(named: String) -> Any? { nil }
}

private struct RenderedObject: MustacheCustomRenderable, MustacheParent {
    let name: String
    let rendering: PageRendering
    let field: (String) -> Page?

    /// Never nil, which would make mustache ask the object further out.
    func child(named child: String) -> Any? {
        guard let page = field(child) else {
            rendering.fail(child, .unknownName)
            return RenderedText("")
        }
        return rendering.value(page, name: child)
    }

    var isNull: Bool { false }
    var renderText: String {
        rendering.fail(name, .notText)
        return ""
    }
}

private struct RenderedList: MustacheSequence, MustacheCustomRenderable, MustacheParent {
    let name: String
    let count: Int
    let rendering: PageRendering
    let item: (Int) -> Any

    func makeIterator() -> AnyIterator<Any> {
        var next = 0
        return AnyIterator {
            guard next < count else { return nil }
            defer { next += 1 }
            return item(next)
        }
    }

    func child(named: String) -> Any? { nil }
    var isNull: Bool { count == 0 }
    var renderText: String {
        rendering.fail(name, .notText)
        return ""
    }
}

/// One rendering of a template: the text so far, and the first name that the page could not serve.
struct TemplateRendering {
    private let escaping: Escaping
    private(set) var text = ""
    private(set) var firstFailure: (name: String, problem: TemplateFailure.Problem)?

    init(_ escaping: Escaping) {
        self.escaping = escaping
    }

    /// What tags are about: `{{.}}`, and the nearest object, whose fields all other names are.
    struct Context {
        fileprivate let here: Page
        fileprivate let field: (String) -> Page?

        init(_ page: Page) {
            self.init(page, inside: { _ in nil })
        }

        fileprivate init(_ page: Page, inside field: @escaping (String) -> Page?) {
            here = page
            if case .object(let own) = page { self.field = own } else { self.field = field }
        }
    }

    mutating func render(_ nodes: [TemplateNode], _ context: Context) {
        for node in nodes {
            switch node {
            case .text(let piece): text += piece
            case .value(let name): append(page(name, context), name)
            case .section(let name, let nodes): renderSection(page(name, context), nodes, context)
            case .inverted(let name, let nodes):
                if page(name, context).isFalse { render(nodes, context) }
            }
        }
    }

    private mutating func page(_ name: String, _ context: Context) -> Page {
        if name == "." { return context.here }
        if let page = context.field(name) { return page }
        fail(name, .unknownName)
        return .absent
    }

    private mutating func append(_ page: Page, _ name: String) {
        switch page {
        case .absent: break
        case .text(let value): if !value.isEmpty { text += escaping.text(value) }
        case .own(let value): text += escaping.own(value)
        case .lines(let value): if !value.isEmpty { text += escaping.lines(value) }
        case .verbatim(let value): text += value
        case .flag, .list, .object: fail(name, .notText)
        }
    }

    private mutating func renderSection(_ page: Page, _ nodes: [TemplateNode], _ context: Context) {
        switch page {
        case .list(let count, let item):
            for index in 0..<count { render(nodes, Context(item(index), inside: context.field)) }
        case .flag(let flag):
            if flag { render(nodes, context) }
        case .absent, .text, .own, .lines, .verbatim, .object:
            if !page.isFalse { render(nodes, Context(page, inside: context.field)) }
        }
    }

    private mutating func fail(_ name: String, _ problem: TemplateFailure.Problem) {
        if firstFailure == nil { firstFailure = (name, problem) }
    }
}

extension Page {
    /// Whether a section of it is left out.
    fileprivate var isFalse: Bool {
        switch self {
        case .absent: true
        case .text(let text), .own(let text), .lines(let text), .verbatim(let text): text.isEmpty
        case .flag(let flag): !flag
        case .list(let count, _): count == 0
        case .object: false
        }
    }
}

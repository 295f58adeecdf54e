import Evidence

/// One rendering of a template: the text that waits to be handed on, so that no report is in memory as a whole.
struct TemplateRendering {
    private let escaping: Escaping
    private let output: any Output
    private var pending: [UInt8] = []
    private static let pieceSize = 1 << 16

    /// The first name that the page could not serve.
    struct Unserved: Error {
        let name: String
        let problem: TemplateFailure.Problem
    }

    init(_ escaping: Escaping, to output: any Output) {
        self.escaping = escaping
        self.output = output
        pending.reserveCapacity(Self.pieceSize + 4096)
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

    /// Throws `Unserved`, and what the output throws; what was written by then is no report.
    mutating func render(_ nodes: [TemplateNode], _ context: Context) throws {
        for node in nodes {
            switch node {
            case .text(let piece): try append(piece)
            case .value(let name): try append(page(name, context), name)
            case .section(let name, let nodes): try renderSection(page(name, context), nodes, context)
            case .inverted(let name, let nodes):
                if try page(name, context).isFalse { try render(nodes, context) }
            }
        }
    }

    /// Hands on the rest.
    mutating func finish() throws {
        try pending.withUnsafeBytes { try output.write($0) }
        pending.removeAll(keepingCapacity: true)
    }

    private func page(_ name: String, _ context: Context) throws(Unserved) -> Page {
        if name == "." { return context.here }
        guard let page = context.field(name) else { throw Unserved(name: name, problem: .unknownName) }
        return page
    }

    private mutating func append(_ page: Page, _ name: String) throws {
        switch page {
        case .absent: break
        case .text(let value): if !value.isEmpty { try append(escaping.text(value)) }
        case .own(let value): try append(escaping.own(value))
        case .lines(let value): if !value.isEmpty { try append(escaping.lines(value)) }
        case .verbatim(let value): try append(value)
        case .flag, .list, .object: throw Unserved(name: name, problem: .notText)
        }
    }

    private mutating func append(_ text: String) throws {
        pending.append(contentsOf: text.utf8)
        if pending.count >= Self.pieceSize { try finish() }
    }

    private mutating func renderSection(_ page: Page, _ nodes: [TemplateNode], _ context: Context) throws {
        switch page {
        case .list(let count, let item):
            for index in 0..<count { try render(nodes, Context(item(index), inside: context.field)) }
        case .flag(let flag):
            if flag { try render(nodes, context) }
        case .absent, .text, .own, .lines, .verbatim, .object:
            if !page.isFalse { try render(nodes, Context(page, inside: context.field)) }
        }
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

/// Follows the sections of a template before there is a page, and holds every name against those that the page has
/// in that place.
struct TemplateCheck {
    private struct Section {
        let name: String
        let object: String
        /// What `{{.}}` stands for; nil where it is an object.
        let here: PageNames.Kind?
        let isList: Bool
    }

    private let template: String
    private var sections: [Section] = []

    init(_ template: String) {
        self.template = template
    }

    /// Throws for the first tag that the page could not serve.
    mutating func run(_ tags: [TemplateTag]) throws(TemplateFailure) {
        for tag in tags {
            switch tag.kind {
            case .comment: continue
            case .close: sections.removeLast()
            case .value: try checkValue(tag)
            case .section: sections.append(try section(tag))
            case .inverted:
                _ = try kind(tag)
                sections.append(Section(name: tag.name, object: object, here: here, isList: false))
            }
        }
    }

    private var object: String { sections.last?.object ?? PageNames.outermost }
    private var here: PageNames.Kind? { sections.last?.here }

    private func kind(_ tag: TemplateTag) throws(TemplateFailure) -> PageNames.Kind {
        guard let kind = PageNames.objects[object]?[tag.name] else { throw failure(tag, .unknownName) }
        return kind
    }

    private func checkValue(_ tag: TemplateTag) throws(TemplateFailure) {
        guard try (tag.name == "." ? here : kind(tag)) == .text else { throw failure(tag, .notText) }
    }

    private func section(_ tag: TemplateTag) throws(TemplateFailure) -> Section {
        switch try kind(tag) {
        case .text: return Section(name: tag.name, object: object, here: .text, isList: false)
        case .flag: return Section(name: tag.name, object: object, here: here, isList: false)
        case .texts:
            try checkIsNotInItself(tag)
            return Section(name: tag.name, object: object, here: .text, isList: true)
        case .list(let item):
            try checkIsNotInItself(tag)
            return Section(name: tag.name, object: item, here: nil, isList: true)
        case .object(let inner): return Section(name: tag.name, object: inner, here: nil, isList: false)
        }
    }

    /// Lists of texts leave the names around them in force.
    private func checkIsNotInItself(_ tag: TemplateTag) throws(TemplateFailure) {
        let open = sections.reversed().prefix { $0.object == object }
        if open.contains(where: { $0.isList && $0.here != nil && $0.name == tag.name }) {
            throw failure(tag, .listInItself)
        }
    }

    private func failure(_ tag: TemplateTag, _ problem: TemplateFailure.Problem) -> TemplateFailure {
        TemplateFailure(template: template, line: tag.line, name: tag.name, problem: problem)
    }
}

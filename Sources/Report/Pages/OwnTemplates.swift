import Evidence
import Templates

/// Templates of a user's own, which stand for the built-in ones of the same file name.
package enum OwnTemplates {
    /// The file names that can be overridden. `docs/templates.md` tells what each may name.
    package static let names = Template.Name.allCases.map(\.rawValue)

    /// Throws for the first template that nothing could be rendered from, whatever the dossier: one of a name that
    /// there is not, a tag that is refused, a value that the page has not in that place.
    package static func check(_ templates: [String: String]) throws(TemplateFailure) {
        for (file, text) in templates.sorted(by: { $0.key < $1.key }) {
            guard let name = Template.Name(rawValue: file) else {
                throw TemplateFailure(template: file, line: nil, name: file, problem: .unknownFile)
            }
            switch name {
            case .html, .markdown: try StrictTemplate(Template(name: file, text: text)).check()
            case .style: try check(file, text, holdsNone: ["</style"])
            case .script: try check(file, text, holdsNone: ["</script", "<!--"])
            }
        }
    }

    /// What stands in the page as it is must not end there before its time. Browsers know no characters of several
    /// scalars, in which an end could hide: bytes are compared.
    private static func check(_ file: String, _ text: String, holdsNone ends: [String]) throws(TemplateFailure) {
        let small = text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        let lines = small.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if let end = ends.first(where: { line.firstRange(of: $0.utf8) != nil }) {
                throw TemplateFailure(template: file, line: index + 1, name: end, problem: .endsElement)
            }
        }
    }
}

extension RunInputs {
    /// The user's own, or the built-in one.
    func template(_ name: Template.Name) -> Template {
        templates[name.rawValue].map { Template(name: name.rawValue, text: $0) } ?? .report(name)
    }
}

extension OwnTemplates {
    /// The formats that are rendered from any of these templates.
    package static func formats(rendering templates: [String: String]) -> [ReportFormat] {
        let names = templates.keys.compactMap(Template.Name.init)
        let isHTML = names.contains { $0 != .markdown }
        return (isHTML ? [.html] : []) + (names.contains(.markdown) ? [.markdown] : [])
    }
}

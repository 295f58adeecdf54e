import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A plain reading of a document that looks at local names only: what the records are held against.
/// It is Foundation's DOM, which shares nothing with the reader under test but libxml2's tokens.
struct PlainXML {
    let name: String
    let text: String
    let children: [PlainXML]

    init(_ bytes: [UInt8]) throws {
        let document = try XMLDocument(data: Data(bytes), options: [.nodePreserveWhitespace])
        guard let root = document.rootElement() else { throw CocoaError(.fileReadCorruptFile) }
        self.init(root)
    }

    private init(_ element: XMLElement) {
        name = element.localName ?? element.name ?? ""
        children = (element.children ?? []).compactMap { $0 as? XMLElement }.map(PlainXML.init)
        text = element.stringValue ?? ""
    }

    /// The first child of that name.
    subscript(name: String) -> PlainXML? { children.first { $0.name == name } }

    /// Text of the first child of that name, nil where it is absent or empty.
    func text(_ name: String) -> String? {
        self[name].flatMap { $0.text.isEmpty ? nil : $0.text }
    }

    func items(_ set: String) -> [PlainXML] { self[set]?.children.filter { $0.name == "item" } ?? [] }
}

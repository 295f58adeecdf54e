import Foundation
#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element as Foundation reads it: a parser that knows nothing of how we write.
final class ReadElement {
    let name: String
    let attributes: [String: String]
    fileprivate(set) var children: [ReadElement] = []
    fileprivate(set) var text = ""

    init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    static func root(of document: [UInt8]) throws -> ReadElement {
        let reading = Reading()
        // In pieces: of one of 10 MB libxml2 believes that it is an attack.
        let parser = XMLParser(stream: InputStream(data: Data(document)))
        parser.delegate = reading
        guard parser.parse(), let root = reading.document.children.first else {
            throw parser.parserError ?? CocoaError(.fileReadCorruptFile)
        }
        return root
    }

    private final class Reading: NSObject, XMLParserDelegate {
        let document = ReadElement(name: "", attributes: [:])
        private var open: [ReadElement] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            let element = ReadElement(name: name, attributes: attributes)
            (open.last ?? document).children.append(element)
            open.append(element)
        }

        func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
            open.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.text += string }
    }
}

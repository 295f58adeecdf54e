import Foundation
import Support
import Testing

/// What is left of a report when its words are taken away, as parsers see it that others wrote: elements and
/// attributes, keys and kinds of values, rows and cells. Text that stays text does not change it.
enum Shape {
    /// cmark-gfm renders Markdown as GitHub does.
    static let tools = [OtherProgram.python, OtherProgram.gfm]

    /// - Parameter file: the name of the report, whose ending tells what it is.
    static func of(_ bytes: [UInt8], file: String) async throws -> [String] {
        switch file.split(separator: ".").last {
        case "xml": try lines(of: ReadElement.root(of: bytes))
        case "json", "sarif":
            try lines(of: JSONSerialization.jsonObject(with: Data(bytes)), at: "")
                .filter { line in file != "asff.json" || !namedByText.contains { line.contains($0) } }
        case "jsonl":
            try bytes.split(separator: UInt8(ascii: "\n")).flatMap {
                try lines(of: JSONSerialization.jsonObject(with: Data($0)), at: "")
            }
        case "csv": try CSVTable.read(bytes).map { "\($0.count) cells" }
        case "md": try await elements(of: OtherProgram.rendered(markdown: bytes))
        case "html": try await elements(of: bytes)
        default: throw NoReader(file: file)
        }
    }

    /// Where ASFF makes names of what AWS wrote: the keys of tags, and the kind of an address by its signs.
    private static let namedByText = ["/Resources/-/Tags/", "CidrBlockAssociationSet"]

    struct NoReader: Error {
        let file: String
    }

    private static func lines(of element: ReadElement) -> [String] {
        [([element.name] + element.attributes.keys.sorted()).joined(separator: " ")]
            + element.children.flatMap { lines(of: $0).map { " " + $0 } }
    }

    private static func lines(of value: Any, at path: String) -> [String] {
        switch value {
        case let table as [String: Any]:
            ["\(path) table"]
                + table.sorted { $0.key < $1.key }.flatMap { lines(of: $0.value, at: "\(path)/\($0.key)") }
        case let list as [Any]: ["\(path) list"] + list.flatMap { lines(of: $0, at: "\(path)/-") }
        case is String: ["\(path) text"]
        case is NSNull: ["\(path) null"]
        default: ["\(path) number or flag"]
        }
    }

    /// Tags with their attributes; of those that name, lead or run, the values too.
    private static func elements(of html: [UInt8]) async throws -> [String] {
        let told = try await OtherProgram.pythonReads(
            html,
            """
            import html.parser, sys
            class Reader(html.parser.HTMLParser):
                def handle_starttag(self, tag, attributes):
                    told = ("id", "href", "src", "class", "name", "type")
                    print(tag, *(f"{k}={v}" if k in told or k.startswith("on") else k for k, v in attributes))
                def handle_endtag(self, tag): print("/" + tag)
                def handle_comment(self, data): print("comment")
                def handle_decl(self, declaration): print("!", declaration)
                def handle_pi(self, data): print("?")
                def unknown_decl(self, data): print("unknown")
            reader = Reader()
            reader.feed(open(sys.argv[1], encoding="utf-8", newline="").read())
            reader.close()
            """)
        return told.split(separator: "\n").map(String.init)
    }
}

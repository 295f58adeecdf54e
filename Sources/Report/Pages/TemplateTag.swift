/// A tag of a template, and the few kinds that Exhibit allows.
///
/// `{{name}}`, `{{#name}}`, `{{^name}}`, `{{/name}}`, `{{.}}` and `{{! comment }}`. A name is letters and
/// digits. Everything else that mustache knows is refused: unescaped tags print values as they stand,
/// partials reset the escaping, dotted names and transforms are silent about what they do not find.
struct TemplateTag: Hashable {
    enum Kind: Hashable {
        case value, section, inverted, close, comment
    }

    var kind: Kind
    var name: String
    /// From 1.
    var line: Int
    /// Its bytes in the template, braces included.
    var range: Range<Int>

    /// The tags of a template in their order. Throws for the first that is not allowed.
    static func all(in text: String, of template: String) throws(TemplateFailure) -> [TemplateTag] {
        var tags: [TemplateTag] = []
        var line = 1
        var rest = Array(text.utf8)[...]
        while let open = rest.firstPair(of: UInt8(ascii: "{")) {
            line += rest[..<open].count { $0 == UInt8(ascii: "\n") }
            rest = rest[(open + 2)...]
            let close = rest.firstPair(of: UInt8(ascii: "}")) ?? rest.endIndex
            let content = rest[..<close]
            guard close < rest.endIndex, let tag = TemplateTag(content, line: line, range: open..<(close + 2)) else {
                let shown = "{{" + String(decoding: content.prefix(40), as: UTF8.self) + "}}"
                throw TemplateFailure(template: template, line: line, name: shown, problem: .refusedTag)
            }
            tags.append(tag)
            line += content.count { $0 == UInt8(ascii: "\n") }
            rest = rest[(close + 2)...]
        }
        return tags
    }

    private init?(_ content: ArraySlice<UInt8>, line: Int, range: Range<Int>) {
        var content = content
        kind =
            switch content.first {
            case UInt8(ascii: "#"): .section
            case UInt8(ascii: "^"): .inverted
            case UInt8(ascii: "/"): .close
            case UInt8(ascii: "!"): .comment
            default: .value
            }
        if kind != .value { content = content.dropFirst() }
        if kind != .comment { content = content.trimmingSpaces() }
        name = String(decoding: content, as: UTF8.self)
        self.line = line
        self.range = range
        guard kind == .comment || kind == .value && name == "." || Self.isName(content) else { return nil }
    }

    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: false
                }
            }
    }
}

extension ArraySlice<UInt8> {
    fileprivate func trimmingSpaces() -> Self {
        let space = UInt8(ascii: " ")
        let end = lastIndex { $0 != space }.map { $0 + 1 } ?? startIndex
        return self[..<end].drop { $0 == space }
    }

    /// Where the byte first stands twice in a row.
    fileprivate func firstPair(of byte: UInt8) -> Int? {
        indices.dropLast().first { self[$0] == byte && self[$0 + 1] == byte }
    }
}

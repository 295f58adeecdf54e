import Evidence

/// A small JSON document with its keys in the order they are given: policies, templates, arguments of commands.
indirect enum JSONTree: Sendable, Hashable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([JSONTree])
    case fields([Field])

    struct Field: Sendable, Hashable {
        let key: String
        let value: JSONTree
    }

    static func object(_ fields: KeyValuePairs<String, JSONTree>) -> JSONTree {
        .fields(fields.map { Field(key: $0.key, value: $0.value) })
    }

    static func texts(_ texts: [String]) -> JSONTree { .list(texts.map { .text($0) }) }

    /// Without a line break.
    var oneLine: String {
        var text = ""
        write(to: &text)
        return text
    }

    /// Two spaces a level; `depth` is that of the line it begins on.
    func indented(_ depth: Int = 0) -> String {
        var text = ""
        write(to: &text, depth: depth)
        return text
    }

    /// - Parameter depth: nil for a single line.
    private func write(to text: inout String, depth: Int? = nil) {
        switch self {
        case .text(let value): text += Self.quoted(value)
        case .number(let number): text += "\(number)"
        case .flag(let flag): text += flag ? "true" : "false"
        case .list(let items):
            Self.write(items, between: ("[", "]"), to: &text, depth) { $0.write(to: &$1, depth: $2) }
        case .fields(let fields):
            Self.write(fields, between: ("{", "}"), to: &text, depth) { field, text, depth in
                text += Self.quoted(field.key)
                text += depth == nil ? ":" : ": "
                field.value.write(to: &text, depth: depth)
            }
        }
    }

    private static func write<Item>(
        _ items: [Item], between brackets: (String, String), to text: inout String, _ depth: Int?,
        each: (Item, inout String, Int?) -> Void
    ) {
        text += brackets.0
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            if let depth { text += "\n" + String(repeating: "  ", count: depth + 1) }
            each(item, &text, depth.map { $0 + 1 })
        }
        if let depth, !items.isEmpty { text += "\n" + String(repeating: "  ", count: depth) }
        text += brackets.1
    }

    /// A JSON string (RFC 8259, 7): whatever would act instead of being read is escaped.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
        if isPlain { return "\"\(text)\"" }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.isActing:
                for unit in String(scalar).utf16 {
                    let hex = String(unit, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                }
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

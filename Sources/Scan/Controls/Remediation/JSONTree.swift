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
        switch self {
        case .list(let items): "[" + items.map(\.oneLine).joined(separator: ",") + "]"
        case .fields(let fields):
            "{" + fields.map { "\(Self.quoted($0.key)):\($0.value.oneLine)" }.joined(separator: ",") + "}"
        default: leaf
        }
    }

    /// Two spaces a level; `depth` is that of the line it begins on.
    func indented(_ depth: Int = 0) -> String {
        let (inner, outer) = (String(repeating: "  ", count: depth + 1), String(repeating: "  ", count: depth))
        switch self {
        case .list(let items) where !items.isEmpty:
            return "[\n" + items.map { inner + $0.indented(depth + 1) }.joined(separator: ",\n") + "\n\(outer)]"
        case .fields(let fields) where !fields.isEmpty:
            let lines = fields.map { "\(inner)\(Self.quoted($0.key)): \($0.value.indented(depth + 1))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        default: return oneLine
        }
    }

    private var leaf: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): "\(number)"
        case .flag(let flag): flag ? "true" : "false"
        case .list, .fields: oneLine
        }
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

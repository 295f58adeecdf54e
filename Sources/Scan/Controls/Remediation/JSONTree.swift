import Evidence

/// A small JSON document with its keys in the order they are given: policies, templates, arguments of commands.
enum JSONTree: Sendable, Hashable {
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
    var oneLine: String { text(nil) }

    /// Two spaces a level; `depth` is that of the line it begins on.
    func indented(_ depth: Int = 0) -> String { text(depth) }

    private func text(_ depth: Int?) -> String {
        var json = JSONBytes()
        json.reserve(1 << 12)
        write(to: &json, depth)
        return json.text
    }

    /// - Parameter depth: nil for a single line.
    private func write(to json: inout JSONBytes, _ depth: Int?) {
        switch self {
        case .text(let text): json.quote(text)
        case .number(let number): json.append(String(number))
        case .flag(let flag): json.append(flag ? "true" : "false")
        case .list(let items):
            json.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                Self.begin(index, in: &json, depth)
                item.write(to: &json, depth.map { $0 + 1 })
            }
            Self.end(items.count, in: &json, depth)
            json.append(UInt8(ascii: "]"))
        case .fields(let fields):
            json.append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                Self.begin(index, in: &json, depth)
                json.quote(field.key)
                json.append(depth == nil ? ":" : ": ")
                field.value.write(to: &json, depth.map { $0 + 1 })
            }
            Self.end(fields.count, in: &json, depth)
            json.append(UInt8(ascii: "}"))
        }
    }

    private static func begin(_ index: Int, in json: inout JSONBytes, _ depth: Int?) {
        if index > 0 { json.append(UInt8(ascii: ",")) }
        if let depth { json.appendLine(indentedBy: depth + 1) }
    }

    private static func end(_ count: Int, in json: inout JSONBytes, _ depth: Int?) {
        if let depth, count > 0 { json.appendLine(indentedBy: depth) }
    }
}

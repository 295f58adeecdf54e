/// Writes JSON token by token: the open brackets, and the bytes that wait to be handed on.
final class JSONTokenWriter {
    private struct Bracket {
        let close: UInt8
        var isEmpty = true
        var expectsValue = false
        /// The last key; nil in a list.
        var key: String?
    }

    private let isIndented: Bool
    private let output: any Output
    private var brackets: [Bracket] = []
    private var pending = JSONBytes()
    private static let pieceSize = 1 << 16

    init(layout: JSONText.Layout, output: any Output) {
        isIndented = layout == .indented
        self.output = output
        pending.reserve(Self.pieceSize + 4096)
    }

    /// Encodes a value inside the bracket at `depth`, and closes whatever it opened.
    func encode<Value: Encodable>(_ value: Value, at depth: Int) throws {
        // The types are compared first, because a cast takes longer than writing most values.
        if Value.self == [String: String].self, let table = value as? [String: String] {
            open("{", "}")
            for (key, value) in table.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                self.key(key, at: depth + 1)
                string(value)
            }
        } else {
            let start = brackets.count
            try value.encode(to: JSONTokenEncoder(writer: self, depth: depth))
            if brackets.count == start, depth > 0, brackets[depth - 1].expectsValue {
                throw EncodingError.invalidValue(
                    value, .init(codingPath: path(to: depth), debugDescription: "the value encodes nothing"))
            }
        }
        close(to: depth)
        if pending.count >= Self.pieceSize { try flush() }
    }

    func open(_ bracket: Unicode.Scalar, _ close: Unicode.Scalar) {
        separate()
        pending.append(UInt8(ascii: bracket))
        brackets.append(Bracket(close: UInt8(ascii: close)))
    }

    func close(to depth: Int) {
        while brackets.count > depth {
            let last = brackets.removeLast()
            if isIndented && !last.isEmpty { pending.appendLine(indentedBy: brackets.count) }
            pending.append(last.close)
        }
    }

    func key(_ key: String, at depth: Int) {
        close(to: depth)
        separate()
        pending.quote(key)
        pending.append(UInt8(ascii: ":"))
        if isIndented { pending.append(UInt8(ascii: " ")) }
        brackets[depth - 1].expectsValue = true
        brackets[depth - 1].key = key
    }

    func string(_ text: String) {
        separate()
        pending.quote(text)
    }

    func scalar(_ text: String) {
        separate()
        pending.append(text)
    }

    func finish() throws {
        close(to: 0)
        pending.append(UInt8(ascii: "\n"))
        try flush()
    }

    /// The keys that lead to a value inside the bracket at `depth`.
    func path(to depth: Int) -> [any CodingKey] {
        brackets.prefix(depth).compactMap(\.key).map(JSONPathStep.init)
    }

    private func flush() throws {
        try pending.hand(to: output)
    }

    /// A comma and a new line, unless this is the first of its bracket or the value of a key.
    private func separate() {
        guard let last = brackets.indices.last else { return }
        if brackets[last].expectsValue {
            brackets[last].expectsValue = false
            return
        }
        if !brackets[last].isEmpty { pending.append(UInt8(ascii: ",")) }
        brackets[last].isEmpty = false
        if isIndented { pending.appendLine(indentedBy: brackets.count) }
    }
}

/// Where an error lies.
private struct JSONPathStep: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ key: String) { stringValue = key }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

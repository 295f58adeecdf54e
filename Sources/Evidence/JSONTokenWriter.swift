/// Writes JSON token by token, and hands on the bytes in pieces.
final class JSONTokenWriter {
    private let output: any Output
    // In one value, so that a token costs one check of exclusive access.
    private var tokens: JSONTokens
    private static let pieceSize = 1 << 16

    init(layout: JSONText.Layout, output: any Output) {
        self.output = output
        tokens = JSONTokens(isIndented: layout == .indented, capacity: Self.pieceSize + 4096)
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
            let start = tokens.depth
            try value.encode(to: JSONTokenEncoder(writer: self, depth: depth))
            if tokens.lacksValue(at: depth, since: start) {
                throw EncodingError.invalidValue(
                    value, .init(codingPath: path(to: depth), debugDescription: "the value encodes nothing"))
            }
        }
        if tokens.close(to: depth) >= Self.pieceSize { try tokens.hand(to: output) }
    }

    func open(_ bracket: Unicode.Scalar, _ close: Unicode.Scalar) { tokens.open(bracket, close) }
    func close(to depth: Int) { tokens.close(to: depth) }
    func key(_ key: String, at depth: Int) { tokens.key(key, at: depth) }
    func string(_ text: String) { tokens.string(text) }
    func scalar(_ text: String) { tokens.scalar(text) }

    func finish() throws {
        tokens.end()
        try tokens.hand(to: output)
    }

    /// The keys that lead to a value inside the bracket at `depth`.
    func path(to depth: Int) -> [any CodingKey] { tokens.keys(to: depth).map(JSONPathStep.init) }
}

/// The open brackets, and the bytes that wait to be handed on.
private struct JSONTokens {
    private struct Bracket {
        let close: UInt8
        var isEmpty = true
        var expectsValue = false
        /// The last key; nil in a list.
        var key: String?
    }

    private let isIndented: Bool
    private var brackets: [Bracket] = []
    private var pending = JSONBytes()

    init(isIndented: Bool, capacity: Int) {
        self.isIndented = isIndented
        pending.reserve(capacity)
    }

    var depth: Int { brackets.count }

    /// Whether the last key inside the bracket at `depth` has nothing that follows it.
    func lacksValue(at depth: Int, since start: Int) -> Bool {
        brackets.count == start && depth > 0 && brackets[depth - 1].expectsValue
    }

    func keys(to depth: Int) -> [String] { brackets.prefix(depth).compactMap(\.key) }

    mutating func open(_ bracket: Unicode.Scalar, _ close: Unicode.Scalar) {
        separate()
        pending.append(UInt8(ascii: bracket))
        brackets.append(Bracket(close: UInt8(ascii: close)))
    }

    /// Returns how many bytes wait.
    @discardableResult mutating func close(to depth: Int) -> Int {
        while brackets.count > depth {
            let last = brackets.removeLast()
            if isIndented && !last.isEmpty { pending.appendLine(indentedBy: brackets.count) }
            pending.append(last.close)
        }
        return pending.count
    }

    mutating func key(_ key: String, at depth: Int) {
        close(to: depth)
        separate()
        pending.quote(key)
        pending.append(UInt8(ascii: ":"))
        if isIndented { pending.append(UInt8(ascii: " ")) }
        brackets[depth - 1].expectsValue = true
        brackets[depth - 1].key = key
    }

    mutating func string(_ text: String) {
        separate()
        pending.quote(text)
    }

    mutating func scalar(_ text: String) {
        separate()
        pending.append(text)
    }

    mutating func end() {
        close(to: 0)
        pending.append(UInt8(ascii: "\n"))
    }

    mutating func hand(to output: any Output) throws { try pending.hand(to: output) }

    /// A comma and a new line, unless this is the first of its bracket or the value of a key.
    private mutating func separate() {
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

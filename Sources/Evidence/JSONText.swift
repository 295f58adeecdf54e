/// Writes a value as JSON straight to an output: keys in the order the type declares them, no copy
/// of the document in memory, and the same bytes on every machine.
///
/// Foundation's encoder builds the whole document first and orders keys by alphabet or by chance.
/// Every acting character (see `visible`) is escaped, so that a file shown in a terminal stays text.
/// Dictionaries are sorted by key; nil fields are left out. Source of the grammar: RFC 8259.
package enum JSONText {
    package enum Layout: Sendable {
        /// Two spaces a level.
        case indented
        /// No line break anywhere: for JSON lines.
        case oneLine
    }

    /// Throws what the output throws, or an `EncodingError` for a number that JSON cannot hold.
    package static func write(_ value: some Encodable, _ layout: Layout, to output: any Output) throws {
        let writer = JSONTokenWriter(layout: layout, output: output)
        try writer.encode(value, at: 0, path: [])
        try writer.finish()
    }

    package static func bytes(of value: some Encodable, _ layout: Layout) throws -> [UInt8] {
        let memory = MemoryOutput()
        try write(value, layout, to: memory)
        return memory.bytes
    }
}

/// The open brackets, and the bytes that wait to be handed on.
private final class JSONTokenWriter {
    private struct Bracket {
        var close: UInt8
        var isEmpty = true
        var expectsValue = false
    }

    private let layout: JSONText.Layout
    private let output: any Output
    private var brackets: [Bracket] = []
    private var pending: [UInt8] = []
    private static let pieceSize = 1 << 16

    init(layout: JSONText.Layout, output: any Output) {
        self.layout = layout
        self.output = output
        pending.reserveCapacity(Self.pieceSize + 4096)
    }

    /// Encodes a value inside the bracket at `depth`, and closes whatever it opened.
    func encode(_ value: some Encodable, at depth: Int, path: [any CodingKey]) throws {
        switch value {
        case let text as String: string(text)
        case let number as Int: scalar(String(number))
        case let flag as Bool: scalar(flag ? "true" : "false")
        case let table as [String: String]:
            open("{", "}")
            for (key, value) in table.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                self.key(key, at: depth + 1)
                string(value)
            }
        default:
            let start = brackets.count
            try value.encode(to: JSONTokenEncoder(writer: self, depth: depth, codingPath: path))
            if brackets.count == start, depth > 0, brackets[depth - 1].expectsValue {
                throw EncodingError.invalidValue(
                    value, .init(codingPath: path, debugDescription: "the value encodes nothing"))
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
            if !last.isEmpty { newline() }
            pending.append(last.close)
        }
    }

    func key(_ key: String, at depth: Int) {
        close(to: depth)
        separate()
        quote(key)
        pending.append(UInt8(ascii: ":"))
        if layout == .indented { pending.append(UInt8(ascii: " ")) }
        brackets[brackets.count - 1].expectsValue = true
    }

    func string(_ text: String) {
        separate()
        quote(text)
    }

    func scalar(_ text: String) {
        separate()
        pending.append(contentsOf: text.utf8)
    }

    func finish() throws {
        close(to: 0)
        pending.append(UInt8(ascii: "\n"))
        try flush()
    }

    private func flush() throws {
        try pending.withUnsafeBytes { try output.write($0) }
        pending.removeAll(keepingCapacity: true)
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
        newline()
    }

    private func newline() {
        guard layout == .indented else { return }
        pending.append(UInt8(ascii: "\n"))
        for _ in 0..<brackets.count {
            pending.append(UInt8(ascii: " "))
            pending.append(UInt8(ascii: " "))
        }
    }

    private func quote(_ text: String) {
        pending.append(UInt8(ascii: "\""))
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
        if isPlain {
            pending.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars { append(escaping: scalar) }
        }
        pending.append(UInt8(ascii: "\""))
    }

    private func append(escaping scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": pending.append(contentsOf: "\\\"".utf8)
        case "\\": pending.append(contentsOf: "\\\\".utf8)
        case "\n": pending.append(contentsOf: "\\n".utf8)
        case "\t": pending.append(contentsOf: "\\t".utf8)
        case "\r": pending.append(contentsOf: "\\r".utf8)
        case _ where scalar.isActing:
            for unit in String(scalar).utf16 {
                let hex = String(unit, radix: 16)
                pending.append(contentsOf: "\\u".utf8)
                pending.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - hex.count))
                pending.append(contentsOf: hex.utf8)
            }
        default: pending.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}

/// What a type's `encode(to:)` sees. `depth` is how many brackets stay open around its value.
private struct JSONTokenEncoder: Encoder, SingleValueEncodingContainer {
    let writer: JSONTokenWriter
    let depth: Int
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        writer.open("{", "}")
        return KeyedEncodingContainer(
            JSONKeyedContainer<Key>(writer: writer, depth: depth + 1, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        writer.open("[", "]")
        return JSONListContainer(writer: writer, depth: depth + 1, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { writer.scalar("null") }
    func encode(_ value: Bool) { writer.scalar(value ? "true" : "false") }
    func encode(_ value: String) { writer.string(value) }
    func encode(_ value: Double) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "JSON has no such number"))
        }
        writer.scalar("\(value)")
    }
    func encode(_ value: some Encodable & BinaryInteger) { writer.scalar("\(value)") }
    func encode(_ value: some Encodable) throws {
        try writer.encode(value, at: depth, path: codingPath)
    }
}

private struct JSONKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: JSONTokenWriter
    let depth: Int
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) {
        writer.key(key.stringValue, at: depth)
        writer.scalar("null")
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        writer.key(key.stringValue, at: depth)
        try writer.encode(value, at: depth, path: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        writer.key(key.stringValue, at: depth)
        return encoder(codingPath + [key]).container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        writer.key(key.stringValue, at: depth)
        return encoder(codingPath + [key]).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder(codingPath) }

    func superEncoder(forKey key: Key) -> any Encoder {
        writer.key(key.stringValue, at: depth)
        return encoder(codingPath + [key])
    }

    private func encoder(_ path: [any CodingKey]) -> JSONTokenEncoder {
        JSONTokenEncoder(writer: writer, depth: depth, codingPath: path)
    }
}

private struct JSONListContainer: UnkeyedEncodingContainer {
    let writer: JSONTokenWriter
    let depth: Int
    let codingPath: [any CodingKey]
    private(set) var count = 0

    init(writer: JSONTokenWriter, depth: Int, codingPath: [any CodingKey]) {
        self.writer = writer
        self.depth = depth
        self.codingPath = codingPath
    }

    mutating func encodeNil() {
        next()
        writer.scalar("null")
    }

    mutating func encode(_ value: some Encodable) throws {
        next()
        try writer.encode(value, at: depth, path: codingPath)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        next()
        return superEncoder().container(keyedBy: Nested.self)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        next()
        return superEncoder().unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        JSONTokenEncoder(writer: writer, depth: depth, codingPath: codingPath)
    }

    private mutating func next() {
        writer.close(to: depth)
        count += 1
    }
}

/// What a type's `encode(to:)` sees. `depth` is how many brackets stay open around its value.
struct JSONTokenEncoder: Encoder, SingleValueEncodingContainer {
    let writer: JSONTokenWriter
    let depth: Int
    var codingPath: [any CodingKey] { writer.path(to: depth) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        writer.open("{", "}")
        return KeyedEncodingContainer(JSONKeyedContainer<Key>(writer: writer, depth: depth + 1))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        writer.open("[", "]")
        return JSONListContainer(writer: writer, depth: depth + 1)
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
        try writer.encode(value, at: depth)
    }
}

private struct JSONKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: JSONTokenWriter
    let depth: Int
    var codingPath: [any CodingKey] { writer.path(to: depth - 1) }

    func encodeNil(forKey key: Key) {
        writer.key(key.stringValue, at: depth)
        writer.scalar("null")
    }

    // What most fields are needs no encoder of its own.
    func encode(_ value: String, forKey key: Key) {
        writer.key(key.stringValue, at: depth)
        writer.string(value)
    }

    func encode(_ value: Bool, forKey key: Key) {
        writer.key(key.stringValue, at: depth)
        writer.scalar(value ? "true" : "false")
    }

    func encode(_ value: Int, forKey key: Key) {
        writer.key(key.stringValue, at: depth)
        writer.scalar(String(value))
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        writer.key(key.stringValue, at: depth)
        try writer.encode(value, at: depth)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        writer.key(key.stringValue, at: depth)
        return encoder().container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        writer.key(key.stringValue, at: depth)
        return encoder().unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder() }

    func superEncoder(forKey key: Key) -> any Encoder {
        writer.key(key.stringValue, at: depth)
        return encoder()
    }

    private func encoder() -> JSONTokenEncoder { JSONTokenEncoder(writer: writer, depth: depth) }
}

private struct JSONListContainer: UnkeyedEncodingContainer {
    let writer: JSONTokenWriter
    let depth: Int
    var codingPath: [any CodingKey] { writer.path(to: depth - 1) }
    private(set) var count = 0

    init(writer: JSONTokenWriter, depth: Int) {
        self.writer = writer
        self.depth = depth
    }

    mutating func encodeNil() {
        next()
        writer.scalar("null")
    }

    mutating func encode(_ value: some Encodable) throws {
        next()
        try writer.encode(value, at: depth)
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
        JSONTokenEncoder(writer: writer, depth: depth)
    }

    private mutating func next() {
        writer.close(to: depth)
        count += 1
    }
}

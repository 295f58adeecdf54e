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
        try writer.encode(value, at: 0)
        try writer.finish()
    }

    package static func bytes(of value: some Encodable, _ layout: Layout) throws -> [UInt8] {
        let memory = MemoryOutput()
        try write(value, layout, to: memory)
        return memory.bytes
    }
}

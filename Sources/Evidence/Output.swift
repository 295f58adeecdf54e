/// Where the bytes of a report go, piece by piece.
package protocol Output: AnyObject {
    /// Throws when the bytes could not be kept; nothing may be written after that.
    func write(_ bytes: UnsafeRawBufferPointer) throws
}

extension Output {
    package func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
    }

    package func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }
}

/// Output that is kept in memory.
package final class MemoryOutput: Output {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        self.bytes.append(contentsOf: bytes)
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Keeps the hash of what is written, and nothing else.
package final class HashOutput: Output {
    package private(set) var hash = RunningSHA256()

    package init() {}

    package func write(_ bytes: UnsafeRawBufferPointer) throws { hash.update(bytes) }
}

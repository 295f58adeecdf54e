import Evidence

/// Output that is held against a file of a package instead of being kept.
package final class FileComparison: Output {
    /// The first line that differs, from a little before the first byte that does.
    package struct Difference: Sendable, Hashable {
        /// From 1.
        package var line: Int
        package var found: String
        package var expected: String
    }

    private let file: OpenFile
    private let hold: (String) throws(PackageError) -> Void
    private var hash = RunningSHA256()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var unread = UnsafeRawBufferPointer(start: nil, count: 0)[...]
    private var line = 1
    /// The line so far, the same on both sides.
    private var common: [UInt8] = []
    private var found: [UInt8]?
    private var expected: [UInt8] = []
    private var isLineWhole = false
    /// Bytes of a line that are shown.
    private static let shown = 100

    /// - Parameter hold: is given the SHA-256 of the whole file, and throws where it is not the right one.
    init(
        with file: consuming OpenFile, holding hold: @escaping (String) throws(PackageError) -> Void
    ) throws(PackageError) {
        self.file = file
        self.hold = hold
        _ = try self.file.sizeOfRegularFile()
    }

    deinit { buffer.deallocate() }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        for byte in bytes {
            if found == nil {
                let there = try next()
                if there == byte {
                    keep(byte)
                    continue
                }
                found = try restOfLine(from: there)
            }
            guard !isLineWhole else { return }
            isLineWhole = byte == UInt8(ascii: "\n") || expected.count == Self.shown
            if !isLineWhole { expected.append(byte) }
        }
    }

    /// Nil when every byte is the same. Throws where the file is no longer the one that was read first.
    package func finish() throws(PackageError) -> Difference? {
        if found == nil, let there = try next() { found = try restOfLine(from: there) }
        while try refill() {}
        try hold(hash.hex())
        guard let found else { return nil }
        return Difference(line: line, found: text(found), expected: text(expected))
    }

    private func keep(_ byte: UInt8) {
        if byte == UInt8(ascii: "\n") {
            line += 1
            common.removeAll(keepingCapacity: true)
        } else {
            if common.count == 2 * Self.shown { common.removeFirst(Self.shown) }
            common.append(byte)
        }
    }

    private func next() throws(PackageError) -> UInt8? {
        if unread.isEmpty { _ = try refill() }
        return unread.popFirst()
    }

    /// False at the end of the file.
    private func refill() throws(PackageError) -> Bool {
        let count = try file.readNext(into: buffer)
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        hash.update(piece)
        unread = piece[...]
        return count > 0
    }

    private func restOfLine(from first: UInt8?) throws(PackageError) -> [UInt8] {
        var rest: [UInt8] = []
        var byte = first
        while let there = byte, there != UInt8(ascii: "\n"), rest.count < Self.shown {
            rest.append(there)
            byte = try next()
        }
        return rest
    }

    private func text(_ rest: [UInt8]) -> String {
        String(decoding: common.suffix(Self.shown / 2) + rest, as: UTF8.self)
    }
}

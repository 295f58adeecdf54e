import Evidence

/// The lines of a file, one when it is asked for.
package final class LineSource {
    private let file: OpenFile
    private let hold: (String) throws(PackageError) -> Void
    private let limit: Int
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var unread = UnsafeRawBufferPointer(start: nil, count: 0)[...]
    private var hash = RunningSHA256()

    /// - Parameter hold: is given the SHA-256 of the whole file, and throws where it is not the right one.
    init(
        _ file: consuming OpenFile, atMost limit: Int, holding hold: @escaping (String) throws(PackageError) -> Void
    ) throws(PackageError) {
        self.file = file
        self.hold = hold
        self.limit = limit
        _ = try self.file.sizeOfRegularFile()
    }

    deinit { buffer.deallocate() }

    /// The next line without its end; nil at the end of the file. One that is too long, or has no end, is an error.
    package func next() throws(PackageError) -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            if unread.isEmpty {
                let count = try file.readNext(into: buffer)
                let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                hash.update(piece)
                unread = piece[...]
                if count == 0 {
                    try hold(hash.hex())
                    guard line.isEmpty else {
                        throw PackageError("\(file.path.visible()) ends in the middle of a line")
                    }
                    return nil
                }
            }
            let end = unread.firstIndex(of: UInt8(ascii: "\n"))
            line.append(contentsOf: unread[..<(end ?? unread.endIndex)])
            guard line.count <= limit else {
                throw PackageError("\(file.path.visible()) has a line of more than \(limit) bytes")
            }
            unread = unread[(end.map { $0 + 1 } ?? unread.endIndex)...]
            if end != nil { return line }
        }
    }

    /// SHA-256 of what was read so far: of the whole file, once there is no next line.
    package var sha256: String { hash.hex() }
}

extension OpenPackage {
    /// The lines of a file outside `data/`, each of at most so many bytes.
    package func lines(of file: String, atMost limit: Int) throws(PackageError) -> LineSource {
        try files.lines(of: file, atMost: limit)
    }
}

import Evidence

/// A new file of a package: what is written to it is buffered, and hashed on the way.
///
/// A file that was not finished removes itself.
package final class HashingFile: Output {
    /// What came to be.
    package struct Digest: Sendable, Hashable {
        package var sha256: String
        package var bytes: Int
    }

    private let file: OpenFile
    private let isNew: Bool
    private var hash = RunningSHA256()
    private var buffer: [UInt8] = []
    private var bytes = 0
    private var failure: PackageError?
    private var isFinished = false
    private static let bufferSize = 1 << 16

    package init(creating path: String) throws(PackageError) {
        file = try OpenFile.create(path)
        isNew = true
        buffer.reserveCapacity(Self.bufferSize)
    }

    /// Writes over something that is there and stays there, such as a device.
    package init(overwriting path: String) throws(PackageError) {
        file = try OpenFile(overwriting: path)
        isNew = false
    }

    deinit {
        guard isNew, !isFinished else { return }
        do {
            try FileSystem.removeFile(file.path)
        } catch {
            // It lies in a staging folder, which goes as a whole.
        }
    }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        try append(bytes)
    }

    /// Hands the last bytes to the system. A write that failed before fails here again, even if its error was lost.
    package func finish() throws(PackageError) -> Digest {
        try flush()
        isFinished = true
        return Digest(sha256: hash.hex(), bytes: bytes)
    }

    func append(_ bytes: [UInt8]) throws(PackageError) {
        try bytes.withUnsafeBytes { bytes in
            Result { () throws(PackageError) in try append(bytes) }
        }.get()
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(PackageError) {
        if let failure { throw failure }
        hash.update(bytes)
        self.bytes += bytes.count
        if buffer.count + bytes.count > Self.bufferSize { try flush() }
        if bytes.count > Self.bufferSize {
            try store(bytes)
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    private func flush() throws(PackageError) {
        if let failure { throw failure }
        try buffer.withUnsafeBytes { bytes in
            Result { () throws(PackageError) in try store(bytes) }
        }.get()
        buffer.removeAll(keepingCapacity: true)
    }

    private func store(_ bytes: UnsafeRawBufferPointer) throws(PackageError) {
        do throws(PackageError) {
            try file.writeAll(bytes)
        } catch {
            failure = error
            throw error
        }
    }
}

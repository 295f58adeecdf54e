import Evidence
import Foundation

/// A package's folder held open: what is read is one and the same package, even while it is being replaced.
///
/// Nothing in it is trusted: links are not followed, pipes and devices not read, sizes limited.
final class OpenFolder: Sendable {
    let path: String
    private let root: OpenFile

    /// `path` is the user's own, and may be a link such as `out/latest`.
    init(_ path: String) throws(PackageError) {
        self.path = path
        do {
            root = try OpenFile(path, .folder)
        } catch let error where error.code == ENOENT {
            throw PackageError("there is no folder \(path.visible())")
        } catch let error where error.code == ENOTDIR {
            throw .noFolder(path)
        }
    }

    /// The whole file, unless it is larger than `limit` bytes.
    func read(_ file: String, atMost limit: Int) throws(PackageError) -> [UInt8] {
        let open = try self.open(file)
        let size = try open.sizeOfRegularFile()
        guard size <= limit else { throw tooLarge(file, limit, size) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        try open.readPieces { piece throws(PackageError) in
            bytes.append(contentsOf: piece)
            if bytes.count > size { throw PackageError("\(shown(file)) grew while it was read") }
        }
        return bytes
    }

    /// SHA-256 in hexadecimal and size, unless the file is larger than `limit` bytes.
    func digest(of file: String, atMost limit: Int) throws(PackageError) -> HashingFile.Digest {
        let open = try self.open(file)
        let size = try open.sizeOfRegularFile()
        guard size <= limit else { throw tooLarge(file, limit, size) }
        var hash = RunningSHA256()
        var count = 0
        try open.readPieces { piece throws(PackageError) in
            hash.update(piece)
            count += piece.count
            if count > size { throw PackageError("\(shown(file)) grew while it was read") }
        }
        return HashingFile.Digest(sha256: hash.hex(), bytes: count)
    }

    /// Every line, without its end. A line longer than `limit` bytes is an error, and so is one without an end,
    /// or a file of more than `sum` bytes.
    /// `raw` sees every byte that was read, before the lines that are made of it.
    func readLines(
        of file: String, atMost limit: Int, sum: Int = .max, raw: (UnsafeRawBufferPointer) -> Void = { _ in },
        _ body: (ArraySlice<UInt8>) throws(PackageError) -> Void
    ) throws(PackageError) {
        let open = try self.open(file)
        let size = try open.sizeOfRegularFile()
        guard size <= sum else { throw tooLarge(file, sum, size) }
        var count = 0
        var line: [UInt8] = []
        try open.readPieces { piece throws(PackageError) in
            raw(piece)
            count += piece.count
            if count > size { throw PackageError("\(shown(file)) grew while it was read") }
            var rest = piece[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                line.append(contentsOf: rest[..<end])
                guard line.count <= limit else { throw tooLong(file, limit) }
                try body(line[...])
                line.removeAll(keepingCapacity: true)
                rest = rest[(end + 1)...]
            }
            line.append(contentsOf: rest)
            guard line.count <= limit else { throw tooLong(file, limit) }
        }
        guard line.isEmpty else { throw PackageError("\(shown(file)) ends in the middle of a line") }
    }

    /// The first name, by bytes, in this folder or one of `folders` below it that is in neither set; the folders'
    /// paths end with a slash. What is no part of them is not looked into, and no link is followed.
    func firstStranger(beside files: Set<String>, in folders: Set<String>) throws(PackageError) -> String? {
        var first: String?
        for folder in [""] + folders.sorted() {
            do {
                try forEachName(in: folder) { name in
                    let path = folder + name
                    guard !files.contains(path), !folders.contains(path + "/") else { return }
                    if first.map({ path.utf8.lexicographicallyPrecedes($0.utf8) }) ?? true { first = path }
                }
            } catch let error where !error.isOfSystem {
                // The files that should lie in it are told as missing.
            }
        }
        return first
    }

    /// Every name in the folder, or in one below it whose path ends with a slash.
    func forEachName(
        in folder: String = "", _ body: (String) throws(PackageError) -> Void
    ) throws(PackageError) {
        if folder.isEmpty { return try root.forEachName(body) }
        try open(String(folder.dropLast()), .folder).forEachName(body)
    }

    /// Two folders are the same when these are equal.
    func identity() throws(PackageError) -> FileSystem.Identity { try root.identity() }

    func contains(_ file: String) throws(PackageError) -> Bool {
        do {
            _ = try open(file)
            return true
        } catch let error where error.code == ENOENT {
            return false
        }
    }

    /// A path inside the folder, for messages.
    func shown(_ file: String) -> String { "\(path)/\(file)".visible() }

    func open(_ file: String, _ kind: OpenFile.Kind = .file) throws(PackageError) -> OpenFile {
        do {
            return try open(PackagePath.names(in: file)[...], kind, in: root)
        } catch let error where error.code == ENOENT {
            throw PackageError("\(shown(file)) is missing", code: ENOENT)
        } catch let error where error.code == ELOOP || error.code == ENOTDIR {
            throw PackageError("\(shown(file)) is behind a link or a file, where a folder or a file is to be")
        }
    }

    private func open(
        _ names: ArraySlice<String>, _ kind: OpenFile.Kind, in folder: borrowing OpenFile
    ) throws(PackageError) -> OpenFile {
        let rest = names.dropFirst()
        let name = names.first ?? ""
        if rest.isEmpty { return try folder.item(name, kind) }
        let inner = try folder.item(name, .folder)
        return try open(rest, kind, in: inner)
    }

    private func tooLarge(_ file: String, _ limit: Int, _ size: Int) -> PackageError {
        PackageError("\(shown(file)) is larger than \(limit) bytes (\(size))")
    }

    private func tooLong(_ file: String, _ limit: Int) -> PackageError {
        PackageError("\(shown(file)) has a line of more than \(limit) bytes")
    }
}

extension OpenFile {
    /// From here to the end, in pieces.
    borrowing func readPieces(
        _ body: (UnsafeRawBufferPointer) throws(PackageError) -> Void
    ) throws(PackageError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try readNext(into: buffer)
            if count == 0 { return }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

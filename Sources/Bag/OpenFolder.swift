import Evidence
import Foundation
import Synchronization

/// A package's folder held open: what is read is one and the same package, even while it is being replaced.
///
/// Nothing in it is trusted: links are not followed, pipes and devices not read, sizes limited. What its files hold
/// is had through `PackageFiles` alone.
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

    /// Whether a plain file lies there: no folder, link, pipe or device.
    func isFile(_ file: String) throws(PackageError) -> Bool {
        do {
            return try open(file).isRegularFile()
        } catch let error where !error.isOfSystem {
            return false
        }
    }

    /// A path inside the folder, for messages.
    func shown(_ file: String) -> String { "\(path)/\(file)".visible() }

    /// What no manifest can list, as it is: read once, by whoever begins.
    func read(_ file: UnlistedFile) throws(PackageError) -> [UInt8] {
        var bytes: [UInt8] = []
        try readPieces(of: file.rawValue, atMost: file.limit) { piece throws(PackageError) in
            bytes.append(contentsOf: piece)
        }
        return bytes
    }

    /// From the beginning to the end, unless the file is larger than `limit` bytes or grows meanwhile.
    fileprivate func readPieces(
        of file: String, atMost limit: Int, _ body: (UnsafeRawBufferPointer) throws(PackageError) -> Void
    ) throws(PackageError) {
        let open = try self.open(file)
        let size = try open.sizeOfRegularFile()
        guard size <= limit else {
            throw PackageError("\(shown(file)) is larger than \(limit) bytes (\(size))")
        }
        var count = 0
        try open.readPieces { piece throws(PackageError) in
            count += piece.count
            if count > size { throw PackageError("\(shown(file)) grew while it was read") }
            try body(piece)
        }
    }

    fileprivate func open(_ file: String, _ kind: OpenFile.Kind = .file) throws(PackageError) -> OpenFile {
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

/// A file of a package that no manifest lists, or that is read before one is.
enum UnlistedFile: String {
    case payloadManifest = "manifest-sha256.txt"
    case tagManifest = "tagmanifest-sha256.txt"
    case signature = "tagmanifest-sha256.txt.sig"

    var limit: Int { self == .signature ? Signing.signatureLimit : Manifest.limit }
}

/// The one door to the files of a package: the bytes that it hands out have the SHA-256 that the manifests, as they
/// were read first, list for them. What is handed out before a file's end is believed when the call returns.
final class PackageFiles: Sendable {
    /// What bytes are held against.
    enum Standard {
        case manifest
        /// The bytes as they were read the first time, altered or not: to say what is wrong with them.
        case firstReading
    }

    let folder: OpenFolder
    private let listed: [String: String]
    /// The hashes of files that were read. A body that is as the manifest lists it needs no note.
    private let found = Mutex<[String: String]>([:])

    /// - Parameter listed: the SHA-256 of each file, by path.
    init(in folder: OpenFolder, listed: [String: String]) {
        self.folder = folder
        self.listed = listed
    }

    /// The whole file, unless it is larger than `limit` bytes.
    func read(
        _ file: String, atMost limit: Int, heldTo standard: Standard = .manifest
    ) throws(PackageError) -> [UInt8] {
        var bytes: [UInt8] = []
        try folder.readPieces(of: file, atMost: limit) { piece throws(PackageError) in
            bytes.append(contentsOf: piece)
        }
        try hold(file, sha256Hex(bytes), to: standard)
        return bytes
    }

    /// Every line, without its end. A line longer than `limit` bytes is an error, and so is one without an end,
    /// or a file of more than `sum` bytes.
    func readLines(
        of file: String, atMost limit: Int, sum: Int = .max, heldTo standard: Standard = .manifest,
        _ body: (ArraySlice<UInt8>) throws(PackageError) -> Void
    ) throws(PackageError) {
        var line: [UInt8] = []
        var problem: PackageError?
        func end(_ piece: Slice<UnsafeRawBufferPointer>) {
            line.append(contentsOf: piece)
            if line.count > limit {
                problem = PackageError("\(folder.shown(file)) has a line of more than \(limit) bytes")
            }
        }
        var hash = RunningSHA256()
        try folder.readPieces(of: file, atMost: sum) { piece throws(PackageError) in
            hash.update(piece)
            var rest = piece[...]
            while problem == nil, let mark = rest.firstIndex(of: UInt8(ascii: "\n")) {
                end(rest[..<mark])
                if problem != nil { return }
                do throws(PackageError) { try body(line[...]) } catch { problem = error }
                line.removeAll(keepingCapacity: true)
                rest = rest[(mark + 1)...]
            }
            if problem == nil { end(rest) }
        }
        // What was altered is told as such, whatever was made of it.
        try hold(file, hash.hex(), to: standard)
        if let problem { throw problem }
        guard line.isEmpty else { throw PackageError("\(folder.shown(file)) ends in the middle of a line") }
    }

    /// SHA-256 and size of a file as it is, unless it is larger than `limit` bytes.
    func digest(of file: String, atMost limit: Int) throws(PackageError) -> HashingFile.Digest {
        var hash = RunningSHA256()
        var count = 0
        try folder.readPieces(of: file, atMost: limit) { piece throws(PackageError) in
            hash.update(piece)
            count += piece.count
        }
        let digest = HashingFile.Digest(sha256: hash.hex(), bytes: count)
        try note(file, digest.sha256)
        return digest
    }

    /// Holds a file against what is then written to the result.
    func comparison(with file: String) throws(PackageError) -> FileComparison {
        try FileComparison(with: folder.open(file)) { hash throws(PackageError) in
            try self.hold(file, hash, to: .firstReading)
        }
    }

    /// The lines of a file, each of at most so many bytes.
    func lines(of file: String, atMost limit: Int) throws(PackageError) -> LineSource {
        try LineSource(folder.open(file), atMost: limit) { hash throws(PackageError) in
            try self.hold(file, hash, to: .firstReading)
        }
    }

    /// How a file's line ends were converted, where undoing that gives the bytes with this SHA-256; nil where nothing
    /// does.
    func conversion(of file: String, from sha256: String, atMost limit: Int) throws(PackageError) -> LineEnds? {
        var hashes = UnconvertedHashes()
        try folder.readPieces(of: file, atMost: limit) { piece throws(PackageError) in hashes.take(piece) }
        return hashes.conversion(from: sha256)
    }

    private func hold(_ file: String, _ hash: String, to standard: Standard) throws(PackageError) {
        let wasRead = try note(file, hash)
        if wasRead, standard == .firstReading { return }
        let manifest = file.hasPrefix("data/") ? Manifest.payload : Manifest.tags
        guard let listed = listed[file] else {
            throw PackageError("\(folder.shown(manifest)) does not list \(file)")
        }
        guard hash == listed else {
            throw PackageError("\(folder.shown(file)) was altered: its SHA-256 is not the one in \(manifest)")
        }
    }

    /// Throws where the file was read before and was another. Returns whether it was read before.
    @discardableResult
    private func note(_ file: String, _ hash: String) throws(PackageError) -> Bool {
        if file.hasPrefix("data/"), hash == listed[file], found.withLock({ $0[file] }) == nil { return false }
        let first = found.withLock { found in
            defer { found[file] = found[file] ?? hash }
            return found[file]
        }
        guard first == nil || first == hash else {
            throw PackageError("\(folder.shown(file)) changed while it was read")
        }
        return first != nil
    }
}

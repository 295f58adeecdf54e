import Evidence
import Foundation

extension Signing {
    /// Signs a package that lies on disk, and returns the key as `SHA256:…`. Its hashes must hold: what was
    /// altered since it was sealed is not signed. The signature appears as a whole or not at all.
    ///
    /// - Parameter replacing: whether a signature that is there already may go.
    package static func sign(
        packageAt path: String, with key: SigningKey, replacing: Bool
    ) async throws(PackageError) -> String {
        let folder = try OpenFolder(path)
        _ = try EvidencePackage(at: path)
        let manifest = try manifestThatHolds(of: folder)
        // Before anybody types a passphrase, and again after.
        try checkFree(path, replacing)
        let lock = try OpenFile(path, .folder)
        guard try lock.tryLock() else { throw PackageError("\(path.visible()) is being signed by somebody else") }
        for name in try FolderListing.names(in: path) where name.hasPrefix(partial) {
            try FileSystem.removeFile("\(path)/\(name)")
        }
        let signature = try await key.sign(manifest)
        let unfinished = "\(path)/\(partial)\(UUID().uuidString.lowercased())"
        do throws(PackageError) {
            let output = try HashingFile(creating: unfinished)
            try output.append(signature.bytes)
            _ = try output.finish()
            try OpenFile(unfinished, .file).sync()
            try checkFree(path, replacing)
            guard try folder.identity() == FileSystem.status(of: path, followingLinks: true)?.identity else {
                throw PackageError("\(path.visible()) was replaced while it was signed; nothing was written")
            }
            try FileSystem.move(unfinished, to: "\(path)/\(file)")
        } catch {
            if try FileSystem.status(of: unfinished) != nil { try FileSystem.removeFile(unfinished) }
            throw error
        }
        try lock.sync()
        return signature.key
    }

    /// What a signature is called until it is whole. The next `sign` removes one that was left behind.
    private static let partial = file + ".partial-"

    private static func checkFree(_ path: String, _ replacing: Bool) throws(PackageError) {
        guard !replacing, try FileSystem.status(of: "\(path)/\(file)") != nil else { return }
        throw PackageError("\(path.visible()) is signed already; pass --replace to put a new signature in its place")
    }

    /// The bytes of the tag manifest, when every file has the hash that is listed and no file is unlisted.
    private static func manifestThatHolds(of folder: OpenFolder) throws(PackageError) -> [UInt8] {
        let bytes = try folder.read(Manifest.tags, atMost: Manifest.limit)
        let tags = try Manifest(parsing: bytes, of: folder.shown(Manifest.tags))
        try hold(tags, folder)
        let payload = try Manifest(
            parsing: folder.read(Manifest.payload, atMost: Manifest.limit), of: folder.shown(Manifest.payload))
        try hold(payload, folder)
        let listed = Set((tags.entries + payload.entries).map(\.path))
        guard listed.contains(Manifest.payload) else {
            throw PackageError("\(folder.shown(Manifest.tags)) does not list \(Manifest.payload)")
        }
        for file in try FolderListing.files(in: folder.path) where !listed.contains(file) {
            guard file == Manifest.tags || file == Self.file || file.hasPrefix(partial) else {
                throw PackageError("\(folder.shown(file)) is listed in no manifest; it is not signed")
            }
        }
        return bytes
    }

    private static func hold(_ manifest: Manifest, _ folder: OpenFolder) throws(PackageError) {
        for entry in manifest.entries {
            guard try folder.sha256(of: entry.path, atMost: .max) == entry.sha256 else {
                throw PackageError(
                    "\(folder.shown(entry.path)) was altered since the package was made; it is not signed")
            }
        }
    }
}

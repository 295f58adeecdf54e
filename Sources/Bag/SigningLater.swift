import Evidence
import Foundation

extension Signing {
    /// Signs a package that lies on disk, and returns the key as `SHA256:…`. Whoever asks for it has proven what is
    /// held open here: the manifest is signed as it was read then. The signature appears as a whole or not at all.
    ///
    /// - Parameter replacing: whether a signature that is there already may go.
    package static func sign(
        _ package: OpenPackage, with key: SigningKey, replacing: Bool
    ) async throws(PackageError) -> String {
        let (path, folder) = (package.path, package.files.folder)
        guard let manifest = package.tagManifest else {
            throw PackageError("\(path.visible()) is not signed: it has no \(Manifest.tags)")
        }
        // Before anybody types a passphrase, and again after.
        try checkFree(path, replacing: replacing)
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
            try checkFree(path, replacing: replacing)
            // Whoever may not read the signature that is there may not read this one.
            if let old = try FileSystem.status(of: "\(path)/\(file)"), old.kind == .file {
                try FileSystem.setPermissions(old.permissions & 0o644, of: unfinished)
            }
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

    /// Whether a file in a package's own folder is such a one.
    static func isUnfinished(_ file: String) -> Bool { file.hasPrefix(partial) && !file.contains("/") }

    /// Throws where a signature is there already, unless it may go.
    package static func checkFree(_ path: String, replacing: Bool) throws(PackageError) {
        guard !replacing, try FileSystem.status(of: "\(path)/\(file)") != nil else { return }
        throw PackageError("\(path.visible()) is signed already; pass --replace to put a new signature in its place")
    }
}

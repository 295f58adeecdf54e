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
        let package = try OpenPackage(at: path)
        let folder = package.files.folder
        _ = try package.record()
        if let difference = try package.checkFiles().differences.first {
            throw PackageError("\(path.visible()) is not signed: \(difference)")
        }
        guard let manifest = package.tagManifest else {
            throw PackageError("\(path.visible()) is not signed: it has no \(Manifest.tags)")
        }
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

    private static func checkFree(_ path: String, _ replacing: Bool) throws(PackageError) {
        guard !replacing, try FileSystem.status(of: "\(path)/\(file)") != nil else { return }
        throw PackageError("\(path.visible()) is signed already; pass --replace to put a new signature in its place")
    }
}

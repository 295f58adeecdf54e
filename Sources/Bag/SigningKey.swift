import Evidence

/// A key that `ssh-keygen` signs with: the file of a private key, with a passphrase or without, of a hardware
/// key, or of a public key whose private half an agent holds.
package struct SigningKey: Sendable, Hashable {
    let path: String

    /// Throws where the key or `ssh-keygen` is missing: before anything is done that a signature is to seal.
    package init(_ path: String) async throws(PackageError) {
        guard let status = try FileSystem.status(of: path, followingLinks: true) else {
            throw PackageError("there is no key \(path.visible())")
        }
        guard status.kind == .file else { throw PackageError("the key \(path.visible()) is not a file") }
        try await SigningProgram.check()
        self.path = path
    }

    struct Signature {
        let bytes: [UInt8]
        /// `SHA256:…`
        let key: String
    }

    /// A signature over the bytes of `tagmanifest-sha256.txt`, found to hold. It is made in a folder of its own
    /// at `place`, or among the system's temporary folders.
    func sign(_ manifest: [UInt8], at place: String? = nil) async throws(PackageError) -> Signature {
        let bench = try SigningBench(at: place)
        let message = try bench.put(manifest, Manifest.tags)
        try await SigningProgram.sign(message, with: path)
        let bytes = try OpenFile(bench.path + "/" + Signing.file, .file).contents(atMost: Signing.signatureLimit)
        switch try await Signing.finding(of: bytes, over: manifest) {
        case .unidentified(let key), .good(_, let key, _): return Signature(bytes: bytes, key: key)
        case .none: throw PackageError("ssh-keygen wrote no signature")
        case .bad(let reason), .unproven(let reason): throw PackageError("the signature was not kept: \(reason)")
        }
    }
}

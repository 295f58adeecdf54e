package import Evidence
import Foundation

/// What a package's signature proves.
package enum SignatureFinding: Sendable, Hashable {
    /// There is none, and none was asked for.
    case none
    /// Made over this package by a key, `SHA256:…`, of which nobody has said whose it is.
    case unidentified(key: String)
    /// Made over this package by a key that the allowed signers give to this signer. Where they give it to him no
    /// more, or not yet, but did when the run ended by its own record: that time.
    case good(signer: String, key: String, asOf: Timestamp? = nil)
    /// It is missing, or the allowed signers do not tell that it is the signer's: why, in one sentence. That is nothing
    /// against the package.
    case unproven(String)
    /// It was not made over this package: why, in one sentence.
    case bad(String)
}

/// Signatures over `tagmanifest-sha256.txt`, and so over every byte of a package: those of OpenSSH, which keys,
/// agents and hardware keys make alike. Source: ssh-keygen(1), `-Y`; OpenSSH's PROTOCOL.sshsig.
package enum Signing {
    /// Lies beside the manifest it signs; no manifest lists it.
    package static let file = Manifest.tags + ".sig"
    /// What the signature is for: one that was made for something else does not hold here.
    static let namespace = "exhibit"
    static let signatureLimit = 64 << 10
    private static let allowedSignersLimit = 16 << 20

    /// What the signature of a package proves. `allowedSigners` is a file as ssh-keygen(1) describes it, and
    /// `signer` the principal in it; they are given together, and then a signature must be there and be theirs.
    ///
    /// Throws when it cannot be found out: no package, no `ssh-keygen`, no such file of signers.
    /// - Parameter ended: when the run ended, by its own record.
    package static func finding(
        inPackageAt path: String, allowedSigners: String?, signer: String?, ended: Timestamp? = nil
    ) async throws(PackageError) -> SignatureFinding {
        let folder = try OpenFolder(path)
        let manifest = try folder.read(.tagManifest)
        return try await finding(
            in: folder, over: manifest, allowedSigners: allowedSigners, signer: signer, ended: ended)
    }

    /// The same for a folder that is held open and a manifest whose hashes were found to hold: what is checked
    /// here is what was checked there, whatever happens on disk meanwhile.
    static func finding(
        in folder: OpenFolder, over manifest: [UInt8], allowedSigners: String?, signer: String?, ended: Timestamp?
    ) async throws(PackageError) -> SignatureFinding {
        guard (allowedSigners == nil) == (signer == nil) else {
            throw PackageError("the allowed signers and the signer must be given together")
        }
        var allowed: [UInt8]?
        if let allowedSigners { allowed = try OpenFile(allowedSigners, .file).contents(atMost: allowedSignersLimit) }
        let signature: [UInt8]
        do {
            signature = try folder.read(.signature)
        } catch let error where error.code == ENOENT {
            return allowed == nil ? .none : .unproven("it is not signed: \(file) is missing")
        } catch {
            return .bad(error.description)
        }
        let bench = try SigningBench()
        let given = SignatureBench(
            bench: bench, message: try bench.put(manifest, Manifest.tags), signature: try bench.put(signature, file))
        guard let allowed, let signer else { return try await given.unidentified() }
        return try await given.finding(allowed: allowed, signer: signer, ended: ended)
    }

    /// What a signature proves of whoever holds the key.
    static func finding(of signature: [UInt8], over manifest: [UInt8]) async throws(PackageError) -> SignatureFinding {
        let bench = try SigningBench()
        return try await SignatureBench(
            bench: bench, message: try bench.put(manifest, Manifest.tags), signature: try bench.put(signature, file)
        ).unidentified()
    }
}

extension OpenFile {
    /// The whole file, unless it is larger than `limit` bytes.
    borrowing func contents(atMost limit: Int) throws(PackageError) -> [UInt8] {
        guard try sizeOfRegularFile() <= limit else {
            throw PackageError("\(path.visible()) is larger than \(limit) bytes")
        }
        var bytes: [UInt8] = []
        try readPieces { piece throws(PackageError) in
            bytes.append(contentsOf: piece)
            if bytes.count > limit { throw PackageError("\(path.visible()) grew while it was read") }
        }
        return bytes
    }
}

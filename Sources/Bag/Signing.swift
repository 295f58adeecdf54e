import Evidence
import Foundation

/// What a package's signature proves.
package enum SignatureFinding: Sendable, Hashable {
    /// There is none, and none was asked for.
    case none
    /// Made over this package by a key, `SHA256:…`, of which nobody has said whose it is.
    case unidentified(key: String)
    /// Made over this package by a key that the allowed signers give to this signer.
    case good(signer: String, key: String)
    /// Asked for and missing, or not made over this package, or not by whom it should be: why, in one sentence.
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
    package static func finding(
        inPackageAt path: String, allowedSigners: String?, signer: String?
    ) async throws(PackageError) -> SignatureFinding {
        let folder = try OpenFolder(path)
        let manifest = try folder.read(.tagManifest)
        return try await finding(in: folder, over: manifest, allowedSigners: allowedSigners, signer: signer)
    }

    /// The same for a folder that is held open and a manifest whose hashes were found to hold: what is checked
    /// here is what was checked there, whatever happens on disk meanwhile.
    static func finding(
        in folder: OpenFolder, over manifest: [UInt8], allowedSigners: String?, signer: String?
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
            return allowed == nil ? .none : .bad("it is not signed: \(file) is missing")
        } catch {
            return .bad(error.description)
        }
        return try await finding(of: signature, over: manifest, allowed: allowed, signer: signer)
    }

    /// - Parameter allowed: what the file of allowed signers holds.
    static func finding(
        of signature: [UInt8], over manifest: [UInt8], allowed: [UInt8]?, signer: String?
    ) async throws(PackageError) -> SignatureFinding {
        let bench = try SigningBench()
        let message = try bench.put(manifest, Manifest.tags)
        var arguments = ["-Y", "check-novalidate"]
        if let allowed, let signer {
            arguments = ["-Y", "verify", "-f", try bench.put(allowed, "allowed-signers"), "-I", signer]
        }
        arguments += ["-n", namespace, "-s", try bench.put(signature, file)]
        let answer = try await SigningProgram.ask(arguments, about: message)
        guard answer.isGood else {
            let reason = answer.errors.replacing(bench.path + "/", with: "").lines.joined(separator: "; ")
            // Of a key that nobody lists, it says nothing.
            if let signer, reason.isEmpty,
                case .unidentified(let key) = try await finding(
                    of: signature, over: manifest, allowed: nil, signer: nil)
            {
                return .bad("it was signed by key \(key), which the allowed signers do not give to \(signer.visible())")
            }
            return .bad("ssh-keygen does not accept \(file): \(reason.isEmpty ? answer.ending : reason.visible())")
        }
        guard let key = answer.key else {
            throw PackageError("ssh-keygen named no key: \(answer.output.lines.joined(separator: "; ").visible())")
        }
        return signer.map { .good(signer: $0, key: key) } ?? .unidentified(key: key)
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

extension String {
    /// Those that say something, without blanks around them.
    fileprivate var lines: [String] {
        split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
            .filter { !$0.isEmpty }
    }
}

package import Evidence

/// Files and their SHA-256, in the order of their paths: `manifest-sha256.txt` lists what lies in `data/`,
/// `tagmanifest-sha256.txt` the rest. `sha256sum -c` reads it. Source: RFC 8493, 2.1.3 and 2.2.1.
package struct Manifest: Sendable, Hashable {
    package static let payload = "manifest-sha256.txt"
    package static let tags = "tagmanifest-sha256.txt"
    /// What may lie beside the manifest over everything, which cannot list it: signatures of ssh-keygen and OpenPGP, and
    /// a time stamp (RFC 3161).
    static let madeOverTags = ["asc", "sig", "tsr"].map { "\(tags).\($0)" }

    package struct Entry: Sendable, Hashable {
        package var path: String
        /// Lower-case hexadecimal.
        package var sha256: String
    }

    /// More than a million entries, which no run comes to.
    static let limit = 256 << 20

    package let entries: [Entry]

    package init(_ digests: [String: String]) {
        entries = digests.map { Entry(path: $0.key, sha256: $0.value) }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// Throws with file and line unless every line is a hash, two spaces and a path that a package may hold,
    /// each path once.
    package init(parsing bytes: [UInt8], of file: String) throws(PackageError) {
        var digests: [String: String] = [:]
        guard bytes.isEmpty || bytes.last == UInt8(ascii: "\n") else {
            throw PackageError("\(file.visible()) ends in the middle of a line")
        }
        var rest = bytes[...]
        var index = -1
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            index += 1
            let hash = String(decoding: line.prefix(64), as: UTF8.self)
            let path = String(decoding: line.dropFirst(66), as: UTF8.self)
            guard EvidenceRules.isSHA256(hash), line.dropFirst(64).prefix(2).elementsEqual("  ".utf8) else {
                throw PackageError("\(file.visible()) line \(index + 1) is not a SHA-256, two spaces and a path")
            }
            do {
                _ = try PackagePath.names(in: path)
            } catch {
                throw PackageError("\(file.visible()) line \(index + 1): \(error)")
            }
            guard digests.updateValue(hash, forKey: path) == nil else {
                throw PackageError("\(file.visible()) line \(index + 1) lists \(path) again")
            }
        }
        self.init(digests)
    }

    /// The SHA-256 of each file, by path.
    var hashes: [String: String] { Dictionary(uniqueKeysWithValues: entries.map { ($0.path, $0.sha256) }) }

    package func write(to output: any Output) throws {
        for entry in entries { try output.write("\(entry.sha256)  \(entry.path)\n") }
    }
}

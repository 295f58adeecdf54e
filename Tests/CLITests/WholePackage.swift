import Evidence
import Foundation

/// A reader of packages that owes nothing to the program under test: RFC 8493 by the letter.
enum WholePackage {
    /// What is wrong with a package; nil where every file that is listed is there with its hash, and no other.
    static func complaint(_ folder: URL) throws -> String? {
        let files = try Binary.files(in: folder)
        var listed: Set = ["tagmanifest-sha256.txt"]
        for manifest in ["tagmanifest-sha256.txt", "manifest-sha256.txt"] {
            guard let bytes = files[manifest] else { return "\(manifest) is missing" }
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
                let file = String(line.dropFirst(66))
                guard let content = files[file] else { return "\(file) is missing" }
                guard sha256Hex(Array(content)) == line.prefix(64) else { return "\(file) was altered" }
                listed.insert(file)
            }
        }
        guard listed.isSuperset(of: ["manifest-sha256.txt", "bagit.txt", "findings.json", "data/run.json"]) else {
            return "a file of every package is not listed"
        }
        return Set(files.keys).subtracting(listed).first.map { "\($0) is not listed" }
    }
}

import Evidence
import Foundation
import Scan
import Support
import Synchronization

/// What is altered, or judged with what was altered.
enum SmallEstate {
    /// Two VPCs in one region, of which one fails.
    static let dossier: Dossier = EstateDraft(
        EstateDraft.vpc("vpc-1", .pass), EstateDraft.vpc("vpc-2", .fail)
    ).dossier

    /// Three VPCs as a scan finds them, judged with what a run was given beside them.
    static func judged(given inputs: RunInputs) throws -> Dossier {
        let (run, inventory) = try scanned.get()
        return try inventory.judged(by: .vpcFlowLogging, for: run, given: inputs)
    }

    private static let scanned = kept {
        try waiting {
            let sample = try await SampleRun.of(.generated(vpcs: 3, seed: 1))
            return (sample.run, sample.inventory)
        }
    }
}

/// The package that EXHIBIT_FUZZ_PACKAGE names, copied once into EXHIBIT_FUZZ_SCRATCH, a folder in memory if the
/// system has one. Each file is altered and put back.
struct SmallPackage: Sendable {
    let path: String
    private let original: [String: [UInt8]]

    static let copy = kept { try SmallPackage() }

    /// A path that nothing has, for this process alone.
    static let scratch: String = {
        let folder = ProcessInfo.processInfo.environment["EXHIBIT_FUZZ_SCRATCH"] ?? NSTemporaryDirectory()
        return "\(folder)/\(ProcessInfo.processInfo.processIdentifier)"
    }()

    private init() throws {
        let name = ProcessInfo.processInfo.environment["EXHIBIT_FUZZ_PACKAGE"] ?? ".build-fuzz/package"
        let from = PackageFolder(URL(fileURLWithPath: name))
        path = Self.scratch
        original = try from.files().reduce(into: [:]) { $0[$1] = Array(try from.bytes($1)) }
        try FileManager.default.copyItem(atPath: from.url.path, toPath: path)
    }

    /// Runs the body while a file has other bytes, and every hash fits them: what is behind the hashes is reached.
    func altered(_ file: String, to bytes: [UInt8], _ body: () throws -> Void) throws {
        guard original[file] != nil else { return }
        let changes = resealed(file, bytes)
        defer {
            for file in changes.keys {
                do { try write(original[file] ?? [], to: file) } catch { fatalError("\(error)") }
            }
        }
        for (file, bytes) in changes { try write(bytes, to: file) }
        try body()
    }

    /// All files that change with one.
    private func resealed(_ file: String, _ bytes: [UInt8]) -> [String: [UInt8]] {
        var changes = [file: bytes]
        if file == "tagmanifest-sha256.txt" { return changes }
        if file.hasPrefix("data/") {
            let record = "data/exchanges.jsonl"
            if file != record, let old = original[file] {
                changes[record] = original[record]?.replacing(fields(old), by: fields(bytes))
            }
            let payload = original.keys.filter { $0.hasPrefix("data/") }
            changes["bag-info.txt"] = original["bag-info.txt"]?.replacing(
                oxum(of: payload, [:]), by: oxum(of: payload, changes))
            changes["manifest-sha256.txt"] = relisted("manifest-sha256.txt", changes)
        }
        changes["tagmanifest-sha256.txt"] = relisted("tagmanifest-sha256.txt", changes)
        return changes
    }

    /// What an exchange says of its body.
    private func fields(_ bytes: [UInt8]) -> String { "\"bytes\":\(bytes.count),\"sha256\":\"\(sha256Hex(bytes))\"" }

    private func oxum(of files: [String], _ changes: [String: [UInt8]]) -> String {
        let octets = files.reduce(0) { $0 + (changes[$1] ?? original[$1] ?? []).count }
        return "Payload-Oxum: \(octets).\(files.count)\n"
    }

    /// A manifest with the hashes of what changed.
    private func relisted(_ manifest: String, _ changes: [String: [UInt8]]) -> [UInt8]? {
        original[manifest].map { listed in
            changes.reduce(listed) { listed, change in
                guard let old = original[change.key] else { return listed }
                func line(_ bytes: [UInt8]) -> String { "\(sha256Hex(bytes))  \(change.key)\n" }
                return listed.replacing(line(old), by: line(change.value))
            }
        }
    }

    private func write(_ bytes: [UInt8], to file: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(file)"))
    }
}

extension [UInt8] {
    /// With another text where this one first stands.
    fileprivate func replacing(_ old: String, by new: String) -> [UInt8] {
        guard let range = firstRange(of: Array(old.utf8)) else { return self }
        return self[..<range.lowerBound] + Array(new.utf8) + self[range.upperBound...]
    }
}

import Bag
import Evidence
import Foundation
import Scan

/// The folder that `exhibit remediate` fills: it is there as a whole or not at all, and was empty or missing before.
struct FixFolder {
    private let path: String

    /// Throws a `UsageFailure` where nothing can be put: before the package is judged, not after it.
    init(_ path: String, outside package: EvidencePackage) throws {
        self.path = path
        let shown = path.visible()
        guard try Self.isEmptyOrMissing(path) else {
            throw UsageFailure(description: "\(shown) is not an empty folder; choose one that is missing or empty")
        }
        let destination: Destination
        do { destination = try .exact(path: path, replace: false) } catch {
            throw UsageFailure(description: error.description)
        }
        guard try !destination.isWithin(package) else {
            throw UsageFailure(
                description: "\(shown) would change the package \(package.path.visible()); choose a folder outside it")
        }
    }

    /// `id` is in the name of the draft.
    func write(_ files: [EstateFixes.File], id: String) throws {
        let manager = FileManager.default
        let folder = URL(fileURLWithPath: path).standardizedFileURL
        let parent = folder.deletingLastPathComponent()
        let draft = parent.appendingPathComponent(".\(id).exhibit-draft")
        do {
            try manager.createDirectory(at: draft, withIntermediateDirectories: true)
            for file in files { try Self.write(file, to: draft.appendingPathComponent(file.path)) }
            guard rename(draft.path, folder.path) == 0 else {
                throw OutputFileFailure(
                    description: "\(path.visible()) could not be made: \(String(cString: strerror(errno)))")
            }
        } catch {
            // What failed is what the user must know; a draft that stays behind says by its name what it is.
            do { try manager.removeItem(at: draft) } catch {}
            throw error as? OutputFileFailure
                ?? OutputFileFailure(
                    description: "\(path.visible()) could not be written: no file can be created there")
        }
    }

    private static func write(_ file: EstateFixes.File, to url: URL) throws {
        let manager = FileManager.default
        try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        let permissions = file.isProgram ? 0o755 : 0o644
        guard manager.createFile(atPath: url.path, contents: nil, attributes: [.posixPermissions: permissions]) else {
            throw OutputFileFailure(description: "\(file.path) could not be created")
        }
        let handle = try FileHandle(forWritingTo: url)
        try file.write(to: HandleOutput(handle))
        try handle.close()
    }

    private static func isEmptyOrMissing(_ path: String) throws -> Bool {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).isEmpty
        } catch CocoaError.fileReadNoSuchFile {
            return true
        } catch {
            return false
        }
    }
}

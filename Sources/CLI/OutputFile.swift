import Bag
import Evidence
import Foundation

/// A file that a user asked for: it appears, or replaces an earlier one, as a whole or not at all.
enum OutputFile {
    /// `id` is in the name of the draft. Throws a `UsageFailure` where the file cannot lie, and what `content` and the disk throw.
    static func write(
        _ path: String, outside packages: [String], id: String, _ content: (any Output) throws -> Void
    ) throws {
        let shown = path.visible()
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let folder = file.deletingLastPathComponent()
        for package in packages where contains(URL(fileURLWithPath: package), file) {
            throw UsageFailure(
                description: "\(shown) would change the package \(package.visible()); choose a file outside it")
        }
        if let package = try EnclosingPackage.path(around: folder.path) {
            throw UsageFailure(
                description: "\(shown) would change the package \(package.visible()); choose a file outside it")
        }
        guard try isFileOrMissing(file) else {
            throw UsageFailure(description: "\(shown) is not a file; choose another path")
        }
        let draft = folder.appendingPathComponent(".\(id).exhibit-draft")
        let old = try permissions(of: file)
        let owned: [FileAttributeKey: Any]? = old.map { _ in [.posixPermissions: 0o600] }
        guard FileManager.default.createFile(atPath: draft.path, contents: nil, attributes: owned) else {
            throw OutputFileFailure(description: "\(shown) could not be written: no file can be created in its folder")
        }
        do {
            let handle = try FileHandle(forWritingTo: draft)
            try content(HandleOutput(handle))
            if let old, fchmod(handle.fileDescriptor, old) != 0 {
                throw OutputFileFailure(description: "the permissions of \(shown) could not be kept")
            }
            try handle.synchronize()
            try handle.close()
            guard rename(draft.path, file.path) == 0 else {
                throw OutputFileFailure(
                    description: "\(shown) could not be replaced: \(String(cString: strerror(errno)))")
            }
        } catch {
            // What failed is what the user must know; a draft that stays behind says by its name what it is.
            unlink(draft.path)
            throw error
        }
    }

    /// Those of a file that is to be replaced; nil where there is none.
    private static func permissions(of file: URL) throws -> mode_t? {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            return (attributes[.posixPermissions] as? NSNumber).map { mode_t($0.uint32Value & 0o777) }
        } catch CocoaError.fileReadNoSuchFile {
            return nil
        }
    }

    /// Links are followed on both sides.
    private static func contains(_ folder: URL, _ file: URL) -> Bool {
        let (folder, file) = (folder.resolvingSymlinksInPath().pathComponents, file.pathComponents)
        return file.count > folder.count && file.starts(with: folder)
    }

    private static func isFileOrMissing(_ file: URL) throws -> Bool {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            return attributes[.type] as? FileAttributeType == .typeRegular
        } catch CocoaError.fileReadNoSuchFile {
            return true
        }
    }
}

/// Stdout as a place for a report.
final class StandardOutput: Output {
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw TerminalFailure(description: "what there is to say could not be written to stdout")
        }
    }
}

final class HandleOutput: Output {
    private let handle: FileHandle

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws { try handle.write(contentsOf: Data(bytes)) }
}

struct OutputFileFailure: Error, CustomStringConvertible {
    let description: String
}

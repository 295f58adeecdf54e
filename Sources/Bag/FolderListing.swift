import Evidence
import Foundation

/// What lies in a folder.
enum FolderListing {
    static func names(in folder: String) throws(PackageError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sortedByBytes()
        } catch {
            throw PackageError("cannot list \(folder.visible()): \(error.localizedDescription.visible())")
        }
    }

    static func isEmpty(_ folder: String) throws(PackageError) -> Bool {
        try names(in: folder).isEmpty
    }

    /// The relative paths of all that is no folder, however deep. Links are told, not followed.
    static func files(in folder: String) throws(PackageError) -> [String] {
        var files: [String] = []
        var waiting = [""]
        while let inner = waiting.popLast() {
            for name in try names(in: "\(folder)/\(inner)") {
                let path = inner + name
                if try FileSystem.status(of: "\(folder)/\(path)")?.kind == .folder {
                    waiting.append(path + "/")
                } else {
                    files.append(path)
                }
            }
        }
        return files.sortedByBytes()
    }
}

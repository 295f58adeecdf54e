import Evidence
import Foundation

/// Whether a folder may be replaced: only a package that Exhibit made, with nothing of anybody else in it.
enum ExistingPackage {
    /// Throws with the reason why it may not.
    static func check(_ path: String) throws(PackageError) {
        do {
            let folder = try OpenFolder(path)
            try checkMark(of: folder)
            let payload = try manifest(Manifest.payload, of: folder)
            let tags = try manifest(Manifest.tags, of: folder)
            let known = Set((payload.entries + tags.entries).map(\.path))
            for file in try FolderListing.files(in: path) {
                // The second manifest cannot list itself, nor the signature over it.
                guard known.contains(file) || file == Manifest.tags || file.hasPrefix(Manifest.tags + ".") else {
                    throw PackageError("it holds \(file.visible()), which is no part of the package")
                }
            }
        } catch {
            throw PackageError("\(path.visible()) is not replaced: \(error)")
        }
    }

    /// bagit.txt, and a run.json by Exhibit of whatever version.
    private static func checkMark(of folder: OpenFolder) throws(PackageError) {
        struct Mark: Decodable {
            struct Tool: Decodable {
                var name: String
            }
            var tool: Tool
        }
        for file in ["bagit.txt", EvidencePackage.runFile] where try !folder.contains(file) {
            throw PackageError("it is no Exhibit package (\(file) is missing)")
        }
        let bytes = try folder.read(EvidencePackage.runFile, atMost: EvidencePackage.runLimit)
        let mark: Mark
        do {
            mark = try JSONDecoder().decode(Mark.self, from: Data(bytes))
        } catch {
            throw PackageError("it is no Exhibit package (\(EvidencePackage.runFile) names no program)")
        }
        guard mark.tool.name == "exhibit" else {
            throw PackageError("it is no Exhibit package (made by “\(mark.tool.name.visible())”)")
        }
    }

    private static func manifest(_ file: String, of folder: OpenFolder) throws(PackageError) -> Manifest {
        guard try folder.contains(file) else { throw PackageError("it is no Exhibit package (\(file) is missing)") }
        return try Manifest(parsing: folder.read(file, atMost: Manifest.limit), of: file)
    }
}

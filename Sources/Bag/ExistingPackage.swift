import Evidence
import Foundation

/// Whether a folder may be replaced: only a package that Exhibit made, with nothing of anybody else in it.
enum ExistingPackage {
    /// Throws with the reason why it may not.
    static func check(_ path: String) throws(PackageError) {
        do {
            let folder = try OpenFolder(path)
            for file in ["bagit.txt", EvidencePackage.runFile] where try !folder.contains(file) {
                throw PackageError("it is no Exhibit package (\(file) is missing)")
            }
            let payload = try manifest(.payloadManifest, of: folder)
            let tags = try manifest(.tagManifest, of: folder)
            try checkMark(of: PackageFiles(in: folder, listed: payload.hashes))
            // The second manifest cannot list itself, nor the signature over it.
            let known = Set((payload.entries + tags.entries).map(\.path) + [Manifest.tags, Signing.file])
            for file in try FolderListing.files(in: path) {
                let isPart = try known.contains(file) ? folder.isFile(file) : Signing.isUnfinished(file)
                guard isPart else { throw PackageError("it holds \(file.visible()), which is no part of the package") }
            }
        } catch {
            throw PackageError("\(path.visible()) is not replaced: \(error)")
        }
    }

    /// A run.json by Exhibit of whatever version.
    private static func checkMark(of files: PackageFiles) throws(PackageError) {
        struct Mark: Decodable {
            struct Tool: Decodable {
                var name: String
            }
            var tool: Tool
        }
        let bytes = try files.read(EvidencePackage.runFile, atMost: EvidencePackage.runLimit)
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

    private static func manifest(_ file: UnlistedFile, of folder: OpenFolder) throws(PackageError) -> Manifest {
        guard try folder.contains(file.rawValue) else {
            throw PackageError("it is no Exhibit package (\(file.rawValue) is missing)")
        }
        return try Manifest(parsing: folder.read(file), of: file.rawValue)
    }
}

import Evidence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The evidence package that a path lies in.
package enum EnclosingPackage {
    /// The nearest folder above the path, or this folder itself, that holds what every package of Exhibit holds; nil
    /// where there is none. What is missing of the path is passed over.
    package static func path(around path: String) throws(PackageError) -> String? {
        var folder = path
        while try FileSystem.status(of: folder, followingLinks: true) == nil {
            let above = FileSystem.parent(of: folder)
            guard above != folder else { return nil }
            folder = above
        }
        folder = try FileSystem.realPath(folder)
        while folder != "/" {
            if try isPackage(folder) { return folder }
            folder = FileSystem.parent(of: folder)
        }
        return nil
    }

    private static func isPackage(_ folder: String) throws(PackageError) -> Bool {
        for mark in [Manifest.payload, EvidencePackage.runFile] {
            guard try FileSystem.status(of: "\(folder)/\(mark)") != nil else { return false }
        }
        return true
    }
}

extension PackageError {
    /// Where a package was named and something else lies: what was probably meant.
    static func noFolder(_ path: String) -> PackageError {
        let shown = path.visible()
        let archives = [".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.zst", ".7z"]
        if archives.contains(where: path.lowercased().hasSuffix) {
            return PackageError("\(shown) is an archive; unpack it, and name the folder that comes of it")
        }
        do throws(PackageError) {
            if let package = try EnclosingPackage.path(around: path) {
                return PackageError("\(shown) is a file of a package; name its folder, \(package.visible())")
            }
        } catch {
            // It is no folder, whatever lies around it.
        }
        return PackageError("\(shown) is not a folder")
    }
}

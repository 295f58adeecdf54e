import Evidence
import Foundation

/// Where a package is to lie. Making one checks whatever can be known before the package exists.
package struct Destination: Sendable, Hashable {
    enum Kind: Hashable {
        /// The first free of `name`, `name-2`, `name-3`, …; the link `latest` then points at it.
        case automatic
        case exact(replace: Bool, home: String)
    }

    let kind: Kind
    /// The folder around it. The package is made there, on the same file system.
    let parent: String
    let name: String

    var path: String { parent == "/" ? "/\(name)" : "\(parent)/\(name)" }

    /// A new folder in `root`, which is made when it is missing, called `<UTC time>-<account or demo>` after
    /// the run. A number is appended to a name that is taken.
    package static func automatic(root: String) throws(PackageError) -> Self {
        guard !root.isEmpty else { throw PackageError("the path of the output folder is empty") }
        let destination = Self(kind: .automatic, parent: trimmed(root), name: "")
        try destination.check()
        return destination
    }

    /// Exactly this folder: missing, empty, or, with `replace`, an Exhibit package. `home` is the user's
    /// home folder, which is never replaced; nil asks the system for it.
    package static func exact(path: String, replace: Bool, home: String? = nil) throws(PackageError) -> Self {
        var path = trimmed(path)
        guard !path.isEmpty else { throw PackageError("the path of the output folder is empty") }
        if ["", ".", ".."].contains(path.split(separator: "/").last ?? "") { path = try FileSystem.realPath(path) }
        // Folders are made on the way: what is missing now must not lead back to somewhere else then.
        if path.split(separator: "/").contains("..") { _ = try FileSystem.realPath(FileSystem.parent(of: path)) }
        let destination = Self(
            kind: .exact(
                replace: replace, home: home ?? FileManager.default.homeDirectoryForCurrentUser.path),
            parent: FileSystem.parent(of: path),
            name: path.split(separator: "/").last.map(String.init) ?? "")
        try destination.check()
        return destination
    }

    /// The same place with the name that the run gives it: `20261123T100405Z-111122223333`.
    func named(after run: Run) -> Self {
        guard kind == .automatic else { return self }
        let time = run.startedAt.description.prefix(19).filter { $0 != "-" && $0 != ":" }
        let who =
            switch (run.source, run.accounts.count) {
            case (.demo, _): "demo"
            case (.live, 1): run.accounts[0].id
            case (.live, let count): "\(count)-accounts"
            }
        return Self(kind: kind, parent: parent, name: "\(time)Z-\(who)")
    }

    /// Throws when a package cannot be put here: before the run, and again just before it is.
    func check() throws(PackageError) {
        try checkParent()
        try checkSurroundings()
        guard case .exact(let replace, let home) = kind else { return }
        let shown = path.visible()
        guard !name.isEmpty else { throw PackageError("/ cannot be replaced; choose another folder") }
        guard let status = try FileSystem.status(of: path) else { return }
        switch status.kind {
        case .link: throw PackageError("\(shown) is a link; name the folder that is meant")
        case .file, .other: throw PackageError("\(shown) is not a folder; choose another path")
        case .folder: break
        }
        if try status.identity == FileSystem.status(of: home, followingLinks: true)?.identity {
            throw PackageError("\(shown) is your home folder; choose another folder")
        }
        if try isAroundCurrentFolder(status.identity) {
            throw PackageError("\(shown) is, or is around, the folder you are in; choose another folder")
        }
        if try FileSystem.isMountPoint(path) {
            throw PackageError("\(shown) is a mount point, which cannot be replaced; choose a folder inside it")
        }
        guard try !FolderListing.isEmpty(path) else { return }
        guard replace else {
            throw PackageError(
                "\(shown) is not empty; pass --replace to replace it if it is an Exhibit package, "
                    + "or choose another folder")
        }
        try ExistingPackage.check(path)
    }

    /// Whether it is the folder of this package, or lies in it, by whatever path or link.
    package func isWithin(_ package: EvidencePackage) throws(PackageError) -> Bool {
        var folder = kind == .automatic ? parent : path
        while try FileSystem.status(of: folder, followingLinks: true) == nil { folder = FileSystem.parent(of: folder) }
        return try Self.isWithin(package.files.folder.identity(), FileSystem.realPath(folder))
    }

    /// A package with something else in it does not hold any more.
    private func checkSurroundings() throws(PackageError) {
        guard let package = try EnclosingPackage.path(around: parent) else { return }
        let shown = (kind == .automatic ? parent : path).visible()
        throw PackageError("\(shown) would change the package \(package.visible()); choose a folder outside it")
    }

    /// Whatever exists on the way to the package must be folders.
    private func checkParent() throws(PackageError) {
        var folder = parent
        while true {
            if let status = try FileSystem.status(of: folder, followingLinks: true) {
                guard status.kind == .folder else { throw PackageError("\(folder.visible()) is not a folder") }
                return
            }
            let above = FileSystem.parent(of: folder)
            guard above != folder else { return }
            folder = above
        }
    }

    private func isAroundCurrentFolder(_ identity: FileSystem.Identity) throws(PackageError) -> Bool {
        try Self.isWithin(identity, FileSystem.realPath("."))
    }

    /// Whether a folder is this one, or lies in it. Its path has no links.
    private static func isWithin(_ identity: FileSystem.Identity, _ path: String) throws(PackageError) -> Bool {
        var folder = path
        while folder != "/" {
            if try FileSystem.status(of: folder)?.identity == identity { return true }
            folder = FileSystem.parent(of: folder)
        }
        return false
    }

    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}

import CFileSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The system calls on paths that a package needs; what fails is told in one sentence.
///
/// Permissions are set after creation, so that no umask decides who can read a package.
enum FileSystem {
    struct Status {
        enum Kind {
            case file, folder, link, other
        }

        var kind: Kind
        var permissions: mode_t
        var owner: uid_t
        /// Two paths lead to the same thing when these are equal.
        var identity: Identity
    }

    struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    /// Nil when nothing is there. A link is told as itself, unless it is to be followed.
    static func status(of path: String, followingLinks: Bool = false) throws(PackageError) -> Status? {
        var facts = stat()
        guard (followingLinks ? stat(path, &facts) : lstat(path, &facts)) == 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw PackageError(cannot: "look at", path, code: code)
        }
        return Status(facts)
    }

    static func makeFolder(_ path: String, permissions: mode_t = 0o755) throws(PackageError) {
        try check(mkdir(path, 0o700), "create the folder", path)
        try setPermissions(permissions, of: path)
    }

    /// Makes the folder and whatever is missing above it.
    static func makeFolders(_ path: String) throws(PackageError) {
        if try status(of: path, followingLinks: true)?.kind == .folder { return }
        let parent = Self.parent(of: path)
        if parent != path { try makeFolders(parent) }
        do {
            try makeFolder(path)
        } catch let error where error.code == EEXIST {
            // Another run made it in between, or it is no folder: then what follows says so.
        }
    }

    static func setPermissions(_ permissions: mode_t, of path: String) throws(PackageError) {
        try check(chmod(path, permissions), "set the permissions of", path)
    }

    static func move(_ path: String, to target: String) throws(PackageError) {
        try check(rename(path, target), "move to", target)
    }

    /// Exchanges two folders as one change; false where the file system cannot do that.
    static func swap(_ a: String, _ b: String) throws(PackageError) -> Bool {
        guard exhibit_swap(a, b) != 0 else { return true }
        let code = errno
        if [EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP].contains(code) { return false }
        throw PackageError(cannot: "replace", b, code: code)
    }

    static func makeLink(_ path: String, to target: String) throws(PackageError) {
        try check(symlink(target, path), "create the link", path)
    }

    static func removeFile(_ path: String) throws(PackageError) {
        try check(unlink(path), "remove", path)
    }

    static func removeEmptyFolder(_ path: String) throws(PackageError) {
        try check(rmdir(path), "remove", path)
    }

    /// The path without links, `.` and `..`.
    static func realPath(_ path: String) throws(PackageError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw PackageError(cannot: "look at", path, code: errno)
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func isMountPoint(_ path: String) throws(PackageError) -> Bool {
        let here = try status(of: path)?.identity
        let above = try status(of: path + "/..")?.identity
        return here == above || here?.device != above?.device || exhibit_is_mount(path)
    }

    /// The user that this process acts for.
    static var user: uid_t { geteuid() }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        let parent = path[..<slash]
        return parent.isEmpty ? "/" : String(parent)
    }

    private static func check(_ result: CInt, _ call: String, _ path: String) throws(PackageError) {
        if result != 0 { throw PackageError(cannot: call, path, code: errno) }
    }
}

extension FileSystem.Status {
    init(_ facts: stat) {
        kind =
            switch facts.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        permissions = facts.st_mode & 0o7777
        owner = facts.st_uid
        identity = .init(device: UInt64(truncatingIfNeeded: facts.st_dev), inode: UInt64(facts.st_ino))
    }
}

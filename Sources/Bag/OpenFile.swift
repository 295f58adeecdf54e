import Evidence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file or folder, closed when it goes out of use. Links are never followed below a folder.
struct OpenFile: ~Copyable, Sendable {
    enum Kind {
        case file, folder
    }

    private let descriptor: CInt
    /// For messages.
    let path: String

    /// A new file; one that exists already is an error. Everybody may read it, whatever the umask.
    static func create(_ path: String) throws(PackageError) -> OpenFile {
        let file = try OpenFile("create", path) {
            open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        guard fchmod(file.descriptor, 0o644) == 0 else {
            throw PackageError(cannot: "set the permissions of", path, code: errno)
        }
        return file
    }

    /// A file that is there, for writing from its start: `/dev/full` in tests.
    init(overwriting path: String) throws(PackageError) {
        try self.init("write", path) { open(path, O_WRONLY | O_CLOEXEC) }
    }

    /// A file that serves as a lock, made if it is missing.
    init(lock path: String) throws(PackageError) {
        try self.init("open", path) { open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600) }
    }

    /// A lock that somebody made.
    init(existingLock path: String) throws(PackageError) {
        try self.init("open", path) { open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
    }

    /// A folder or a file where it lies; links on the way to it are the caller's and are followed.
    init(_ path: String, _ kind: Kind) throws(PackageError) {
        try self.init("open", path) { open(path, kind.flags) }
    }

    /// What lies in this folder under a name.
    borrowing func item(_ name: String, _ kind: Kind) throws(PackageError) -> OpenFile {
        let descriptor = descriptor
        return try OpenFile("open", "\(path)/\(name)") { openat(descriptor, name, kind.flags | O_NOFOLLOW) }
    }

    private init(_ call: String, _ path: String, _ attempt: () -> CInt) throws(PackageError) {
        var result: CInt
        repeat { result = attempt() } while result < 0 && errno == EINTR
        guard result >= 0 else { throw PackageError(cannot: call, path, code: errno) }
        descriptor = result
        self.path = path
    }

    deinit { close(descriptor) }

    /// The size in bytes. A pipe, a device or a folder is refused.
    borrowing func sizeOfRegularFile() throws(PackageError) -> Int {
        let facts = try self.facts()
        guard facts.st_mode & S_IFMT == S_IFREG else { throw PackageError("\(path.visible()) is not a file") }
        return Int(facts.st_size)
    }

    borrowing func isRegularFile() throws(PackageError) -> Bool { try facts().st_mode & S_IFMT == S_IFREG }

    borrowing func identity() throws(PackageError) -> FileSystem.Identity {
        FileSystem.Status(try facts()).identity
    }

    private borrowing func facts() throws(PackageError) -> stat {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            throw PackageError(cannot: "look at", path, code: errno)
        }
        return facts
    }

    /// Every name in this folder but `.` and `..`, in no order. One that is not UTF-8 comes with U+FFFD in it.
    borrowing func forEachName(_ body: (String) throws(PackageError) -> Void) throws(PackageError) {
        let again = openat(descriptor, ".", Kind.folder.flags)
        guard again >= 0 else { throw PackageError(cannot: "list", path, code: errno) }
        guard let listing = fdopendir(again) else {
            let code = errno
            close(again)
            throw PackageError(cannot: "list", path, code: code)
        }
        defer { closedir(listing) }
        while true {
            errno = 0
            guard let entry = readdir(listing) else {
                if errno != 0 { throw PackageError(cannot: "list", path, code: errno) }
                return
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
            }
            if name != "." && name != ".." { try body(name) }
        }
    }

    /// The next bytes, at most as many as the buffer holds; 0 at the end.
    borrowing func readNext(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw PackageError(cannot: "read", path, code: errno) }
        }
    }

    borrowing func writeAll(_ bytes: UnsafeRawBufferPointer) throws(PackageError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            let count = write(descriptor, piece.baseAddress, piece.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw PackageError(cannot: "write", path, code: errno)
            }
        }
    }

    /// Waits until the disk holds it. A file system that cannot do this for a folder is not asked twice.
    borrowing func sync() throws(PackageError) {
        while fsync(descriptor) != 0 {
            let code = errno
            if code == EINVAL { return }
            if code != EINTR { throw PackageError(cannot: "write", path, code: code) }
        }
    }

    /// Takes the lock if nobody holds it. It is given back when the file is closed, and when the process dies.
    borrowing func tryLock() throws(PackageError) -> Bool {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EWOULDBLOCK { return false }
            if code != EINTR { throw PackageError(cannot: "lock", path, code: code) }
        }
        return true
    }
}

extension OpenFile.Kind {
    /// Without O_NONBLOCK a pipe in a hostile package would make the reader wait for ever.
    fileprivate var flags: CInt {
        switch self {
        case .file: O_RDONLY | O_NONBLOCK | O_CLOEXEC
        case .folder: O_RDONLY | O_DIRECTORY | O_CLOEXEC
        }
    }
}

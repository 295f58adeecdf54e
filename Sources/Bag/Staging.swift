import Evidence
import Foundation
import Synchronization

/// The hidden folder beside the destination in which a package is made: `.exhibit-partial-<run id>`.
///
/// It holds a file `lock`, locked for as long as its run lives, the folder `bodies`, and the folder `package`,
/// which is moved to the destination as a whole. A run that was killed leaves it behind, and its lock free.
final class Staging: Sendable {
    static let prefix = ".exhibit-partial-"
    /// All that Exhibit ever puts there, beside the lock. What holds anything else is somebody's own.
    private static let parts: Set = ["bodies", "package", "signing", "latest"]

    let path: String
    var bodies: String { path + "/bodies" }
    var package: String { path + "/package" }
    /// Where a signature is made.
    var signing: String { path + "/signing" }

    private let lock: OpenFile
    private let isGone = Mutex(false)

    /// Takes the first free name: two runs may render the same run again at the same time.
    static func create(in parent: String, runID: String) throws(PackageError) -> Staging {
        guard PackagePath.isName(runID) else {
            throw PackageError("the run id “\(runID.visible())” cannot be part of a path")
        }
        for attempt in 1...1000 {
            let path = "\(parent)/\(prefix)\(runID)" + (attempt == 1 ? "" : "-\(attempt)")
            if let lock = try take(path, isLastTry: attempt > 20) { return try Staging(path, lock) }
        }
        throw PackageError("\(parent.visible()) holds too many unfinished packages of run \(runID)")
    }

    private init(_ path: String, _ lock: consuming OpenFile) throws(PackageError) {
        self.path = path
        self.lock = lock
        try FileSystem.makeFolder(bodies, permissions: 0o700)
        try FileSystem.makeFolder(package)
    }

    deinit { discard() }

    /// Removes it as far as possible. What stays is swept by the next run, which says so.
    func discard() {
        do {
            try remove()
        } catch {
            return
        }
    }

    /// Removes it with all that is in it. Does nothing the second time.
    func remove() throws(PackageError) {
        let wasGone = isGone.withLock { gone in
            defer { gone = true }
            return gone
        }
        if !wasGone { try Self.empty(path) }
    }

    /// Removes what runs that are gone have left in a folder, and says so, a sentence each.
    static func sweep(_ parent: String) -> [String] {
        do {
            return try FolderListing.names(in: parent).filter { $0.hasPrefix(prefix) }.compactMap { name in
                sweep(one: "\(parent)/\(name)")
            }
        } catch {
            return ["leftovers of earlier runs were not looked for: \(error)"]
        }
    }

    private static func sweep(one path: String) -> String? {
        do {
            guard let status = try FileSystem.status(of: path), status.kind == .folder,
                status.owner == FileSystem.user
            else { return nil }
            let lock: OpenFile
            do {
                lock = try OpenFile(existingLock: path + "/lock")
            } catch let error where error.code == ENOENT {
                return sweep(empty: path)
            }
            guard try holds(lock, path) else { return nil }
            if let other = try FolderListing.names(in: path).first(where: { $0 != "lock" && !parts.contains($0) }) {
                return "left \(path.visible()): it holds \(other.visible()), which is no part of a package"
            }
            try empty(path)
            return removed(path)
        } catch {
            return "left \(path.visible()), the unfinished package of an earlier run: \(error)"
        }
    }

    /// A run that was killed before it had its lock, or after it gave it up, leaves nothing but the folder. One
    /// that lives and is as far takes another name. A folder without a lock that holds anything is somebody's own.
    private static func sweep(empty path: String) -> String? {
        do {
            try FileSystem.removeEmptyFolder(path)
            return removed(path)
        } catch {
            return nil
        }
    }

    private static func removed(_ path: String) -> String {
        "removed \(path.visible()), the unfinished package of an earlier run"
    }

    /// Nil when the name is taken by another run. A file system without locks gives none: nobody sweeps there.
    ///
    /// - Parameter isLastTry: what disappears once more is no longer the work of a sweeper; /proc takes no folder.
    private static func take(_ path: String, isLastTry: Bool) throws(PackageError) -> OpenFile? {
        do {
            try FileSystem.makeFolder(path, permissions: 0o700)
        } catch let error where error.code == EEXIST {
            return nil
        } catch let error where error.code == ENOENT {
            // A sweeper of the same moment took the empty folder before it had its permissions.
            guard !isLastTry, try FileSystem.status(of: FileSystem.parent(of: path)) != nil else { throw error }
            return nil
        }
        let lock: OpenFile
        do {
            lock = try OpenFile(lock: path + "/lock")
        } catch let error where error.code == ENOENT {
            return nil
        }
        do {
            guard try holds(lock, path) else { return nil }
            return lock
        } catch let error where [ENOLCK, ENOSYS, ENOTSUP, EOPNOTSUPP].contains(error.code) {
            return lock
        }
    }

    /// Whether the lock is ours now, and still the one that lies in the folder: between opening and locking,
    /// somebody who held it may have swept the folder.
    private static func holds(_ lock: borrowing OpenFile, _ path: String) throws(PackageError) -> Bool {
        guard try lock.tryLock() else { return false }
        let there = try FileSystem.status(of: path + "/lock")?.identity
        return try there == lock.identity()
    }

    /// The lock goes last, so that nobody sweeps a folder that is being removed. What is not Exhibit's stays.
    private static func empty(_ path: String) throws(PackageError) {
        for name in try FolderListing.names(in: path) where parts.contains(name) {
            do {
                try FileManager.default.removeItem(atPath: "\(path)/\(name)")
            } catch {
                throw PackageError("cannot remove \(path.visible()): \(error.localizedDescription.visible())")
            }
        }
        try FileSystem.removeFile(path + "/lock")
        do {
            try FileSystem.removeEmptyFolder(path)
        } catch let error where [ENOENT, ENOTEMPTY, EEXIST].contains(error.code) {
            // A sweeper of the same moment finishes it, or somebody put something of their own there.
        }
    }
}

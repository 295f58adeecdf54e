import Evidence
import Foundation

extension Destination {
    /// Moves the finished package to its place, and returns that. What lay there moves into the staging folder.
    func publish(_ staging: Staging) throws(PackageError) -> String {
        try check()
        switch kind {
        case .automatic: return try publishUnderFreeName(staging)
        case .exact:
            guard let old = try FileSystem.status(of: path) else {
                try publishInPlaceOfNothing(staging)
                return path
            }
            // Whoever made the folder decided who else may look into it.
            try FileSystem.setPermissions(old.permissions | 0o700, of: staging.package)
            if try FolderListing.isEmpty(path) {
                try publishInPlaceOfNothing(staging)
            } else {
                try Self.narrow(staging.package, to: path)
                try Self.replace(path, with: staging.package)
            }
            return path
        }
    }

    /// Puts `new` where `old` lies, and `old` where `new` was.
    ///
    /// Where the file system cannot exchange two folders as one change (NFS, some FUSE), by renaming twice:
    /// a kill between the two leaves the old package whole under the name `<old>.replaced`, which nobody sweeps.
    package static func replace(
        _ old: String, with new: String, exchange: (String, String) throws(PackageError) -> Bool = FileSystem.swap
    ) throws(PackageError) {
        if try exchange(new, old) { return }
        let aside = old + ".replaced"
        if try FileSystem.status(of: aside) != nil {
            throw PackageError("\(aside.visible()), an earlier package, is in the way; move it elsewhere")
        }
        try FileSystem.move(old, to: aside)
        do {
            try FileSystem.move(new, to: old)
        } catch {
            try FileSystem.move(aside, to: old)
            throw error
        }
        do {
            try FileSystem.move(aside, to: new)
        } catch {
            // The new package lies where it belongs, and the old one stays whole under its other name.
        }
    }

    /// Takes from the files and folders of `new` the rights that those of `old` do not give. What has no other of its
    /// name there is as run.json and `data` are.
    private static func narrow(_ new: String, to old: String) throws(PackageError) {
        func rights(_ path: String, else usual: String) throws(PackageError) -> mode_t? {
            if let same = try FileSystem.status(of: "\(old)/\(path)") { return same.permissions }
            return try FileSystem.status(of: "\(old)/\(usual)")?.permissions
        }
        var folders: Set<String> = ["."]
        for file in try FolderListing.files(in: new) {
            guard let old = try rights(file, else: EvidencePackage.runFile) else { continue }
            try FileSystem.setPermissions(old & 0o644 | 0o400, of: "\(new)/\(file)")
            var folder = FileSystem.parent(of: file)
            while folders.insert(folder).inserted {
                guard let old = try rights(folder, else: "data") else { break }
                try FileSystem.setPermissions(old & 0o755 | 0o700, of: "\(new)/\(folder)")
                folder = FileSystem.parent(of: folder)
            }
        }
    }

    /// Points `latest` at the package with one rename. Returns what the user should know when it could not.
    func pointLatest(at path: String, from staging: Staging) -> String? {
        guard kind == .automatic else { return nil }
        let latest = "\(parent)/latest"
        do {
            if let status = try FileSystem.status(of: latest), status.kind != .link {
                return "\(latest.visible()) is not a link and was left as it is"
            }
            let link = staging.path + "/latest"
            try FileSystem.makeLink(link, to: String(path.dropFirst(parent.count + 1)))
            try FileSystem.move(link, to: latest)
            return nil
        } catch {
            return "\(latest.visible()) does not point at \(path.visible()): \(error)"
        }
    }

    /// The system refuses to move a folder onto anything but an empty folder, so nothing can be lost here.
    private func publishInPlaceOfNothing(_ staging: Staging) throws(PackageError) {
        do {
            try FileSystem.move(staging.package, to: path)
        } catch let error where Self.isTaken(error) {
            throw PackageError("\(path.visible()) was filled by somebody else during the run")
        }
    }

    private func publishUnderFreeName(_ staging: Staging) throws(PackageError) -> String {
        for number in 1...10_000 {
            let target = number == 1 ? path : "\(path)-\(number)"
            do {
                try FileSystem.move(staging.package, to: target)
                return target
            } catch let error where Self.isTaken(error) {
                continue
            }
        }
        throw PackageError("\(path.visible()) and all its numbers are taken")
    }

    private static func isTaken(_ error: PackageError) -> Bool {
        [EEXIST, ENOTEMPTY, ENOTDIR].contains(error.code)
    }
}

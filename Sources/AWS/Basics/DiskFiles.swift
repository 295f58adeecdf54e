import Evidence
import Foundation

/// The files that settings and tokens are kept in.
package protocol SettingFiles: Sendable {
    /// The whole file; nil where there is none. Throws for one that is there and cannot be read, or is too large.
    func read(_ path: String) throws(SettingError) -> [UInt8]?

    /// Whether a file could be put there; `replace` may fail nevertheless.
    func canReplace(_ path: String) -> Bool

    /// Puts a file in the place of the one that is there, as one change, readable by its owner alone.
    func replace(_ path: String, with bytes: [UInt8]) throws(SettingError)
}

/// The files of this computer.
package struct DiskFiles: SettingFiles {
    /// A config file of thousands of profiles stays below it.
    package static let largest = 64 << 20

    package init() {}

    package func read(_ path: String) throws(SettingError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .systemCall("cannot be opened", path)
        }
        defer { close(descriptor) }

        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= Self.largest {
            let count = Foundation.read(descriptor, &piece, piece.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .systemCall("cannot be read", path)
            }
            bytes += piece.prefix(count)
        }
        throw SettingError(path.visible(), "is larger than \(Self.largest) bytes, which no such file is")
    }

    package func canReplace(_ path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        return access(folder, W_OK | X_OK) == 0
    }

    /// Written beside it first: whoever reads meanwhile finds the old one or the new one, whole.
    package func replace(_ path: String, with bytes: [UInt8]) throws(SettingError) {
        let draft = "\(path).\(getpid())-\(UInt64.random(in: .min ... .max)).part"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .systemCall("cannot be written", path) }
        do throws(SettingError) {
            defer { close(descriptor) }
            try write(bytes, to: descriptor, path)
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, path) == 0 else {
            let error = SettingError.systemCall("cannot be replaced", path)
            unlink(draft)
            throw error
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(SettingError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .systemCall("cannot be written", path) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw .systemCall("cannot be written", path) }
    }
}

extension SettingError {
    /// In the words of the system, for the call that has just failed.
    fileprivate static func systemCall(_ problem: String, _ path: String) -> SettingError {
        let reason = String(cString: strerror(errno))
        return SettingError(path.visible(), "\(problem): \(reason.prefix(1).lowercased())\(reason.dropFirst())")
    }
}

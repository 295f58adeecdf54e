import Evidence
import Foundation

/// The folder whose paths an alert may name: the nearest one upwards that has `.git`, else the current one.
struct Repository {
    /// Absolute, without links.
    let root: String
    /// What relative paths are relative to; absolute, without links.
    let folder: String

    /// Throws where the folder is not there any more.
    init(around folder: String) throws(UsageFailure) {
        guard let real = Self.real(folder) else {
            throw UsageFailure(description: "the current folder cannot be found")
        }
        self.folder = real
        var candidate = real
        while !FileManager.default.fileExists(atPath: Self.join(candidate, ".git")) {
            guard candidate != "/" else {
                root = real
                return
            }
            candidate = URL(fileURLWithPath: candidate).deletingLastPathComponent().path
        }
        root = candidate
    }

    /// The path from the root, once every link is followed; nil where it leads out of the repository, into its
    /// `.git`, or nowhere.
    func path(of file: String) -> String? {
        guard let real = Self.real(absolute(file)) else { return nil }
        let prefix = root == "/" ? "/" : root + "/"
        guard real.hasPrefix(prefix), real.utf8.count > prefix.utf8.count else { return real == root ? "." : nil }
        let path = String(real.dropFirst(prefix.count))
        return path == ".git" || path.hasPrefix(".git/") ? nil : path
    }

    /// Whether a package can hold a path: `verify` refuses one with control characters.
    static func canBeNamed(_ path: String) -> Bool { !path.unicodeScalars.contains(where: \.isActing) }

    /// Not seen through links.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : Self.join(folder, path)
    }

    static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// Follows every link; nil where there is nothing, or its name is no UTF-8.
    private static func real(_ path: String) -> String? {
        guard !path.utf8.contains(0), let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }
}

/// What a file that a user named is, and what is in it.
enum NamedFile {
    enum Kind {
        case regular, folder, other
    }

    /// Of what a link points at; nil where there is nothing.
    static func kind(of path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .regular
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// Throws where nothing lies there, or a folder: `--sign: there is no file key`.
    static func require(_ path: String, of option: String) throws(UsageFailure) {
        switch kind(of: path) {
        case nil: throw UsageFailure(description: "\(option): there is no file \(path.visible())")
        case .folder: throw UsageFailure(description: "\(option): \(path.visible()) is a folder")
        case .regular, .other: return
        }
    }

    /// Nil where it is larger than the limit. Throws what the system does.
    static func read(_ path: String, upTo limit: Int) throws -> Data? {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        var bytes = Data()
        // From a pipe it comes in pieces.
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            bytes.append(piece)
            if bytes.count > limit { return nil }
        }
        try file.close()
        return bytes
    }
}

import Foundation

/// A path that a configuration file names, held against the folders that it may lead to.
///
/// Links are followed as the system follows them, and what counts is where the path ends.
struct ConfiguredPath {
    enum Refusal: Hashable {
        /// It does not lie below the folder of the file, which nobody named.
        case outside
        /// It seems to lie in the folder of the file or in the current one, and a link on the way leads out of that.
        case leadsOut
    }

    /// The folder of the file; absolute, without links.
    private let folder: String
    /// What relative paths are relative to; absolute, without links.
    private let current: String

    /// Nil where one of the folders cannot be found.
    init?(beside file: String, current: String = ".") {
        let name = file.hasPrefix("/") ? file : "\(current)/\(file)"
        let around = name[..<(name.lastIndex(of: "/") ?? name.startIndex)]
        guard let real = Self.real(current), let folder = Self.real(around.isEmpty ? "/" : String(around)) else {
            return nil
        }
        (self.folder, self.current) = (folder, real)
    }

    /// Nil where it may be used.
    ///
    /// - Parameter isFound: nobody named the file. It chooses a place below its folder; a file that somebody named may
    ///   name any place, but none that links of its folder decide.
    func refusal(of path: String, isFound: Bool) -> Refusal? {
        // What a shell makes of `~` is the home of whoever reads the file.
        if isFound { return !path.hasPrefix("~") && endsBelowFolder(path) ? nil : .outside }
        let end = Self.end(of: absolute(path))
        let written = URL(fileURLWithPath: absolute(path)).standardizedFileURL.path
        // Of each by itself: a link out of a repository may end in the folder that the repository lies in.
        let isLeft = [folder, current].contains { place in
            (written == place || isBelow(written, place)) && end != place && !isBelow(end, place)
        }
        return isLeft ? .leadsOut : nil
    }

    /// Whether it ends below the folder of the file.
    func endsBelowFolder(_ path: String) -> Bool { isBelow(Self.end(of: absolute(path)), folder) }

    private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(current)/\(path)" }

    private func isBelow(_ path: String?, _ folder: String) -> Bool {
        guard let path else { return false }
        let prefix = folder == "/" ? "/" : folder + "/"
        return path.hasPrefix(prefix) && path.utf8.count > prefix.utf8.count
    }

    /// Where an absolute path ends, though the last parts of it may still be missing; nil where a link on the way
    /// leads nowhere, or where it holds U+0000, at which the system would cut it off.
    private static func end(of path: String) -> String? {
        guard !path.utf8.contains(0) else { return nil }
        var end = ""
        for part in path.split(separator: "/") where part != "." {
            if part == ".." {
                end = String(end[..<(end.lastIndex(of: "/") ?? end.startIndex)])
                continue
            }
            let next = "\(end)/\(part)"
            var status = stat()
            guard lstat(next, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else {
                end = next
                continue
            }
            guard let target = real(next) else { return nil }
            end = target == "/" ? "" : target
        }
        return end.isEmpty ? "/" : end
    }

    /// Follows every link; nil where there is nothing, or its name is no UTF-8.
    private static func real(_ path: String) -> String? {
        guard !path.utf8.contains(0), let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }
}

import Evidence

/// The rule for names inside a package: A-Z, a-z, 0-9, `.`, `_` and `-` only, so that no path leads out
/// of it and none needs escaping in a manifest or a shell.
enum PackagePath {
    /// The names along a relative path such as `data/run.json`.
    static func names(in path: String) throws(PackageError) -> [String] {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy(isName) else {
            throw PackageError("\(path.visible().debugDescription) is not a path that a package may hold")
        }
        return names
    }

    static func isName(_ name: String) -> Bool {
        (1...200).contains(name.utf8.count) && name != "." && name != ".."
            && name.utf8.allSatisfy(isPlain)
    }

    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

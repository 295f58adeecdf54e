/// What lies in a package's folders and is in none of its manifests.
struct FolderStrangers {
    /// The first by bytes that an operating system leaves behind by itself, and what it is.
    private(set) var litter: (path: String, what: String)?
    private(set) var moreLitter = 0
    /// The first of all others by bytes.
    private(set) var other: String?

    fileprivate mutating func take(_ path: String, _ name: String) {
        if let what = Self.litter(name) {
            if litter != nil { moreLitter += 1 }
            if litter.map({ path.utf8.lexicographicallyPrecedes($0.path.utf8) }) ?? true { litter = (path, what) }
        } else if other.map({ path.utf8.lexicographicallyPrecedes($0.utf8) }) ?? true {
            other = path
        }
    }

    private static func litter(_ name: String) -> String? {
        switch name.lowercased() {
        case ".ds_store": "macOS's Finder leaves it in folders that it shows"
        case let small where small.hasPrefix("._"): "macOS leaves it on other systems' disks and in archives"
        case "thumbs.db": "Windows leaves it in folders that it shows as pictures"
        case "desktop.ini": "Windows keeps in it how it shows the folder"
        default: nil
        }
    }
}

extension OpenFolder {
    /// What is in this folder or one of `folders` below it, whose paths end with a slash, and in neither set. What is
    /// no part of them is not looked into, and no link is followed.
    func strangers(beside files: Set<String>, in folders: Set<String>) throws(PackageError) -> FolderStrangers {
        var strangers = FolderStrangers()
        for folder in [""] + folders.sorted() {
            do {
                try forEachName(in: folder) { name in
                    let path = folder + name
                    if !files.contains(path), !folders.contains(path + "/") { strangers.take(path, name) }
                }
            } catch let error where !error.isOfSystem {
                // The files that should lie in it are told as missing.
            }
        }
        return strangers
    }
}

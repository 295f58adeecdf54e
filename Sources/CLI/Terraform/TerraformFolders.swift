import Evidence
import Foundation

/// The modules of a configuration, each read once it is asked for: the files of a folder of the repository.
struct TerraformFolders {
    /// The blocks of all files of a folder.
    struct Module {
        /// By `type.name`.
        fileprivate(set) var vpcs: [String: SourceMap.Place] = [:]
        /// By name.
        fileprivate(set) var calls: [String: Call] = [:]
        fileprivate(set) var moves = TerraformMoves()
    }

    struct Call {
        let place: SourceMap.Place
        /// Absolute; nil where the module does not come from a local folder.
        let folder: String?
    }

    private static let largest = 8 << 20

    private let repository: Repository
    /// By absolute folder.
    private var modules: [String: Module] = [:]
    /// What could not be understood, a sentence each.
    private(set) var remarks: [String] = []

    init(of repository: Repository) {
        self.repository = repository
    }

    /// Nil where it does not lie in the repository or cannot be read.
    mutating func module(at folder: String) throws(UsageFailure) -> Module? {
        if let module = modules[folder] { return module }
        guard repository.path(of: folder) != nil, try read(folder) != nil else { return nil }
        return modules[folder]
    }

    /// Whether there are files of Terraform; nil where the folder cannot be read.
    mutating func read(_ folder: String) throws(UsageFailure) -> Bool? {
        guard let files = try Self.files(of: folder) else { return nil }
        var module = Module()
        read(files, in: folder, into: &module)
        modules[folder] = module
        return !files.isEmpty
    }

    /// Adds the files of the local folder that a unit names as its source, if it is one of the repository that no link
    /// leads to. What the folder itself declares counts.
    mutating func add(_ source: String, to folder: String) throws(UsageFailure) {
        guard var module = modules[folder], Self.isLocal(source) else { return }
        let local = Repository.join(folder, source)
        guard let path = repository.path(of: local),
            path == repository.path(of: folder).flatMap({ Self.path(source, from: $0) }),
            let files = try Self.files(of: local)
        else { return }
        read(files, in: local, into: &module)
        modules[folder] = module
    }

    /// The unit of a folder, and its source as it is written; nil where there is none.
    mutating func unit(in folder: String) -> (place: SourceMap.Place, source: String?)? {
        let names = TerragruntUnit.files
        guard let name = names.first(where: { NamedFile.kind(of: Repository.join(folder, $0)) != nil }),
            let (path, bytes) = content(of: name, in: folder)
        else { return nil }
        let file = HCLBlocks(bytes, isJSON: name.hasSuffix(".json"))
        if let line = file.unreadFrom { noteUnread(path, from: line) }
        return TerragruntUnit(file).map { (SourceMap.Place(path: path, line: $0.line), $0.source) }
    }

    /// A path of this kind, and no other, is a local module.
    private static func isLocal(_ source: String) -> Bool { source.hasPrefix("./") || source.hasPrefix("../") }

    /// Where a relative path leads from one of the repository, but for links; nil where it leads out.
    private static func path(_ relative: String, from path: String) -> String? {
        var steps: [Substring] = []
        for step in path.split(separator: "/") + relative.split(separator: "/") where step != "." {
            if step != ".." {
                steps.append(step)
            } else if steps.popLast() == nil {
                return nil
            }
        }
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }

    /// In the order in which the first to declare a block is taken: OpenTofu's own files stand for Terraform's, and
    /// those that override others come last. Nil where the folder cannot be read.
    private static func files(of folder: String) throws(UsageFailure) -> [String]? {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            return nil
        }
        let known = names.filter { name in endings.contains { name.hasSuffix($0) } && !name.hasPrefix(".") }
        guard known.count <= 10_000 else { throw failure("there are more than 10,000 files in \(folder.visible())") }
        let own = Set(known)
        let standing = known.filter { name in
            guard name.hasSuffix(".tf") || name.hasSuffix(".tf.json") else { return true }
            return !own.contains(name.replacing(".tf", with: ".tofu"))
        }
        return standing.sorted { a, b in
            isOverride(a) == isOverride(b) ? a.utf8.lexicographicallyPrecedes(b.utf8) : isOverride(b)
        }
    }

    private static let endings = [".tf", ".tf.json", ".tofu", ".tofu.json"]

    private static func isOverride(_ name: String) -> Bool {
        let stem = name.prefix { $0 != "." }
        return stem == "override" || stem.hasSuffix("_override")
    }

    private mutating func read(_ files: [String], in folder: String, into module: inout Module) {
        for name in files {
            guard let (path, bytes) = content(of: name, in: folder) else { continue }
            let blocks = TerraformBlocks(bytes, isJSON: name.hasSuffix(".json"))
            if let line = blocks.unreadFrom { noteUnread(path, from: line) }
            for (key, line) in blocks.vpcs where module.vpcs[key] == nil {
                module.vpcs[key] = SourceMap.Place(path: path, line: line)
            }
            for (key, call) in blocks.modules where module.calls[key] == nil {
                let local = call.source.flatMap { Self.isLocal($0) ? Repository.join(folder, $0) : nil }
                module.calls[key] = Call(place: SourceMap.Place(path: path, line: call.line), folder: local)
            }
            for move in blocks.moves { module.moves.move(from: move.from, to: move.to) }
            for address in blocks.removed { module.moves.remove(address) }
        }
    }

    /// Nil, and a remark, where it cannot be read.
    private mutating func content(of name: String, in folder: String) -> (path: String, bytes: [UInt8])? {
        let file = Repository.join(folder, name)
        guard let path = repository.path(of: file), NamedFile.kind(of: file) == .regular else {
            remarks.append("\(name.visible()) was not read: it is no file of the repository.")
            return nil
        }
        guard Repository.canBeNamed(path) else {
            remarks.append("\(path.visible()) was not read: no alert can name a path with control characters.")
            return nil
        }
        guard let bytes = bytes(of: file) else {
            remarks.append("\(path.visible()) was not read: it cannot be opened, or is larger than 8 MiB.")
            return nil
        }
        return (path, bytes)
    }

    private mutating func noteUnread(_ path: String, from line: Int) {
        remarks.append("\(path.visible()) was not understood from line \(line) on.")
    }

    private func bytes(of file: String) -> [UInt8]? {
        do {
            return try NamedFile.read(file, upTo: Self.largest).map { Array($0) }
        } catch {
            return nil
        }
    }

    static func failure(_ text: String) -> UsageFailure {
        UsageFailure(description: "--terraform: \(text)")
    }
}

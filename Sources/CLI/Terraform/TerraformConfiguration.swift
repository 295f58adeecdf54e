import Evidence
import Foundation

/// A Terraform configuration, as far as it tells where VPCs are declared: its root module, and each local module
/// once it is asked for.
struct TerraformConfiguration {
    private static let largest = 8 << 20

    private let repository: Repository
    /// Absolute.
    private let root: String
    private var modules: [String: Module] = [:]
    /// What could not be understood, a sentence each.
    private(set) var remarks: [String] = []

    /// The blocks of all files of a folder.
    private struct Module {
        var vpcs: [String: SourceMap.Place] = [:]
        var calls: [String: (place: SourceMap.Place, source: String?)] = [:]
    }

    /// Throws where the folder is not there, lies outside the repository, or holds no configuration.
    init(_ folder: String, in repository: Repository) throws(UsageFailure) {
        let shown = folder.visible()
        self.repository = repository
        root = repository.absolute(folder)
        guard let kind = NamedFile.kind(of: root) else { throw Self.failure("there is no folder \(shown)") }
        guard kind == .folder else { throw Self.failure("\(shown) is not a folder") }
        guard repository.path(of: root) != nil else {
            throw Self.failure("\(shown) does not lie in the repository \(repository.root.visible())")
        }
        guard let files = try Self.files(of: root) else { throw Self.failure("\(shown) cannot be read") }
        guard !files.isEmpty else { throw Self.failure("\(shown) holds no .tf, .tofu or .tf.json file") }
        modules[root] = read(root, files)
    }

    /// The line that declares a VPC: its resource block where that lies in the repository, else the innermost call
    /// of a module on the way to it; nil where there is neither.
    mutating func place(of vpc: TerraformState.VPC) throws(UsageFailure) -> SourceMap.Place? {
        var folder = root
        var lastCall: SourceMap.Place?
        for name in vpc.modules {
            guard let call = try module(at: folder)?.calls[name] else { return lastCall }
            lastCall = call.place
            // A path of this kind, and no other, is a local module.
            guard let source = call.source, source.hasPrefix("./") || source.hasPrefix("../") else { return lastCall }
            folder = Repository.join(folder, source)
        }
        return try module(at: folder)?.vpcs["\(vpc.type).\(vpc.name)"] ?? lastCall
    }

    /// Nil where it does not lie in the repository or cannot be read.
    private mutating func module(at folder: String) throws(UsageFailure) -> Module? {
        if let module = modules[folder] { return module }
        guard repository.path(of: folder) != nil, let files = try Self.files(of: folder) else { return nil }
        let module = read(folder, files)
        modules[folder] = module
        return module
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

    private mutating func read(_ folder: String, _ files: [String]) -> Module {
        var module = Module()
        for name in files {
            let file = Repository.join(folder, name)
            guard let path = repository.path(of: file), NamedFile.kind(of: file) == .regular else {
                remarks.append("\(name.visible()) was not read: it is no file of the repository.")
                continue
            }
            guard let bytes = content(of: file) else {
                remarks.append("\(path.visible()) was not read: it cannot be opened, or is larger than 8 MiB.")
                continue
            }
            let blocks = TerraformBlocks(bytes, isJSON: name.hasSuffix(".json"))
            if let line = blocks.unreadFrom {
                remarks.append("\(path.visible()) was not understood from line \(line) on.")
            }
            for (key, line) in blocks.vpcs where module.vpcs[key] == nil {
                module.vpcs[key] = SourceMap.Place(path: path, line: line)
            }
            for (key, call) in blocks.modules where module.calls[key] == nil {
                module.calls[key] = (SourceMap.Place(path: path, line: call.line), call.source)
            }
        }
        return module
    }

    private func content(of file: String) -> [UInt8]? {
        do {
            return try NamedFile.read(file, upTo: Self.largest).map { Array($0) }
        } catch {
            return nil
        }
    }

    private static func failure(_ text: String) -> UsageFailure {
        UsageFailure(description: "--terraform: \(text)")
    }
}

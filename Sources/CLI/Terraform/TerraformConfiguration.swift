import Evidence

/// A Terraform configuration or a Terragrunt unit, as far as it tells where VPCs are declared: its root module, and
/// each local module once it is asked for.
struct TerraformConfiguration {
    /// Where a VPC of the state is declared.
    enum Declaration: Equatable {
        /// In its resource block; where that does not lie in the repository, in the innermost call of a module on the
        /// way to it, or in the unit.
        case at(SourceMap.Place)
        /// Nowhere any more: a `removed` block takes it out.
        case removed
        case missing
    }

    /// Longer ways are none that people write: of modules, and of moves.
    private static let longest = 100

    private var folders: TerraformFolders
    /// Absolute.
    private let root: String
    private let unit: SourceMap.Place?

    /// What could not be understood, a sentence each.
    var remarks: [String] { folders.remarks }

    /// Throws where the folder is not there, lies outside the repository, or holds neither a configuration nor a unit.
    init(_ folder: String, in repository: Repository) throws(UsageFailure) {
        let shown = folder.visible()
        root = repository.absolute(folder)
        guard let kind = NamedFile.kind(of: root) else { throw TerraformFolders.failure("there is no folder \(shown)") }
        guard kind == .folder else { throw TerraformFolders.failure("\(shown) is not a folder") }
        guard repository.path(of: root) != nil else {
            throw TerraformFolders.failure("\(shown) does not lie in the repository \(repository.root.visible())")
        }
        folders = TerraformFolders(of: repository)
        let file = folders.unit(in: root)
        guard let holdsFiles = try folders.read(root) else { throw TerraformFolders.failure("\(shown) cannot be read") }
        guard holdsFiles || file != nil else {
            let why = folders.remarks.first.map { ": \($0.dropLast())" } ?? ""
            throw TerraformFolders.failure(
                "\(shown) holds no .tf, .tofu or .tf.json file, and no terragrunt.hcl with an include or a source\(why)"
            )
        }
        unit = file?.place
        // Terragrunt runs the files of the unit and those of its source as one module.
        if let source = file?.source { try folders.add(source, to: root) }
    }

    /// The state may still name an address from which a VPC has moved: the last one on its way that is declared counts.
    mutating func declaration(of vpc: TerraformState.VPC) throws(UsageFailure) -> Declaration {
        var best = Sight.Found.missing(beyond: nil)
        var isRemoved = false
        var address = vpc.address
        var seen: Set<TerraformAddress> = []
        while seen.count < Self.longest, seen.insert(address).inserted {
            let sight = try look(at: address)
            if sight.found.isBetter(than: best) { best = sight.found }
            isRemoved = isRemoved || sight.isRemoved
            guard let next = sight.next else { break }
            address = next
        }
        switch best {
        case .declared(let place): return .at(place)
        case _ where isRemoved: return .removed
        case .called(let place), .missing(.some(let place)): return .at(place)
        case .missing(nil): return unit.map { .at($0) } ?? .missing
        }
    }

    /// What the modules on the way to an address say of it.
    private struct Sight {
        enum Found {
            case declared(SourceMap.Place)
            /// In a module that cannot be seen, behind this call.
            case called(SourceMap.Place)
            /// In no module, of which this is the innermost call.
            case missing(beyond: SourceMap.Place?)

            /// Than what was found before.
            func isBetter(than other: Found) -> Bool {
                switch (self, other) {
                case (.declared, _), (.called, _): true
                case (.missing(.some), .missing): true
                case (.missing, _): false
                }
            }
        }

        var found = Found.missing(beyond: nil)
        /// To where a block moves it.
        var next: TerraformAddress?
        var isRemoved = false
    }

    private mutating func look(at address: TerraformAddress) throws(UsageFailure) -> Sight {
        var sight = Sight()
        var rest = address
        var folder = root
        var call: SourceMap.Place?
        guard address.modules.count <= Self.longest else { return sight }
        while let module = try folders.module(at: folder) {
            if sight.next == nil, let target = module.moves.target(of: rest) {
                let way = address.modules.prefix(address.modules.count - rest.modules.count)
                sight.next = TerraformAddress(modules: way + target.modules, resource: target.resource)
            }
            sight.isRemoved = sight.isRemoved || module.moves.removes(rest)
            guard let step = rest.modules.first else {
                let place = rest.resource.flatMap { module.vpcs["\($0.type).\($0.name)"] }
                sight.found = place.map { .declared($0) } ?? .missing(beyond: call)
                return sight
            }
            guard let next = module.calls[step.name] else {
                sight.found = .missing(beyond: call)
                return sight
            }
            call = next.place
            guard let source = next.folder else { break }
            folder = source
            rest.modules.removeFirst()
        }
        if let call { sight.found = .called(call) }
        return sight
    }
}

/// The `moved` and `removed` blocks of a module. Their addresses begin in it.
/// Source: https://developer.hashicorp.com/terraform/language/modules/develop/refactoring
struct TerraformMoves {
    private var targets: [TerraformAddress: TerraformAddress] = [:]
    /// Without keys, which the blocks cannot have.
    private var removed: Set<TerraformAddress> = []

    /// The first of several from the same address counts; a move of what is not of the same kind does not.
    mutating func move(from: TerraformAddress, to: TerraformAddress) {
        guard (from.resource == nil) == (to.resource == nil), from != TerraformAddress(), to != TerraformAddress(),
            targets[from] == nil
        else { return }
        targets[from] = to
    }

    mutating func remove(_ address: TerraformAddress) {
        if address != TerraformAddress() { removed.insert(address.withoutKeys) }
    }

    /// Where one block moves a resource: by itself, or with one of the modules around it, the innermost first.
    func target(of address: TerraformAddress) -> TerraformAddress? {
        guard !targets.isEmpty else { return nil }
        if let target = target(ofExactly: address) { return target }
        for count in stride(from: address.modules.count, to: 0, by: -1) {
            let module = TerraformAddress(modules: Array(address.modules.prefix(count)))
            guard var target = target(ofExactly: module) else { continue }
            target.modules += address.modules.dropFirst(count)
            target.resource = address.resource
            return target
        }
        return nil
    }

    /// Whether a block takes the resource, or a module around it, out of the configuration.
    func removes(_ address: TerraformAddress) -> Bool {
        guard !removed.isEmpty else { return false }
        let names = address.withoutKeys
        return removed.contains(names)
            || names.modules.indices.contains { last in
                removed.contains(TerraformAddress(modules: Array(names.modules[...last])))
            }
    }

    private func target(ofExactly address: TerraformAddress) -> TerraformAddress? {
        if let target = targets[address] { return target }
        // Without a key at either end all instances are moved, and keep theirs.
        var all = address
        all.key = nil
        guard var target = targets[all], target.key == nil else { return nil }
        target.key = address.key
        return target
    }
}

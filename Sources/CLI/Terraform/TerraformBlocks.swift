/// Where the VPCs and the module calls of one file are declared, and what it moves and removes.
struct TerraformBlocks {
    /// By `type.name`.
    private(set) var vpcs: [String: Int] = [:]
    /// By name.
    private(set) var modules: [String: Call] = [:]
    private(set) var moves: [(from: TerraformAddress, to: TerraformAddress)] = []
    private(set) var removed: [TerraformAddress] = []
    /// From where on the file could not be understood; nil where all of it was.
    let unreadFrom: Int?

    struct Call: Equatable {
        var line: Int
        /// As it is written; nil where it is not a plain text.
        var source: String?
    }

    init(_ bytes: [UInt8], isJSON: Bool) {
        let file = HCLBlocks(bytes, isJSON: isJSON)
        unreadFrom = file.unreadFrom
        for block in file.blocks { note(block) }
    }

    /// The first that declares a thing counts.
    private mutating func note(_ block: HCLBlocks.Block) {
        let labels = block.labels
        switch (labels[0], labels.count) {
        case ("resource", 3) where TerraformState.types.contains(labels[1]):
            let key = "\(labels[1]).\(labels[2])"
            if vpcs[key] == nil { vpcs[key] = block.line }
        case ("module", 2) where modules[labels[1]] == nil:
            modules[labels[1]] = Call(line: block.line, source: block.text("source"))
        case ("moved", 1):
            if let from = block.address("from"), let to = block.address("to") { moves.append((from, to)) }
        case ("removed", 1):
            if let address = block.address("from") { removed.append(address) }
        default: break
        }
    }
}

extension HCLBlocks.Block {
    /// Nil where it is missing, or not a plain text.
    func text(_ name: String) -> String? {
        guard case .text(let text) = attributes[name]?.value else { return nil }
        return text
    }

    /// JSON writes addresses as texts.
    fileprivate func address(_ name: String) -> TerraformAddress? {
        switch attributes[name]?.value {
        case .text(let text), .expression(let text): TerraformAddress(text)
        case .unknown, nil: nil
        }
    }
}

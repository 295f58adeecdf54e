import Evidence

/// A block of Terraform's language, laid out as `terraform fmt` does.
/// Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
struct HCLBlock: Sendable {
    var type: String
    var labels: [String] = []
    var body: [HCLItem]

    init(_ type: String, _ labels: String..., body: [HCLItem]) {
        self.type = type
        self.labels = labels
        self.body = body
    }

    /// An empty line stands between them.
    static func text(_ blocks: [HCLBlock]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(1 << 12)
        for (index, block) in blocks.enumerated() {
            if index > 0 { text.append(UInt8(ascii: "\n")) }
            block.write(to: &text, 0)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// From where its line is indented already.
    fileprivate func write(to text: inout [UInt8], _ depth: Int) {
        text += type.utf8
        for label in labels {
            text.append(UInt8(ascii: " "))
            text += HCLValue.quoted(label).utf8
        }
        text += " {\n".utf8
        HCLItem.write(body, to: &text, depth + 1)
        text.indent(depth)
        text += "}\n".utf8
    }
}

enum HCLItem: Sendable {
    case attribute(String, HCLValue)
    case block(HCLBlock)
    case comment(String)

    /// What is long stands apart.
    fileprivate static func write(_ items: [HCLItem], to text: inout [UInt8], _ depth: Int) {
        var column = HCLColumn()
        for (index, item) in items.enumerated() {
            let isLong = item.isLong
            if index > 0, item.standsApart(from: items[index - 1], isLong) { text.append(UInt8(ascii: "\n")) }
            text.indent(depth)
            switch item {
            case .attribute(let name, let value):
                column.enter(index, name, isLong, of: items.count) { items[$0].shortName }
                column.write(name, to: &text)
                value.write(to: &text, depth)
                text.append(UInt8(ascii: "\n"))
            case .block(let block): block.write(to: &text, depth)
            case .comment(let words): text += "# \(words.visible())\n".utf8
            }
        }
    }

    private var isLong: Bool {
        guard case .attribute(_, let value) = self else { return false }
        return value.isLong
    }

    /// Of an attribute on a line of its own.
    private var shortName: String? {
        guard case .attribute(let name, let value) = self, !value.isLong else { return nil }
        return name
    }

    private func standsApart(from previous: HCLItem, _ isLong: Bool) -> Bool {
        switch (previous, self) {
        case (.comment, _): false
        case (.block, _), (_, .block): true
        case (.attribute, .comment): true
        case (.attribute, .attribute): isLong || previous.isLong
        }
    }
}

/// Attributes that follow each other on lines of their own have their values in one column.
struct HCLColumn {
    private var end = 0
    private var width = 0

    /// - Parameter shortName: the name of an attribute that is on a line of its own, by its place.
    mutating func enter(
        _ index: Int, _ name: String, _ isLong: Bool, of count: Int, shortName: (Int) -> String?
    ) {
        guard index >= end else { return }
        (end, width) = (index + 1, name.utf8.count)
        if isLong { return }
        while end < count, let name = shortName(end) {
            width = max(width, name.utf8.count)
            end += 1
        }
    }

    func write(_ name: String, to text: inout [UInt8]) {
        text += name.utf8
        for _ in name.utf8.count..<width { text.append(UInt8(ascii: " ")) }
        text += " = ".utf8
    }
}

extension [UInt8] {
    /// Two spaces a level.
    mutating func indent(_ depth: Int) {
        for _ in 0..<depth { self += "  ".utf8 }
    }
}

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
private struct HCLColumn {
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

/// A value of Terraform's language.
enum HCLValue: Sendable {
    case data(JSONTree)
    /// What `jsonencode` makes a text of.
    case json(JSONTree)
    /// Terraform's own words, such as `aws_iam_role.x.arn`: never anything from outside.
    case code(String)
    case list([HCLValue])

    static func text(_ text: String) -> HCLValue { .data(.text(text)) }
    static func number(_ number: Int) -> HCLValue { .data(.number(number)) }
    static func flag(_ flag: Bool) -> HCLValue { .data(.flag(flag)) }

    fileprivate var isLong: Bool {
        switch self {
        case .data(let tree), .json(let tree): tree.isLong
        case .code: false
        case .list(let items): items.areLong(items.contains(where: \.isLong)) { $0.write(to: &$1, 0) }
        }
    }

    fileprivate func write(to text: inout [UInt8], _ depth: Int) {
        switch self {
        case .data(let tree): tree.writeHCL(to: &text, depth)
        case .json(let tree):
            text += "jsonencode(".utf8
            tree.writeHCL(to: &text, depth)
            text.append(UInt8(ascii: ")"))
        case .code(let code): text += code.utf8
        case .list(let items): items.write(to: &text, depth, isLong: isLong) { $0.write(to: &$1, $2) }
        }
    }

    /// A name for Terraform that two things never share: what it cannot take is `_`, and a hash tells them apart.
    static func identifier(_ name: String) -> String {
        let plain = name.unicodeScalars.map { scalar in
            switch scalar {
            case "0"..."9", "A"..."Z", "a"..."z": UInt8(ascii: scalar)
            default: UInt8(ascii: "_")
            }
        }
        return "\(String(decoding: plain, as: UTF8.self))_\(sha256Hex(Array(name.utf8)).prefix(8))"
    }

    /// A quoted template that holds the text and nothing that Terraform would fill in.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C && $0 != 0x7B }
        if isPlain { return "\"\(text)\"" }
        let scalars = Array(text.unicodeScalars)
        var quoted = "\""
        for (index, scalar) in scalars.enumerated() {
            let opens = index + 1 < scalars.count && scalars[index + 1] == "{"
            let follows = index > 0 && scalars[index - 1] == scalar
            switch scalar {
            case "$" where opens && !follows, "%" where opens && !follows: quoted += "\(scalar)\(scalar)"
            // After a sign of its own kind the doubled one would be read in another way.
            case "$" where opens, "%" where opens: quoted += "\\u00" + String(scalar.value, radix: 16)
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.isActing:
                let hex = String(scalar.value, radix: 16)
                let (sign, width) = scalar.value > 0xFFFF ? ("U", 8) : ("u", 4)
                quoted += "\\\(sign)" + String(repeating: "0", count: width - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension JSONTree {
    fileprivate var isLong: Bool {
        switch self {
        case .fields(let fields): !fields.isEmpty
        case .list(let items): items.areLong(items.contains(where: \.isLong)) { $0.writeHCL(to: &$1, 0) }
        case .text, .number, .flag: false
        }
    }

    fileprivate func writeHCL(to text: inout [UInt8], _ depth: Int) {
        switch self {
        case .text(let value): text += HCLValue.quoted(value).utf8
        case .number(let number): text += String(number).utf8
        case .flag(let flag): text += (flag ? "true" : "false").utf8
        case .list(let items): items.write(to: &text, depth, isLong: isLong) { $0.writeHCL(to: &$1, $2) }
        case .fields([]): text += "{}".utf8
        case .fields(let fields):
            text += "{\n".utf8
            var column = HCLColumn()
            for (index, field) in fields.enumerated() {
                text.indent(depth + 1)
                column.enter(index, field.name, field.value.isLong, of: fields.count) {
                    fields[$0].value.isLong ? nil : fields[$0].name
                }
                column.write(field.name, to: &text)
                field.value.writeHCL(to: &text, depth + 1)
                text.append(UInt8(ascii: "\n"))
            }
            text.indent(depth)
            text.append(UInt8(ascii: "}"))
        }
    }
}

extension JSONTree.Field {
    /// As Terraform takes the key of an object.
    fileprivate var name: String {
        let isIdentifier = key.utf8.allSatisfy { byte in
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x5F: true
            default: false
            }
        }
        return isIdentifier && !key.isEmpty ? key : HCLValue.quoted(key)
    }
}

extension Array {
    /// Whether a list of these takes a line for each: one that holds what is long, more than two, or too much.
    fileprivate func areLong(_ holdsLong: Bool, _ write: (Element, inout [UInt8]) -> Void) -> Bool {
        if holdsLong || count > 2 { return true }
        var text: [UInt8] = []
        for element in self { write(element, &text) }
        return text.count > 80
    }

    fileprivate func write(
        to text: inout [UInt8], _ depth: Int, isLong: Bool, each write: (Element, inout [UInt8], Int) -> Void
    ) {
        text += (isLong ? "[\n" : "[").utf8
        for (index, element) in enumerated() {
            if isLong { text.indent(depth + 1) } else if index > 0 { text += ", ".utf8 }
            write(element, &text, isLong ? depth + 1 : depth)
            if isLong { text += ",\n".utf8 }
        }
        if isLong { text.indent(depth) }
        text.append(UInt8(ascii: "]"))
    }
}

extension [UInt8] {
    /// Two spaces a level.
    fileprivate mutating func indent(_ depth: Int) {
        for _ in 0..<depth { self += "  ".utf8 }
    }
}

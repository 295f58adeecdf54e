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

    func text(_ depth: Int = 0) -> String {
        let indent = String(repeating: "  ", count: depth)
        let head = ([type] + labels.map(HCLValue.quoted)).joined(separator: " ")
        return "\(indent)\(head) {\n" + HCLItem.text(body, depth + 1) + "\(indent)}\n"
    }
}

enum HCLItem: Sendable {
    case attribute(String, HCLValue)
    case block(HCLBlock)
    case comment(String)

    /// Attributes that follow each other on lines of their own have their values in one column.
    ///
    /// - Parameter isSpaced: whether what is long stands apart, as in a block.
    static func text(_ items: [HCLItem], _ depth: Int, isSpaced: Bool = true) -> String {
        let indent = String(repeating: "  ", count: depth)
        let areLong = items.map(\.isLong)
        let columns = columns(of: items, areLong)
        var text = ""
        for (index, item) in items.enumerated() {
            if isSpaced, index > 0, item.standsApart(from: items[index - 1], areLong[index - 1] || areLong[index]) {
                text += "\n"
            }
            text += indent
            switch item {
            case .attribute(let name, let value):
                text += name
                for _ in name.count..<columns[index] { text += " " }
                text += " = "
                text += value.text(depth)
                text += "\n"
            case .block(let block): text += block.text(depth).dropFirst(indent.count)
            case .comment(let words): text += "# \(words.visible())\n"
            }
        }
        return text
    }

    private var isLong: Bool {
        guard case .attribute(_, let value) = self else { return false }
        return value.isLong
    }

    private func standsApart(from previous: HCLItem, _ isLong: Bool) -> Bool {
        switch (previous, self) {
        case (.comment, _): false
        case (.block, _), (_, .block): true
        case (.attribute, .comment): true
        case (.attribute, .attribute): isLong
        }
    }

    /// Of each attribute the width of its name: of a short one, that of the longest in the run that it stands in.
    private static func columns(of items: [HCLItem], _ areLong: [Bool]) -> [Int] {
        var columns = Array(repeating: 0, count: items.count)
        var run = 0
        for (index, item) in items.enumerated() {
            guard case .attribute(let name, _) = item else {
                run = index + 1
                continue
            }
            columns[index] = name.count
            guard !areLong[index] else {
                run = index + 1
                continue
            }
            let width = max(name.count, run < index ? columns[run] : 0)
            for member in run...index { columns[member] = width }
        }
        return columns
    }
}

/// A value of Terraform's language.
indirect enum HCLValue: Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    /// Terraform's own words, such as `aws_iam_role.x.arn`: never anything from outside.
    case code(String)
    case list([HCLValue])
    case object([(key: String, value: HCLValue)])
    case call(String, HCLValue)

    init(_ tree: JSONTree) {
        switch tree {
        case .text(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .flag(let flag): self = .flag(flag)
        case .list(let items): self = .list(items.map { HCLValue($0) })
        case .fields(let fields): self = .object(fields.map { ($0.key, HCLValue($0.value)) })
        }
    }

    var isLong: Bool {
        switch self {
        case .object(let fields): !fields.isEmpty
        case .list(let items):
            items.contains(where: \.isLong) || items.count > 2 || items.map { $0.text(0).utf8.count }.reduce(0, +) > 80
        case .call(_, let value): value.isLong
        default: false
        }
    }

    func text(_ depth: Int) -> String {
        let (inner, outer) = (String(repeating: "  ", count: depth + 1), String(repeating: "  ", count: depth))
        switch self {
        case .text(let text): return Self.quoted(text)
        case .number(let number): return "\(number)"
        case .flag(let flag): return flag ? "true" : "false"
        case .code(let code): return code
        case .call(let name, let value): return "\(name)(\(value.text(depth)))"
        case .list(let items) where isLong:
            return "[\n" + items.map { "\(inner)\($0.text(depth + 1)),\n" }.joined() + "\(outer)]"
        case .list(let items): return "[" + items.map { $0.text(depth) }.joined(separator: ", ") + "]"
        case .object(let fields):
            let items = fields.map { HCLItem.attribute(Self.key($0.key), $0.value) }
            return fields.isEmpty ? "{}" : "{\n" + HCLItem.text(items, depth + 1, isSpaced: false) + "\(outer)}"
        }
    }

    /// A name for Terraform that two things never share: what it cannot take is `_`, and a hash tells them apart.
    static func identifier(_ name: String) -> String {
        let plain = name.unicodeScalars.map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? String(scalar) : "_"
        }
        return "\(plain.joined())_\(sha256Hex(Array(name.utf8)).prefix(8))"
    }

    private static func key(_ name: String) -> String {
        let isIdentifier = name.utf8.allSatisfy {
            (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
        }
        return isIdentifier && !name.isEmpty ? name : quoted(name)
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

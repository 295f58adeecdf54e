import Evidence

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

    var isLong: Bool {
        switch self {
        case .data(let tree), .json(let tree): tree.isLong
        case .code: false
        case .list(let items): items.areLong(items.contains(where: \.isLong)) { $0.write(to: &$1, 0) }
        }
    }

    func write(to text: inout [UInt8], _ depth: Int) {
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

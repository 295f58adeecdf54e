/// Where the VPCs and the module calls of one file are declared.
struct TerraformBlocks: Equatable {
    /// By `type.name`.
    var vpcs: [String: Int] = [:]
    /// By name.
    var modules: [String: Call] = [:]
    /// From where on the file could not be understood; nil where all of it was.
    var unreadFrom: Int?

    struct Call: Equatable {
        var line: Int
        /// As it is written; nil where it is not a plain text.
        var source: String?
    }

    /// What stands before a mistake is kept.
    init(_ bytes: [UInt8], isJSON: Bool) {
        do throws(HCLScanner.Failure) {
            if isJSON { try readJSON(bytes) } else { try readHCL(bytes) }
        } catch {
            unreadFrom = error.line
        }
    }

    private mutating func note(_ labels: [String], line: Int) {
        if labels.count == 3, labels[0] == "resource", TerraformState.types.contains(labels[1]) {
            let key = "\(labels[1]).\(labels[2])"
            if vpcs[key] == nil { vpcs[key] = line }
        } else if labels.count == 2, labels[0] == "module", modules[labels[1]] == nil {
            modules[labels[1]] = Call(line: line)
        }
    }

    /// `resource "aws_vpc" "main" {`, where every label may also be a bare name.
    private mutating func readHCL(_ bytes: [UInt8]) throws(HCLScanner.Failure) {
        var scanner = HCLScanner(bytes, isJSON: false)
        var open: [UInt8] = []
        /// What stands on the line so far, while it can still be the head of a block or of an attribute.
        var head: [String]? = []
        var headLine = 1
        var block: [String] = []
        var isSource = false
        while true {
            let token = try scanner.next()
            if isSource, token != .mark(UInt8(ascii: "=")) {
                if case .text(let source) = token, block.count == 2 { modules[block[1]]?.source = source }
                isSource = false
            }
            switch token {
            case .name(let name), .text(.some(let name)):
                if head?.isEmpty == true { headLine = scanner.line }
                head?.append(name)
            case .mark(UInt8(ascii: "{")):
                if open.isEmpty {
                    block = head ?? []
                    note(block, line: headLine)
                }
                open.append(UInt8(ascii: "}"))
                head = []
            case .mark(UInt8(ascii: "[")):
                open.append(UInt8(ascii: "]"))
                head = nil
            case .mark(UInt8(ascii: "(")):
                open.append(UInt8(ascii: ")"))
                head = nil
            case .mark(UInt8(ascii: "}")), .mark(UInt8(ascii: "]")), .mark(UInt8(ascii: ")")):
                guard case .mark(open.popLast()) = token else { throw HCLScanner.Failure(line: scanner.line) }
                if open.isEmpty { block = [] }
                head = nil
            case .mark(UInt8(ascii: "=")):
                isSource = open.count == 1 && block.first == "module" && head == ["source"]
                head = nil
            case .mark(UInt8(ascii: "\n")):
                head = []
            case .text(nil), .mark, .other:
                head = nil
            case .end:
                guard open.isEmpty else { throw HCLScanner.Failure(line: scanner.line) }
                return
            }
        }
    }

    /// `{"resource": {"aws_vpc": {"main": {…}}}}`, where each value may also be a list of such.
    private mutating func readJSON(_ bytes: [UInt8]) throws(HCLScanner.Failure) {
        var scanner = HCLScanner(bytes, isJSON: true)
        /// The open brackets; of an object, the key whose value is being read.
        var open: [(close: UInt8, key: String?)] = []
        var last: (text: String?, line: Int)?
        while true {
            let token = try scanner.next()
            switch token {
            case .text(let text):
                let path = open.compactMap(\.key)
                if path.count == 3, path[0] == "module", path[2] == "source" { modules[path[1]]?.source = text }
                last = (text, scanner.line)
            case .mark(UInt8(ascii: ":")):
                guard let key = last, open.last?.close == UInt8(ascii: "}") else {
                    throw HCLScanner.Failure(line: scanner.line)
                }
                // One with escapes in it is no name that is looked for, and must not be taken for another.
                open[open.count - 1].key = key.text ?? ""
                note(open.compactMap(\.key), line: key.line)
            case .mark(UInt8(ascii: ",")):
                if open.last?.close == UInt8(ascii: "}") { open[open.count - 1].key = nil }
            case .mark(UInt8(ascii: "{")): open.append((UInt8(ascii: "}"), nil))
            case .mark(UInt8(ascii: "[")): open.append((UInt8(ascii: "]"), nil))
            case .mark(UInt8(ascii: "}")), .mark(UInt8(ascii: "]")):
                guard case .mark(open.popLast()?.close) = token else { throw HCLScanner.Failure(line: scanner.line) }
            case .mark(UInt8(ascii: "\n")), .mark, .name, .other: break
            case .end:
                guard open.isEmpty else { throw HCLScanner.Failure(line: scanner.line) }
                return
            }
        }
    }
}

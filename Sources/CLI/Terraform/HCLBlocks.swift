/// The blocks of a file of HCL or JSON, as far as they tell where VPCs are declared.
struct HCLBlocks {
    /// In the order of the file.
    private(set) var blocks: [Block] = []
    /// From where on the file could not be understood; nil where all of it was.
    private(set) var unreadFrom: Int?

    struct Block {
        /// `["resource", "aws_vpc", "main"]`
        let labels: [String]
        let line: Int
        var attributes: [String: Attribute] = [:]
    }

    struct Attribute: Equatable {
        let line: Int
        let value: Value
    }

    enum Value: Equatable {
        case text(String)
        /// Without blanks and comments.
        case expression(String)
        /// It has a template in it, or an operator.
        case unknown
    }

    /// The blocks that are kept, with the number of their labels in JSON.
    private static let kinds = ["resource": 2, "module": 1, "moved": 0, "removed": 0, "terraform": 0, "include": 1]
    /// Their attributes that are kept.
    private static let names: Set = ["source", "from", "to"]

    /// What stands before a mistake is kept.
    init(_ bytes: [UInt8], isJSON: Bool) {
        do throws(HCLScanner.Failure) {
            if isJSON { try readJSON(bytes) } else { try readHCL(bytes) }
        } catch {
            unreadFrom = error.line
        }
    }

    /// `resource "aws_vpc" "main" {`, where every label may also be a bare name.
    private mutating func readHCL(_ bytes: [UInt8]) throws(HCLScanner.Failure) {
        var scanner = HCLScanner(bytes, isJSON: false)
        var open: [UInt8] = []
        /// What stands on the line so far, while it can still be the head of a block or of an attribute.
        var head: [String]? = []
        var headLine = 1
        var isKept = false
        /// An attribute whose value is being read.
        var attribute: (name: String, line: Int, value: [HCLScanner.Token])?
        while true {
            let token = try scanner.next()
            if open.count == 1, let read = attribute,
                [.mark(UInt8(ascii: "\n")), .mark(UInt8(ascii: "}"))].contains(token)
            {
                blocks[blocks.count - 1].attributes[read.name] = Attribute(line: read.line, value: Value(read.value))
                attribute = nil
            }
            attribute?.value.append(token)
            switch token {
            case .name(let name), .text(.some(let name)):
                if head?.isEmpty == true { headLine = scanner.line }
                head?.append(name)
            case .mark(UInt8(ascii: "{")):
                if open.isEmpty {
                    isKept = head?.first.map { Self.kinds[$0] != nil } ?? false
                    if isKept, let head { blocks.append(Block(labels: head, line: headLine)) }
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
                if open.isEmpty { isKept = false }
                head = nil
            case .mark(UInt8(ascii: "=")):
                if isKept, open.count == 1, let head, head.count == 1, Self.names.contains(head[0]) {
                    attribute = (head[0], headLine, [])
                }
                head = nil
            case .mark(UInt8(ascii: "\n")):
                head = []
            case .text(nil), .mark, .number, .other:
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
        /// Deeper there is nothing that is kept, and a file may hold millions of brackets.
        var path: [String] { open.count <= 16 ? open.compactMap(\.key) : [] }
        var last: (text: String?, line: Int)?
        /// No object of the newest block was opened yet.
        var isNew = false
        while true {
            let token = try scanner.next()
            switch token {
            case .text(let text):
                let path = path
                if let name = path.last, Self.names.contains(name), path.dropLast() == blocks.last?.labels[...] {
                    blocks[blocks.count - 1].attributes[name] = Attribute(
                        line: scanner.line, value: text.map(Value.text) ?? .unknown)
                }
                last = (text, scanner.line)
            case .mark(UInt8(ascii: ":")):
                guard let key = last, open.last?.close == UInt8(ascii: "}") else {
                    throw HCLScanner.Failure(line: scanner.line)
                }
                // One with escapes in it is no name that is looked for, and must not be taken for another.
                open[open.count - 1].key = key.text ?? ""
                let path = path
                if let kind = path.first, Self.kinds[kind] == path.count - 1 {
                    blocks.append(Block(labels: path, line: key.line))
                    isNew = true
                }
            case .mark(UInt8(ascii: ",")):
                if open.last?.close == UInt8(ascii: "}") { open[open.count - 1].key = nil }
            case .mark(UInt8(ascii: "{")):
                // Of a list of them, each is a block.
                if let block = blocks.last, path == block.labels {
                    if !isNew { blocks.append(Block(labels: block.labels, line: scanner.line)) }
                    isNew = false
                }
                open.append((UInt8(ascii: "}"), nil))
            case .mark(UInt8(ascii: "[")): open.append((UInt8(ascii: "]"), nil))
            case .mark(UInt8(ascii: "}")), .mark(UInt8(ascii: "]")):
                guard case .mark(open.popLast()?.close) = token else { throw HCLScanner.Failure(line: scanner.line) }
            case .mark, .name, .number, .other: break
            case .end:
                guard open.isEmpty else { throw HCLScanner.Failure(line: scanner.line) }
                return
            }
        }
    }
}

extension HCLBlocks.Value {
    fileprivate init(_ tokens: [HCLScanner.Token]) {
        if case .text(.some(let text)) = tokens.first, tokens.count == 1 {
            self = .text(text)
            return
        }
        var expression = ""
        for token in tokens {
            switch token {
            case .name(let name), .number(let name): expression += name
            case .text(.some(let text)): expression += "\"\(text)\""
            case .mark(let mark): expression.unicodeScalars.append(Unicode.Scalar(mark))
            case .text(nil), .other, .end:
                self = .unknown
                return
            }
        }
        self = .expression(expression)
    }
}

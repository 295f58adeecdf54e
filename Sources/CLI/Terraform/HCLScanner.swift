/// Cuts HCL, or JSON as Terraform reads it, into as much as is needed to find where blocks begin.
///
/// Comments and heredocs are passed over; a string is one token, with whatever its templates hold.
/// Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
struct HCLScanner {
    enum Token: Equatable {
        case name(String)
        /// Nil where it has a template in it, or an escape, and so is not known before it is evaluated.
        case text(String?)
        /// `{` `}` `[` `]` `(` `)` `=` `:` `,` `.`, or the end of a line.
        case mark(UInt8)
        /// Of a fraction, what stands before its point.
        case number(String)
        /// Operators.
        case other
        case end
    }

    /// It cannot be read on from here.
    struct Failure: Error, Equatable {
        let line: Int
    }

    private let bytes: [UInt8]
    private let isJSON: Bool
    private var index = 0
    /// Of the token that was read last.
    private(set) var line = 1
    private var nextLine = 1

    init(_ bytes: [UInt8], isJSON: Bool) {
        self.bytes = bytes
        self.isJSON = isJSON
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func next() throws(Failure) -> Token {
        while let byte = peek() {
            line = nextLine
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                index += 1
            case UInt8(ascii: "\n"):
                advance()
                return .mark(byte)
            case UInt8(ascii: "\""):
                index += 1
                return .text(try string(depth: 0))
            case _ where !isJSON && skipComment(byte):
                if index > bytes.count { throw Failure(line: line) }
            case UInt8(ascii: "<") where !isJSON && isHeredoc:
                try skipHeredoc()
                return .text(nil)
            case _ where Self.marks.contains(byte):
                index += 1
                return .mark(byte)
            case _ where Self.isNamePart(byte) && !Self.isDigit(byte):
                return .name(name())
            case _ where Self.isDigit(byte):
                // As far as a name would go, or `1abc` would hold one.
                return .number(name())
            default:
                index += 1
                return .other
            }
        }
        line = nextLine
        return .end
    }

    private static let marks = Set("{}[]()=:,.".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Letters beyond ASCII are taken for what they are part of.
    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "-"), 0x80...:
            true
        default: isDigit(byte)
        }
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        index + ahead < bytes.count ? bytes[index + ahead] : nil
    }

    private mutating func advance() {
        if bytes[index] == UInt8(ascii: "\n") { nextLine += 1 }
        index += 1
    }

    private mutating func name() -> String {
        let start = index
        while let byte = peek(), Self.isNamePart(byte) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// Whether there was one. One that does not end leaves the index behind the last byte.
    private mutating func skipComment(_ byte: UInt8) -> Bool {
        let second = peek(1)
        if byte == UInt8(ascii: "#") || byte == UInt8(ascii: "/") && second == byte {
            while let byte = peek(), byte != UInt8(ascii: "\n") { index += 1 }
            return true
        }
        guard byte == UInt8(ascii: "/"), second == UInt8(ascii: "*") else { return false }
        index += 2
        while index < bytes.count {
            if peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/") {
                index += 2
                return true
            }
            advance()
        }
        index = bytes.count + 1
        return true
    }

    /// The rest of a string, behind its opening quote.
    private mutating func string(depth: Int) throws(Failure) -> String? {
        let start = index
        var isPlain = true
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return isPlain ? String(decoding: bytes[start..<index - 1], as: UTF8.self) : nil
            case UInt8(ascii: "\\"):
                isPlain = false
                index += 2
            case UInt8(ascii: "\n"):
                throw Failure(line: line)
            case UInt8(ascii: "$") where !isJSON, UInt8(ascii: "%") where !isJSON:
                if peek(1) == byte && peek(2) == UInt8(ascii: "{") {
                    isPlain = false
                    index += 3
                } else if peek(1) == UInt8(ascii: "{") {
                    isPlain = false
                    index += 2
                    try template(depth: depth + 1)
                } else {
                    index += 1
                }
            default:
                index += 1
            }
        }
        throw Failure(line: line)
    }

    /// The rest of `${…}`, in which there may be strings again.
    private mutating func template(depth: Int) throws(Failure) {
        guard depth < 64 else { throw Failure(line: line) }
        var braces = 1
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "{"): braces += 1
            case UInt8(ascii: "}"): braces -= 1
            case UInt8(ascii: "\""):
                index += 1
                _ = try string(depth: depth)
                continue
            case _ where skipComment(byte):
                continue
            default: break
            }
            advance()
            if braces == 0 { return }
        }
        throw Failure(line: line)
    }

    private var isHeredoc: Bool {
        guard peek(1) == UInt8(ascii: "<"), let third = peek(2) else { return false }
        return Self.isNamePart(third)
    }

    /// `<<EOT` or `<<-EOT`, up to the line that holds nothing but its word.
    private mutating func skipHeredoc() throws(Failure) {
        index += 2
        if peek() == UInt8(ascii: "-") { index += 1 }
        let word = Array(name().utf8)
        while index < bytes.count {
            while let byte = peek(), byte != UInt8(ascii: "\n") { index += 1 }
            guard index < bytes.count else { break }
            advance()
            let rest = bytes[index...].prefix { $0 != UInt8(ascii: "\n") }
            let blanks: Set = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
            let end = rest.lastIndex { !blanks.contains($0) }.map { $0 + 1 } ?? rest.endIndex
            if rest[..<end].drop(while: blanks.contains).elementsEqual(word) {
                index = end
                return
            }
        }
        throw Failure(line: line)
    }
}

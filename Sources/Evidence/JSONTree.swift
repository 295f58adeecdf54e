/// A JSON text, told apart by its grammar alone: no key twice, nothing behind the value. Strings are their UTF-8, so
/// that two are the same only where their bytes are. Source: RFC 8259.
package indirect enum JSONTree: Sendable, Hashable {
    case object([Member])
    case list([JSONTree])
    case string([UInt8])
    /// As it is written.
    case number([UInt8])
    case bool(Bool)
    case null

    package struct Member: Sendable, Hashable {
        package var key: [UInt8]
        package var value: JSONTree

        package var name: String { String(decoding: key, as: UTF8.self) }
    }

    package enum Refusal: Error, Sendable, Hashable {
        case notJSON
        /// The keys that lead to one that stands twice in its object.
        case twice([String])
    }

    package init(_ bytes: ArraySlice<UInt8>) throws(Refusal) {
        var parser = JSONParser(bytes)
        self = try parser.document()
    }

    package subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.elementsEqual(key.utf8) }?.value
    }

    package var text: String? {
        guard case .string(let bytes) = self else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}

private struct JSONParser {
    private let bytes: ArraySlice<UInt8>
    private var place: Int
    private var path: [String] = []
    /// No file of a package nests deeper.
    private static let deepest = 64

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    mutating func document() throws(JSONTree.Refusal) -> JSONTree {
        let value = try value(depth: 0)
        skipBlanks()
        guard place == bytes.endIndex else { throw .notJSON }
        return value
    }

    private mutating func value(depth: Int) throws(JSONTree.Refusal) -> JSONTree {
        guard depth < Self.deepest else { throw .notJSON }
        skipBlanks()
        guard place < bytes.endIndex else { throw .notJSON }
        switch bytes[place] {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try list(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(_ depth: Int) throws(JSONTree.Refusal) -> JSONTree {
        var members: [JSONTree.Member] = []
        var seen: Set<[UInt8]> = []
        place += 1
        if takes("}") { return .object([]) }
        repeat {
            skipBlanks()
            let key = try string()
            path.append(String(decoding: key, as: UTF8.self))
            guard seen.insert(key).inserted else { throw .twice(path) }
            guard takes(":") else { throw .notJSON }
            members.append(.init(key: key, value: try value(depth: depth + 1)))
            path.removeLast()
        } while takes(",")
        guard takes("}") else { throw .notJSON }
        return .object(members)
    }

    private mutating func list(_ depth: Int) throws(JSONTree.Refusal) -> JSONTree {
        var elements: [JSONTree] = []
        place += 1
        if takes("]") { return .list([]) }
        repeat { elements.append(try value(depth: depth + 1)) } while takes(",")
        guard takes("]") else { throw .notJSON }
        return .list(elements)
    }

    private mutating func string() throws(JSONTree.Refusal) -> [UInt8] {
        guard place < bytes.endIndex, bytes[place] == UInt8(ascii: "\"") else { throw .notJSON }
        place += 1
        var text: [UInt8] = []
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard String(validating: text, as: UTF8.self) != nil else { throw .notJSON }
                return text
            case UInt8(ascii: "\\"): text += try escaped()
            case 0..<0x20: throw .notJSON
            default: text.append(byte)
            }
        }
        throw .notJSON
    }

    private mutating func escaped() throws(JSONTree.Refusal) -> [UInt8] {
        guard place < bytes.endIndex else { throw .notJSON }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): break
        default: throw .notJSON
        }
        let unit = try codeUnit()
        var value = UInt32(unit)
        if UTF16.isLeadSurrogate(unit) {
            guard bytes[place...].starts(with: "\\u".utf8) else { throw .notJSON }
            place += 2
            let trail = try codeUnit()
            guard UTF16.isTrailSurrogate(trail) else { throw .notJSON }
            value = 0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(trail) & 0x3FF
        }
        guard let scalar = Unicode.Scalar(value) else { throw .notJSON }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func codeUnit() throws(JSONTree.Refusal) -> UInt16 {
        let digits = bytes[place...].prefix(4)
        let isHex = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || isHexLetter($0) }
        guard digits.count == 4, isHex, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw .notJSON
        }
        place += 4
        return unit
    }

    private func isHexLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    private mutating func word(_ word: String, _ value: JSONTree) throws(JSONTree.Refusal) -> JSONTree {
        guard bytes[place...].starts(with: word.utf8) else { throw .notJSON }
        place += word.utf8.count
        return value
    }

    private mutating func number() throws(JSONTree.Refusal) -> JSONTree {
        let start = place
        if next("-") { place += 1 }
        if next("0") { place += 1 } else { try digits() }
        if next(".") {
            place += 1
            try digits()
        }
        if next("e") || next("E") {
            place += 1
            if next("+") || next("-") { place += 1 }
            try digits()
        }
        return .number(Array(bytes[start..<place]))
    }

    private mutating func digits() throws(JSONTree.Refusal) {
        let start = place
        while place < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) { place += 1 }
        guard place > start else { throw .notJSON }
    }

    private func next(_ character: Unicode.Scalar) -> Bool {
        place < bytes.endIndex && bytes[place] == UInt8(ascii: character)
    }

    /// Whether this comes next, blanks aside; then it is passed.
    private mutating func takes(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard next(character) else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() {
        while place < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }
}

/// Cuts findings.json into parts, line by line, so that no estate is too large for memory: the fields of the
/// outermost object, and the elements of its lists.
///
/// It takes only the layout in which every version writes the file (`JSONText`, two spaces a level). No JSON
/// string holds a line break, so that the beginning of a line tells how deep it lies.
struct FindingsParts {
    struct Part {
        /// The field of the outermost object.
        let field: String
        /// One element of it, where it is a list; nil where it is the whole field.
        let isElement: Bool
        let json: [UInt8]
    }

    struct Malformed: Error {
        let line: Int
    }

    private enum State: Equatable {
        case start
        /// Between the fields of the outermost object.
        case object
        /// In a field that is an object.
        case field(String)
        /// Between the elements of a field that is a list.
        case list(String)
        case element(String)
        case end
    }

    private var state = State.start
    private var line = 0
    private var json: [UInt8] = []
    private var seen: Set<String> = []
    /// The fields so far, in their order.
    private(set) var fields: [String] = []
    /// No VPC, and no other field, takes more bytes.
    private static let partLimit = 64 << 20

    /// The part that ends with this line, if one does.
    mutating func take(_ bytes: ArraySlice<UInt8>) throws(Malformed) -> Part? {
        line += 1
        switch state {
        case .start where bytes.elementsEqual("{".utf8): state = .object
        case .object where bytes.elementsEqual("}".utf8): state = .end
        case .object: return try begin(bytes)
        case .field(let name):
            try keep(bytes)
            guard bytes.elementsEqual("  }".utf8) || bytes.elementsEqual("  },".utf8) else { return nil }
            state = .object
            return part(name, isElement: false)
        case .list where bytes.elementsEqual("  ]".utf8) || bytes.elementsEqual("  ],".utf8): state = .object
        case .list(let name) where bytes.elementsEqual("    {".utf8):
            try keep(bytes)
            state = .element(name)
        case .element(let name):
            try keep(bytes)
            guard bytes.elementsEqual("    }".utf8) || bytes.elementsEqual("    },".utf8) else { return nil }
            state = .list(name)
            return part(name, isElement: true)
        case .start, .list, .end: throw Malformed(line: line)
        }
        return nil
    }

    /// Throws when the file ended too early.
    func finish() throws(Malformed) {
        guard state == .end else { throw Malformed(line: line) }
    }

    /// `  "name": ` and a value, or the bracket that opens one.
    private mutating func begin(_ bytes: ArraySlice<UInt8>) throws(Malformed) -> Part? {
        let quote = UInt8(ascii: "\"")
        guard bytes.starts(with: "  \"".utf8), let close = bytes.dropFirst(3).firstIndex(of: quote),
            bytes[(close + 1)...].starts(with: ": ".utf8)
        else { throw Malformed(line: line) }
        let name = String(decoding: bytes[(bytes.startIndex + 3)..<close], as: UTF8.self)
        guard seen.insert(name).inserted else { throw Malformed(line: line) }
        fields.append(name)
        let value = bytes[(close + 3)...]
        switch value {
        case _ where value.elementsEqual("[".utf8): state = .list(name)
        case _ where value.elementsEqual("[]".utf8) || value.elementsEqual("[],".utf8): break
        default:
            try keep(value)
            if !value.elementsEqual("{".utf8) { return part(name, isElement: false) }
            state = .field(name)
        }
        return nil
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
        guard json.count + bytes.count < Self.partLimit else { throw Malformed(line: line) }
        json += bytes
        json.append(UInt8(ascii: "\n"))
    }

    private mutating func part(_ field: String, isElement: Bool) -> Part {
        defer { json.removeAll(keepingCapacity: true) }
        let isFollowed = json.dropLast().last == UInt8(ascii: ",")
        return Part(field: field, isElement: isElement, json: Array(json.dropLast(isFollowed ? 2 : 1)))
    }
}

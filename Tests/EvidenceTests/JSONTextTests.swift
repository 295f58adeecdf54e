import Evidence
import Foundation
import Support
import Testing

@Suite struct JSONTextTests {
    struct Sample: Codable, Equatable {
        var zebra: String
        var apple: Int?
        var empty: [Int]
        var table: [String: String]
        var inner: [Inner]
        var last: Bool

        struct Inner: Codable, Equatable {
            var b: Double?
            var a: [[Int]]
        }
    }

    static let sample = Sample(
        zebra: "z", apple: nil, empty: [], table: ["k2": "v", "k1": ""],
        inner: [.init(b: 0.5, a: [[1, 2], []]), .init(b: nil, a: [])], last: true)

    @Test func indentedInDeclaredOrderWithoutNil() throws {
        #expect(
            try text(Self.sample, .indented) == """
                {
                  "zebra": "z",
                  "empty": [],
                  "table": {
                    "k1": "",
                    "k2": "v"
                  },
                  "inner": [
                    {
                      "b": 0.5,
                      "a": [
                        [
                          1,
                          2
                        ],
                        []
                      ]
                    },
                    {
                      "a": []
                    }
                  ],
                  "last": true
                }

                """)
    }

    @Test func oneLine() throws {
        #expect(
            try text(Self.sample, .oneLine)
                == #"{"zebra":"z","empty":[],"table":{"k1":"","k2":"v"},"inner":[{"b":0.5,"a":[[1,2],[]]},{"a":[]}],"last":true}"#
                + "\n")
    }

    @Test func emptyContainersAndBareValues() throws {
        #expect(try text([String](), .indented) == "[]\n")
        #expect(try text([String: String](), .indented) == "{}\n")
        #expect(try text(["a": [String: String]()], .oneLine) == #"{"a":{}}"# + "\n")
        #expect(try text("x", .indented) == "\"x\"\n")
        #expect(try text([Int?.none, 1], .oneLine) == "[null,1]\n")
        #expect(try text(Verdict.notApplicable, .oneLine) == "\"not-applicable\"\n")
        #expect(try text([Int64.min, Int64.max], .oneLine) == "[-9223372036854775808,9223372036854775807]\n")
        #expect(try text([UInt64.max], .oneLine) == "[18446744073709551615]\n")
    }

    @Test func stringsAreEscaped() throws {
        #expect(try text("\"\\/\n\r\t\u{8}\u{1B}", .oneLine) == #""\"\\/\n\r\t\u0008\u001b""# + "\n")
        #expect(try text("\u{202E}\u{E0041}é漢😀", .oneLine) == #""\u202e\udb40\udc41é漢😀""# + "\n")
        #expect(try text(["\n": "\n"], .oneLine) == #"{"\n":"\n"}"# + "\n")
    }

    @Test(arguments: [[HostileText.everyScalar], [HostileText.long], HostileText.fromBadBytes])
    func everyTextIsReadBack(_ texts: [String]) throws {
        let bytes = try JSONText.bytes(of: texts, .oneLine)
        #expect(!String(decoding: bytes.dropLast(), as: UTF8.self).unicodeScalars.contains { $0.isActing })
        // Bytes are compared: Strings are equal when only their looks are.
        let read = try JSONDecoder().decode([String].self, from: Data(bytes))
        #expect(read.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func numbersThatJSONCannotHoldAreRefused(_ number: Double) {
        #expect(throws: EncodingError.self) { try JSONText.bytes(of: [number], .oneLine) }
    }

    @Test func aValueThatEncodesNothingIsRefused() {
        struct Silent: Encodable {
            func encode(to encoder: any Encoder) throws {}
        }
        #expect(throws: EncodingError.self) { try JSONText.bytes(of: ["key": Silent()], .oneLine) }
    }

    @Test func anErrorTellsTheKeysThatLeadToIt() throws {
        let inner = Sample.Inner(b: .nan, a: [[1]])
        let sample = Sample(zebra: "z", apple: 1, empty: [], table: ["k": "v"], inner: [inner], last: true)
        let error = #expect(throws: EncodingError.self) { try JSONText.bytes(of: ["outer": sample], .indented) }
        guard case .invalidValue(_, let context) = try #require(error) else {
            Issue.record("another error")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["outer", "inner", "b"])
    }

    /// Plain bytes between, before and behind those that are escaped, and scalars of every length.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func everyStringIsEscapedScalarByScalar(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let text =
            HostileText.random(using: &random) + "a\u{7F}é\u{9F}漢\u{2028}😀\u{E007F}"
            + HostileText.random(using: &random)
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\t": "\\t"
            case "\r": "\\r"
            case _ where scalar.isActing:
                String(scalar).utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }.joined()
            default: String(scalar)
            }
        }
        #expect(try self.text(text, .oneLine) == "\"\(escaped.joined())\"\n")
    }

    /// A whole document, larger than the pieces in which it is handed on.
    @Test(arguments: [JSONText.Layout.indented, .oneLine])
    func largeDocumentsComeBack(_ layout: JSONText.Layout) throws {
        let samples = Array(repeating: Self.sample, count: 3000)
        let bytes = try JSONText.bytes(of: samples, layout)
        #expect(bytes.count > 1 << 18)
        #expect(try JSONDecoder().decode([Sample].self, from: Data(bytes)) == samples)
    }

    @Test(arguments: [JSONText.Layout.indented, .oneLine], 0..<40 as Range<UInt64>)
    func whatIsWrittenIsReadBack(_ layout: JSONText.Layout, _ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<25 {
            let tree = Tree.random(depth: 4, using: &random)
            let bytes = try JSONText.bytes(of: tree, layout)
            #expect(try JSONDecoder().decode(Tree.self, from: Data(bytes)) == tree)
            let parsed = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(tree.equals(parsed))
            let body = bytes.dropLast()
            #expect(bytes.last == UInt8(ascii: "\n"))
            if layout == .oneLine { #expect(!body.contains(UInt8(ascii: "\n"))) }
            #expect(!String(decoding: body, as: UTF8.self).unicodeScalars.contains { $0.isActing && $0 != "\n" })
        }
    }

    @Test func whatTheOutputThrowsComesThrough() {
        final class Full: Output {
            struct NoSpace: Error {}
            func write(_ bytes: UnsafeRawBufferPointer) throws { throw NoSpace() }
        }
        #expect(throws: Full.NoSpace.self) { try JSONText.write(Self.sample, .indented, to: Full()) }
    }

    private func text(_ value: some Encodable, _ layout: JSONText.Layout) throws -> String {
        String(decoding: try JSONText.bytes(of: value, layout), as: UTF8.self)
    }
}

/// Any JSON value, encoded as itself.
indirect enum Tree: Codable, Equatable {
    case null
    case flag(Bool)
    case number(Int)
    case fraction(Double)
    case text(String)
    case list([Tree])
    case table([String: Tree])

    static func random(depth: Int, using random: inout SeededGenerator) -> Tree {
        switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &random) {
        case 0: .null
        case 1: .flag(Bool.random(using: &random))
        case 2: .number(Int.random(in: -(1 << 53)...(1 << 53), using: &random))
        case 3: .fraction(Double.random(in: -1e9...1e9, using: &random) + 0.123)
        case 4: .text(HostileText.random(using: &random))
        case 5:
            .list((0..<Int.random(in: 0...5, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
        default:
            .table(
                Dictionary(
                    (0..<Int.random(in: 0...5, using: &random)).map { _ in
                        (HostileText.random(using: &random), Tree.random(depth: depth - 1, using: &random))
                    }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// Whether Foundation parsed the same value. Text is compared by its scalars.
    func equals(_ parsed: Any) -> Bool {
        switch self {
        case .null: parsed is NSNull
        case .flag(let flag): parsed as? Bool == flag
        case .number(let number): parsed as? Int == number
        case .fraction(let number):
            // JSONSerialization on Linux misses the last bits of some numbers; JSONDecoder does not.
            (parsed as? Double).map { abs($0 - number) <= abs(number) * 1e-14 } ?? false
        case .text(let text): (parsed as? String).map { Array($0.unicodeScalars) } == Array(text.unicodeScalars)
        case .list(let list):
            (parsed as? [Any]).map { $0.count == list.count && zip(list, $0).allSatisfy { $0.equals($1) } } ?? false
        case .table(let table):
            (parsed as? [String: Any]).map { parsed in
                parsed.count == table.count && table.allSatisfy { key, value in parsed[key].map(value.equals) ?? false }
            } ?? false
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .list(let list):
            var container = encoder.unkeyedContainer()
            for item in list { try container.encode(item) }
        case .table(let table):
            var container = encoder.container(keyedBy: Key.self)
            for (key, value) in table { try container.encode(value, forKey: Key(stringValue: key)) }
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .flag(let flag):
            var container = encoder.singleValueContainer()
            try container.encode(flag)
        case .number(let number):
            var container = encoder.singleValueContainer()
            try container.encode(number)
        case .fraction(let number):
            var container = encoder.singleValueContainer()
            try container.encode(number)
        case .text(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }

    init(from decoder: any Decoder) throws {
        if let table = try? decoder.container(keyedBy: Key.self) {
            self = .table(
                try Dictionary(
                    table.allKeys.map { ($0.stringValue, try table.decode(Tree.self, forKey: $0)) },
                    uniquingKeysWith: { first, _ in first }))
        } else if var list = try? decoder.unkeyedContainer() {
            var items: [Tree] = []
            while !list.isAtEnd { items.append(try list.decode(Tree.self)) }
            self = .list(items)
        } else {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let flag = try? value.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? value.decode(Int.self) {
                self = .number(number)
            } else if let number = try? value.decode(Double.self) {
                self = .fraction(number)
            } else {
                self = .text(try value.decode(String.self))
            }
        }
    }

    struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }
}

import Support
import Testing
import XML

/// What is never read, and how it is said.
@Suite struct XMLRefusalTests {
    typealias Kind = XMLReadingError.Kind

    struct Refused: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let kind: Kind
        let line: Int
        let byte: Int
        let detail: String

        init(_ xml: String, _ kind: Kind, line: Int = 1, byte: Int, _ detail: String) {
            self.init(Array(xml.utf8), kind, line: line, byte: byte, detail)
        }

        init(_ bytes: [UInt8], _ kind: Kind, line: Int = 1, byte: Int, _ detail: String) {
            self.bytes = bytes
            self.kind = kind
            self.line = line
            self.byte = byte
            self.detail = detail
        }

        var testDescription: String {
            "\(String(decoding: bytes.prefix(50), as: UTF8.self).debugDescription) (\(kind))"
        }
    }

    static let doctypes = [
        Refused("<!DOCTYPE r><r/>", .doctype, byte: 11, "the document has a DOCTYPE"),
        Refused("<!DOCTYPE r", .doctype, byte: 11, "the document has a DOCTYPE"),
        Refused("\n<!DOCTYPE r [<!ENTITY", .doctype, line: 2, byte: 13, "the document has a DOCTYPE"),
        Refused(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE r SYSTEM \"http://x/y\"><r/>", .doctype, line: 2, byte: 53,
            "the document has a DOCTYPE"),
        Refused(
            "<r>\n&nbsp;</r>", .entity, line: 2, byte: 10, "the document uses an entity: Entity 'nbsp' not defined"),
        Refused("<r a='&x;'/>", .entity, byte: 9, "the document uses an entity: Entity 'x' not defined"),
    ]

    static let encodings = [
        Refused(
            [0xFF, 0xFE] + "<r/>".utf8.flatMap { [$0, 0] }, .encoding, byte: 0, "the encoding is UTF-16, not UTF-8"),
        Refused("<r/>".utf8.flatMap { [0, $0] }, .encoding, byte: 0, "the encoding is UTF-16, not UTF-8"),
        Refused("<r/>".utf8.flatMap { [$0, 0] }, .encoding, byte: 0, "the encoding is UTF-16, not UTF-8"),
        Refused("<r/>".utf8.flatMap { [0, 0, 0, $0] }, .encoding, byte: 0, "the encoding is UTF-32, not UTF-8"),
        Refused("<r/>".utf8.flatMap { [$0, 0, 0, 0] }, .encoding, byte: 0, "the encoding is UTF-32, not UTF-8"),
        Refused([0x4C, 0x6F, 0xA7, 0x94], .encoding, byte: 0, "the encoding is EBCDIC, not UTF-8"),
        Refused(
            "<?xml version=\"1.0\"\n encoding='ISO-8859-1'?><r/>", .encoding, line: 2, byte: 31,
            "the encoding is declared as \"ISO-8859-1\", not UTF-8"),
        Refused(
            "<?xml version='1.0' encoding='US-ASCII'?>\n<r>\né</r>", .encoding, line: 3, byte: 46,
            "a byte is not US-ASCII, as declared"),
        Refused(Array("<r>\na".utf8) + [0xE9, 0x3C], .encoding, line: 2, byte: 6, "a byte is not UTF-8"),
        Refused(Array("<r a='".utf8) + [0xC0, 0x80], .encoding, byte: 6, "a byte is not UTF-8"),
        Refused(Array("<r><!--".utf8) + [0xE0, 0x80, 0xAF], .encoding, byte: 8, "a byte is not UTF-8"),
        Refused(Array("<r>".utf8) + [0xED, 0xA0, 0x80], .encoding, byte: 4, "a byte is not UTF-8"),
        Refused(Array("<r>".utf8) + [0xF4, 0x90, 0x80, 0x80], .encoding, byte: 4, "a byte is not UTF-8"),
        Refused(Array("<r>".utf8) + [0x80], .encoding, byte: 3, "a byte is not UTF-8"),
    ]

    static let truncated = [
        Refused("", .truncated, byte: 0, "the document is empty"),
        Refused("\n\n", .truncated, line: 3, byte: 2, "the document ends before its root element"),
        Refused("<r", .truncated, byte: 2, "the document ends before its root element"),
        Refused("<", .truncated, byte: 1, "the document ends before its root element"),
        Refused("<r><a", .truncated, byte: 5, "the document ends inside <r>"),
        Refused("<r><a/", .truncated, byte: 6, "the document ends inside <r>"),
        Refused("<r></", .truncated, byte: 5, "the document ends inside <r>"),
        Refused("<r></r", .truncated, byte: 6, "the document ends inside <r>"),
        Refused("<r a='x", .truncated, byte: 7, "the document ends before its root element"),
        Refused("<r>\n<a>te", .truncated, line: 2, byte: 9, "the document ends inside <a>"),
        Refused("<r>&am", .truncated, byte: 6, "the document ends inside <r>"),
        Refused("<r><![CDATA[x", .truncated, byte: 13, "the document ends inside <r>"),
        Refused(Array("<r>a".utf8) + [0xC3], .truncated, byte: 5, "the document ends inside <r>"),
    ]

    static let malformed = [
        Refused("hello world", .malformed, byte: 0, "there is no element where the root should be"),
        Refused("<r/>\n garbage", .malformed, line: 2, byte: 6, "Extra content at the end of the document"),
        Refused("<r/><r/>", .malformed, byte: 4, "Extra content at the end of the document"),
        Refused(
            "<r>\n<a></r>", .malformed, line: 2, byte: 11, "<a> is ended by another tag"),
        Refused("<r a='1' a='2'/>", .malformed, byte: 14, "Attribute a redefined"),
        Refused("<r>\0</r>", .malformed, byte: 3, "Premature end of data in tag r line 1"),
        Refused("<r/>\0", .malformed, byte: 4, "the document is followed by a NUL"),
        Refused("<r/>\n\0<r/>", .malformed, line: 2, byte: 5, "the document is followed by a NUL"),
        Refused("\0<r/>", .malformed, byte: 0, "there is no element where the root should be"),
        Refused("<r>\u{1}</r>", .malformed, byte: 3, "PCDATA invalid Char value 1"),
        Refused("<r>&#0;</r>", .malformed, byte: 7, "xmlParseCharRef: invalid xmlChar value 0"),
        Refused("<html/>", .wrongRoot, byte: 5, "the root is <html>, not <r>"),
    ]

    @Test(arguments: doctypes + encodings + truncated + malformed)
    func `refused with kind, place and reason`(refused: Refused) throws {
        let error = #expect(throws: XMLReadingError.self) { try XMLReader.read(refused.bytes, roots: ["r"]) }
        #expect(error?.kind == refused.kind)
        #expect(error?.line == refused.line)
        #expect(error?.byte == refused.byte)
        #expect(error?.detail == refused.detail)
    }

    @Test(arguments: doctypes + encodings + truncated)
    func `refused the same when it comes byte by byte`(refused: Refused) throws {
        var bytes = refused.bytes.makeIterator()
        let error = #expect(throws: XMLReadingError.self) {
            try XMLReader.read(roots: ["r"], recordsIn: "s", each: { _ in }, from: { bytes.next().map { [$0] } })
        }
        #expect(error?.byte == refused.byte)
        #expect(error?.kind == refused.kind)
    }

    @Test func `cut anywhere, a document is said to be cut`() {
        let whole = """
            <?xml version="1.0" encoding="UTF-8"?><!-- c --><r a="é" xmlns="urn:x"><?p x?><set><item><k>é&amp;&#65;</k>\
            <!-- c --><t><![CDATA[<]]></t><e/></item></set></r>
            """
        let bytes = Array(whole.utf8)
        for count in bytes.indices {
            let error = #expect(throws: XMLReadingError.self) {
                try XMLReader.read(Array(bytes[..<count]), roots: ["r"], recordsIn: "set") { _ in }
            }
            #expect(error?.kind == .truncated, "\(count) bytes")
            #expect(error?.byte == count)
        }
    }

    @Test func `an expansion bomb is refused before it is read`() throws {
        var laughs = "<!DOCTYPE r [<!ENTITY a0 \"ha\">"
        for level in 1...30 { laughs += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">" }
        let bomb = laughs + "]><r>&a30;</r>"
        #expect(refusal(of: bomb)?.kind == .doctype)
        let blowup = "<!DOCTYPE r [<!ENTITY a \"\(String(repeating: "a", count: 100_000))\">]><r>"
        #expect(refusal(of: blowup + String(repeating: "&a;", count: 30_000) + "</r>")?.byte == 12)
    }

    @Test func `other encodings and marks that are UTF-8 are read`() throws {
        for opening in ["<?xml version='1.0' encoding='utf-8'?>", "<?xml version=\"1.0\" encoding = \"UTF-8\"?>\n"] {
            #expect(refusal(of: opening + "<r>é</r>") == nil)
        }
        #expect(refusal(of: "\u{FEFF}<r>é</r>") == nil)
        #expect(refusal(of: "<?xml version='1.0' encoding='US-ASCII'?><r>e</r>") == nil)
    }

    @Test func `up to 64 elements deep`() {
        let tags = { (count: Int) in
            String(repeating: "<r>", count: count) + String(repeating: "</r>", count: count)
        }
        #expect(refusal(of: tags(64)) == nil)
        #expect(refusal(of: tags(65))?.kind == .tooDeep)
        #expect(refusal(of: tags(65))?.byte == 194)
    }

    @Test func `texts up to a mebibyte, however they come`() {
        let mebibyte = String(repeating: "x", count: 1 << 20)
        #expect(refusal(of: "<r>\(mebibyte)</r>") == nil)
        #expect(refusal(of: "<r>\(mebibyte)y</r>")?.kind == .textTooLong)
        #expect(refusal(of: "<r><a/>\(String(repeating: " ", count: (1 << 20) + 1))</r>")?.kind == .textTooLong)
        let section = "<![CDATA[\(mebibyte.prefix(1 << 17))]]>"
        let sections = String(repeating: section, count: 8)
        #expect(refusal(of: "<r>\(sections)</r>") == nil)
        #expect(refusal(of: "<r>y<!-- c -->\(sections)</r>")?.kind == .textTooLong)
        let references = String(repeating: "x&amp;", count: 1 << 19)
        #expect(refusal(of: "<r>\(references)</r>") == nil)
        #expect(refusal(of: "<r>\(references)y</r>")?.kind == .textTooLong)
    }

    @Test(arguments: [("<r a='", "'/>"), ("<r><!--", "--></r>"), ("<r><?p ", "?></r>"), ("<r><![CDATA[", "]]></r>")])
    func `what cannot be read in parts up to a quarter of that`(opening: String, end: String) {
        let quarter = String(repeating: "=", count: 1 << 18)
        #expect(refusal(of: opening + quarter.dropLast(4096) + end) == nil)
        #expect(refusal(of: opening + quarter + quarter + end)?.kind == .textTooLong)
        // What came before counts no more.
        #expect(refusal(of: "<!--\(quarter.dropLast(4096))-->" + opening + quarter.dropLast(4096) + end) == nil)
    }

    @Test func `a tag of very many attributes is not compared each with each`() {
        let attributes = { (count: Int) in (0..<count).map { " a\($0)=''" }.joined() }
        #expect(refusal(of: "<r\(attributes(256))/>") == nil)
        #expect(refusal(of: "<r\(attributes(257))/>")?.kind == .tooLarge)
        #expect(refusal(of: "<r\(attributes(20_000))/>")?.kind == .tooLarge)
        #expect(refusal(of: "<r\(attributes(100_000))/>")?.kind == .textTooLong)
    }

    @Test func `an envelope and a record up to eight mebibytes`() throws {
        let texts = { (count: Int) in String(repeating: "<a>\(String(repeating: "x", count: 1000))</a>", count: count) }
        #expect(refusal(of: "<r>\(texts(8000))</r>") == nil)
        #expect(refusal(of: "<r>\(texts(8300))</r>")?.kind == .tooLarge)

        var count = 0
        let record = "<item>\(texts(8000))</item>"
        let large = "<r><s>\(record)\(record)</s></r>"
        _ = try XMLReader.read(Array(large.utf8), roots: ["r"], recordsIn: "s") { _ in count += 1 }
        #expect(count == 2)
        let error = #expect(throws: XMLReadingError.self) {
            let tooLarge = "<r><s><item>\(texts(8300))</item></s></r>"
            return try XMLReader.read(Array(tooLarge.utf8), roots: ["r"], recordsIn: "s") { _ in count += 1 }
        }
        #expect(error?.detail == "a record takes more than 8388608 bytes")
        #expect(count == 2)
    }

    /// It would be lost: of an element with children, only they are asked for.
    @Test(arguments: ["<r>x<a/></r>", "<r><a/>x</r>", "<r>\n<a/>\n<![CDATA[x]]></r>", "<r>&#65;<a/></r>"])
    func `text between elements is refused`(xml: String) {
        #expect(refusal(of: xml)?.kind == .malformed)
        #expect(refusal(of: xml)?.detail == "there is text between elements")
    }

    @Test(arguments: 1...20)
    func `a single character between elements is seen wherever it stands`(length: Int) {
        let blanks = String(repeating: "\n", count: length)
        #expect(refusal(of: "<r>\(blanks)<a/>\(blanks)</r>") == nil)
        for place in 0..<length {
            let text = "\(blanks.prefix(place))!\(blanks.dropFirst(place + 1))"
            #expect(refusal(of: "<r>\(text)<a/></r>")?.kind == .malformed)
            #expect(refusal(of: "<r><a/>\(text)</r>")?.kind == .malformed)
        }
    }

    @Test func `text between records is refused`() {
        #expect(throws: XMLReadingError.self) { try read("<DescribeVpcsResponse><vpcSet>x<item/></vpcSet>") }
    }

    @Test(arguments: [
        ("<vpcSet><member><vpcId>vpc-1</vpcId></member></vpcSet>", "<member>"),
        ("<vpcSet><item/>\n<items/></vpcSet>", "<items>"), ("<vpcSet><ite/></vpcSet>", "<ite>"),
        ("<vpcSet><item/><vpcSet/></vpcSet>", "<vpcSet>"),
    ])
    func `a set of anything but items is refused, not empty`(set: String, element: String) {
        let error = #expect(throws: XMLReadingError.self) {
            try read("<DescribeVpcsResponse>\(set)</DescribeVpcsResponse>")
        }
        #expect(error?.kind == .malformed)
        #expect(error?.detail == "\(element) in <vpcSet>, where only <item> may stand")
    }

    @Test(arguments: ["<vpcSet/><vpcSet><item/></vpcSet>", "<vpcSet><item/></vpcSet><a/><vpcSet/>"])
    func `a second set is refused`(sets: String) {
        let error = #expect(throws: XMLReadingError.self) {
            try read("<DescribeVpcsResponse>\(sets)</DescribeVpcsResponse>")
        }
        #expect(error?.kind == .malformed)
        #expect(error?.detail == "a second <vpcSet>, where only one may stand")
    }

    /// Marks that combine with the letter before them make one character, however many they are.
    @Test func `what is quoted of a name is short`() throws {
        let name = "a" + String(repeating: "\u{301}", count: 20_000)
        let wrongRoot = try #require(refusal(of: "<\(name)/>"))
        #expect(wrongRoot.kind == .wrongRoot)
        #expect(wrongRoot.detail.unicodeScalars.count < 200)
        let mismatch = try #require(refusal(of: "<r><\(name)></r>"))
        #expect(mismatch.kind == .malformed)
        #expect(mismatch.detail.unicodeScalars.count <= 200)
    }

    @Test(arguments: 0..<40)
    func `damage never crashes and never hides`(seed: UInt64) throws {
        let valid = Array(
            """
            <?xml version="1.0" encoding="UTF-8"?><DescribeVpcsResponse xmlns="urn:x"><vpcSet><item a="é">\
            <vpcId>vpc-1&amp;&#65;</vpcId><!-- c --><t><![CDATA[<]]></t></item></vpcSet></DescribeVpcsResponse>
            """.utf8)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = .random(in: 0...255, using: &generator)
                case 1: bytes.insert(contentsOf: "<>&'\"/![]-;\0".utf8.shuffled(using: &generator).prefix(2), at: place)
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + 5))
                default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                }
            }
            do {
                let (records, envelope) = try read(bytes)
                #expect(envelope.name == "DescribeVpcsResponse")
                #expect(records.allSatisfy { $0.hasPrefix("item") })
            } catch let error as XMLReadingError {
                #expect(0...bytes.count ~= error.byte)
                #expect(error.line == 1 || bytes.contains(UInt8(ascii: "\n")))
                #expect(!error.detail.isEmpty && !error.detail.contains("\n"))
            }
        }
    }

    private func refusal(of xml: String) -> XMLReadingError? {
        do throws(XMLReadingError) {
            _ = try XMLReader.read(Array(xml.utf8), roots: ["r"])
            return nil
        } catch {
            return error
        }
    }
}

import Foundation
import Support
import Testing
import XML

/// What readers and writers took from libxml2 goes back to it, however they end. The address sanitizer looks for what
/// is left when a process ends: `make sanitize`.
@Suite(.enabled(if: Sanitizer.isAddress, "needs the address sanitizer: make sanitize"))
struct XMLLeakTests {
    @Test func `readers leave nothing behind`() async {
        await #expect(processExitsWith: .success) {
            for _ in 0..<3 { try Leaks.read() }
        }
    }

    @Test func `writers leave nothing behind`() async {
        await #expect(processExitsWith: .success) {
            for _ in 0..<30 { try Leaks.write() }
        }
    }

    /// The search itself: memory that nobody holds any more is found.
    @Test func `what is left behind is found`() async {
        await #expect(processExitsWith: .failure) {
            try Sanitizer.tellStderr()
            for _ in 0..<100 { Leaks.leave() }
        }
    }
}

private enum Leaks {
    struct Stop: Error {}

    private static let answer = """
        <?xml version="1.0" encoding="UTF-8"?><DescribeVpcsResponse xmlns="urn:x"><requestId>é</requestId><vpcSet>\
        <item a="é"><vpcId>vpc-1&amp;&#65;</vpcId></item><!-- c --><item><t><![CDATA[<]]></t></item></vpcSet>\
        </DescribeVpcsResponse>
        """

    /// Documents that are read, and are cut at every byte; that are refused for each reason there is; whose receiver
    /// throws, keeps what it is given, or reads another; whose source throws.
    static func read() throws {
        let bytes = Array(answer.utf8)
        var kept: [XMLElement] = []
        for count in bytes.indices {
            #expect(throws: XMLReadingError.self) { try read(bytes[..<count]) }
            #expect(throws: XMLReadingError.self) { try XMLReader.read(Array(bytes[..<count]), roots: ["r"]) }
            #expect(throws: Stop.self) { try read(bytes[..<count], end: { throw Stop() }) }
        }
        kept.append(try read(bytes[...], each: { kept.append($0) }))
        #expect(kept.map(\.name) == ["item", "item", "DescribeVpcsResponse"])
        #expect(throws: Stop.self) { try read(bytes[...], each: { _ in throw Stop() }) }
        _ = try read(bytes[...], each: { _ in _ = try read(bytes[...]) })

        var kinds: Set<XMLReadingError.Kind> = []
        for document in refused {
            do {
                _ = try XMLReader.read(document, roots: ["r"])
            } catch {
                kinds.insert(error.kind)
            }
        }
        #expect(
            kinds == [
                .doctype, .entity, .encoding, .tooDeep, .textTooLong, .tooLarge, .truncated, .wrongRoot, .malformed,
            ])
    }

    /// In two pieces.
    private static func read(
        _ bytes: ArraySlice<UInt8>, end: () throws -> [UInt8]? = { nil },
        each: (XMLElement) throws -> Void = { _ in }
    ) throws -> XMLElement {
        var pieces = [Array(bytes.prefix(60)), Array(bytes.dropFirst(60))].makeIterator()
        return try XMLReader.read(
            roots: ["DescribeVpcsResponse"], recordsIn: "vpcSet", each: each, from: { try pieces.next() ?? end() })
    }

    private static let refused: [[UInt8]] = {
        let documents = [
            String(repeating: "<r>", count: 65), "<r>\(String(repeating: "x", count: 1 << 20 + 1))</r>",
            "<r>\(String(repeating: "<a/>", count: 500_000))</r>", "<r\((0..<300).map { " a\($0)=''" }.joined())/>",
            "<r><!--\(String(repeating: "x", count: 3 << 20))", "<r a='\(String(repeating: "x", count: 3 << 20))",
        ]
        let cases =
            XMLRefusalTests.doctypes + XMLRefusalTests.encodings + XMLRefusalTests.truncated + XMLRefusalTests.malformed
        return cases.map(\.bytes) + documents.map { Array($0.utf8) }
    }()

    /// Writers that finish, are dropped, and are told what they refuse; whose content or output throws.
    static func write() throws {
        for isIndented in [true, false] {
            for isFinished in [true, false] {
                for canWrite in [true, false] {
                    let writer = try XMLWriter(indented: isIndented) { _ in if !canWrite { throw Stop() } }
                    try fill(writer)
                    guard isFinished else { continue }
                    if canWrite {
                        try writer.finish()
                    } else {
                        #expect(throws: XMLWritingError.self) { try writer.finish() }
                    }
                    #expect(throws: XMLWritingError.self) { try writer.start("late") }
                }
            }
        }
        let throwing = try XMLWriter(indented: true) { _ in }
        #expect(throws: Stop.self) { try throwing.element("a") { throw Stop() } }
        let full = try XMLWriter(indented: false) { _ in throw Stop() }
        try full.start("a")
        #expect(throws: XMLWritingError.self) { while true { try full.text(answer) } }
        let untouched = try XMLWriter(indented: true) { _ in }
        #expect(throws: XMLWritingError.self) { try untouched.end() }
    }

    private static func fill(_ writer: XMLWriter) throws {
        try writer.startDocument()
        try writer.start("a", [("b", "\u{1}<é>&\"")])
        try writer.comment("--")
        try writer.element("c") { try writer.text("]]>\u{FFFE}") }
        try writer.start("d")
    }

    /// Memory whose address is nowhere any more.
    static func leave() {
        let memory = malloc(1000)
        memory?.storeBytes(of: 1, as: UInt8.self)
    }
}

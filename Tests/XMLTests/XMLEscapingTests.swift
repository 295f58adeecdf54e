import Foundation
import Support
import Testing
import XML

/// Whatever text goes in, well-formed XML comes out, and the same text is read back.
@Suite struct XMLEscapingTests {
    /// Everything that XML 1.0 forbids in a document.
    static let forbidden: [Unicode.Scalar] =
        ((0..<0x20).filter { ![9, 10, 13].contains($0) } + [0xFFFE, 0xFFFF]).compactMap(Unicode.Scalar.init)

    @Test(arguments: forbidden)
    func `a forbidden character is shown as another`(scalar: Unicode.Scalar) throws {
        let shown = scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) : "\u{FFFD}"
        let replacement = String(try #require(shown))
        let text = "a\(scalar)b"
        let xml = try written(indented: false) { writer in
            try writer.comment(text)
            try writer.element("r", [("x", text)]) { try writer.text(text) }
        }
        #expect(xml.contains("<!--a\(replacement)b--><r x=\"a\(replacement)b\">a\(replacement)b</r>"))
        #expect(try XMLReader.read(Array(xml.utf8), roots: ["r"]).text == "a\(replacement)b")
    }

    @Test func `neighbours of the forbidden characters stay`() throws {
        let values: [UInt32] = [
            0x7F, 0x85, 0x2028, 0xD7FF, 0xE000, 0xEFFF, 0xF000, 0xFDD0, 0xFEFF, 0xFF01, 0xFFBE, 0xFFFD, 0x10000,
            0x1FFFE, 0x10FFFF,
        ]
        let text = String(String.UnicodeScalarView(values.compactMap(Unicode.Scalar.init)))
        let xml = try written(indented: false) { try $0.start("r", [("x", text)]) }
        #expect(xml.contains("<r x=\"\(text)\"/>"))
    }

    @Test(arguments: ["", "-", "--", "---", "a-->b", "->", "-\u{1}-", "<!-- x -->", "]]>"])
    func `a comment cannot end early`(text: String) throws {
        let xml = try written(indented: true) { writer in
            try writer.start("r")
            try writer.comment(text)
            try writer.element("after") { try writer.text("x") }
        }
        #expect(try XMLReader.read(Array(xml.utf8), roots: ["r"]).text("after") == "x")
    }

    @Test func `what is marked is escaped wherever it stands`() throws {
        func escaped(_ text: String) throws -> [Substring] {
            let xml = try written(indented: false) { writer in
                try writer.element("r", [("x", text)]) { try writer.text(text) }
            }
            let start = try #require(xml.range(of: "<r x=\"")).upperBound
            let end = try #require(xml.range(of: "</r>")).lowerBound
            return xml[start..<end].split(separator: "\">", maxSplits: 1)
        }
        for value in UInt8(0)...0x7F {
            let character = String(Unicode.Scalar(value))
            let alone = try escaped("a" + character + "a")
            let (attribute, text) = (alone[0].dropFirst().dropLast(), alone[1].dropFirst().dropLast())
            for place in [0, 1, 6, 7, 8, 9, 15, 16, 19] {
                let (before, after) = (String(repeating: "~", count: place), String(repeating: " ", count: 19 - place))
                let parts = try escaped(before + character + after)
                #expect(parts[0] == before + attribute + after)
                #expect(parts[1] == before + text + after)
            }
        }
    }

    @Test(arguments: 0..<30)
    func `any text is read back`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            let text = randomText(using: &generator)
            let value = randomText(using: &generator)
            let xml = try written(indented: Bool.random(using: &generator)) { writer in
                try writer.element("r", [("x", value)]) {
                    try writer.comment(value)
                    try writer.element("t", [("x", text), ("y", value)]) { try writer.text(text) }
                }
            }
            // Bytes are compared, not Strings, which are equal when only their looks are.
            let bytes = Array(xml.utf8)
            let root = try XMLReader.read(bytes, roots: ["r"])
            #expect(root.text("t").map { Array($0.utf8) } == Array(expected(text).utf8))
            // The reader keeps no attributes: what stands between the quotes is read as text instead.
            let start = try #require(bytes.firstRange(of: Array("<t x=\"".utf8))).upperBound
            let quoted = bytes[start...].prefix { $0 != UInt8(ascii: "\"") }
            #expect(quoted.allSatisfy { $0 >= 0x20 }, "a parser would make these spaces")
            let again = try XMLReader.read(Array("<r>".utf8) + quoted + Array("</r>".utf8), roots: ["r"])
            #expect(Array(again.text.utf8) == Array(expected(text).utf8))
        }
    }

    /// Every Unicode scalar, and 1 MiB, in the places where text can stand.
    @Test(arguments: [HostileText.everyScalar, HostileText.long, HostileText.fromBadBytes.joined()])
    func `every text is read back`(_ text: String) throws {
        // A field of more than 1 MiB is refused, and what is escaped is longer.
        for piece in Array(text.unicodeScalars).split(every: 1 << 16) {
            let text = String(String.UnicodeScalarView(piece))
            let xml = try written(indented: true) { writer in
                try writer.element("r", [("x", text)]) {
                    try writer.comment(text)
                    try writer.element("t") { try writer.text(text) }
                }
            }
            let root = try XMLReader.read(Array(xml.utf8), roots: ["r"])
            #expect(root.text("t").map { Array($0.utf8) } == Array(expected(text).utf8))
        }
    }

    // xmllint is not installed everywhere libxml2 is.
    @Test(.enabled(if: xmllint != nil, "xmllint is not installed"))
    func `xmllint accepts what is written`() async throws {
        var generator = SeededGenerator(seed: 7)
        for indented in [true, false] {
            let xml = try written(indented: indented) { writer in
                try writer.start("r")
                for _ in 0..<200 {
                    let text = randomText(using: &generator)
                    try writer.comment(text)
                    try writer.element("t", [("x", text)]) { try writer.text(text) }
                }
            }
            try await TemporaryFolder.with { folder in
                let file = folder.appendingPathComponent("written.xml")
                try Data(xml.utf8).write(to: file)
                let outcome = try await #require(Self.xmllint).run(["--noout", file.path])
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
        }
    }

    @Test func `what marks up is escaped wherever it stands`() throws {
        let escaped: [Unicode.Scalar: (text: String, attribute: String)] = [
            "&": ("&amp;", "&amp;"), "<": ("&lt;", "&lt;"), ">": ("&gt;", "&gt;"), "\"": ("\"", "&quot;"),
            "\t": ("\t", "&#9;"), "\n": ("\n", "&#10;"), "\r": ("&#13;", "&#13;"), "\u{1F}": ("␟", "␟"),
            "\u{FFFF}": ("\u{FFFD}", "\u{FFFD}"), "\u{F000}": ("\u{F000}", "\u{F000}"), "é": ("é", "é"),
        ]
        for scalar in (0x20...0x7F).compactMap({ Unicode.Scalar(UInt32($0)) }) + escaped.keys {
            let expected = escaped[scalar] ?? (String(scalar), String(scalar))
            for place in 0..<18 {
                let (before, after) = (String(repeating: "!", count: place), String(repeating: "~", count: 17 - place))
                let text = before + String(scalar) + after
                let xml = try written(indented: false) { xml in
                    try xml.element("r", [("a", text), ("b", text)]) { try xml.text(text) }
                }
                let attribute = before + expected.attribute + after
                #expect(
                    xml.hasSuffix(
                        "<r a=\"\(attribute)\" b=\"\(attribute)\">\(before + expected.text + after)</r>\n"))
            }
        }
    }

    static let xmllint = Program.named("xmllint")

    /// The replacements the writer promises.
    private func expected(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if Self.forbidden.contains(scalar) {
                let picture = scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) : nil
                result.append(picture ?? "\u{FFFD}")
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private func randomText(using generator: inout SeededGenerator) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x20, 0x20...0x7E, 0x26...0x3E, 0x7F...0xFF, 0x100...0xD7FF, 0xE000...0xFFFF, 0xFFF0...0xFFFF,
            0x10000...0x10FFFF, 0x2D...0x2D, 0x5D...0x5D,
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            guard let range = ranges.randomElement(using: &generator) else { continue }
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { text.append(scalar) }
        }
        return String(text)
    }
}

extension Array {
    fileprivate func split(every length: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: length).map { self[$0..<Swift.min($0 + length, count)] }
    }
}

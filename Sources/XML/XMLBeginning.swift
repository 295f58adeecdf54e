/// The first bytes of a document, which tell its encoding.
///
/// Source: Extensible Markup Language 1.0, 5th edition, 2.8 and appendix F.
struct XMLBeginning {
    enum Encoding { case utf8, ascii }

    private let held: [UInt8]

    init(of bytes: [UInt8]) { held = Array(bytes.prefix(XMLLimits.declaration + 1)) }

    /// The encoding, or nil when more bytes are needed to tell it. Throws when it is one that is not read.
    func encoding(isWhole: Bool) throws(XMLReadingError) -> Encoding? {
        guard isWhole || held.count >= 4 else { return nil }
        if held.isEmpty { throw error(.truncated, at: 0, "the document is empty") }
        if let name = wideEncoding { throw error(.encoding, at: 0, "the encoding is \(name), not UTF-8") }

        let start = held.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let opening = Array("<?xml".utf8)
        guard opening.starts(with: held[start...].prefix(5)) else { return .utf8 }
        guard let end = declarationEnd(from: start) else {
            if held.count > XMLLimits.declaration {
                throw error(.malformed, at: start, "the XML declaration is longer than \(XMLLimits.declaration) bytes")
            }
            return isWhole ? .utf8 : nil
        }
        guard let value = declaredEncoding(in: held[(start + 5)..<end]) else { return .utf8 }
        // Only ASCII letters are folded: no other character may stand in an encoding's name.
        let name = String(decoding: held[value], as: UTF8.self)
        switch name.lowercased() {
        case "utf-8", "utf8": return .utf8
        case "us-ascii", "ascii": return .ascii
        default:
            throw error(.encoding, at: value.lowerBound, "the encoding is declared as \"\(shown(name))\", not UTF-8")
        }
    }

    /// The encoding that a byte order mark, or the way `<` is written, gives away.
    private var wideEncoding: String? {
        guard held.count >= 2 else { return nil }
        let four = (0..<4).map { $0 < held.count ? held[$0] : 1 }
        switch (four[0], four[1], four[2], four[3]) {
        case (0, 0, 0xFE, 0xFF), (0xFF, 0xFE, 0, 0), (0, 0, 0, 0x3C), (0x3C, 0, 0, 0), (0, 0, 0x3C, 0), (0, 0x3C, 0, 0):
            return "UTF-32"
        case (0xFE, 0xFF, _, _), (0xFF, 0xFE, _, _), (0, 0x3C, 0, _), (0x3C, 0, _, 0): return "UTF-16"
        case (0x4C, 0x6F, 0xA7, 0x94): return "EBCDIC"
        default: return nil
        }
    }

    private func declarationEnd(from start: Int) -> Int? {
        held.indices.dropFirst(start).first { index in
            held[index] == UInt8(ascii: "?") && index + 1 < held.count && held[index + 1] == UInt8(ascii: ">")
        }
    }

    /// Where the value of `encoding` stands. Nil when there is none, or no telling: libxml2 then refuses.
    private func declaredEncoding(in declaration: ArraySlice<UInt8>) -> Range<Int>? {
        var rest = declaration
        while true {
            rest = rest.drop(while: isBlank)
            let name = rest.prefix { $0 != UInt8(ascii: "=") && !isBlank($0) }
            rest = rest[name.endIndex...].drop(while: isBlank)
            guard rest.first == UInt8(ascii: "=") else { return nil }
            rest = rest.dropFirst().drop(while: isBlank)
            guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
            let value = rest.dropFirst().prefix { $0 != quote }
            if name.elementsEqual("encoding".utf8) { return value.startIndex..<value.endIndex }
            rest = rest[value.endIndex...].dropFirst()
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x0A, 0x09, 0x0D].contains(byte) }

    private func shown(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.prefix(40).map { $0.value < 0x20 ? " " : $0 }))
    }

    private func error(_ kind: XMLReadingError.Kind, at byte: Int, _ detail: String) -> XMLReadingError {
        let line = 1 + held[..<byte].count { $0 == UInt8(ascii: "\n") }
        return XMLReadingError(kind, line: line, byte: byte, detail: detail)
    }
}

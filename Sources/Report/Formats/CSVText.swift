import Evidence

/// Writes rows as RFC 4180 has them: commas, CRLF, quotes doubled, in UTF-8.
///
/// It opens with a byte order mark: without it, Excel takes UTF-8 for the machine's old code page and spoils
/// every name that is not ASCII. Programs that trip over the mark have findings.json.
///
/// Cells are made for reading, and three things alter them:
/// - What would act (line breaks, tabs, control and direction characters) is made visible.
/// - A cell that begins as a formula does gets a `'` in front, because quotes do not stop a spreadsheet from
///   running it; so does what follows a `;`, where half of Europe's spreadsheets begin a new cell, and what
///   follows a quote or a space at such a beginning.
///   Source: https://owasp.org/www-community/attacks/CSV_Injection
/// - A cell longer than Excel holds (32,767 characters) is cut, and says so.
struct CSVText {
    private let output: any Output
    private var pending: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static let pieceSize = 1 << 16
    private static let cellLimit = 32_000

    init(to output: any Output) {
        self.output = output
        pending.reserveCapacity(2 * Self.pieceSize)
    }

    mutating func writeRow(_ cells: [String]) throws {
        for (index, cell) in cells.enumerated() {
            if index > 0 { pending.append(UInt8(ascii: ",")) }
            append(cell)
        }
        pending.append(UInt8(ascii: "\r"))
        pending.append(UInt8(ascii: "\n"))
        if pending.count >= Self.pieceSize { try flush() }
    }

    /// Nothing may be written after it.
    mutating func finish() throws { try flush() }

    private mutating func flush() throws {
        try output.write(pending)
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ cell: String) {
        var cell = cell
        var look = cell.withUTF8 { CellLook($0) }
        if !look.isHarmless || cell.utf8.count > Self.cellLimit {
            cell = Self.harmless(cell)
            look = cell.withUTF8 { CellLook($0) }
        }
        guard look.hasComma || look.hasQuote else {
            pending.append(contentsOf: cell.utf8)
            return
        }
        pending.append(UInt8(ascii: "\""))
        if look.hasQuote {
            for byte in cell.utf8 {
                if byte == UInt8(ascii: "\"") { pending.append(byte) }
                pending.append(byte)
            }
        } else {
            pending.append(contentsOf: cell.utf8)
        }
        pending.append(UInt8(ascii: "\""))
    }

    /// A cell as it may stand in a spreadsheet.
    static func harmless(_ cell: String) -> String {
        let visible = cell.cut(to: cellLimit).visible()
        guard holdsFormula(visible) else { return visible }
        var text = ""
        var begins = true
        for scalar in visible.unicodeScalars {
            if begins && scalar.beginsFormula { text.append("'") }
            text.unicodeScalars.append(scalar)
            begins = scalar.isBefore(beginning: begins)
        }
        return text
    }

    private static func holdsFormula(_ text: String) -> Bool {
        var begins = true
        for scalar in text.unicodeScalars {
            if begins && scalar.beginsFormula { return true }
            begins = scalar.isBefore(beginning: begins)
        }
        return false
    }
}

/// What is seen of a cell in one look at its bytes. Nearly all cells are harmless, and need no closer one.
private struct CellLook {
    /// Printable ASCII in which nothing can begin a formula; false does not say the contrary.
    private(set) var isHarmless = true
    private(set) var hasComma = false
    private(set) var hasQuote = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: ","): hasComma = true
            case UInt8(ascii: "\""): hasQuote = true
            case UInt8(ascii: ";"): isHarmless = false
            case 0x20..<0x7F: break
            default: isHarmless = false
            }
        }
        switch bytes.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\""),
            UInt8(ascii: " "):
            isHarmless = false
        default: break
        }
    }
}

extension Unicode.Scalar {
    /// `= + - @` and their full-width twins. Tab and carriage return, which do as well, are visible by then.
    fileprivate var beginsFormula: Bool {
        switch self {
        case "=", "+", "-", "@", "＝", "＋", "－", "＠": true
        default: false
        }
    }

    /// Whether a spreadsheet may take what follows for the beginning of a cell.
    /// - Parameter begins: whether it may take this one for it.
    fileprivate func isBefore(beginning begins: Bool) -> Bool {
        self == ";" || begins && (self == "\"" || self == " ")
    }
}

extension String {
    /// Cut by bytes, of which there are never fewer than the characters that a spreadsheet counts.
    fileprivate func cut(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var kept = ""
        var bytes = 0
        for character in self {
            bytes += character.utf8.count
            if bytes > limit { break }
            kept.append(character)
        }
        return kept + "… (cut; findings.json has all of it)"
    }
}

extension String {
    /// Text of up to 40 characters, every other one chosen to break a parser, a page or a terminal.
    static func hostile(using random: inout Seeded) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            if Bool.random(using: &random) {
                text += traps[Int.random(in: 0..<traps.count, using: &random)]
            } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static let traps = [
        "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{8}", "\u{C}", "\u{1B}", "\u{7F}", "\u{85}", "\u{2028}",
        "\u{2029}", "\u{202E}", "\u{FEFF}", "\u{FFFF}", "\u{E0041}", "</script>", "]]>", "{{name}}", "\\u0041",
        "👩‍👩‍👧", "e\u{301}", "'", "<", "&", "=1+1",
    ]
}

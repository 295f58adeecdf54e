/// What people and programs put into tags and error messages to act in somebody else's report.
package enum HostileText {
    package static let all = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "a | b || c",
        "`rm -rf ~` ```` ``",
        "@team please approve #1 GH-1",
        "=cmd()|' /C calc'!A0",
        "+1+1", "-1+1", "＝1+1", "x;=HYPERLINK(\"http://a.example\")", "\t=1+1", "\r=1+1", "\n@SUM(A1)",
        "\u{1B}[2J\u{1B}]0;owned\u{07}",
        "a]]>b<![CDATA[c]]>",
        "[[ATTACHMENT|/etc/passwd]] [[[PROPERTY|a=b]]]",
        "\u{202E}desrever\u{2066}",
        "👩‍👩‍👧 🏳️‍🌈 e\u{301} 中文 ünï",
        String(repeating: "W", count: 256),
        "line one\nline two\r\nline three\u{2028}four",
        "{0} {{1}} } {",
        "[a](javascript:alert(1)) [b](1) \\[c\\](2)",
        "{{name}} {{{name}}} {{#x}}y{{/x}} {{>page}}",
        "&amp; &#x1b; &lt;",
        "\"quoted\", 'single', comma",
        "<!-- --> -- <!DOCTYPE x>",
        "$(id) ${HOME} \\ %s %n",
        "\u{0}\u{1}\u{7F}\u{85}\u{9B}\u{FEFF}\u{FFFE}\u{FFFF}\u{E0041}",
        "../../etc/passwd", " leading and trailing ", "",
    ]

    /// Every Unicode scalar once, in order.
    package static let everyScalar = String(
        String.UnicodeScalarView((0...0x10FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)))

    /// What becomes of bytes that are no UTF-8: lone halves of surrogate pairs, forms too long, cut, out of range.
    package static let fromBadBytes: [String] = [
        [0x61, 0xED, 0xA0, 0x80, 0x62], [0xED, 0xBF, 0xBF], [0xC0, 0xAF], [0xE0, 0x80, 0xBC], [0xF4, 0x90, 0x80, 0x80],
        [0x3C, 0xE2, 0x82], [0xFF, 0xFE, 0x3C], [0x80],
    ].map { String(decoding: $0 as [UInt8], as: UTF8.self) }

    /// As long as a field of an answer may be: 1 MiB.
    package static let long: String = {
        let piece = all.joined(separator: " ")
        let whole = String(repeating: piece, count: (1 << 20) / piece.utf8.count + 1)
        return String(decoding: Array(whole.utf8.prefix(1 << 20)), as: UTF8.self)
    }()

    /// Made of pieces of the above, of characters that parsers trip over, and of any others.
    package static func random(using generator: inout some RandomNumberGenerator) -> String {
        let specials = Array("<>&\"'`|[](){};,=+-@\\#*_~!\n\r\t \u{1B}\u{0}\u{FFFE}\u{202E}\u{E000}\u{10FFFF}é👩‍👧aZ0")
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            if Bool.random(using: &generator), let piece = all.randomElement(using: &generator) {
                text += piece.prefix(Int.random(in: 0...20, using: &generator))
            } else if Bool.random(using: &generator),
                let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator))
            {
                text.unicodeScalars.append(scalar)
            } else if let special = specials.randomElement(using: &generator) {
                text.append(special)
            }
        }
        return text
    }
}

/// Names of the sample's VPCs: such as people give, and such as somebody gives to see what a report does with them.
enum SampleName {
    static let markup = #"<script>alert(1)</script><img src=x onerror=alert(1)>"&'`{{name}}`"#
    static let table = "a|b || `c` ``` | @everyone #1 [link](javascript:alert(1)) ![](http://x.invalid/)"
    static let formula = "=cmd|' /C calc'!A0"
    /// XML 1.0 can carry the one-character CSI and DEL; ESC it cannot, so the sample's writer pictures it.
    static let terminal = "\u{9B}31mred\u{9B}0m\u{7F} \u{1B}]0;title\u{07} [[ATTACHMENT|/etc/passwd]]"
    static let direction = "safe\u{202E}gpj.exe\u{2066}\u{200F}"
    static let xml = "]]> <!DOCTYPE x> &lol; -- \u{FFFE} line\nbreak\ttab"
    static let emoji = "🛡️ 👩🏽‍💻 ünïcödé 日本語"
    static let long = String(repeating: "long-", count: 51) + "x"

    private static let attacks = [
        markup, table, formula, terminal, direction, xml, emoji, long, "+1+1", "\t=1+1", "\"quoted\", 'single'",
        "{0} {{1}} {{{name}}} {{#x}}y{{/x}}", "$(id) ${HOME} \\ %s", "../../etc/passwd", " spaces ", "",
        "\u{0}\u{85}\u{FEFF}\u{FFFF}\u{E0041}", "line one\r\nline two\u{2028}three", "&amp; &#x1b;",
    ]
    private static let specials = Array("<>&\"'`|[](){};,=+-@\\#*_~!\n\r\t \u{1B}\u{0}\u{FFFE}\u{202E}\u{E000}é👩‍👧aZ0")
    private static let teams = ["payments", "orders", "search", "identity", "data-lake", "reporting", "edge", "ledger"]
    private static let stages = ["prod", "staging", "test", "dev", "shared", "dr"]

    /// Whole attacks, or pieces of them between characters that parsers trip over.
    static func hostile(using generator: inout some RandomNumberGenerator) -> String {
        if Bool.random(using: &generator) { return pick(from: attacks, using: &generator) }
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            switch Int.random(in: 0...2, using: &generator) {
            case 0:
                let piece = pick(from: attacks, using: &generator)
                text += piece.prefix(Int.random(in: 0...20, using: &generator))
            case 1:
                // The surrogates between are no characters.
                let number = UInt32.random(in: 0...0x10FFFF, using: &generator)
                if let scalar = Unicode.Scalar(number) { text.unicodeScalars.append(scalar) }
            default: text.append(pick(from: specials, using: &generator))
            }
        }
        return text
    }

    /// `payments-prod-07`
    static func usual(using generator: inout some RandomNumberGenerator) -> String {
        let team = pick(from: teams, using: &generator)
        let stage = pick(from: stages, using: &generator)
        let number = Int.random(in: 1...99, using: &generator)
        return "\(team)-\(stage)-\(number < 10 ? "0" : "")\(number)"
    }

    private static func pick<Element>(
        from elements: [Element], using generator: inout some RandomNumberGenerator
    ) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &generator)]
    }
}

import Evidence
import Foundation

/// The style sheet and the script of a page, and the hashes by which its security policy allows
/// exactly these two.
struct Look {
    let style: String
    let script: String
    let styleHash: String
    let scriptHash: String

    /// For a report without either.
    static let none = Look(style: "", script: "")

    /// A browser hashes both after it has made each CR LF an LF, so that is what the page holds.
    /// Source: https://www.w3.org/TR/CSP3/#match-element-to-source-list
    init(style: String, script: String) {
        self.style = style.replacing("\r\n", with: "\n")
        self.script = script.replacing("\r\n", with: "\n")
        styleHash = Self.hash(self.style)
        scriptHash = Self.hash(self.script)
    }

    /// SHA-256 in base64.
    private static func hash(_ text: String) -> String {
        let hex = Array(sha256Hex(Array(text.utf8)).utf8)
        let bytes = stride(from: 0, to: hex.count, by: 2).map { nibble(hex[$0]) << 4 | nibble(hex[$0 + 1]) }
        return Data(bytes).base64EncodedString()
    }

    private static func nibble(_ digit: UInt8) -> UInt8 {
        digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
    }
}

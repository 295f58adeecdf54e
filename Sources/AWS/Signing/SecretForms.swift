import Foundation

/// The ways in which a server may write a secret that it was sent.
enum SecretForms {
    /// As it is, in base64 wherever it lies in what was encoded, in hexadecimal, and each as it stands in a URL, in XML
    /// and in JSON.
    static func all(_ secret: String) -> [String] {
        let bytes = Array(secret.utf8)
        let hex = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        let encoded = base64(bytes)
        let plain = [secret] + encoded + encoded.map(urlSafe)
        return plain.flatMap(escaped) + [hex, hex.uppercased()]
    }

    private static func escaped(_ text: String) -> [String] {
        guard text.utf8.contains(where: { !isUnreserved($0) }) else { return [text] }
        return [text, percent(text), lowered(text), xml(text), json(text), unicode(text)]
    }

    /// By itself, with padding and without; and behind any number of bytes that are not known, before others: of the
    /// letters at both ends, which hold bits of those too, it says little.
    private static func base64(_ secret: [UInt8]) -> [String] {
        let whole = Data(secret).base64EncodedString()
        let inner = (0...2).map { before in
            let text = Data([UInt8](repeating: 0, count: before) + secret).base64EncodedString()
            let first = (8 * before + 5) / 6
            return String(text.prefix(8 * (before + secret.count) / 6).dropFirst(first))
        }
        return [whole, String(whole.prefix { $0 != "=" })] + inner
    }

    private static func urlSafe(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_")
    }

    /// Source: RFC 3986, 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func percent(_ text: String) -> String { PercentEncoding.encode(text.utf8) }

    /// Percent-encoded with small hexadecimal digits.
    private static func lowered(_ text: String) -> String {
        let parts = percent(text).split(separator: "%", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) {
            $0 += "%" + $1.prefix(2).lowercased() + $1.dropFirst(2)
        }
    }

    /// As writers of JSON do it that escape slashes.
    private static func json(_ text: String) -> String { text.replacing("/", with: "\\/") }

    /// As writers of JSON do it that fear for HTML.
    private static func unicode(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "\\u0026"
            case "<": "\\u003c"
            case ">": "\\u003e"
            case "=": "\\u003d"
            case "'": "\\u0027"
            default: String(character)
            }
        }.joined()
    }

    private static func xml(_ text: String) -> String {
        guard text.utf8.contains(where: "&<>\"'".utf8.contains) else { return text }
        return text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&apos;"
            default: String(character)
            }
        }.joined()
    }
}

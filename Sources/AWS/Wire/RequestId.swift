/// The id that AWS gives to each answer: 1 to 128 letters, digits and `._:/+=-`.
///
/// It stands in reports and in the log, and comes from whoever answered.
package enum RequestId {
    /// Nil for what is none.
    package static func checked(_ text: String?) -> String? {
        guard let text, (1...128).contains(text.utf8.count), text.utf8.allSatisfy(isAllowed) else { return nil }
        return text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}

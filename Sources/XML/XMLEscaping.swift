/// Where characters stand in a document, which decides how they are written.
///
/// Characters that XML 1.0 forbids are shown, not dropped: C0 controls as their pictures (U+2400 + n),
/// U+FFFE and U+FFFF as U+FFFD. Source: Extensible Markup Language 1.0, 5th edition, 2.2 and 2.11.
enum XMLEscaping {
    case text, attribute, comment

    /// The bytes below 64 that cannot stand as they are, one bit each.
    private var marked: UInt64 {
        let controls: UInt64 = 0xFFFF_FFFF
        let tabAndNewline: UInt64 = 1 << 9 | 1 << 10
        let markup: UInt64 = 1 << 38 | 1 << 60 | 1 << 62  // & < >
        return switch self {
        case .text: controls & ~tabAndNewline | markup
        case .attribute: controls | markup | 1 << 34  // "
        case .comment: controls & ~tabAndNewline | 1 << 45  // -
        }
    }

    /// The place of the first byte that may not stand as it is.
    private func firstMarked(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let marked = marked
        var index = start
        while index < bytes.count {
            let end = min(index &+ 8, bytes.count)
            // The last word begins among bytes that were seen before: they do no harm.
            if bytes.count >= 8 && isPlain(bytes, at: end &- 8) {
                index = end
                continue
            }
            while index < end {
                let byte = bytes[index]
                if byte < 64 ? marked &>> UInt64(byte) & 1 != 0 : byte == 0xEF { return index }
                index &+= 1
            }
        }
        return nil
    }

    /// Whether eight bytes are ASCII without controls and without what marks up text or an attribute.
    /// Source: S. E. Anderson, Bit Twiddling Hacks, "Determine if a word has a byte equal to n", "… less than n".
    @inline(__always)
    private func isPlain(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
        if self == .comment { return false }
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self)
        // Setting one bit makes & of ", and > of <.
        let ampersands = (word | ones &* 4) ^ ones &* UInt64(UInt8(ascii: "&"))
        let angles = (word | ones &* 2) ^ ones &* UInt64(UInt8(ascii: ">"))
        let marked = ((ampersands &- ones) & ~ampersands) | ((angles &- ones) & ~angles)
        return (word | (word &- ones &* 0x20) | marked) & highs == 0
    }

    /// Appends text as it may stand.
    func append(_ text: String, to output: inout [UInt8]) {
        let appended: Void? = text.utf8.withContiguousStorageIfAvailable { append($0, to: &output) }
        if appended == nil { Array(text.utf8).withUnsafeBufferPointer { append($0, to: &output) } }
    }

    private func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var copied = 0
        while let place = firstMarked(in: bytes, from: copied) {
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<place]))
            copied = place + append(bytes, at: place, to: &output)
        }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
        if self == .comment && output.last == UInt8(ascii: "-") { output.append(UInt8(ascii: " ")) }
    }

    /// Appends the marked byte at `place`, and returns how many bytes that took from the input.
    private func append(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, to output: inout [UInt8]) -> Int {
        switch bytes[place] {
        case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
        case UInt8(ascii: "\t") where self == .attribute: output.append(contentsOf: "&#9;".utf8)
        case UInt8(ascii: "\n") where self == .attribute: output.append(contentsOf: "&#10;".utf8)
        case UInt8(ascii: "\r") where self != .comment: output.append(contentsOf: "&#13;".utf8)
        case UInt8(ascii: "-"):
            if output.last == UInt8(ascii: "-") { output.append(UInt8(ascii: " ")) }
            output.append(UInt8(ascii: "-"))
        case let control where control < 0x20:
            output.append(contentsOf: [0xE2, 0x90, 0x80 + control])
        default:
            // 0xEF opens U+F000...U+FFFF, of which only the last two are forbidden.
            let isForbidden = place + 2 < bytes.count && bytes[place + 1] == 0xBF && bytes[place + 2] >= 0xBE
            guard isForbidden else {
                output.append(bytes[place])
                return 1
            }
            output.append(contentsOf: [0xEF, 0xBF, 0xBD])
            return 3
        }
        return 1
    }
}

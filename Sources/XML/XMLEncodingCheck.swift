/// Finds the first byte that is not UTF-8, across the pieces of a document.
///
/// libxml2 lets overlong forms through. Source: RFC 3629, 4.
struct XMLEncodingCheck {
    /// Only US-ASCII, because the document declares it.
    var isASCII = false
    /// How many bytes of a character are still to come, and what the next of them may be.
    private var missing = 0
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// The first byte that cannot stand there; nil when all may.
    mutating func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < bytes.count {
            if missing == 0 {
                index = skipASCII(bytes, from: index)
                if index == bytes.count { return nil }
                if isASCII || !open(bytes[index]) { return index }
            } else {
                guard allowed.contains(bytes[index]) else { return index }
                missing -= 1
                allowed = 0x80...0xBF
            }
            index += 1
        }
        return nil
    }

    /// Takes the first byte of a character of several; false when none begins so.
    private mutating func open(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: (missing, allowed) = (1, 0x80...0xBF)
        case 0xE0: (missing, allowed) = (2, 0xA0...0xBF)
        case 0xED: (missing, allowed) = (2, 0x80...0x9F)
        case 0xE1...0xEF: (missing, allowed) = (2, 0x80...0xBF)
        case 0xF0: (missing, allowed) = (3, 0x90...0xBF)
        case 0xF1...0xF3: (missing, allowed) = (3, 0x80...0xBF)
        case 0xF4: (missing, allowed) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }

    private func skipASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        func word(_ offset: Int) -> UInt64 { raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
        var index = start
        while index &+ 32 <= bytes.count {
            let bits = word(index) | word(index &+ 8) | word(index &+ 16) | word(index &+ 24)
            if bits & 0x8080_8080_8080_8080 != 0 { break }
            index &+= 32
        }
        while index < bytes.count && bytes[index] < 0x80 { index &+= 1 }
        return index
    }
}

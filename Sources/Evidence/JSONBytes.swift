/// The bytes of a JSON text as it grows.
package struct JSONBytes {
    private var bytes: [UInt8] = []
    private static let digits = Array("0123456789abcdef".utf8)

    package init() {}

    var count: Int { bytes.count }
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func reserve(_ capacity: Int) { bytes.reserveCapacity(capacity) }

    package mutating func append(_ byte: UInt8) { bytes.append(byte) }

    package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func appendLine(indentedBy depth: Int) {
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<depth {
            bytes.append(UInt8(ascii: " "))
            bytes.append(UInt8(ascii: " "))
        }
    }

    /// A string in quotes. What needs no escaping, nearly all of it, is copied in one piece.
    package mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { source in
            var copied = 0
            var next = 0
            while next < source.count {
                if source[next].isPlain {
                    next += 1
                    continue
                }
                let (scalar, length) = source.scalar(at: next)
                if scalar == "\"" || scalar == "\\" || scalar.isActing {
                    bytes.append(contentsOf: source[copied..<next])
                    append(escaping: scalar)
                    copied = next + length
                }
                next += length
            }
            bytes.append(contentsOf: source[copied...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Hands everything on, and begins anew.
    mutating func hand(to output: any Output) throws {
        try output.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func append(escaping scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": append("\\\"")
        case "\\": append("\\\\")
        case "\n": append("\\n")
        case "\t": append("\\t")
        case "\r": append("\\r")
        default:
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                append("\\u")
                for place in stride(from: 12, through: 0, by: -4) {
                    bytes.append(Self.digits[Int(unit >> place) & 15])
                }
            }
        }
    }
}

extension UInt8 {
    /// Stands for itself in a string, and for no more than itself.
    fileprivate var isPlain: Bool { 0x20..<0x7F ~= self && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\") }
}

extension UnsafeBufferPointer<UInt8> {
    /// The scalar that begins here, and its length. A string's UTF-8 is always well formed.
    fileprivate func scalar(at start: Int) -> (Unicode.Scalar, length: Int) {
        let lead = self[start]
        if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
        let length = (~lead).leadingZeroBitCount
        let first = UInt32(lead) & (0x7F >> UInt32(length))
        let value = self[start + 1..<start + length].reduce(first) { $0 << 6 | UInt32($1 & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}

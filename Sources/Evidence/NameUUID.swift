internal import Crypto

/// A UUID that follows from a name, and is the same wherever that name is: version 5 of RFC 9562, 5.5.
package enum NameUUID {
    /// Appendix A.4 of the RFC: names of the domain name system.
    package static let domainNames: [UInt8] = [
        0x6B, 0xA7, 0xB8, 0x10, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
    ]

    /// Exhibit's own, made by chance and kept: names of its runs and of what they are about.
    private static let exhibit: [UInt8] = [
        0x3E, 0x91, 0x5C, 0x0A, 0x84, 0xD7, 0x4B, 0x26, 0x9F, 0x43, 0x61, 0xE8, 0x0B, 0x72, 0xCD, 0x15,
    ]

    package static func of(_ name: String, in namespace: [UInt8]) -> String {
        var hash = Insecure.SHA1()
        hash.update(data: namespace)
        hash.update(data: Array(name.utf8))
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// By what the thing is (`observation`), then by what tells it from others of its kind.
    package static func of(_ kind: String, _ names: String...) -> String {
        of(([kind] + names).joined(separator: "\u{0}"), in: exhibit)
    }
}

/// The endpoint of an exchange as the program records it, and nothing else: `https://ec2.eu-west-1.amazonaws.com/`.
///
/// The host is in small letters, the port is given only where it is not the scheme's own, and there is a path. There
/// is no user name, no query and no character that a URL would encode.
package struct RecordedEndpoint: Sendable, Hashable {
    package let isTLS: Bool
    /// Version 6 addresses stand in brackets.
    package let host: Substring
    package let port: Int?
    /// Begins with a slash.
    package let path: Substring

    private static let limit = 2048

    /// Nil for any other text.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.limit else { return nil }
        let isTLS = text.utf8.starts(with: "https://".utf8)
        guard isTLS || text.utf8.starts(with: "http://".utf8) else { return nil }
        let rest = Substring(text.utf8.dropFirst(isTLS ? 8 : 7))
        guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let authority = rest[..<slash]
        path = rest[slash...]
        guard path.utf8.allSatisfy(Self.isAllowedInPath) else { return nil }

        let end = authority.utf8.firstIndex(of: UInt8(ascii: "]")).map { authority.utf8.index(after: $0) }
        host = end.map { authority[..<$0] } ?? authority.prefix { $0 != ":" }
        guard Self.isHost(host) else { return nil }
        let after = authority[host.endIndex...]
        if after.isEmpty {
            port = nil
        } else {
            guard let number = Int(after.dropFirst()), (1...65535).contains(number), after == ":\(number)",
                number != (isTLS ? 443 : 80)
            else { return nil }
            port = number
        }
        self.isTLS = isTLS
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.utf8.first == UInt8(ascii: "[") {
            return host.utf8.count > 3 && host.utf8.last == UInt8(ascii: "]")
                && host.utf8.dropFirst().dropLast().allSatisfy { isDigit($0) || "abcdef:.".utf8.contains($0) }
        }
        return !host.isEmpty && host.utf8.allSatisfy { isSmallLetter($0) || isDigit($0) || "-._".utf8.contains($0) }
    }

    private static func isAllowedInPath(_ byte: UInt8) -> Bool {
        isSmallLetter(byte) || isDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || "-._~/%".utf8.contains(byte)
    }

    private static func isSmallLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

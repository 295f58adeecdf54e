/// Where requests are sent: `https://ec2.eu-west-1.amazonaws.com/`.
package struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    package enum Scheme: String, Sendable {
        case https
        case http

        var defaultPort: Int { self == .https ? 443 : 80 }
    }

    package let scheme: Scheme
    package let host: String
    /// Nil where it is the scheme's own.
    package let port: Int?
    /// Begins with a slash.
    package let path: String

    init(scheme: Scheme = .https, host: String, port: Int? = nil, path: String = "/") {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    /// As the header `Host` names it.
    package var authority: String { port.map { "\(host):\($0)" } ?? host }

    package var description: String { "\(scheme.rawValue)://\(authority)\(path)" }
}

extension Endpoint {
    /// Reads the URL of an endpoint that the user gave.
    ///
    /// - Parameter setting: where the URL comes from; the error names it, and never quotes the URL, which
    ///   may hold a password.
    package init(_ url: String, from setting: String) throws(SettingError) {
        guard url.utf8.count <= Self.limit else {
            throw SettingError(setting, "must have at most \(Self.limit) characters")
        }
        let scheme: Scheme
        if url.lowercased().hasPrefix("https://") {
            scheme = .https
        } else if url.lowercased().hasPrefix("http://") {
            scheme = .http
        } else {
            throw SettingError(setting, "must be a URL that begins with https:// or http://")
        }
        let rest = url.dropFirst(scheme.rawValue.count + 3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let path = rest.dropFirst(authority.count)

        guard !authority.contains("@") else {
            throw SettingError(setting, "must not hold a user name or password")
        }
        guard path.utf8.allSatisfy(Self.isAllowedInPath) else {
            throw SettingError(setting, "must hold nothing after its path, and only plain characters in it")
        }
        let (host, port) = try Self.split(authority, from: setting)
        self.scheme = scheme
        self.host = host
        self.port = port == scheme.defaultPort ? nil : port
        self.path = path.isEmpty ? "/" : String(path)
    }

    /// A bucket's name may come to it, and all of it must fit the record.
    private static let limit = 1024

    private static func split(
        _ authority: Substring, from setting: String
    ) throws(SettingError) -> (host: String, port: Int?) {
        let isBracketed = authority.hasPrefix("[")
        let host: Substring
        if isBracketed, let end = authority.firstIndex(of: "]") {
            host = authority[...end]
        } else {
            host = authority.prefix { $0 != ":" }
        }
        let isHost =
            isBracketed
            ? host.count > 3 && host.hasSuffix("]") && host.dropFirst().dropLast().utf8.allSatisfy(isAllowedInIPv6)
            : !host.isEmpty && host.utf8.allSatisfy(isAllowedInHost)
        guard isHost else { throw SettingError(setting, "must name a host") }

        let after = authority.dropFirst(host.count)
        if after.isEmpty { return (host.lowercased(), nil) }
        let digits = after.dropFirst()
        guard after.hasPrefix(":"), digits.first?.isNumber == true, let port = Int(digits),
            (1...65535).contains(port)
        else {
            throw SettingError(setting, "must have a port between 1 and 65535, or none")
        }
        return (host.lowercased(), port)
    }

    private static func isAllowedInHost(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) && byte != UInt8(ascii: "~")
    }

    private static func isAllowedInIPv6(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isAllowedInPath(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "%")
    }
}

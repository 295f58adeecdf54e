#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of an IP address: 4 or 16 of them.
struct IPAddress: Hashable {
    let bytes: [UInt8]

    /// Nil for anything but an address as RFC 4291 and dotted decimals write it.
    init?(_ text: some StringProtocol) {
        let isVersion6 = text.contains(":")
        var bytes = [UInt8](repeating: 0, count: isVersion6 ? 16 : 4)
        guard inet_pton(isVersion6 ? AF_INET6 : AF_INET, String(text), &bytes) == 1 else { return nil }
        self.bytes = bytes
    }

    /// The host of a URL: version 6 stands in brackets there.
    init?(ofHost host: some StringProtocol) {
        guard host.hasPrefix("["), host.hasSuffix("]") else {
            self.init(host)
            return
        }
        self.init(host.dropFirst().dropLast())
    }

    /// This machine.
    var isLoopback: Bool { IPNetwork.loopback.contains { $0.contains(self) } }

    /// Where a machine of AWS learns about itself: never beyond the machine, so never through a proxy.
    var isMetadata: Bool { IPNetwork.metadata.contains { $0.contains(self) } }
}

/// `10.0.0.0/8`, or a single address.
struct IPNetwork: Hashable {
    private let address: IPAddress
    private let bits: Int

    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, let address = IPAddress(ofHost: first) else { return nil }
        let most = address.bytes.count * 8
        guard parts.count == 2 else {
            self.init(address, most)
            return
        }
        guard let bits = Int(parts[1]), (0...most).contains(bits) else { return nil }
        self.init(address, bits)
    }

    private init(_ address: IPAddress, _ bits: Int) {
        self.address = address
        self.bits = bits
    }

    func contains(_ other: IPAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        return (0..<bits).allSatisfy { bit in
            (address.bytes[bit / 8] ^ other.bytes[bit / 8]) & (0x80 >> (bit % 8)) == 0
        }
    }

    fileprivate static let loopback = ["127.0.0.0/8", "::1"].compactMap(IPNetwork.init)
    fileprivate static let metadata = ["169.254.0.0/16", "fd00:ec2::/32"].compactMap(IPNetwork.init)
}

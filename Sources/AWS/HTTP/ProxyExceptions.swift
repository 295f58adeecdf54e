/// What is asked without a proxy: what `no_proxy` lists, this machine, and the metadata services of AWS.
///
/// `no_proxy` is read as Python does, and so botocore: names that stand for what is below them too, with or without
/// a dot before them or a port after them, addresses, networks (`10.0.0.0/8`), and `*` for everything. Unlike there,
/// this machine and the metadata services never need to be listed: a proxy would learn the credentials they give.
struct ProxyExceptions: Sendable {
    private let everything: Bool
    private let rules: [Rule]

    init(_ list: String) {
        let entries = list.lowercased().split { $0 == "," || $0.isWhitespace }
        everything = entries.contains("*")
        rules = entries.map(Rule.init)
    }

    func cover(_ target: Target) -> Bool {
        everything || target.isNear || rules.contains { $0.covers(target) }
    }

    /// The host and port of a URL.
    struct Target {
        let host: String
        let port: Int?
        let address: IPAddress?

        init(_ authority: some StringProtocol, defaultPort: Int?) {
            let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]").map(authority.index(after:)) : nil
            let host = end.map { authority[..<$0] } ?? authority.prefix { $0 != ":" }
            let after = authority[host.endIndex...]
            self.host = host.lowercased()
            port = Int(after.dropFirst()) ?? defaultPort
            address = IPAddress(ofHost: host)
        }

        /// This machine, or a metadata service.
        fileprivate var isNear: Bool {
            guard let address else { return host == "localhost" || host.hasSuffix(".localhost") }
            return address.isLoopback || address.isMetadata
        }
    }

    private enum Rule {
        case network(IPNetwork)
        /// Nil: any port.
        case host(String, address: IPAddress?, port: Int?)

        init(_ entry: Substring) {
            if let network = IPNetwork(entry) {
                self = .network(network)
            } else {
                let bare = entry.hasPrefix("*.") ? entry.dropFirst(2) : entry.drop { $0 == "." }
                let target = Target(bare, defaultPort: nil)
                self = .host(target.host, address: target.address, port: target.port)
            }
        }

        func covers(_ target: Target) -> Bool {
            switch self {
            case .network(let network):
                return target.address.map(network.contains) ?? false
            case .host(let host, let address, let port):
                guard port == nil || port == target.port, !host.isEmpty else { return false }
                if let own = target.address { return own == address }
                return target.host == host || target.host.hasSuffix("." + host)
            }
        }
    }
}

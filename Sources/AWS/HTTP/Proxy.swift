import AsyncHTTPClient

/// An HTTP proxy, which opens tunnels to other hosts by CONNECT. It may be told a name and a password.
package struct Proxy: Sendable, Hashable, Discreet {
    private let endpoint: Endpoint
    private let authorization: HTTPClient.Authorization?

    /// Its host and port, and never its password.
    package var description: String { "\(endpoint.host):\(endpoint.port ?? Endpoint.Scheme.http.defaultPort)" }

    /// Reads `http://user:password@host:port`; `http://` may be left out.
    ///
    /// - Parameter setting: where the URL comes from; the error names it, and never quotes the URL.
    package init(_ url: String, from setting: String) throws(SettingError) {
        let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 1 || parts[0].lowercased() == "http" else {
            throw SettingError(setting, "must begin with http://: the way to the proxy itself cannot be TLS or SOCKS")
        }
        let rest = parts[parts.count - 1]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard ["", "/"].contains(rest.dropFirst(authority.count)) else {
            throw SettingError(setting, "must hold nothing after its host and port")
        }
        let user = authority.lastIndex(of: "@").map { authority[..<$0] }
        endpoint = try Endpoint("http://\(authority.dropFirst(user.map { $0.count + 1 } ?? 0))", from: setting)
        authorization = user.flatMap(Self.authorization)
    }

    private static func authorization(_ user: Substring) -> HTTPClient.Authorization? {
        let parts = user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(decoding: PercentEncoding.decode($0), as: UTF8.self) }
        guard !user.isEmpty else { return nil }
        return .basic(username: parts[0], password: parts.count > 1 ? parts[1] : "")
    }

    /// For the network library, which takes IPv6 without brackets.
    var server: HTTPClient.Configuration.Proxy {
        let bare = endpoint.host.hasPrefix("[") ? String(endpoint.host.dropFirst().dropLast()) : endpoint.host
        return .server(
            host: bare, port: endpoint.port ?? endpoint.scheme.defaultPort, authorization: authorization)
    }
}

/// Which requests go through which proxy.
package struct ProxyRules: Sendable {
    private let byScheme: [Endpoint.Scheme: Proxy]
    private let exceptions: ProxyExceptions

    /// - Parameter environment: `https_proxy` for https, `http_proxy` for http, and `no_proxy`. As in Python, and so in
    ///   botocore, each may be written in capitals, the small letters win, and set to nothing they unset the capitals.
    package init(environment: [String: String] = [:]) throws(SettingError) {
        var byScheme: [Endpoint.Scheme: Proxy] = [:]
        for scheme in [Endpoint.Scheme.https, .http] {
            guard let setting = environment.either("\(scheme.rawValue)_proxy") else { continue }
            byScheme[scheme] = try Proxy(setting.value, from: setting.name)
        }
        self.byScheme = byScheme
        exceptions = ProxyExceptions(environment.either("no_proxy")?.value ?? "")
    }

    private init() {
        byScheme = [:]
        exceptions = ProxyExceptions("")
    }

    package static let direct = ProxyRules()

    var proxies: Set<Proxy> { Set(byScheme.values) }

    /// Nil: directly.
    package func proxy(for request: HTTPRequest) -> Proxy? {
        guard let proxy = byScheme[request.scheme] else { return nil }
        let target = ProxyExceptions.Target(request.authority, defaultPort: request.scheme.defaultPort)
        return exceptions.cover(target) ? nil : proxy
    }
}

extension [String: String] {
    /// A variable by its name in small letters or in capitals; nil where it is set to nothing.
    fileprivate func either(_ name: String) -> (name: String, value: String)? {
        for name in [name, name.uppercased()] {
            if let value = self[name] { return value.isEmpty ? nil : (name, value) }
        }
        return nil
    }
}

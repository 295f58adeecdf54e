/// What stands between this machine and AWS: proxies, and authorities of the user's own.
package struct NetworkSettings: Sendable {
    let proxies: ProxyRules
    /// Nil: those of the system.
    let trustRoots: TrustRoots?

    /// No proxies, and the authorities of the system.
    package static let direct = NetworkSettings(proxies: .direct, trustRoots: nil)
}

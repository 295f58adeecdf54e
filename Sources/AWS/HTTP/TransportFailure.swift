/// Why no whole answer came back. Its sentence names the host and nothing else of the request.
package enum TransportFailure: Error, Sendable, Hashable, CustomStringConvertible {
    case cannotResolve(host: String)
    case refused(host: String)
    case unreachable(host: String)
    case tls(host: String)
    /// What answered speaks something else, as plain HTTP.
    case notTLS(host: String)
    case timeout(host: String)
    case closedEarly(host: String)
    /// The answer is not HTTP.
    case malformed(host: String)
    case tooLarge(host: String, limit: Int)
    case proxyNotReached(proxy: String)
    /// The proxy asks for a name and a password, or does not take those it was given.
    case proxyAuthenticationRequired(proxy: String)
    /// The proxy opens no way to the host.
    case proxyRefused(proxy: String, host: String)
    /// The request itself cannot be sent.
    case unsendable(host: String)
    case cancelled

    /// Exhibit's own code for it, as it stands in the evidence.
    package var code: String {
        switch self {
        case .cannotResolve: "CouldNotResolve"
        case .refused, .unreachable: "CouldNotConnect"
        case .tls: "TLSFailure"
        case .notTLS: "AnswerNotTLS"
        case .timeout: "Timeout"
        case .closedEarly: "ConnectionClosed"
        case .malformed: "AnswerNotHTTP"
        case .tooLarge: "AnswerTooLarge"
        case .proxyNotReached: "CouldNotConnectToProxy"
        case .proxyAuthenticationRequired: "ProxyAuthenticationRequired"
        case .proxyRefused: "ProxyRefused"
        case .unsendable: "RequestNotSent"
        case .cancelled: "Cancelled"
        }
    }

    package var description: String {
        switch self {
        case .cannotResolve(let host): "the host name \(host) could not be resolved"
        case .refused(let host): "\(host) refused the connection"
        case .unreachable(let host): "\(host) could not be reached"
        case .tls(let host): "no trusted TLS connection to \(host) could be made"
        case .notTLS(let host): "\(host) does not speak TLS on this port; it may be one for http://"
        case .timeout(let host): "\(host) did not answer in time"
        case .closedEarly(let host): "\(host) closed the connection before the answer was whole"
        case .malformed(let host): "what \(host) sent is not HTTP"
        case .tooLarge(let host, let limit): "the answer of \(host) is larger than \(limit) bytes"
        case .proxyNotReached(let proxy): "the proxy \(proxy) could not be reached"
        case .proxyAuthenticationRequired(let proxy): "the proxy \(proxy) asks for a user name and password it takes"
        case .proxyRefused(let proxy, let host): "the proxy \(proxy) refused the way to \(host)"
        case .unsendable(let host): "the request to \(host) could not be sent"
        case .cancelled: "the scan was stopped"
        }
    }

    /// Another try may do better. A proxy also refuses while the host behind it is away.
    var isTransient: Bool {
        switch self {
        case .cannotResolve, .refused, .unreachable, .timeout, .closedEarly, .proxyNotReached, .proxyRefused: true
        case .tls, .notTLS, .malformed, .tooLarge, .proxyAuthenticationRequired, .unsendable, .cancelled: false
        }
    }
}

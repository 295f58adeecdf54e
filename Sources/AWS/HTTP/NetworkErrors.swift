import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension TransportFailure {
    /// What an error of the network libraries means.
    ///
    /// - Parameter proxy: what the connection was to go through.
    init(_ error: any Error, host: String, proxy: Proxy? = nil) {
        switch error {
        case let failure as TransportFailure: self = failure
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(error, host: host, proxy: proxy)
        case let error as NIOConnectionError:
            if let proxy {
                self = .proxyNotReached(proxy: proxy.description)
            } else {
                self.init(error, host: host)
            }
        case let error as IOError: self.init(errno: error.errnoCode, host: host)
        // What BoringSSL calls a record of another protocol.
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self = "\(error)".contains("WRONG_VERSION_NUMBER") ? .notTLS(host: host) : .tls(host: host)
        case HTTPParserError.invalidEOFState: self = .closedEarly(host: host)
        case is HTTPParserError: self = .malformed(host: host)
        case ChannelError.connectTimeout: self = .timeout(host: host)
        case is ChannelError: self = .closedEarly(host: host)
        default: self.init(ofPlatform: error, host: host)
        }
    }

    private init(_ error: HTTPClientError, host: String, proxy: Proxy?) {
        let proxy = proxy?.description ?? host
        switch error {
        case .proxyAuthenticationRequired: self = .proxyAuthenticationRequired(proxy: proxy)
        case .invalidProxyResponse: self = .proxyRefused(proxy: proxy, host: host)
        case .httpProxyHandshakeTimeout: self = .timeout(host: "the proxy \(proxy)")
        case .cancelled, .requestStreamCancelled: self = .cancelled
        case .remoteConnectionClosed, .uncleanShutdown: self = .closedEarly(host: host)
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
            .tlsHandshakeTimeout:
            self = .timeout(host: host)
        default: self = .unsendable(host: host)
        }
    }

    private init(_ error: NIOConnectionError, host: String) {
        guard let first = error.connectionErrors.first else {
            self = .cannotResolve(host: host)
            return
        }
        self.init(first.error, host: host)
    }

    private init(errno code: CInt, host: String) {
        switch code {
        case ECONNREFUSED: self = .refused(host: host)
        case ECONNRESET, EPIPE, ENOTCONN: self = .closedEarly(host: host)
        case ETIMEDOUT: self = .timeout(host: host)
        default: self = .unreachable(host: host)
        }
    }

    private init(ofPlatform error: any Error, host: String) {
        #if canImport(Network)
            switch error {
            case let error as HTTPClient.NWPOSIXError: self.init(errno: error.errorCode.rawValue, host: host)
            case is HTTPClient.NWTLSError: self = .tls(host: host)
            default: self = .unreachable(host: host)
            }
        #else
            self = .unreachable(host: host)
        #endif
    }
}

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
    init(_ error: any Error, host: String) {
        switch error {
        case let failure as TransportFailure: self = failure
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(error, host: host)
        case let error as NIOConnectionError: self.init(error, host: host)
        case let error as IOError: self.init(errno: error.errnoCode, host: host)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: self = .tls(host: host)
        case HTTPParserError.invalidEOFState: self = .closedEarly(host: host)
        case is HTTPParserError: self = .malformed(host: host)
        case ChannelError.connectTimeout: self = .timeout(host: host)
        case is ChannelError: self = .closedEarly(host: host)
        default: self.init(ofPlatform: error, host: host)
        }
    }

    private init(_ error: HTTPClientError, host: String) {
        switch error {
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

/// A trouble that another attempt may not meet.
/// Source: the lists of codes that AWS's SDKs call throttling and transient.
package enum Trouble: Sendable, Hashable {
    case throttled
    /// A weak moment of AWS, or a connection that broke.
    case transient
    /// No server was reached, or it did not answer in time.
    case unreached
    /// What came back is no answer of AWS, or not a whole one.
    case unreadable

    /// Nil for what will not change by asking again: a refusal above all.
    package init?(status: Int, code: String) {
        if Self.isThrottling(code) || status == 429 {
            self = .throttled
        } else if Self.transientCodes.contains(code) || [500, 502, 503, 504].contains(status) {
            self = .transient
        } else {
            return nil
        }
    }

    init?(_ failure: TransportFailure) {
        switch failure {
        case .closedEarly: self = .transient
        case .malformed: self = .unreadable
        case _ where failure.isTransient: self = .unreached
        default: return nil
        }
    }

    /// Likely to stay as it is, or slow to find out.
    var isFruitless: Bool { self == .unreached || self == .unreadable }

    /// What another attempt takes out of the quota.
    var cost: Int { self == .throttled ? 5 : 14 }

    package static func isThrottling(_ code: String) -> Bool { throttlingCodes.contains(code) }

    private static let throttlingCodes: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
        "TooManyRequestsException", "TransactionInProgressException",
    ]
    private static let transientCodes: Set<String> = [
        "IDPCommunicationError", "InternalError", "InternalFailure", "RequestTimeout", "RequestTimeoutException",
        "ServerInternal", "ServiceUnavailable", "Unavailable",
    ]
}

/// Codes that AWS gives for a request that is signed with old keys or at the wrong time.
package enum SigningTrouble {
    /// What a session adds to AWS's words where it found out which of them it is, and advice is given by.
    package static let clockDiffers = "this machine's clock differs"
    package static let haveExpired = "the credentials have expired"

    /// EC2 says RequestExpired of temporary credentials too.
    static let expired: Set = ["ExpiredToken", "ExpiredTokenException", "RequestExpired"]
    /// Where the clocks differ as well, the request was signed at the wrong time.
    package static let skewed: Set = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture",
        "AuthFailure", "SignatureDoesNotMatch", "InvalidSignatureException",
    ]
}

import AWS

/// What stands behind a call that told nothing, as far as a user would do something else about it.
enum FailureCause: Sendable, Hashable {
    /// No policy allows it. `isEncoded`: AWS keeps the reason in a message that it alone decodes.
    case notAllowed(isEncoded: Bool)
    case explicitDeny
    case serviceControlPolicy
    /// Allowed by a policy of the identity, and not by the other one that limits it.
    case limited(by: String)
    case roleNotAssumed
    case otherAccount
    case regionOff
    case accountBlocked
    case wrongKeys
    case noCredentials
    case expired
    case wrongClock
    case throttled
    case faultOfAWS
    case nameNotResolved
    /// A host that only FIPS asks for is not there.
    case noFIPSHost
    /// The port speaks, and not TLS.
    case notTLS
    case notConnected
    case untrusted
    case proxyWantsPassword
    case noWayThroughProxy
    case timeout
    case connectionBroken
    /// Something answered that is not AWS, or altered what AWS said.
    case notAWS
    /// Answers that contradict themselves or each other.
    case contradiction
    case interrupted
    /// More than one listing or one run may hold.
    case tooLarge
    case otherRefusal
    case otherFailure

    init(_ failure: CallFailure) {
        let cause = Self.cause(of: failure)
        // What was not begun was refused by nobody: the code is of whoever should have given credentials.
        let isRefusal = !cause.isOnTheWay && cause != .expired && cause != .wrongClock && cause != .throttled
        self = failure.attempts == 0 && !failure.wasRefused && isRefusal ? .noCredentials : cause
    }

    private var isOnTheWay: Bool {
        switch self {
        case .nameNotResolved, .noFIPSHost, .notTLS, .notConnected, .untrusted, .proxyWantsPassword, .noWayThroughProxy,
            .timeout, .connectionBroken, .notAWS, .contradiction, .faultOfAWS, .interrupted, .tooLarge, .otherFailure:
            true
        default: false
        }
    }

    private static func cause(of failure: CallFailure) -> FailureCause {
        let (code, message) = (failure.code, failure.message)
        // AWS says the same of old keys, wrong keys and a wrong clock; the session found out which it is.
        if message.contains(SigningTrouble.clockDiffers) { return .wrongClock }
        if message.contains(SigningTrouble.haveExpired) { return .expired }
        return switch code {
        case "UnauthorizedOperation", "AccessDenied", "AccessDeniedException":
            denial(message, isOfRole: CredentialCall.actions.contains(failure.action))
        case "AuthFailure", "OptInRequired", "RegionDisabledException": .regionOff
        case "Blocked", "PendingVerification": .accountBlocked
        case "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch",
            "InvalidSignatureException", "IncompleteSignature", "InvalidAccessKeyId", "InvalidIdentityToken":
            .wrongKeys
        case "ExpiredToken", "ExpiredTokenException", "RequestExpired", "ExpiredCredentials": .expired
        case "RequestTimeTooSkewed", "RequestInTheFuture": .wrongClock
        case OwnCode.otherAccount: .otherAccount
        case _ where !failure.wasRefused && hidesFIPSHost(code, message): .noFIPSHost
        case OwnCode.cancelled where !failure.wasRefused: .interrupted
        case OwnCode.conflicting where !failure.wasRefused: .contradiction
        case OwnCode.listingTooLarge, OwnCode.runTooLarge: failure.wasRefused ? .otherRefusal : .tooLarge
        case _ where Trouble.isThrottling(code): .throttled
        case "InternalError", "InternalFailure", "ServerInternal", "ServiceUnavailable", "Unavailable",
            "IDPCommunicationError", "HTTP500", "HTTP503":
            .faultOfAWS
        case _ where failure.wasRefused: .otherRefusal
        default: onTheWay(code)
        }
    }

    /// Whether a host whose name promises FIPS was not found, here or by the proxy.
    private static func hidesFIPSHost(_ code: String, _ message: String) -> Bool {
        ["CouldNotResolve", "ProxyRefused"].contains(code) && message.contains("-fips.")
    }

    /// Why AWS denied it, which only its sentence tells.
    /// Source: IAM User Guide, "Troubleshoot access denied error messages".
    private static func denial(_ message: String, isOfRole: Bool) -> FailureCause {
        if message.contains("service control policy") { return .serviceControlPolicy }
        if message.contains("explicit deny") { return .explicitDeny }
        for limit in ["permissions boundary", "session policy", "VPC endpoint policy"]
        where message.contains("no \(limit) allows") {
            return .limited(by: limit)
        }
        return isOfRole
            ? .roleNotAssumed : .notAllowed(isEncoded: message.contains("Encoded authorization failure message"))
    }

    /// What Exhibit calls a failure itself.
    private static func onTheWay(_ code: String) -> FailureCause {
        switch code {
        case "NoCredentials", "IncompleteCredentials", "InvalidCredentials", "CredentialsUnavailable": .noCredentials
        case "CouldNotResolve": .nameNotResolved
        case "CouldNotConnect": .notConnected
        case "TLSFailure": .untrusted
        case "AnswerNotTLS": .notTLS
        case "HTTP407", "ProxyAuthenticationRequired": .proxyWantsPassword
        case "CouldNotConnectToProxy", "ProxyRefused": .noWayThroughProxy
        case "Timeout", "HTTP504": .timeout
        case "ConnectionClosed": .connectionBroken
        case "UnreadableAnswer", "RepeatedPageToken", "AnswerNotHTTP", "AnswerTooLarge": .notAWS
        case _ where code.hasPrefix("HTTP"): .notAWS
        default: .otherFailure
        }
    }
}

/// Codes of Exhibit's own that more than one place knows.
enum OwnCode {
    static let cancelled = TransportFailure.cancelled.code
    static let otherAccount = "OtherAccount"
    static let conflicting = "ConflictingAnswers"
    static let listingTooLarge = "ListingTooLarge"
    static let runTooLarge = "RunTooLarge"
}

/// What a reader can do about a call that told nothing: one sentence.
enum Advice {
    static func sentence(for failure: CallFailure) -> String {
        let action = "\(failure.action == "GetCallerIdentity" ? "sts" : "ec2"):\(failure.action)"
        switch failure.code {
        case "UnauthorizedOperation", "AccessDenied", "AccessDeniedException":
            return failure.message.contains("service control policy")
                ? "A service control policy of the organization denies \(action) here: have it allowed for "
                    + "this role, or prove by other means that nothing runs in \(failure.region)."
                : "Allow \(action) for the identity that scans, then scan again."
        case "AuthFailure", "OptInRequired", "RegionDisabledException", "Blocked", "PendingVerification":
            return "Check that the account may use \(failure.region) and that the credentials are valid there."
        case "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch",
            "InvalidSignatureException", "IncompleteSignature":
            return "Check the access key, its secret and the session token."
        case "ExpiredToken", "ExpiredTokenException", "RequestExpired":
            return "The credentials have expired: get new ones and scan again."
        case "RequestTimeTooSkewed", "RequestInTheFuture":
            return "Set this machine's clock right, then scan again."
        case "RequestLimitExceeded", "Throttling", "ThrottlingException", "SlowDown", "TooManyRequestsException":
            return "AWS throttled the account: scan again with a lower --concurrency."
        case "UnreadableAnswer", "RepeatedPageToken":
            return "Something between here and AWS may alter its answers: look at the body in the package."
        case "InternalError", "InternalFailure", "ServiceUnavailable", "Unavailable":
            return "AWS had a fault of its own: scan again later."
        default:
            return failure.wasRefused
                ? "Look the code up in AWS's EC2 error codes, then scan again."
                : "Check the network, the proxy and the endpoint, then scan again."
        }
    }
}

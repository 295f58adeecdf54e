/// What a reader can do about calls that told nothing: one sentence.
struct Advice {
    let cause: FailureCause
    /// Of AWS's API: `DescribeVpcs`.
    let actions: [String]
    let regions: [String]
    /// How often each was asked, at most.
    let attempts: Int

    static func sentence(for failure: CallFailure) -> String {
        Advice(
            cause: FailureCause(failure), actions: [failure.action], regions: [failure.region],
            attempts: failure.attempts
        ).sentence
    }

    var sentence: String {
        switch cause {
        case .notAllowed(let isEncoded):
            "Allow \(calls) for the identity that scans, then scan again."
                + (actions.contains { Permission.of($0).hasPrefix("s3:") }
                    ? " A bucket of another account must allow it in its own policy, too." : "")
                + (isEncoded ? " (aws sts decode-authorization-message tells which policy refused.)" : "")
        case .explicitDeny:
            "An explicit deny, named in AWS's message, forbids \(calls) whatever else allows it: have it lifted "
                + "for the identity that scans."
        case .serviceControlPolicy where actions == ["DescribeRegions"]:
            "A service control policy of the organization denies \(calls) in \(place): name the regions to read with "
                + "--region, and AWS is asked there; or have it allowed for this role, so that no region is missed."
        case .serviceControlPolicy:
            "A service control policy of the organization denies \(calls) here: have it allowed for "
                + "this role, or prove by other means that nothing runs in \(place)."
        case .limited(let policy): "Allow \(calls) in the \(policy) that limits the identity that scans, too."
        case .roleNotAssumed:
            "Check that the role exists, that its trust policy names the identity that asks (and the external id), "
                + "and that this identity is allowed \(calls) on it."
        case .otherAccount: "Correct the account id or the role that was given for it."
        case .regionOff:
            "Check that the account may use \(place) and that the credentials are valid there: tokens of the global "
                + "STS endpoint are not, in regions that were opted into."
        case .accountBlocked: "AWS has blocked the account or still verifies it: settle that with AWS Support."
        case .wrongKeys: "Check the access key, its secret and the session token."
        case .noCredentials: "Give this account working credentials, then scan again."
        case .expired: "The credentials have expired: get new ones and scan again."
        case .wrongClock: "Set this machine's clock right, then scan again."
        case .throttled:
            "AWS throttled the account\(through): scan again with a lower --concurrency, or more AWS_MAX_ATTEMPTS."
        case .faultOfAWS: "AWS had a fault of its own\(through): scan again later."
        default: onTheWay
        }
    }

    /// Where AWS had no part in it.
    private var onTheWay: String {
        switch cause {
        case .nameNotResolved:
            "Check the name service here, the region and the endpoint; behind a proxy, set HTTPS_PROXY."
        case .noFIPSHost:
            "AWS has FIPS hosts in few regions, and none for this call in \(place): leave \(regions.count == 1 ? "it" : "them") "
                + "out with --region, or switch AWS_USE_FIPS_ENDPOINT (use_fips_endpoint) off."
        case .notTLS:
            "Begin the endpoint with http://, or name the port that speaks TLS; check HTTPS_PROXY."
        case .notConnected:
            "Check the network, the firewall and the endpoint; behind a proxy, set HTTPS_PROXY and NO_PROXY."
        case .untrusted:
            "Where a proxy or firewall inspects TLS, point AWS_CA_BUNDLE at its certificates; else check the endpoint "
                + "and this machine's clock."
        case .proxyWantsPassword: "Give the proxy its user name and password in HTTPS_PROXY."
        case .noWayThroughProxy:
            "Check the proxy in HTTPS_PROXY, and that it lets through what is asked; NO_PROXY names what needs none."
        case .timeout: "There was no answer in time\(through): check the network, or allow more with --timeout."
        case .connectionBroken: "The connection broke\(through): check the network and the proxy, then scan again."
        case .notAWS:
            "Something between here and AWS may alter its answers, as a proxy or a sign-in page does: look at the body "
                + "in the package, and check HTTPS_PROXY and the endpoint."
        case .contradiction:
            "Something may have changed while it was read: scan again. If it stays, compare the bodies in the package, "
                + "and check what lies between here and AWS."
        case .tooLarge:
            "This is far more than AWS has: check the endpoint. If it is so, scan fewer accounts or regions in one run."
        case .interrupted: "The scan was interrupted before this was read: scan again."
        case .otherRefusal: "Look the code up in AWS's error codes of the service, then scan again."
        default: "Check the network, the proxy and the endpoint, then scan again."
        }
    }

    /// As IAM names them: `ec2:DescribeFlowLogs and ec2:DescribeVpcs`.
    private var calls: String {
        let names = actions.map(Permission.of)
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }

    private var place: String {
        regions.count == 1 ? regions[0] : "these regions"
    }

    private var through: String { attempts > 1 ? " in each of \(attempts) attempts" : "" }
}

/// Which attempts are made again, how often, and after how long.
/// Source: AWS SDKs and Tools Reference Guide, "Retry behavior", standard mode.
package struct RetryPolicy: Sendable, Hashable {
    /// The first attempt counts.
    package let maxAttempts: Int

    package init(maxAttempts: Int = 3) {
        self.maxAttempts = maxAttempts
    }

    /// AWS_MAX_ATTEMPTS, else 3.
    package init(environment: [String: String]) throws(SettingError) {
        guard let text = environment.setting("AWS_MAX_ATTEMPTS") else {
            self.init()
            return
        }
        guard let attempts = Int(text), (1...100).contains(attempts) else {
            throw SettingError("AWS_MAX_ATTEMPTS", "must be a number from 1 to 100")
        }
        self.init(maxAttempts: attempts)
    }

    /// A trouble that another attempt may not meet.
    package enum Trouble: Sendable {
        case throttled
        case transient
    }

    /// Nil for what will not change by asking again: a refusal above all.
    package static func trouble(status: Int, code: String) -> Trouble? {
        if throttlingCodes.contains(code) || status == 429 { return .throttled }
        if transientCodes.contains(code) || transientStatuses.contains(status) { return .transient }
        return nil
    }

    /// The wait after attempt number `attempt`: anything up to a limit that doubles each time.
    /// - Parameter fraction: from 0 up to 1, by chance.
    package static func delay(afterAttempt attempt: Int, _ trouble: Trouble, fraction: Double) -> Duration {
        let base = trouble == .throttled ? 1 : 0.05
        let limit = min(base * Double(1 << min(attempt - 1, 16)), 20)
        return .seconds(limit * fraction)
    }

    private static let throttlingCodes: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
        "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
        "TooManyRequestsException", "TransactionInProgressException",
    ]
    private static let transientCodes: Set<String> = [
        "IDPCommunicationError", "RequestTimeout", "RequestTimeoutException",
    ]
    private static let transientStatuses: Set<Int> = [500, 502, 503, 504]
}

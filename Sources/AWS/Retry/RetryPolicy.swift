/// How often a call is made again, and after how long.
///
/// Source: AWS SDKs and Tools Reference Guide, "Retry behavior", standard and adaptive mode as of 2026.
package struct RetryPolicy: Sendable, Hashable {
    package enum Mode: String, Sendable, Hashable {
        case standard
        /// Standard, and besides no more calls a second than AWS takes: `AdaptiveRate`.
        case adaptive
    }

    package let mode: Mode
    /// The first attempt counts.
    package let maxAttempts: Int
    /// How many of them may be fruitless: see `Trouble.isFruitless`.
    package let maxFruitlessAttempts: Int

    package init(maxAttempts: Int = 3, mode: Mode = .standard) {
        self.mode = mode
        self.maxAttempts = maxAttempts
        maxFruitlessAttempts = maxAttempts
    }

    /// What holds where the user says nothing. An audit would rather be complete than quick: with the SDKs' three
    /// attempts, one call in 125 fails where AWS throttles a fifth of them, and a scan makes dozens of calls. The
    /// fruitless are fewer, so that a machine without a network hears of it within seconds.
    package static let patient = RetryPolicy(mode: .standard, maxAttempts: 10, maxFruitlessAttempts: 5)

    private init(mode: Mode, maxAttempts: Int, maxFruitlessAttempts: Int) {
        self.mode = mode
        self.maxAttempts = maxAttempts
        self.maxFruitlessAttempts = maxFruitlessAttempts
    }

    /// AWS_MAX_ATTEMPTS and AWS_RETRY_MODE, or `max_attempts` and `retry_mode` of the profile. Who sets one of them
    /// gets exactly what the SDKs make of it, three attempts unless told otherwise; else `patient` holds.
    /// The mode `legacy`, which no current SDK has but in name, is taken as `standard`.
    package init(settings: AWSSettings) throws(SettingError) {
        let attempts = settings.setting(["AWS_MAX_ATTEMPTS"], "max_attempts")
        let mode = settings.setting(["AWS_RETRY_MODE"], "retry_mode")
        if attempts == nil && mode == nil {
            self = .patient
        } else {
            self.init(maxAttempts: try Self.attempts(attempts), mode: try Self.mode(mode))
        }
    }

    private static func attempts(_ setting: AWSSettings.Setting?) throws(SettingError) -> Int {
        guard let setting else { return 3 }
        guard let attempts = Int(setting.value), (1...100).contains(attempts) else {
            throw SettingError(setting.origin, "must be a number from 1 to 100")
        }
        return attempts
    }

    private static func mode(_ setting: AWSSettings.Setting?) throws(SettingError) -> Mode {
        switch setting?.value.lowercased() {
        case nil, "standard", "legacy": return .standard
        case "adaptive": return .adaptive
        default: throw SettingError(setting?.origin ?? "", "must be standard or adaptive")
        }
    }
}

extension RetryPolicy {
    /// The wait after attempt number `attempt`: anything up to a limit that doubles each time, up to 20 seconds.
    ///
    /// - Parameters:
    ///   - fraction: from 0 up to 1, by chance.
    ///   - wish: what AWS asks for in `x-amz-retry-after`; it may lengthen the wait by up to 5 seconds, and
    ///     never shortens it.
    package static func delay(
        afterAttempt attempt: Int, _ trouble: Trouble, fraction: Double, wish: Duration? = nil
    ) -> Duration {
        let base = trouble == .throttled ? 1 : 0.05
        let limit = min(base * Double(1 << min(attempt - 1, 16)), 20)
        let delay = Duration.seconds(limit * fraction)
        guard let wish else { return delay }
        return max(delay, min(wish, delay + .seconds(5)))
    }

    /// The header `x-amz-retry-after`: milliseconds. Nil for what is no such number.
    package static func wish(_ header: String?) -> Duration? {
        guard let header, (1...9).contains(header.utf8.count),
            header.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(header).map { .milliseconds($0) }
    }
}

/// How the fixes of failed VPCs are made.
package struct FixSettings: Codable, Sendable, Hashable {
    package var destination: FixDestination
    package var retention: RetentionDays

    package init(destination: FixDestination = .cloudWatchLogs, retention: RetentionDays = .year) {
        self.destination = destination
        self.retention = retention
    }

    /// With a retention that a run asks for: else what is made would fail in the next one. Nil asks for none.
    package func keeping(atLeast days: Int?) -> FixSettings {
        var settings = self
        settings.retention = retention.lasting(days ?? 0)
        return settings
    }
}

/// Where a new flow log delivers to, as AWS names it.
package enum FixDestination: String, Codable, Sendable, Hashable, CaseIterable {
    case cloudWatchLogs = "cloud-watch-logs"
    case s3
    case firehose
}

/// How many days records are kept: a number that CloudWatch Logs takes.
/// Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
package struct RetentionDays: RawRepresentable, Codable, Sendable, Hashable {
    package static let allowed = [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ]
    /// What CIS AWS Foundations Benchmark v3.0.0 advises in 3.7.
    package static let year = RetentionDays(days: 365)

    package let rawValue: Int

    private init(days: Int) {
        rawValue = days
    }

    /// Nil for a number of days that CloudWatch Logs does not take.
    package init?(rawValue: Int) {
        guard Self.allowed.contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// The shortest that is no shorter than this one and lasts so many days; the longest where none does.
    func lasting(_ days: Int) -> RetentionDays {
        let longest = RetentionDays(days: Self.allowed[Self.allowed.count - 1])
        return Self.allowed.first { $0 >= max(rawValue, days) }.map { RetentionDays(days: $0) } ?? longest
    }
}

import Evidence

/// A log group as CloudWatch Logs tells it.
/// Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html
struct LogGroup: Decodable, Sendable, Hashable {
    let logGroupName: String
    /// Absent: records never expire.
    let retentionInDays: Int?
    let kmsKeyId: String?
    /// `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`, which keeps records for a day whatever is set; absent of old.
    var logGroupClass: String?

    var retention: Retention {
        switch logGroupClass {
        case nil, "STANDARD", "INFREQUENT_ACCESS": retentionInDays.map { .days($0) } ?? .forever
        case "DELIVERY": .days(1)
        default: .unknown
        }
    }
}

/// One page of DescribeLogGroups.
struct LogGroupPage: Decodable, Sendable {
    let logGroups: [LogGroup]
    let nextToken: String?

    init(reading body: [UInt8]) throws(RecordError) {
        self = try JSONAnswer.read(body)
        if let group = logGroups.first(where: { !(1...1_000_000).contains($0.retentionInDays ?? 1) }) {
            throw .malformed("retentionInDays", of: group.logGroupName, "a number of days")
        }
    }
}

/// A log stream: the records of one network interface.
/// Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogStream.html
struct LogStream: Decodable, Sendable, Hashable {
    let logStreamName: String
    /// Milliseconds since 1970; absent in a stream without events.
    let lastEventTimestamp: Int64?

    /// Flow logs name their streams by the network interface.
    var isOfInterface: Bool { logStreamName.hasPrefix("eni-") }
}

/// One page of DescribeLogStreams.
struct LogStreamPage: Decodable, Sendable {
    let logStreams: [LogStream]
    let nextToken: String?

    init(reading body: [UInt8]) throws(RecordError) {
        self = try JSONAnswer.read(body)
        let last = Int64(253_402_300_799_999)
        if let stream = logStreams.first(where: { !(0...last).contains($0.lastEventTimestamp ?? 0) }) {
            throw .malformed("lastEventTimestamp", of: stream.logStreamName, "a time")
        }
    }
}

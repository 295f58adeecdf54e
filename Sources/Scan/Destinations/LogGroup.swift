import AWS
import Evidence

/// A log group as CloudWatch Logs tells it.
/// Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html
struct LogGroup: Decodable, Sendable, Hashable {
    let logGroupName: String
    /// Absent: records never expire, unless something else in the record may end them.
    let retentionInDays: Int?
    let kmsKeyId: String?
    /// `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`, which keeps records for a day whatever is set; absent of old.
    let logGroupClass: String?
    /// It names a policy of retention, or, in the place of days, something that this version does not know: nobody can
    /// tell when they end records.
    let hasUnknownTerms: Bool

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case logGroupName, retentionInDays, kmsKeyId, logGroupClass
        // What ends no record.
        case creationTime, metricFilterCount, arn, storedBytes, dataProtectionStatus, inheritedProperties, logGroupArn
        case deletionProtectionEnabled, bearerTokenAuthenticationEnabled
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        /// An explicit null is not what is left out.
        func decode<Value: Decodable>(_ type: Value.Type, _ key: CodingKeys) throws -> Value? {
            members.contains(key) ? try members.decode(type, forKey: key) : nil
        }
        logGroupName = try members.decode(String.self, forKey: .logGroupName)
        retentionInDays = try decode(Int.self, .retentionInDays)
        kmsKeyId = try decode(String.self, .kmsKeyId)
        logGroupClass = try decode(String.self, .logGroupClass)
        let known = Set(CodingKeys.allCases.map(\.rawValue))
        let all = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        let unknown = all.contains { !known.contains($0) }
        hasUnknownTerms = all.contains("retentionPolicyName") || retentionInDays == nil && unknown
    }

    var retention: Retention {
        switch logGroupClass {
        case nil, "STANDARD", "INFREQUENT_ACCESS":
            hasUnknownTerms ? .unknown : retentionInDays.map { .days($0) } ?? .forever
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

    /// The one of a name; nil where there is none.
    func group(named name: String) throws(RecordError) -> LogGroup? {
        let groups = logGroups.filter { $0.logGroupName.utf8.elementsEqual(name.utf8) }
        if groups.contains(where: { $0 != groups[0] }) {
            throw .conflict("it describes log group \(name) twice, differently")
        }
        return groups.first
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

import AWS
import Evidence
import XML

/// What a flow log of a sample estate delivers to.
package struct SampleDestination: Sendable {
    package var isThere: Bool
    /// Nil: forever.
    package var retentionDays: Int?
    /// A KMS key; nil: the service's own.
    package var key: String?
    /// How many hours before the question the newest record came; nil: none ever did.
    package var hoursSinceRecord: Int?

    package init(
        isThere: Bool = true, retentionDays: Int? = nil, key: String? = nil, hoursSinceRecord: Int? = 1
    ) {
        self.isThere = isThere
        self.retentionDays = retentionDays
        self.key = key
        self.hoursSinceRecord = hoursSinceRecord
    }

    package static let missing = SampleDestination(isThere: false)

    /// One of any kind, always the same for a name: for estates that do not say.
    static func any(named name: String) -> SampleDestination {
        let number = name.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } >> 16
        if number % 10 == 0 { return .missing }
        return SampleDestination(
            retentionDays: [30, 365, nil][Int(number / 10 % 3)],
            key: number % 7 == 0 ? "arn:aws:kms:us-east-1:111122223333:key/flow-logs" : nil,
            hoursSinceRecord: [nil, 1, 20, 100][Int(number / 30 % 4)])
    }
}

/// Answers as CloudWatch Logs, Firehose and S3 would.
struct SampleDestinationAnswer {
    let destination: SampleDestination
    let requestId: String
    let now: Timestamp

    private struct LogGroups: Encodable {
        struct Group: Encodable {
            var logGroupName: String
            var retentionInDays: Int?
            var kmsKeyId: String?
        }
        var logGroups: [Group]
    }

    private struct LogStreams: Encodable {
        struct Stream: Encodable {
            var logStreamName: String
            var lastEventTimestamp: Int
        }
        var logStreams: [Stream]
    }

    private struct DeliveryStream: Encodable {
        struct Description: Encodable {
            var DeliveryStreamName: String
            var DeliveryStreamStatus = "ACTIVE"
        }
        var DeliveryStreamDescription: Description
    }

    private struct Trouble: Encodable {
        let __type: String
        let message: String
    }

    typealias Answer = (status: Int, body: [UInt8])

    func answer(to request: APIRequest) throws -> Answer {
        switch request.action {
        case "DescribeLogGroups":
            let name = request.parameters["logGroupNamePrefix"] ?? ""
            let groups = [
                LogGroups.Group(
                    logGroupName: name, retentionInDays: destination.retentionDays, kmsKeyId: destination.key)
            ]
            return try json(LogGroups(logGroups: destination.isThere ? groups : []))
        case "DescribeLogStreams":
            guard destination.isThere else { return try notThere("The specified log group does not exist.") }
            let time = recordTime.map {
                LogStreams.Stream(
                    logStreamName: "eni-0a1b2c3d4e5f60718-all", lastEventTimestamp: Int($0.milliseconds))
            }
            return try json(LogStreams(logStreams: [time].compactMap(\.self)))
        case "DescribeDeliveryStream":
            guard destination.isThere else { return try notThere("There is no such stream.") }
            let name = request.parameters["DeliveryStreamName"] ?? ""
            return try json(DeliveryStream(DeliveryStreamDescription: .init(DeliveryStreamName: name)))
        default: return try bucket(request)
        }
    }

    static func json(_ code: String, _ message: String) throws -> Answer {
        (400, try JSONText.bytes(of: Trouble(__type: code, message: message), .oneLine))
    }

    static func xml(_ code: String, _ message: String, status: Int, requestId: String) throws -> Answer {
        (
            status,
            try SampleAnswer.document { xml in
                try xml.element("Error") {
                    try xml.leaf("Code", code)
                    try xml.leaf("Message", message)
                    try xml.leaf("RequestId", requestId)
                }
            }
        )
    }

    private func json(_ value: some Encodable) throws -> Answer { (200, try JSONText.bytes(of: value, .oneLine)) }

    private func notThere(_ message: String) throws -> Answer { try Self.json("ResourceNotFoundException", message) }

    private var recordTime: Timestamp? {
        destination.hoursSinceRecord.map { now.adding(seconds: Int64($0) * -3600) }
    }

    private func bucket(_ request: APIRequest) throws -> Answer {
        func refused(_ code: String, _ message: String) throws -> Answer {
            try Self.xml(code, message, status: 404, requestId: requestId)
        }
        guard destination.isThere else {
            return try refused("NoSuchBucket", "The specified bucket does not exist")
        }
        switch request.action {
        case "GetBucketLocation": return (200, try SampleAnswer.document { try $0.element("LocationConstraint") {} })
        case "GetBucketLifecycleConfiguration":
            guard let days = destination.retentionDays else {
                return try refused("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")
            }
            return (200, try SampleAnswer.document { try Self.lifecycle(days, $0) })
        case "GetBucketEncryption": return (200, try SampleAnswer.document { try encryption($0) })
        case "GetBucketVersioning":
            return (200, try SampleAnswer.document { try $0.element("VersioningConfiguration") {} })
        default: return (200, try SampleAnswer.document { try objects(request.parameters["prefix"] ?? "", $0) })
        }
    }

    private static func lifecycle(_ days: Int, _ xml: XMLWriter) throws {
        try xml.element("LifecycleConfiguration") {
            try xml.element("Rule") {
                try xml.leaf("ID", "flow logs")
                try xml.element("Filter") { try xml.leaf("Prefix", "") }
                try xml.leaf("Status", "Enabled")
                try xml.element("Expiration") { try xml.leaf("Days", String(days)) }
            }
        }
    }

    private func encryption(_ xml: XMLWriter) throws {
        try xml.element("ServerSideEncryptionConfiguration") {
            try xml.element("Rule") {
                try xml.element("ApplyServerSideEncryptionByDefault") {
                    try xml.leaf("SSEAlgorithm", destination.key == nil ? "AES256" : "aws:kms")
                    try xml.leaf("KMSMasterKeyID", destination.key)
                }
            }
        }
    }

    /// The newest object, if it lies in the day that the prefix names.
    private func objects(_ prefix: String, _ xml: XMLWriter) throws {
        try xml.element("ListBucketResult") {
            try xml.leaf("IsTruncated", "false")
            guard let time = recordTime else { return }
            let text = time.description
            let (year, month, day) = (text.prefix(4), text.dropFirst(5).prefix(2), text.dropFirst(8).prefix(2))
            let days = ["\(year)/\(month)/\(day)/", "year=\(year)/month=\(month)/day=\(day)/"]
            guard days.contains(where: { prefix.contains($0) }) else { return }
            let minute = text.filter { $0 != "-" && $0 != ":" }.prefix(13)
            try xml.element("Contents") {
                try xml.leaf("Key", "\(prefix)\(minute)Z_0a1b2c3d.log.gz")
                try xml.leaf("LastModified", text)
                try xml.leaf("Size", "1024")
            }
        }
    }
}

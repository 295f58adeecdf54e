/// A flow log as EC2's DescribeFlowLogs tells it; what EC2 left out is nil.
/// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html
package struct FlowLog: Codable, Sendable, Hashable {
    package var flowLogId: String
    /// What is logged: a VPC, subnet, network interface or transit gateway, told apart by its prefix.
    package var resourceId: String
    /// `ACTIVE` is the only documented value.
    package var flowLogStatus: String?
    /// `ACCEPT`, `REJECT` or `ALL`.
    package var trafficType: String?
    /// `SUCCESS` or `FAILED`.
    package var deliverLogsStatus: String?
    /// `Rate limited`, `Access error` or `Unknown error`.
    package var deliverLogsErrorMessage: String?
    /// `cloud-watch-logs`, `s3` or `kinesis-data-firehose`.
    package var logDestinationType: String?
    package var logDestination: String?
    package var logGroupName: String?
    package var logFormat: String?
    /// ISO 8601, as AWS wrote it.
    package var creationTime: String?
    /// Seconds.
    package var maxAggregationInterval: Int?
    package var deliverLogsPermissionArn: String?
    package var deliverCrossAccountRole: String?
    package var destinationOptions: DestinationOptions?
    package var tags: [Tag]
    /// AWS's answers contradict each other about it: then nothing of it is proven. Nil where they do not.
    package var conflicting: Bool?
    /// What its destination's own service tells; nil where that was not asked.
    package var destination: Kept<LogDestination>?
    /// Nil where nobody looked for records.
    package var newestRecord: Kept<NewestRecord>?

    package struct DestinationOptions: Codable, Sendable, Hashable {
        package var fileFormat: String?
        package var hiveCompatiblePartitions: Bool?
        package var perHourPartition: Bool?

        package init(
            fileFormat: String? = nil, hiveCompatiblePartitions: Bool? = nil, perHourPartition: Bool? = nil
        ) {
            self.fileFormat = fileFormat
            self.hiveCompatiblePartitions = hiveCompatiblePartitions
            self.perHourPartition = perHourPartition
        }
    }

    package init(flowLogId: String, resourceId: String, tags: [Tag] = []) {
        self.flowLogId = flowLogId
        self.resourceId = resourceId
        self.tags = tags
    }
}

/// What a flow log's fields mean. A field that AWS left out, or filled with something new, means
/// nothing: then the answer is nil, and no verdict may hang on it. Nor may one on answers that contradict each other.
extension FlowLog {
    package var isConflicting: Bool { conflicting == true }

    /// `ACTIVE` is the only status that AWS documents.
    package var isActive: Bool? { isConflicting ? nil : flowLogStatus.map { $0 == "ACTIVE" } }

    /// Whether AWS reports no failure to deliver. Old answers bear an error without the status; a status
    /// that is not documented is no success; success and an error together tell nothing, nor does an empty text.
    package var delivers: Bool? {
        if isConflicting { return nil }
        switch (deliverLogsStatus, deliverLogsErrorMessage) {
        case ("SUCCESS", nil), (nil, nil): return true
        case ("SUCCESS", _), ("", _), (nil, ""): return nil
        default: return false
        }
    }

    package var isFailing: Bool { delivers == false }

    /// Active, and AWS reports no failure to deliver.
    package var isWorking: Bool { isActive == true && delivers == true }

    /// Whether it records traffic that was rejected.
    package var recordsRejects: Bool? {
        if isConflicting { return nil }
        return switch trafficType {
        case "ALL", "REJECT": true
        case "ACCEPT": false
        default: nil
        }
    }
}

/// A tag. Keys and values are free text of whoever made them.
package struct Tag: Codable, Sendable, Hashable {
    package var key: String
    package var value: String

    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}

import AWS
import Evidence

/// What a flow log delivers to, as EC2 names it, checked: it becomes part of a request.
enum DestinationAddress: Sendable, Hashable {
    case logGroup(String, region: String)
    case bucket(String)
    case deliveryStream(String, region: String)
    /// Nobody can be asked, and why, as a sentence.
    case elsewhere(String)
}

extension FlowLog {
    /// - Parameters:
    ///   - region: where the flow log is.
    ///   - account: whose it is.
    func address(in region: String, of account: String) -> DestinationAddress {
        guard let destination = logDestination else {
            guard let logGroupName, logDestinationType ?? "cloud-watch-logs" == "cloud-watch-logs" else {
                return .elsewhere("AWS's answer does not tell where it delivers to.")
            }
            return Self.logGroup(logGroupName, region)
        }
        let parts = destination.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn" else {
            return .elsewhere("AWS's answer names a destination that is no ARN.")
        }
        let resource = parts[5]
        if parts[2] == "s3" {
            let bucket = String(resource.prefix { $0 != "/" })
            return BucketName.isUsable(bucket)
                ? .bucket(bucket) : .elsewhere("AWS's answer names a bucket that cannot be one.")
        }
        guard parts[4] == account else {
            let owner = parts[4].visible()
            return .elsewhere(
                "It lies in another account, which is not asked here: only account \(owner) can tell whether it exists."
            )
        }
        guard parts[3] == region else {
            return .elsewhere("It lies in another region, \(parts[3].visible()), than the flow log.")
        }
        switch parts[2] {
        case "logs" where resource.hasPrefix("log-group:"):
            return Self.logGroup(String(resource.dropFirst("log-group:".count).prefix { $0 != ":" }), region)
        case "firehose" where resource.hasPrefix("deliverystream/"):
            let name = String(resource.dropFirst("deliverystream/".count))
            return Self.holds(name, upTo: 64, beside: "_.-")
                ? .deliveryStream(name, region: region) : .elsewhere("AWS's answer names a stream that cannot be one.")
        default: return .elsewhere("It is of a kind that this version does not know.")
        }
    }

    private static func logGroup(_ name: String, _ region: String) -> DestinationAddress {
        holds(name, upTo: 512, beside: ".-_/#")
            ? .logGroup(name, region: region) : .elsewhere("AWS's answer names a log group that cannot be one.")
    }

    private static func holds(_ name: String, upTo limit: Int, beside others: String) -> Bool {
        (1...limit).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: others.utf8.contains(byte)
                }
            }
    }
}

/// Where the objects of a flow log lie in its bucket.
/// Source: VPC User Guide, "Flow log files" and "Publish flow logs to Amazon S3".
struct LogFolder: Sendable, Hashable {
    /// Up to and with the region: `vpc/AWSLogs/111122223333/vpcflowlogs/eu-west-1/`
    let prefix: String
    /// What the name of each object begins with; the flow log's id is in it.
    private let name: String
    private let isHive: Bool
    private let isHourly: Bool

    init(of log: FlowLog, in region: String, of account: String) {
        let path = (log.logDestination ?? "").split(separator: "/", maxSplits: 1).dropFirst().first ?? ""
        let own = path.split(separator: "/").joined(separator: "/")
        isHive = log.destinationOptions?.hiveCompatiblePartitions == true
        isHourly = log.destinationOptions?.perHourPartition == true
        let folder =
            isHive
            ? "AWSLogs/aws-account-id=\(account)/aws-service=vpcflowlogs/aws-region=\(region)/"
            : "AWSLogs/\(account)/vpcflowlogs/\(region)/"
        prefix = (own.isEmpty ? "" : own + "/") + folder
        name = "\(account)_vpcflowlogs_\(region)_\(log.flowLogId)_"
    }

    /// What the keys of the objects of a time begin with, the newest first, and after which of them the time begins:
    /// an hour before, since an object comes later than its name says.
    func partitions(from start: Timestamp, to end: Timestamp) -> [(prefix: String, after: String?)] {
        let start = start.adding(seconds: -3600)
        let step: Int64 = isHourly ? 3_600_000 : 86_400_000
        let first = start.milliseconds / step
        return (first...max(first, end.milliseconds / step)).reversed().map { number in
            let prefix = prefix + path(of: Timestamp(milliseconds: number * step)) + name
            return (prefix, number == first ? prefix + Self.minute(start) : nil)
        }
    }

    private func path(of time: Timestamp) -> String {
        let text = time.description
        let parts = [(0, 4, "year"), (5, 2, "month"), (8, 2, "day")] + (isHourly ? [(11, 2, "hour")] : [])
        return parts.map { (isHive ? "\($0.2)=" : "") + text.dropFirst($0.0).prefix($0.1) + "/" }.joined()
    }

    /// `20261123T1004`
    private static func minute(_ time: Timestamp) -> String {
        String(time.description.filter { $0 != "-" && $0 != ":" }.prefix(13))
    }
}

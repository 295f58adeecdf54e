import Evidence

/// Where a fix is made, and what is made there is called: everything after the VPC, so that the fixes of an estate
/// never meet.
struct FixPlace: Sendable, Hashable {
    let vpc: String
    let account: String
    let region: String
    let partition: String
    /// What the VPC's flow logs deliver to already: none of it gets its name from us again.
    private let taken: Set<String>

    init(vpc: String, account: String, region: String, partition: String, flowLogs: [FlowLog]) {
        self.vpc = vpc
        self.account = account
        self.region = region
        self.partition = partition
        taken = Set(flowLogs.flatMap(Self.names))
    }

    /// What a flow log delivers to, by the names of the group, the bucket or the stream.
    private static func names(of log: FlowLog) -> [String] {
        guard let arn = log.logDestination else { return log.logGroupName.map { [$0] } ?? [] }
        let resource = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).last ?? ""
        let parts = resource.split(separator: "/").map(String.init)
        return [log.logGroupName, parts.first, parts.last].compactMap { $0 }
    }

    var logGroup: String { free("/vpc-flow-logs/\(vpc)", atMost: 128) }
    var role: String { free("vpc-flow-logs-\(region)-\(vpc)", atMost: 64) }
    var streamRole: String { free("vpc-flow-logs-stream-\(region)-\(vpc)", atMost: 64) }
    var stream: String { free("vpc-flow-logs-\(vpc)", atMost: 64) }
    /// Bucket names are one for the whole world.
    var bucket: String { free("flow-logs-\(account)-\(region)-\(vpc)".lowercased(), atMost: 63) }
    /// As Glue takes names: letters, digits and underscores.
    var database: String { "flow_logs_\(identifier)" }

    /// The VPC's id as a Terraform identifier: `vpc_0d1e`.
    var identifier: String { vpc.replacing("-", with: "_") }
    /// And as the beginning of a CloudFormation one: `Vpc0d1e`.
    var logicalId: String { "Vpc" + vpc.dropFirst("vpc-".count) }

    func arn(_ service: String, _ rest: String) -> String {
        "arn:\(partition):\(service):\(region):\(account):\(rest)"
    }
    func arnOfEveryRegion(_ service: String, _ rest: String) -> String {
        "arn:\(partition):\(service):*:\(account):\(rest)"
    }
    func roleArn(_ name: String) -> String { "arn:\(partition):iam::\(account):role/\(name)" }
    func bucketArn(_ name: String) -> String { "arn:\(partition):s3:::\(name)" }
    func logGroupArn(_ name: String) -> String { arn("logs", "log-group:\(name)") }
    func streamArn(_ name: String) -> String { arn("firehose", "deliverystream/\(name)") }

    /// The name, numbered where a flow log uses it already. One that AWS would find too long ends with its hash.
    private func free(_ name: String, atMost limit: Int) -> String {
        let room = limit - "-99".utf8.count
        let hash = sha256Hex(Array(name.utf8)).prefix(16)
        let name = name.utf8.count <= room ? name : "\(name.prefix(room - 17))-\(hash)"
        guard taken.contains(name) else { return name }
        return (2...99).lazy.map { "\(name)-\($0)" }.first { !taken.contains($0) } ?? name
    }
}

import Evidence

/// Where a fix is made, and what is made there is called: everything after the VPC, so that the fixes of an estate
/// never meet.
struct FixPlace: Sendable, Hashable {
    let vpc: String
    let account: String
    let region: String
    let partition: String
    /// Behind every name alike: empty, or a number where a flow log of the VPC uses one of the names already. What is
    /// there keeps its rights, and a new group needs a role of its own.
    private var suffix = ""

    init(vpc: String, account: String, region: String, partition: String, flowLogs: [FlowLog]) {
        self.vpc = vpc
        self.account = account
        self.region = region
        self.partition = partition
        guard !flowLogs.isEmpty else { return }
        let taken = Set(flowLogs.flatMap(Self.names))
        let names = [logGroup, role, streamRole, stream, bucket]
        let isFree = { (suffix: String) in !names.contains { taken.contains($0 + suffix) } }
        if !isFree("") { suffix = (2...99).lazy.map { "-\($0)" }.first(where: isFree) ?? "" }
    }

    /// What a flow log delivers to and through, by the names of the group, the bucket, the stream and the role.
    private static func names(of log: FlowLog) -> [String] {
        let ends = [log.logDestination, log.deliverLogsPermissionArn].compactMap { $0 }.flatMap { arn in
            let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
            guard let resource = parts.last else { return [String]() }
            let names = resource.split(separator: "/").map(String.init)
            let group = resource.hasPrefix("log-group:") ? resource.split(separator: ":").dropFirst().first : nil
            return [names.first, names.last, group.map(String.init)].compactMap { $0 }
        }
        return ends + (log.logGroupName.map { [$0] } ?? [])
    }

    var logGroup: String { name("/vpc-flow-logs/\(vpc)", atMost: 128) }
    var role: String { name("vpc-flow-logs-\(region)-\(vpc)", atMost: 64) }
    var streamRole: String { name("vpc-flow-logs-stream-\(region)-\(vpc)", atMost: 64) }
    var stream: String { name("vpc-flow-logs-\(vpc)", atMost: 64) }
    /// Bucket names are one for the whole world.
    var bucket: String { name("flow-logs-\(account)-\(region)-\(vpc)".lowercased(), atMost: 63) }
    /// As Glue takes names: letters, digits and underscores.
    var database: String { "flow_logs_\(identifier)\(suffix.replacing("-", with: "_"))" }
    /// Of the policy in a role that is made here.
    func policy(_ name: String) -> String { name + suffix }

    /// The VPC's id as a Terraform identifier: `vpc_0d1e`.
    var identifier: String {
        String(decoding: vpc.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    }
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

    /// The name with its number. One that AWS would find too long ends with its hash.
    private func name(_ name: String, atMost limit: Int) -> String {
        let room = limit - "-99".utf8.count
        guard name.utf8.count > room else { return name + suffix }
        return "\(name.prefix(room - 17))-\(sha256Hex(Array(name.utf8)).prefix(16))\(suffix)"
    }
}

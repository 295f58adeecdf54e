package import Evidence

extension SampleEstate {
    /// What `exhibit demo` scans: two accounts, every reason code, pages, refusals, a VPC shared between
    /// the accounts, and tags that attack every kind of report.
    package static let demo = SampleEstate([
        Account(
            id: workloads, arn: "arn:aws:sts::\(workloads):assumed-role/SecurityAudit/exhibit",
            homeRegion: "us-east-1",
            regions: [
                virginia, frankfurt, ireland, Region("ca-central-1"),
                Region(
                    "ap-southeast-1", vpcs: [SampleVpc("vpc-0d00000000000ap01", owner: workloads)],
                    refusals: ["DescribeVpcs": deniedByPolicy, "DescribeFlowLogs": deniedByPolicy]),
                Region(
                    "sa-east-1",
                    vpcs: [
                        SampleVpc(
                            "vpc-0d0000000000sa0001", owner: workloads, cidrBlock: "10.60.0.0/16",
                            tags: [Tag("Name", "sao-paulo-orders")]),
                        SampleVpc(
                            "vpc-0d0000000000sa0002", owner: workloads, cidrBlock: "172.31.0.0/16", isDefault: true),
                    ],
                    refusals: ["DescribeFlowLogs": notAllowed]),
            ],
            disabledRegions: ["me-south-1"], destinations: demoDestinations),
        Account(
            id: network, arn: "arn:aws:sts::\(network):assumed-role/SecurityAudit/exhibit",
            homeRegion: "us-east-1",
            regions: [
                Region(
                    "us-east-1", vpcs: [SampleVpc.shared],
                    flowLogs: [
                        .working(
                            "fl-0e00000000000net1", on: SampleVpc.shared.vpcId, in: network, since: "2024-05-14")
                    ], refusals: demoLogsRefusals),
                Region(
                    "eu-central-1",
                    vpcs: [
                        SampleVpc(
                            "vpc-0e00000000000eu01", owner: network, cidrBlock: "10.200.0.0/16",
                            tags: [Tag("Name", "transit"), Tag("owner", "@network-team")])
                    ],
                    flowLogs: [
                        .working(
                            "fl-0e00000000000net2", on: "vpc-0e00000000000eu01", in: network, since: "2025-08-02")
                    ]),
                Region("eu-west-1"), Region("ca-central-1"), Region("ap-southeast-1"), Region("sa-east-1"),
            ],
            disabledRegions: ["me-south-1"], destinations: demoDestinations),
    ])

    static let workloads = "111122223333"
    static let network = "444455556666"

    private static let deniedByPolicy = Refusal(
        status: 403, code: "UnauthorizedOperation",
        message: "You are not authorized to perform this operation. User: "
            + "arn:aws:sts::\(workloads):assumed-role/SecurityAudit/exhibit is not authorized to perform this "
            + "action with an explicit deny in a service control policy")

    private static let notAllowed = Refusal(
        status: 403, code: "UnauthorizedOperation",
        message: "You are not authorized to perform this operation. User: "
            + "arn:aws:sts::\(workloads):assumed-role/SecurityAudit/exhibit is not authorized to perform: "
            + "ec2:DescribeFlowLogs because no identity-based policy allows the ec2:DescribeFlowLogs action")

    /// Several pages: a working flow log, one to S3, none, the default VPC, and the VPC of the other account.
    private static let virginia = Region(
        "us-east-1",
        vpcs: [
            vpc("a001", "10.0.0.0/16", name: "production"),
            vpc("a002", "10.1.0.0/16", name: "data-lake"),
            vpc("a003", "10.2.0.0/16", name: "staging"),
            SampleVpc("vpc-0d0000000000a004", owner: workloads, cidrBlock: "172.31.0.0/16", isDefault: true),
            SampleVpc.shared,
            vpc("a006", "10.3.0.0/16", name: SampleName.markup),
        ],
        flowLogs: [
            .working("fl-0d00000000000a001", on: "vpc-0d0000000000a001", in: workloads),
            .toBucket("fl-0d00000000000a002", on: "vpc-0d0000000000a002"),
            .working(
                "fl-0d00000000000a00a", on: "vpc-0d0000000000a002", in: workloads, traffic: "ACCEPT",
                since: "2024-11-20"),
            .working("fl-0d00000000000tgw1", on: "tgw-0d000000000000001", in: workloads),
        ],
        pageSize: 2)

    /// Flow logs that exist and do not do their work.
    private static let frankfurt = Region(
        "eu-central-1",
        vpcs: [
            vpc("b001", "10.10.0.0/16", name: "payments"),
            vpc("b002", "10.11.0.0/16", name: SampleName.table),
            vpc("b003", "10.12.0.0/16", name: SampleName.formula),
            vpc("b004", "10.13.0.0/16", name: SampleName.long),
            vpc("b005", "10.14.0.0/16", name: SampleName.emoji),
        ],
        flowLogs: [
            .failing("fl-0d00000000000b001", on: "vpc-0d0000000000b001", "Access error"),
            .working("fl-0d00000000000b002", on: "vpc-0d0000000000b002", in: workloads, traffic: "ACCEPT"),
            .working("fl-0d00000000000b003", on: "vpc-0d0000000000b003", in: workloads, status: "INACTIVE"),
            .working("fl-0d00000000000b004", on: "vpc-0d0000000000b004", in: workloads, status: nil),
            .working(
                "fl-0d00000000000b005", on: "vpc-0d0000000000b005", in: workloads, traffic: "REJECT",
                since: "2026-06-30"),
        ])

    /// Flow logs on subnets and interfaces only.
    private static let ireland = Region(
        "eu-west-1",
        vpcs: [
            vpc("c001", "10.20.0.0/16", name: SampleName.terminal),
            vpc("c002", "10.21.0.0/16", name: SampleName.direction),
            vpc("c003", "10.22.0.0/16", name: SampleName.xml),
        ],
        flowLogs: [
            .working("fl-0d00000000000c001", on: "subnet-0d00000000000c01", in: workloads),
            .working("fl-0d00000000000c002", on: "subnet-0d00000000000c02", in: workloads),
            .working("fl-0d00000000000c003", on: "eni-0d000000000000c01", in: workloads),
            .failing("fl-0d00000000000c004", on: "vpc-0d0000000000c003", "Rate limited"),
        ],
        subnets: (1...5).map { ("subnet-0d00000000000c0\($0)", "vpc-0d0000000000c001") },
        interfaces: [("eni-0d000000000000c01", "vpc-0d0000000000c002")])

    private static func vpc(_ suffix: String, _ cidrBlock: String, name: String) -> SampleVpc {
        SampleVpc(
            "vpc-0d0000000000\(suffix)", owner: workloads, cidrBlock: cidrBlock,
            tags: [Tag("Name", name), Tag("environment", "demo")])
    }
}

extension SampleVpc {
    /// Owned by the network account, shared with the workloads account.
    fileprivate static let shared = SampleVpc(
        "vpc-0e0000000000a005", owner: SampleEstate.network, cidrBlock: "10.100.0.0/16")
}

extension FlowLog {
    package static let defaultFormat =
        "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} "
        + "${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}"

    /// To CloudWatch Logs, delivering.
    package static func working(
        _ id: String, on resource: String, in account: String, traffic: String? = "ALL",
        status: String? = "ACTIVE", since day: String = "2025-03-01"
    ) -> FlowLog {
        var log = FlowLog(flowLogId: id, resourceId: resource)
        log.flowLogStatus = status
        log.trafficType = traffic
        log.deliverLogsStatus = "SUCCESS"
        log.logDestinationType = "cloud-watch-logs"
        log.logGroupName = "/aws/vpc/flow-logs/\(resource)"
        log.logFormat = defaultFormat
        log.creationTime = "\(day)T09:30:00.000Z"
        log.maxAggregationInterval = 600
        log.deliverLogsPermissionArn = "arn:aws:iam::\(account):role/vpc-flow-logs"
        return log
    }

    /// To S3 as Parquet.
    package static func toBucket(_ id: String, on resource: String) -> FlowLog {
        var log = FlowLog(flowLogId: id, resourceId: resource, tags: [Tag("retention", "365")])
        log.flowLogStatus = "ACTIVE"
        log.trafficType = "REJECT"
        log.deliverLogsStatus = "SUCCESS"
        log.logDestinationType = "s3"
        log.logDestination = "arn:aws:s3:::example-flow-logs/vpc/"
        log.logFormat = defaultFormat + " ${vpc-id} ${flow-direction}"
        log.creationTime = "2026-01-15T00:00:00.000Z"
        log.maxAggregationInterval = 60
        log.destinationOptions = DestinationOptions(
            fileFormat: "parquet", hiveCompatiblePartitions: true, perHourPartition: false)
        return log
    }

    /// ACTIVE, and delivering nothing.
    package static func failing(_ id: String, on resource: String, _ cause: String) -> FlowLog {
        var log = working(id, on: resource, in: SampleEstate.workloads)
        log.deliverLogsStatus = "FAILED"
        log.deliverLogsErrorMessage = cause
        return log
    }
}

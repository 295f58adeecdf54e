import Evidence

extension Control {
    /// Check aws-vpc-003: VPC flow logging; CIS AWS Foundations Benchmark v3.0.0, 3.7.
    package static let vpcFlowLogging = Control(
        description: .vpcFlowLogging,
        policy: Policy.named,
        judge: { facts, policy in
            FlowLogPolicy(
                name: policy.name, includesDefaultVPCs: policy.includesDefaultVPCs,
                minRetentionDays: policy.minRetentionDays
            ).judge(facts)
        },
        remediation: Remediation.ofFlowLogs)
}

extension ControlDescription {
    fileprivate static let vpcFlowLogging = ControlDescription(
        checkId: "aws-vpc-003",
        title: "VPC flow logging",
        severity: "medium",
        benchmark: Benchmark(
            name: "CIS AWS Foundations Benchmark", version: "3.0.0", id: "3.7",
            title: "Ensure VPC flow logging is enabled in all VPCs", level: "Level 2",
            url: "https://www.cisecurity.org/benchmark/amazon_web_services"),
        summary: "Every VPC should have a working flow log, so that rejected network traffic leaves a record.",
        rationale: """
            Flow logs are the record of which addresses spoke to which ports in a VPC, and of what security \
            groups and network ACLs rejected. Without them an intrusion, a scan or a leak of data cannot be \
            reconstructed from the network's side, and nobody notices traffic that should not be there. They \
            cannot be had afterwards: what was not logged is gone.
            """,
        commonCauses: [
            "The VPC was made by hand or by a template without a flow log: a new VPC has none.",
            "The flow log exists but cannot deliver: its role lacks permissions, does not trust "
                + "vpc-flow-logs.amazonaws.com, or the bucket's or key's policy denies it (Access error).",
            "CloudWatch Logs throttles the deliveries (Rate limited).",
            "The flow log records accepted traffic only.",
            "Only some subnets or network interfaces are logged, and new ones are forgotten.",
            "A region that nobody uses was left out.",
        ],
        detection: """
            In every region that is asked for (by default every one that is enabled for the account), \
            DescribeVpcs and DescribeFlowLogs are read to their last page, without filters, and joined on the VPC's id. Where flow logs hang on subnets or \
            network interfaces, DescribeSubnets and DescribeNetworkInterfaces tell which VPC they belong to; \
            they explain a fail and never pass a VPC. Every VPC that is listed gets a verdict: there is no sampling. What could \
            not be read is not assessed, and never counts as a pass.
            """,
        remediation: [
            "By hand or with the AWS CLI: create a flow log on the VPC with traffic type ALL or REJECT, "
                + "delivered to CloudWatch Logs through a role that trusts vpc-flow-logs.amazonaws.com, to "
                + "S3, or to Firehose (aws ec2 create-flow-logs).",
            "As code: declare aws_flow_log beside every aws_vpc in Terraform, or AWS::EC2::FlowLog in "
                + "CloudFormation, with the log group, its retention, the role and its policy.",
            "A flow log that fails to deliver is mended at its destination. Its traffic type cannot be "
                + "changed: make a new one, then delete the old.",
        ],
        limits: [
            "A point in time: it holds for the moment of the answers, not for a period.",
            aboutRecords,
            "Flow logs do not record: traffic to the Amazon DNS server, Windows licence activation, instance "
                + "metadata (169.254.169.254), Amazon Time Sync (169.254.169.123), DHCP, mirrored traffic, the "
                + "default router's reserved address, traffic between an endpoint interface and a Network Load "
                + "Balancer interface, and ARP. They hold neither payload nor user identity.",
            aboutPopulation,
            "Times are those of the machine that scanned; AWS's own, the header Date of each answer, stands beside "
                + "them in data/exchanges.jsonl.",
            "Only the accounts and regions named in the scope were asked. This is evidence, not a certification.",
        ],
        helpURL: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
        permissions: [
            "ec2:DescribeRegions", "ec2:DescribeVpcs", "ec2:DescribeFlowLogs", "ec2:DescribeSubnets",
            "ec2:DescribeNetworkInterfaces", "sts:GetCallerIdentity",
        ],
        mappings: .vpcFlowLogging)
}

// Limits that an option narrows.
extension ControlDescription {
    static let aboutRecords =
        "That a flow log is ACTIVE and that AWS reports no failed delivery is what EC2 says. That records "
        + "arrive, are kept long enough, and are read by somebody, is not looked at."
    static let aboutPopulation =
        population + "Names of accounts, the retention, encryption and "
        + "access of the destinations, and a reviewer are not recorded."
    static let aboutPopulationWithDestinations =
        population
        + "Names of accounts, the access of the destinations, and a reviewer are not recorded."

    private static let population =
        "The population rests on one source, DescribeVpcs of the account itself: no second one (AWS Config, "
        + "Organizations, another principal) was asked. "
}

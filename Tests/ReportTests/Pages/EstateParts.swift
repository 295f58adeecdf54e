import Evidence

extension Estate {
    static let control = ControlDescription(
        checkId: "aws-vpc-003", title: "VPC flow logging", severity: "medium",
        benchmark: ControlDescription.Benchmark(
            name: "CIS AWS Foundations Benchmark", version: "3.0.0", id: "3.7",
            title: "Ensure VPC flow logging is enabled in all VPCs", level: "Level 2",
            url: "https://www.cisecurity.org/benchmark/amazon_web_services"),
        summary: "Every VPC has flow logs that work and record rejected traffic.",
        rationale:
            "Without flow logs nobody can tell afterwards who talked to whom. They are what an investigation starts from.",
        commonCauses: [
            "The VPC was made by hand, or before flow logs became part of the template.",
            "The role or the log group was deleted: the flow log stays ACTIVE and delivers nothing.",
        ],
        detection:
            "Exhibit lists all VPCs and all flow logs of every region and joins them by id: two calls for a region, "
            + "and their pages.",
        remediation: [
            "Create a flow log for the VPC with traffic type REJECT or ALL.",
            "Give its role a trust in vpc-flow-logs.amazonaws.com.",
        ],
        limits: [
            "Flow logs do not record traffic to the Amazon DNS server, to 169.254.169.254, DHCP, or mirrored traffic.",
            "How long records are kept is a setting of their destination, which is not looked at.",
        ],
        helpURL: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
        permissions: ["sts:GetCallerIdentity", "ec2:DescribeRegions", "ec2:DescribeVpcs", "ec2:DescribeFlowLogs"])

    /// Two for each region that was asked.
    static func exchanges(_ regions: [Scope.Region]) -> [Exchange] {
        var exchanges: [Exchange] = []
        for region in regions where region.status != .disabled && region.status != .notRequested {
            for action in ["DescribeVpcs", "DescribeFlowLogs"] {
                let number = exchanges.count + 1
                let isRefused =
                    region.status == .unreadable || region.status == .partial && action == "DescribeFlowLogs"
                let start: Int64 = 1_795_428_246_000 + Int64(number) * 40
                exchanges.append(
                    Exchange(
                        number: number, account: region.account, region: region.region, service: "ec2", action: action,
                        page: 1, parameters: ["MaxResults": "1000"],
                        endpoint: "https://ec2.\(region.region).amazonaws.com",
                        outcome: isRefused ? .refused : .answered, httpStatus: isRefused ? 403 : 200,
                        requestId: "59dbff89-35bd-4eac-99ed-be587EXAMPLE",
                        attempts: [
                            Exchange.Attempt(
                                start: Timestamp(milliseconds: start), end: Timestamp(milliseconds: start + 212),
                                httpStatus: 200)
                        ],
                        error: isRefused ? Exchange.Failure(code: "UnauthorizedOperation", message: hostile) : nil,
                        body: Exchange.Body(
                            file: Exchange.bodyFile(
                                number: number, account: region.account, region: region.region, action: action),
                            bytes: 12_345, sha256: String(repeating: "5e", count: 32))))
            }
        }
        return exchanges
    }
}

extension PolicyName {
    var scope: String { self == .cis ? "all VPCs" : "VPCs that are not default VPCs" }

    var rule: String {
        switch self {
        case .effective:
            "A VPC passes when its VPC-level flow logs that are ACTIVE and not failing to deliver together record rejected traffic (REJECT or ALL)."
        case .cis: "A VPC passes when it has an ACTIVE VPC-level flow log."
        case .cloudAudit: "A VPC passes when it has any VPC-level flow log."
        }
    }
}

extension ReasonCode {
    var sentence: String {
        switch self {
        case .flowLogWorking: "Flow logs are active, deliver, and record rejected traffic."
        case .deliveryFailed: "The flow log fl-0c9a8b7c6d5e4f302 is ACTIVE but fails to deliver: Access error."
        case .noFlowLog: "The VPC has no flow log of its own."
        case .rejectsNotRecorded: "Its flow logs record accepted traffic only (fl-11a: ACCEPT)."
        case .defaultVPC: "It is a default VPC, which the policy leaves out; under cis it would fail."
        case .sharedVPC: "The VPC is shared by account 111122223333, whose flow logs participants cannot see."
        case .flowLogsUnreadable: "The flow logs of eu-west-1 could not be read: UnauthorizedOperation."
        default: "This is why it is \(rawValue)."
        }
    }
}

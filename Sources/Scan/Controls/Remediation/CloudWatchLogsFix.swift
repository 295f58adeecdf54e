import Evidence

extension FlowLogFix {
    /// To a log group of the VPC's own, through a role that can write to nothing else.
    /// Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    static func cloudWatchLogs(_ place: FixPlace, traffic: String, days: Int) -> [FixPart] {
        var role = FixPart.ServiceRole.flowLogs(named: place.role, writingTo: place.logGroup, in: place)
        role.policyName = place.policy(role.policyName)
        return [
            .logGroup(.init(name: place.logGroup, days: days)),
            .role(role),
            .flowLog(
                .init(
                    destination: .logGroup(place.logGroup, role: role.name), traffic: traffic, format: nil)),
        ]
    }
}

extension FixPart.ServiceRole {
    static let flowLogService = "vpc-flow-logs.amazonaws.com"

    /// Flow logs assume it, of this account only, and write to one log group. A role that is there may serve every
    /// region.
    static func flowLogs(
        named name: String, writingTo logGroup: String, in place: FixPlace, ofEveryRegion: Bool = false
    ) -> Self {
        let logs = ofEveryRegion ? place.arnOfEveryRegion("ec2", "vpc-flow-log/*") : place.arn("ec2", "vpc-flow-log/*")
        return Self(
            name: name,
            trust: PolicyDocument(
                .init(
                    sid: "FlowLogs", principal: flowLogService, actions: ["sts:AssumeRole"],
                    conditions: [
                        .init("StringEquals", ["aws:SourceAccount": place.account]),
                        .init("ArnLike", ["aws:SourceArn": logs]),
                    ])),
            policyName: "write-flow-logs",
            policy: PolicyDocument(
                .init(
                    sid: "Write",
                    actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                    resources: [place.logGroupArn(logGroup), place.logGroupArn(logGroup) + ":*"]),
                // It lists, and so cannot be limited to one of them.
                .init(
                    sid: "Find", actions: ["logs:DescribeLogGroups"],
                    resources: [place.arn("logs", "log-group:*")])))
    }
}

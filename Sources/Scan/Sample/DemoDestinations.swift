extension SampleEstate {
    /// What the demo's flow logs deliver to: kept long and short, encrypted and not, used and idle, and not made yet.
    static let demoDestinations: [String: SampleDestination] = [
        "/aws/vpc/flow-logs/vpc-0d0000000000a001": SampleDestination(
            retentionDays: 365, key: "arn:aws:kms:us-east-1:\(workloads):key/7d1c0c5e-5f0a-4b7e-9d0a-0a1b2c3d4e5f"),
        "/aws/vpc/flow-logs/vpc-0d0000000000a002": SampleDestination(hoursSinceRecord: 2),
        "/aws/vpc/flow-logs/vpc-0d0000000000b002": SampleDestination(retentionDays: 365),
        "/aws/vpc/flow-logs/vpc-0d0000000000b005": SampleDestination(retentionDays: 30, hoursSinceRecord: nil),
        "example-flow-logs": SampleDestination(retentionDays: 400),
        "/aws/vpc/flow-logs/vpc-0e00000000000eu01": .missing,
    ]

    /// The network account's auditor may not look at log groups in us-east-1.
    static let demoLogsRefusals: [String: Refusal] = Dictionary(
        uniqueKeysWithValues: ["DescribeLogGroups", "DescribeLogStreams"].map { action in
            (
                action,
                Refusal(
                    status: 400, code: "AccessDeniedException",
                    message: "User: arn:aws:sts::\(network):assumed-role/SecurityAudit/exhibit is not authorized to "
                        + "perform: logs:\(action) because no identity-based policy allows the logs:\(action) action")
            )
        })
}

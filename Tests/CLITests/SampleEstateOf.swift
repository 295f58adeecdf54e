import Scan

/// Estates that more than one test scans.
enum SampleEstateOf {
    static let account = "111122223333"

    /// In each region one VPC that is logged.
    static func regions(_ names: [String]) -> SampleEstate.Account {
        .init(
            id: account, arn: "arn:aws:iam::\(account):user/auditor", homeRegion: "us-east-1",
            regions: names.map { name in
                .init(
                    name, vpcs: [SampleVpc("vpc-1", owner: account)],
                    flowLogs: [.working("fl-1", on: "vpc-1", in: account)])
            })
    }
}

import Scan

/// Estates that more than one test scans.
enum SampleEstateOf {
    static let account = "111122223333"

    /// In each region one VPC that is logged.
    static func regions(_ names: [String]) -> SampleEstate.Account {
        .init(
            id: account, arn: "arn:aws:iam::\(account):user/auditor", homeRegion: "us-east-1",
            regions: names.map { name in
                let id = name.filter { $0 != "-" }
                return .init(
                    name, vpcs: [SampleVpc("vpc-\(id)", owner: account)],
                    flowLogs: [.working("fl-\(id)", on: "vpc-\(id)", in: account)])
            })
    }
}

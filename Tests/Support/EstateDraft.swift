package import Evidence

/// What a dossier is made of, for tests that compare two: only what a comparison looks at is given by hand.
package struct EstateDraft: Sendable {
    package static let account = "111122223333"
    package static let region = "eu-central-1"

    package var regions: [Scope.Region] = []
    package var vpcs: [Assessment] = []
    package var gaps: [Gap] = []
    package var source = Run.Source.live
    package var startedAt = SampleRun.start
    package var policy = PolicyName.effective
    package var includesDefaultVPCs = false
    package var version = "0.1.0"

    package init() {}

    /// One region, read in full, with these VPCs.
    package init(_ vpcs: Assessment...) {
        region(Self.region, .read)
        self.vpcs = vpcs
    }

    package mutating func region(_ name: String, _ status: Scope.Status, account: String = account) {
        regions.append(Scope.Region(account: account, region: name, status: status, vpcs: nil))
    }

    package mutating func gap(
        _ hides: Gap.Hides, _ action: String, in region: String = region, code: String = "UnauthorizedOperation",
        message: String = "no", account: String = account
    ) {
        gaps.append(
            Gap(
                account: account, region: region, action: action, code: code, message: message, requestId: nil,
                hides: hides, advice: "Allow it.", citation: Citation(exchange: 1, file: nil)))
    }

    package static func vpc(
        _ id: String, _ verdict: Verdict, _ reason: ReasonCode? = nil, in region: String = region,
        account: String = account, owner: String? = nil, name: String? = nil, text: String? = nil,
        accepted: Bool = false, cidr: [String] = []
    ) -> Assessment {
        let owner = owner ?? account
        let arn = "arn:aws:ec2:\(region):\(owner):vpc/\(id)"
        let reason = reason ?? usual(verdict)
        return Assessment(
            id: owner == account ? arn : "\(arn)@\(account)", account: account, region: region, vpcId: id, name: name,
            ownerId: owner, isDefault: false, state: nil, cidrBlocks: cidr, tags: [], verdict: verdict,
            reason: Reason(reason, text ?? "Because of \(reason.rawValue)."),
            byPolicy: ByPolicy { _ in .init(verdict, reason) }, flowLogs: [], citations: [],
            exception: accepted
                ? Exception(
                    number: 1, owner: "o", approver: "a", reason: "r", ticket: "t", approvedOn: "2020-01-01",
                    expiresOn: "2030-01-01") : nil)
    }

    private static func usual(_ verdict: Verdict) -> ReasonCode {
        switch verdict {
        case .pass: .flowLogWorking
        case .fail: .noFlowLog
        case .notApplicable: .sharedVPC
        case .notAssessed: .flowLogsUnreadable
        }
    }

    package var dossier: Dossier {
        let vpcs = vpcs.sorted { ($0.account, $0.region, $0.vpcId) < ($1.account, $1.region, $1.vpcId) }
        let accounts = Set(regions.map(\.account)).sorted()
        let policies = PolicyName.allCases.map {
            Policy($0, scope: "VPCs", rule: "A rule.", includesDefaultVPCs: includesDefaultVPCs)
        }
        return Dossier(
            tool: Tool(name: "exhibit", version: version, commit: nil, sha256: nil),
            run: .init(
                id: "run-\(startedAt.milliseconds)", source: source, startedAt: startedAt, finishedAt: startedAt,
                arguments: ["scan"]),
            identities: accounts.map { .init(account: $0, arn: "arn:aws:iam::\($0):user/auditor") },
            control: .sample,
            policy: policies.first { $0.name == policy } ?? policies[0], policies: policies,
            scope: Scope(partition: "aws", requested: [], regions: regions),
            summary: summary, assessments: vpcs, gaps: gaps,
            digest: Dossier.digest(policy: policy, regions: regions, gaps: gaps, assessments: vpcs),
            exchanges: [])
    }

    private var summary: Summary {
        func count(_ verdict: Verdict) -> Int { vpcs.count { $0.verdict == verdict } }
        let accepted = vpcs.count(where: \.isAccepted)
        let isHidden = count(.notAssessed) > 0 || gaps.contains { $0.hides != .explanation }
        let status: Status =
            count(.fail) > accepted ? .fail : isHidden ? .incomplete : count(.pass) > 0 ? .pass : .notApplicable
        let counts = Summary.Counts(
            status: status, pass: count(.pass), fail: count(.fail), notApplicable: count(.notApplicable),
            notAssessed: count(.notAssessed), accepted: accepted)
        return Summary(
            status: status, total: vpcs.count, pass: counts.pass, fail: counts.fail,
            notApplicable: counts.notApplicable, notAssessed: counts.notAssessed, accepted: accepted,
            byPolicy: ByPolicy { _ in counts })
    }
}

extension EstateDraft {
    /// Accounts, regions, VPCs and gaps out of small pools, so that two of them have much in common.
    package static func random(using generator: inout some RandomNumberGenerator) -> EstateDraft {
        var draft = EstateDraft()
        draft.startedAt = Timestamp(milliseconds: .random(in: 0...2_000_000_000_000, using: &generator))
        for account in ["111122223333", "444455556666"] where Int.random(in: 0..<5, using: &generator) > 0 {
            for region in ["eu-central-1", "eu-west-1", "us-east-1"] where Int.random(in: 0..<5, using: &generator) > 0
            {
                let status = Scope.Status.allCases.randomElement(using: &generator) ?? .read
                draft.region(region, status, account: account)
                draft.fill(region, of: account, status, using: &generator)
            }
        }
        return draft
    }

    private mutating func fill(
        _ region: String, of account: String, _ status: Scope.Status, using generator: inout some RandomNumberGenerator
    ) {
        let codes = ["UnauthorizedOperation", "RequestLimitExceeded"]
        let code = codes.randomElement(using: &generator) ?? codes[0]
        let listsAll = Bool.random(using: &generator)
        switch status {
        case .disabled, .notRequested: return
        case .unreadable: return gap(.vpcs, "DescribeVpcs", in: region, code: code, account: account)
        case .partial where !listsAll: gap(.vpcs, "DescribeVpcs", in: region, code: code, account: account)
        case .partial: gap(.flowLogs, "DescribeFlowLogs", in: region, code: code, account: account)
        case .read: if listsAll { gap(.explanation, "DescribeSubnets", in: region, code: code, account: account) }
        }
        for number in 0..<6 where Bool.random(using: &generator) {
            let verdict = Verdict.allCases.randomElement(using: &generator) ?? .pass
            let isOther = Bool.random(using: &generator)
            vpcs.append(
                Self.vpc(
                    "vpc-\(number)", verdict, verdict == .fail && isOther ? .notActive : nil, in: region,
                    account: account, owner: number == 5 ? "777788889999" : nil,
                    name: HostileText.random(using: &generator),
                    accepted: verdict == .fail && Bool.random(using: &generator), cidr: ["10.0.0.0/16"]))
        }
    }
}

extension ControlDescription {
    /// As far as a comparison names it.
    fileprivate static let sample = ControlDescription(
        checkId: "aws-vpc-003", title: "VPC flow logging", severity: "medium",
        benchmark: .init(
            name: "CIS AWS Foundations Benchmark", version: "3.0.0", id: "3.7", title: "Flow logs", level: "Level 2",
            url: "https://example.com/"),
        summary: "", rationale: "", commonCauses: [], detection: "", remediation: [], limits: [],
        helpURL: "https://example.com/", permissions: [])
}

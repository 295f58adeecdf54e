import Evidence
import Support
import Testing

/// Dossiers made by hand, for the tests of every format. Counts, statuses and digest follow from what is given.
enum SampleDossier {
    static let account = "111122223333"
    static let otherAccount = "444455556666"
    static let region = "eu-central-1"

    /// Every verdict, reason, kind of gap and hostile text; the status is `fail`.
    static let everything = make(
        SampleVPC.oneOfEachReason + SampleVPC.hostile(in: "us-east-1"),
        gaps: [
            gap(.flowLogs, action: "DescribeFlowLogs", region: "eu-west-1", code: "UnauthorizedOperation"),
            gap(.vpcs, action: "DescribeVpcs", region: "ap-south-1", code: "UnauthorizedOperation"),
            gap(.vpcs, action: "DescribeVpcs", region: "ap-south-1", code: "RequestLimitExceeded"),
            gap(.explanation, action: "DescribeSubnets", region: region, code: "UnauthorizedOperation"),
            gap(
                .vpcs, action: "DescribeVpcs", region: "sa-east-1", code: "[[ATTACHMENT|x]]{0}",
                message: HostileText.all.joined(separator: " ")),
        ],
        moreRegions: [
            Scope.Region(account: account, region: "eu-north-1", status: .read, vpcs: 0),
            Scope.Region(account: account, region: "me-south-1", status: .disabled, vpcs: nil),
            Scope.Region(account: account, region: "us-west-2", status: .notRequested, vpcs: nil),
        ],
        otherAccounts: [otherAccount])

    /// One exception of every state that a run can come to without a gap.
    static let withExceptions: Dossier = {
        var dossier = make([
            SampleVPC.working("vpc-0001"), SampleVPC.withoutFlowLog("vpc-0002"), SampleVPC.withoutRejects("vpc-0005"),
        ])
        do {
            let list = try ExceptionDraft.list(
                [.vpc: "vpc-0002", .compensatingControl: "Egress is inspected."], [.vpc: "vpc-0001"],
                [.vpc: "vpc-0005", .expiresOn: "2026-11-22"], [.vpc: "vpc-0009", .region: "eu-*", .tag: "a=b=c"],
                [.vpc: "vpc-0005", .account: account, .approvedOn: "2026-11-24"])
            dossier.inputs.exceptions = list
            dossier.accept(list)
        } catch {
            Issue.record(error)
        }
        return dossier
    }()

    /// Everything was read, and passes.
    static let clean = make([SampleVPC.working("vpc-0aa1"), SampleVPC.working("vpc-0aa2", region: "us-east-1")])

    /// The SARIF reports name the series they belong to.
    static let ofASeries: Dossier = {
        var dossier = everything
        dossier.sarifCategory = "nightly"
        return dossier
    }()

    /// Everything was read, and there is no VPC at all.
    static let empty = make(
        [], moreRegions: [Scope.Region(account: account, region: region, status: .read, vpcs: 0)])

    /// No VPC is known, because no region could be read.
    static let unreadable = make(
        [], gaps: [gap(.vpcs, action: "DescribeVpcs", region: region, code: "UnauthorizedOperation")])

    /// One VPC passes; elsewhere flow logs could not be listed, and no VPC depends on them.
    static let hiddenFlowLogs = make(
        [SampleVPC.working("vpc-0aa1")],
        gaps: [gap(.flowLogs, action: "DescribeFlowLogs", region: "eu-west-1", code: "RequestLimitExceeded")])

    /// So many VPCs that fail.
    static func failing(_ count: Int, rejectsMissing: Int = 0, gaps: [Gap] = []) -> Dossier {
        let vpcs = (0..<count).map { index in
            let id = "vpc-" + String(0x1000_0000 + index, radix: 16)
            return index < rejectsMissing ? SampleVPC.withoutRejects(id) : SampleVPC.withoutFlowLog(id)
        }
        return make(vpcs, gaps: gaps)
    }

    static func gap(
        _ hides: Gap.Hides, action: String, region: String, code: String,
        message: String = "You are not authorized to perform this operation."
    ) -> Gap {
        Gap(
            account: account, region: region, action: action, code: code, message: message,
            requestId: "59dbff89-35bd-4eac-99ed-be587EXAMPLE", hides: hides,
            advice: "Allow ec2:\(action) for the role, and scan again.", citation: Citation(exchange: 3, file: nil))
    }

    static func make(
        _ vpcs: [Assessment], gaps: [Gap] = [], moreRegions: [Scope.Region] = [], otherAccounts: [String] = []
    ) -> Dossier {
        let assessments = vpcs.sorted {
            ($0.account, $0.region, $0.vpcId) < ($1.account, $1.region, $1.vpcId)
        }
        let regions = regions(of: assessments, gaps: gaps) + moreRegions
        let policy = PolicyName.effective
        let policies = PolicyName.allCases.map {
            Policy($0, scope: "VPCs", rule: "The rule of \($0.rawValue).", includesDefaultVPCs: false)
        }
        return Dossier(
            tool: Tool(name: "exhibit", version: "1.2.3", commit: "0123abc", sha256: nil),
            run: Dossier.RunSummary(
                id: "5f0c6a0e-2f5c-4d0b-9a53-3a2f1f1e9b11",
                source: .live, startedAt: Timestamp(milliseconds: 1_795_428_245_500),
                finishedAt: Timestamp(milliseconds: 1_795_428_251_002),
                arguments: ["scan", "--profile", "audit it's", "--region", region]),
            identities: ([account] + otherAccounts).map {
                Dossier.Identity(account: $0, arn: "arn:aws:sts::\($0):assumed-role/audit/exhibit")
            },
            control: control,
            policy: policies[0],
            policies: policies,
            scope: Scope(partition: "aws", requested: [], regions: regions),
            summary: summary(of: assessments, gaps: gaps, policy: policy),
            assessments: assessments,
            gaps: gaps,
            digest: Dossier.digest(policy: policy, regions: regions, gaps: gaps, assessments: assessments),
            exchanges: exchanges)
    }

    static let control = ControlDescription(
        checkId: "aws-vpc-003",
        title: "VPC flow logging is enabled in all VPCs",
        severity: "medium",
        benchmark: ControlDescription.Benchmark(
            name: "CIS AWS Foundations Benchmark", version: "3.0.0", id: "3.7",
            title: "Ensure VPC flow logging is enabled in all VPCs", level: "Level 2",
            url: "https://www.cisecurity.org/benchmark/amazon_web_services"),
        summary: "Every VPC has flow logs that work and record rejected traffic.",
        rationale: "Without them nobody can tell afterwards who talked to whom.",
        commonCauses: ["Nobody created one.", "The log group was deleted."],
        detection: "Exhibit lists VPCs and flow logs of every region and joins them.",
        remediation: ["Create a flow log for the VPC with traffic type REJECT or ALL."],
        limits: ["Traffic to the Amazon DNS server is not recorded."],
        helpURL: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
        permissions: ["ec2:DescribeVpcs", "ec2:DescribeFlowLogs"])

    /// Two regions, one exchange of 1,250 ms and one of 77 ms in two attempts.
    private static let exchanges: [Exchange] = [
        exchange(1, region, [0...1_250]), exchange(2, "us-east-1", [0...70, 100...107]),
    ]

    private static func exchange(_ number: Int, _ region: String, _ attempts: [ClosedRange<Int64>]) -> Exchange {
        Exchange(
            number: number, account: account, region: region, service: "ec2", action: "DescribeVpcs", page: 1,
            parameters: ["MaxResults": "1000"], endpoint: "https://ec2.\(region).amazonaws.com", outcome: .answered,
            httpStatus: 200, requestId: "59dbff89-35bd-4eac-99ed-be587EXAMPLE",
            attempts: attempts.map {
                Exchange.Attempt(
                    start: Timestamp(milliseconds: 1_795_428_246_000 + $0.lowerBound),
                    end: Timestamp(milliseconds: 1_795_428_246_000 + $0.upperBound), httpStatus: 200)
            },
            body: Exchange.Body(
                file: Exchange.bodyFile(number: number, account: account, region: region, action: "DescribeVpcs"),
                bytes: 1_234, sha256: String(repeating: "ab", count: 32)))
    }

    private static func regions(of vpcs: [Assessment], gaps: [Gap]) -> [Scope.Region] {
        var counts: [[String]: Int] = [:]
        for vpc in vpcs { counts[[vpc.account, vpc.region], default: 0] += 1 }
        let hiding = gaps.filter { $0.hides != .explanation }
        let places = Set(counts.keys).union(hiding.map { [$0.account, $0.region] })
        return places.sorted { $0.lexicographicallyPrecedes($1) }.map { place in
            let isWhole = !hiding.contains { [$0.account, $0.region] == place }
            return Scope.Region(
                account: place[0], region: place[1],
                status: isWhole ? .read : counts[place] == nil ? .unreadable : .partial, vpcs: counts[place])
        }
    }

    private static func summary(of vpcs: [Assessment], gaps: [Gap], policy: PolicyName) -> Summary {
        let isHidden = gaps.contains { $0.hides != .explanation }
        let counts = ByPolicy { name in
            let verdicts = vpcs.map { $0.byPolicy[name].verdict }
            let count = { verdict in verdicts.count { $0 == verdict } }
            let accepted = vpcs.count { $0.isAccepted(under: name) }
            let open = count(.fail) - accepted
            let status: Status =
                open > 0
                ? .fail
                : count(.notAssessed) > 0 || isHidden ? .incomplete : count(.pass) > 0 ? .pass : .notApplicable
            return Summary.Counts(
                status: status, pass: count(.pass), fail: count(.fail), notApplicable: count(.notApplicable),
                notAssessed: count(.notAssessed), accepted: accepted)
        }
        let own = counts[policy]
        return Summary(
            status: own.status, total: vpcs.count, pass: own.pass, fail: own.fail, notApplicable: own.notApplicable,
            notAssessed: own.notAssessed, accepted: own.accepted, byPolicy: counts)
    }
}

import Evidence
import Support

/// VPCs made by hand, under the policy `effective`.
enum SampleVPC {
    /// In `eu-central-1`, but for the one whose flow logs could not be read.
    static let oneOfEachReason: [Assessment] = [
        working("vpc-0001"),
        withoutFlowLog("vpc-0002"),
        vpc("vpc-0003", .fail, .notActive, cis: .fail, logs: [flowLog("fl-03", status: "FAILED")]),
        vpc("vpc-0004", .fail, .deliveryFailed, cis: .pass, logs: [failing("fl-04"), failing("fl-05")]),
        withoutRejects("vpc-0005"),
        vpc("vpc-0006", .notApplicable, .defaultVPC, cis: .fail, isDefault: true),
        shared,
        vpc("vpc-0008", .notAssessed, .flowLogUnclear, cis: .notAssessed, logs: [flowLog("fl-08", traffic: nil)]),
        vpc("vpc-0009", .notAssessed, .flowLogsUnreadable, cis: .notAssessed, region: "eu-west-1"),
        accepted,
    ]

    static func working(_ id: String, region: String = SampleDossier.region) -> Assessment {
        vpc(id, .pass, .flowLogWorking, cis: .pass, logs: [flowLog("fl-01")], region: region)
    }

    static func withoutFlowLog(_ id: String) -> Assessment {
        var vpc = Self.vpc(id, .fail, .noFlowLog, cis: .fail)
        vpc.belowVPC = Assessment.BelowVPC(
            text: "1 of 2 subnets is logged.", subnets: 2, subnetsLogged: ["subnet-1"],
            subnetsNotLogged: ["subnet-2"], interfacesLogged: [])
        vpc.remediation = Remediation(
            summary: "Create a flow log to CloudWatch Logs.",
            cli: "aws ec2 create-flow-logs \\\n  --resource-ids \(id)",
            terraform: "resource \"aws_flow_log\" \"this\" {\n  vpc_id = \"\(id)\"\n}")
        return vpc
    }

    static func withoutRejects(_ id: String) -> Assessment {
        vpc(id, .fail, .rejectsNotRecorded, cis: .pass, logs: [flowLog("fl-06", traffic: "ACCEPT")])
    }

    /// A VPC for each hostile text, which stands wherever text of AWS or of a user can stand.
    static func hostile(in region: String) -> [Assessment] {
        HostileText.all.enumerated().map { index, text in
            hostile("vpc-0e" + String(1_000 + index), text, region: region)
        }
    }

    static func hostile(_ id: String, _ text: String, region: String = SampleDossier.region) -> Assessment {
        var log = flowLog("fl-0e")
        log.deliverLogsErrorMessage = text
        log.logGroupName = text
        log.logDestination = nil
        log.tags = [Tag(text, text)]
        var vpc = Self.vpc(id, .fail, .deliveryFailed, cis: .pass, logs: [log], region: region)
        vpc.name = text
        vpc.state = text
        vpc.tags = [Tag("Name", text), Tag(text, text)]
        vpc.reason.text = "Delivery fails: \(text)."
        vpc.remediation = Remediation(summary: text, cli: "aws ec2 describe-vpcs # \(text)", terraform: "# \(text)")
        return vpc
    }

    private static let shared: Assessment = {
        var vpc = Self.vpc("vpc-0007", .notApplicable, .sharedVPC, cis: .notApplicable)
        vpc.ownerId = SampleDossier.otherAccount
        let arn = "arn:aws:ec2:\(vpc.region):\(vpc.ownerId):vpc/\(vpc.vpcId)"
        vpc.id = "\(arn)@\(vpc.account)"
        vpc.ownerVerdict = Assessment.OwnerVerdict(id: arn, verdict: .pass, reason: .flowLogWorking)
        return vpc
    }()

    private static let accepted: Assessment = {
        var vpc = withoutFlowLog("vpc-0010")
        vpc.exception = Exception(
            number: 1, owner: "Network team", approver: "CISO", reason: "It is being taken down.", ticket: "SEC-42",
            approvedOn: "2026-09-30", expiresOn: "2026-12-31", compensatingControl: "Its egress is inspected.")
        return vpc
    }()

    private static func failing(_ id: String) -> FlowLog {
        var log = flowLog(id)
        log.deliverLogsStatus = "FAILED"
        log.deliverLogsErrorMessage = "Access error"
        return log
    }

    private static func flowLog(_ id: String, status: String = "ACTIVE", traffic: String? = "ALL") -> FlowLog {
        var log = FlowLog(flowLogId: id, resourceId: "vpc-0001")
        log.flowLogStatus = status
        log.trafficType = traffic
        log.deliverLogsStatus = "SUCCESS"
        log.logDestinationType = "s3"
        log.logDestination = "arn:aws:s3:::flow-logs/\(id)"
        log.creationTime = "2025-03-01T09:10:11.000Z"
        log.maxAggregationInterval = 600
        log.destinationOptions = FlowLog.DestinationOptions(fileFormat: "parquet", perHourPartition: true)
        return log
    }

    private static func vpc(
        _ id: String, _ verdict: Verdict, _ reason: ReasonCode, cis: Verdict, logs: [FlowLog] = [],
        region: String = SampleDossier.region, isDefault: Bool = false
    ) -> Assessment {
        let account = SampleDossier.account
        return Assessment(
            id: "arn:aws:ec2:\(region):\(account):vpc/\(id)", account: account, region: region, vpcId: id,
            name: "name of \(id)", ownerId: account, isDefault: isDefault, state: "available",
            cidrBlocks: ["10.0.0.0/16", "2001:db8::/56"], tags: [Tag("Name", "name of \(id)")], verdict: verdict,
            reason: Reason(reason, "This is why it is \(reason.rawValue)."),
            byPolicy: ByPolicy { policy in
                let verdict = policy == .cis ? cis : verdict
                return Assessment.PolicyVerdict(verdict, policy == .cis && cis == .pass ? .flowLogActive : reason)
            },
            flowLogs: logs,
            citations: [
                Citation(exchange: 1, file: "data/\(account)/\(region)/0001-DescribeVpcs.xml"),
                Citation(exchange: 2, through: 4, file: nil),
            ])
    }
}

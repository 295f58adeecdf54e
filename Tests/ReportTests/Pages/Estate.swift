import Evidence

/// An estate made by hand, as an auditor would meet it: two accounts, every verdict and reason, gaps of
/// every kind, and names that try to act.
enum Estate {
    static let account = "111122223333"
    static let other = "444455556666"

    static let hostile =
        "</td><script>alert(1)</script>\"\u{301} onmouseover='alert(1)' | `a` ``b`` [x](http://e) @team \u{202E}txt"

    /// The status is `fail`, under `effective` and under `cis`.
    static let whole = dossier(vpcs, gaps: gaps, emptyRegions: ["eu-north-1", "us-west-2"])

    static let vpcs: [Assessment] = [
        vpc(
            "vpc-0a1c5e9f20b7d3a41", "core-network", .pass, .flowLogWorking, cis: .pass,
            logs: [log("fl-0a7b21c3d4e5f6071")]),
        vpc(
            "vpc-0b2d6f8a31c8e4b52", "payments", .pass, .flowLogWorking, cis: .pass,
            logs: [
                log("fl-0b1", traffic: "ACCEPT", s3: true), log("fl-0b2", traffic: "REJECT"),
            ]),
        vpc(
            "vpc-0c3e7a9b42d9f5c63", "analytics", .fail, .deliveryFailed, cis: .pass,
            logs: [
                log("fl-0c9a8b7c6d5e4f302", failing: "Access error")
            ]),
        vpc("vpc-0d4f8bac53ea06d74", "legacy-web", .fail, .noFlowLog, cis: .fail),
        vpc("vpc-0e5a9cbd64fb17e85", hostile, .fail, .noFlowLog, cis: .fail),
        vpc("vpc-0f6bad1e750c28f96", nil, .notApplicable, .defaultVPC, cis: .fail, isDefault: true),
        vpc(
            "vpc-11111111", "batch", .fail, .rejectsNotRecorded, cis: .pass, "us-east-1",
            logs: [
                log("fl-11a", traffic: "ACCEPT", s3: true)
            ]),
        vpc("vpc-11111112", "edge", .pass, .flowLogWorking, cis: .pass, "us-east-1", logs: [log("fl-11b", s3: true)]),
        vpc("vpc-11111113", nil, .notApplicable, .defaultVPC, cis: .fail, "us-east-1", isDefault: true),
        vpc("vpc-21111111", "sandbox-1", .notAssessed, .flowLogsUnreadable, cis: .notAssessed, "eu-west-1"),
        vpc("vpc-21111112", "sandbox-2", .notAssessed, .flowLogsUnreadable, cis: .notAssessed, "eu-west-1"),
        vpc("vpc-31111111", "retired", .fail, .noFlowLog, cis: .fail, account: other, accepted: true),
        vpc(
            "vpc-31111112", "shared-services", .pass, .flowLogWorking, cis: .pass, account: other, logs: [log("fl-31b")]
        ),
        vpc(
            "vpc-0a1c5e9f20b7d3a41", "core-network", .notApplicable, .sharedVPC, cis: .notApplicable, account: other,
            owner: account),
    ]

    static let gaps: [Gap] = [
        gap(
            "eu-west-1", "DescribeFlowLogs", "UnauthorizedOperation", .flowLogs,
            "You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/audit/exhibit is "
                + "not authorized to perform: ec2:DescribeFlowLogs with an explicit deny in a service control policy"),
        gap("ap-south-1", "DescribeVpcs", "UnauthorizedOperation", .vpcs, "You are not authorized. \(hostile)"),
        gap("eu-central-1", "DescribeSubnets", "RequestLimitExceeded", .explanation, "Request limit exceeded."),
    ]

    /// So many VPCs, a share of them failing, with fixes.
    static func large(_ count: Int, accounts: Int = 1) -> Dossier {
        dossier(
            (0..<count).map { index in
                let id = "vpc-" + String(0x1000_0000 + index, radix: 16)
                let account = String(100_000_000_000 + index % accounts)
                return index.isMultiple(of: 3)
                    ? vpc(id, "app-\(index)", .fail, .noFlowLog, cis: .fail, account: account)
                    : vpc(
                        id, "app-\(index)", .pass, .flowLogWorking, cis: .pass, account: account,
                        logs: [log("fl-\(index)")])
            })
    }

    static func dossier(_ vpcs: [Assessment], gaps: [Gap] = [], emptyRegions: [String] = []) -> Dossier {
        var more = emptyRegions.map { Scope.Region(account: account, region: $0, status: .read, vpcs: 0) }
        if !more.isEmpty {
            more.append(Scope.Region(account: account, region: "me-south-1", status: .disabled, vpcs: nil))
            more.append(Scope.Region(account: other, region: "sa-east-1", status: .notRequested, vpcs: nil))
        }
        var dossier = SampleDossier.make(vpcs, gaps: gaps, moreRegions: more)
        dossier.tool.sha256 = String(repeating: "9c", count: 32)
        dossier.identities = Set(dossier.scope.regions.map(\.account)).sorted().map {
            Dossier.Identity(account: $0, arn: "arn:aws:sts::\($0):assumed-role/SecurityAudit/quarterly-review")
        }
        dossier.control = control
        dossier.policies = PolicyName.allCases.map {
            Policy($0, scope: $0.scope, rule: $0.rule, includesDefaultVPCs: false)
        }
        dossier.policy = dossier.policies[0]
        dossier.exchanges = exchanges(dossier.scope.regions)
        return dossier
    }

    static func vpc(
        _ id: String, _ name: String?, _ verdict: Verdict, _ reason: ReasonCode, cis: Verdict,
        _ region: String = "eu-central-1", account: String = Estate.account, owner: String? = nil,
        isDefault: Bool = false, accepted: Bool = false, logs: [FlowLog] = []
    ) -> Assessment {
        let owner = owner ?? account
        let arn = "arn:aws:ec2:\(region):\(owner):vpc/\(id)"
        var vpc = Assessment(
            id: owner == account ? arn : "\(arn)@\(account)", account: account, region: region, vpcId: id, name: name,
            ownerId: owner, isDefault: isDefault, state: "available",
            cidrBlocks: isDefault ? ["172.31.0.0/16"] : ["10.20.0.0/16", "2001:db8:1234::/56"],
            tags: name.map { [Tag("Name", $0)] } ?? [], verdict: verdict, reason: Reason(reason, reason.sentence),
            byPolicy: ByPolicy { policy in
                switch policy {
                case .effective: Assessment.PolicyVerdict(verdict, reason)
                case .cis:
                    Assessment.PolicyVerdict(cis, cis == .pass ? .flowLogActive : cis == .fail ? .noFlowLog : reason)
                case .cloudAudit:
                    Assessment.PolicyVerdict(
                        isDefault ? .notApplicable : verdict == .notAssessed ? verdict : logs.isEmpty ? .fail : .pass,
                        isDefault
                            ? .defaultVPC
                            : verdict == .notAssessed ? reason : logs.isEmpty ? .noFlowLog : .flowLogPresent)
                }
            },
            flowLogs: logs,
            citations: [
                Citation(exchange: 3, file: "data/\(account)/\(region)/0003-DescribeVpcs.xml"),
                Citation(exchange: 4, through: 5, file: "data/\(account)/\(region)/0004-DescribeFlowLogs.xml"),
            ])
        guard verdict == .fail else { return vpc }
        vpc.remediation = fix(id)
        if logs.isEmpty {
            vpc.belowVPC = Assessment.BelowVPC(
                text: "3 of 4 subnets are logged; not logged:", subnets: 4,
                subnetsLogged: ["subnet-1", "subnet-2", "subnet-3"],
                subnetsNotLogged: ["subnet-0d1f2a3b4c5d6e7f8"], interfacesLogged: [])
        }
        if accepted {
            vpc.exception = Exception(
                number: 1, owner: "network@example.com", approver: "CISO", reason: "It is shut down in December.",
                ticket: "SEC-1042", approvedOn: "2026-09-30", expiresOn: "2026-12-31")
        }
        return vpc
    }

    static func log(_ id: String, traffic: String = "ALL", failing: String? = nil, s3: Bool = false) -> FlowLog {
        var log = FlowLog(flowLogId: id, resourceId: "vpc")
        log.flowLogStatus = "ACTIVE"
        log.trafficType = traffic
        log.deliverLogsStatus = failing == nil ? "SUCCESS" : "FAILED"
        log.deliverLogsErrorMessage = failing
        log.logDestinationType = s3 ? "s3" : "cloud-watch-logs"
        log.logDestination =
            s3
            ? "arn:aws:s3:::org-flow-logs-eu-central-1/vpc"
            : "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vpc/flow-logs"
        log.logFormat =
            "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
            + "${packets} ${bytes} ${start} ${end} ${action} ${log-status}" + (s3 ? " ${vpc-id} ${tcp-flags}" : "")
        log.creationTime = "2025-03-01T09:10:11.000Z"
        log.maxAggregationInterval = 600
        log.deliverLogsPermissionArn = s3 ? nil : "arn:aws:iam::111122223333:role/flow-logs"
        return log
    }

    static func gap(_ region: String, _ action: String, _ code: String, _ hides: Gap.Hides, _ message: String) -> Gap {
        Gap(
            account: account, region: region, action: action, code: code, message: message,
            requestId: "59dbff89-35bd-4eac-99ed-be587EXAMPLE", hides: hides,
            advice: "Allow ec2:\(action) for the role that scans, and scan again.",
            citation: Citation(exchange: 3, file: "data/\(account)/\(region)/0003-\(action).xml"))
    }

    private static func fix(_ id: String) -> Remediation {
        Remediation(
            summary: "Create a flow log that records all traffic of \(id) in a log group of CloudWatch Logs.",
            cli: """
                aws logs create-log-group --log-group-name '/aws/vpc/flow-logs/\(id)' --region eu-central-1
                aws ec2 create-flow-logs --resource-type VPC --resource-ids '\(id)' \\
                  --traffic-type ALL --log-destination-type cloud-watch-logs \\
                  --log-group-name '/aws/vpc/flow-logs/\(id)' # ``` <b>
                """,
            terraform: """
                resource "aws_flow_log" "this" {
                  vpc_id       = "\(id)"
                  traffic_type = "ALL"
                }
                """)
    }
}

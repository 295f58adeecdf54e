import Evidence

/// What puts one failed VPC right: in words, and as parts that each language writes in its own way.
struct FlowLogFix: Sendable {
    let place: FixPlace
    /// What it does, in one sentence.
    let summary: String
    let parts: [FixPart]
    /// What a person has to know or do beside it, a sentence each.
    let remarks: [String]

    /// Where AWS tells why a flow log cannot deliver, that is mended; else there is a new one.
    init(of place: FixPlace, reason: ReasonCode, flowLogs: [FlowLog], settings: FixSettings) {
        self.place = place
        let faults = reason == .deliveryFailed ? DeliveryFault.all(in: flowLogs, account: place.account) : []
        if faults.isEmpty {
            // Beside a flow log of accepted traffic the new one needs to record only the rest.
            let traffic = reason == .rejectsNotRecorded ? "REJECT" : "ALL"
            let days = settings.retention.rawValue
            parts =
                switch settings.destination {
                case .cloudWatchLogs: Self.cloudWatchLogs(place, traffic: traffic, days: days)
                case .s3: Self.s3(place, traffic: traffic, days: days)
                case .firehose: Self.firehose(place, traffic: traffic, days: days)
                }
            summary = .new(traffic, from: place.vpc, to: settings)
            remarks = .old(flowLogs, reason, place)
        } else {
            parts = faults.flatMap { $0.parts(in: place) }
            summary = faults.map { .mending($0) }.joined(separator: " ")
            remarks = faults.flatMap { [String].about($0) }
        }
    }

    init(_ assessment: Assessment, _ settings: FixSettings) {
        let arn = assessment.id.split(separator: ":", omittingEmptySubsequences: false)
        self.init(
            of: FixPlace(
                vpc: assessment.vpcId, account: assessment.account, region: assessment.region,
                partition: arn.count > 1 ? String(arn[1]) : "aws", flowLogs: assessment.flowLogs),
            reason: assessment.reason.code, flowLogs: assessment.flowLogs, settings: settings)
    }
}

extension Remediation {
    /// The fix of a VPC that failed for a reason, made anew whenever it is read.
    static func ofFlowLogs(
        _ facts: VpcFacts, _ reason: Reason, partition: String, settings: FixSettings
    ) -> Remediation {
        let (code, vpc, account, region, logs) = (
            reason.code, facts.vpc.vpcId, facts.ownerId, facts.region, facts.flowLogs
        )
        return Remediation {
            let place = FixPlace(vpc: vpc, account: account, region: region, partition: partition, flowLogs: logs)
            let fix = FlowLogFix(of: place, reason: code, flowLogs: logs, settings: settings)
            return { part in
                switch part {
                case .summary: fix.summary
                case .cli: fix.commands
                case .terraform: fix.terraform
                case .cloudFormation: fix.cloudFormation
                }
            }
        }
    }
}

extension DeliveryFault {
    fileprivate func parts(in place: FixPlace) -> [FixPart] {
        switch self {
        case .role(let name, let path, let logGroup):
            var role = FixPart.ServiceRole.flowLogs(
                named: name, writingTo: logGroup, in: place, ofEveryRegion: true)
            role.path = path
            role.policyName += "-of-\(place.vpc)"
            return [.foundLogGroup(logGroup), .trustedRole(role), .addedRights(role)]
        case .bucket(let name): return [.mendedBucket(name: name, .logDelivery(to: name, of: place))]
        case .stream(let name): return [.mendedStream(name: name)]
        case .throttled: return [.logsQuota]
        }
    }
}

// What the fixes say of themselves.
extension String {
    fileprivate static func new(_ traffic: String, from vpc: String, to settings: FixSettings) -> String {
        let days = "kept \(settings.retention.rawValue) days"
        let target =
            switch settings.destination {
            case .cloudWatchLogs: "CloudWatch Logs, \(days)"
            case .s3: "a new S3 bucket, \(days), with a table to query it by Athena"
            case .firehose: "a new Firehose stream that writes to S3, \(days)"
            }
        let beside = traffic == "REJECT" ? ", beside the one that records accepted traffic only" : ""
        return "Create a flow log of \(traffic) traffic from \(vpc) to \(target)\(beside)."
    }

    fileprivate static func mending(_ fault: DeliveryFault) -> String {
        switch fault {
        case .role(let name, _, let logGroup):
            "Let flow logs assume the role \(name), and let it write to the log group \(logGroup)."
        case .bucket(let name): "Let the policy of the bucket \(name) take the flow log."
        case .stream(let name): "Let AWS's log delivery write to the Firehose stream \(name)."
        case .throttled: "Ask for a higher quota of CloudWatch Logs, which throttles the deliveries."
        }
    }
}

extension [String] {
    /// What becomes of flow logs that do not do their work: they can go when the new one delivers.
    fileprivate static func old(_ flowLogs: [FlowLog], _ reason: ReasonCode, _ place: FixPlace) -> [String] {
        if reason == .retentionTooShort {
            return ["A longer retention of the destination that is there does as well: see --min-retention."]
        }
        let ids = flowLogs.filter { reason == .destinationMissing || $0.isWorking == false }.map(\.flowLogId)
            .filter { $0.utf8.count <= 64 && Identifier.isResource($0, prefix: "fl-") }
        guard !ids.isEmpty, [.notActive, .deliveryFailed, .destinationMissing].contains(reason) else { return [] }
        let list = ids.joined(separator: " ")
        return [
            "Once the new flow log delivers, the old can go: "
                + "aws ec2 delete-flow-logs --region \(place.region) --flow-log-ids \(list)"
        ]
    }

    fileprivate static func about(_ fault: DeliveryFault) -> [String] {
        switch fault {
        case .role(let name, _, _):
            [
                "Terraform replaces the trust of the role \(name): if something else assumes it too, add that there. "
                    + "The commands for the AWS CLI only add to it.",
                "A log group that is encrypted with a key needs that key's policy to let CloudWatch Logs use it.",
            ]
        case .bucket(let name):
            [
                "This is for the owner of the bucket \(name), which may be another account.",
                "A bucket that is encrypted with a key needs that key's policy to let delivery.logs.amazonaws.com use it.",
            ]
        case .stream(let name):
            ["A stream that Terraform or CloudFormation declares needs the tag LogDeliveryEnabled there: \(name)."]
        case .throttled:
            [
                "AWS decides on a higher quota. A flow log to S3 (--fix-destination s3) is not throttled so.",
                "The same error comes where the account has as many log groups as it may have.",
            ]
        }
    }
}

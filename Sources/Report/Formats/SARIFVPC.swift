import Evidence

/// What is said of one VPC, and of all that could not be seen.
extension SARIFLog.Result {
    /// A VPC of this run.
    init(of vpc: Assessment, checkId: String, in map: SourceMap?) {
        let isFail = vpc.verdict == .fail
        let fix = isFail ? vpc.remediation.map { String($0.summary.firstLine) } ?? vpc.reason.code.shortestFix : nil
        self.init(
            ruleId: checkId,
            ruleIndex: 0,
            kind: Kind(vpc.verdict),
            level: isFail ? vpc.reason.code.level : .none,
            message: .init(
                Self.name(vpc.vpcId, vpc.name, vpc.account, vpc.region) + ": " + vpc.reason.text
                    + (fix.map { " Fix: \($0)" } ?? "")),
            locations: [.init(vpc.vpcId, vpc.account, vpc.region, id: vpc.id, in: map)],
            partialFingerprints: .init(rule: checkId, id: vpc.id),
            properties: Properties(
                account: vpc.account, region: vpc.region, vpcId: vpc.vpcId, reason: vpc.reason.code,
                byPolicy: vpc.byPolicy, citations: vpc.citations, remediation: vpc.remediation))
    }

    /// A fail of an earlier run: the same alert as it was there.
    init(carriedOver earlier: CarriedFail, checkId: String, in map: SourceMap?) {
        let vpc = earlier.vpc
        self.init(
            ruleId: checkId,
            ruleIndex: 0,
            level: vpc.reason.code.level,
            message: .init(
                Self.name(vpc.vpcId, vpc.name, vpc.account, vpc.region)
                    + " could not be read in this run, so the alert stays open. Carried over from run "
                    + "\(earlier.runId) of \(earlier.finishedAt.forPeople) under policy \(earlier.policy.rawValue), "
                    + "which said: \(vpc.reason.text)"),
            locations: [.init(vpc.vpcId, vpc.account, vpc.region, id: vpc.id, in: map)],
            partialFingerprints: .init(rule: checkId, id: vpc.id),
            properties: Properties(
                account: vpc.account, region: vpc.region, vpcId: vpc.vpcId, reason: vpc.reason.code,
                carriedOver: true,
                carriedFrom: .init(
                    runId: earlier.runId, finishedAt: earlier.finishedAt, policy: earlier.policy)))
    }

    /// Nil where everything could be read. It stays the same alert while anything is hidden.
    init?(coverageOf dossier: Dossier) {
        guard let text = dossier.coverageSentence else { return nil }
        let rule = SARIFLog.Descriptor.coverageId
        let id = "exhibit/\(dossier.control.checkId)/\(dossier.accountsKey)/coverage"
        self.init(
            ruleId: rule,
            ruleIndex: 1,
            level: .warning,
            message: .init(text),
            locations: [
                .init(
                    dossier.inputs.sourceMap?.fallback, path: ["aws", dossier.accountsKey, "coverage"],
                    name: "coverage", id: id)
            ],
            partialFingerprints: .init(rule: rule, id: id),
            properties: Properties(citations: dossier.hidingGaps.map(\.citation)))
    }

    /// `VPC 'vpc-1' (name) in account '1', region 'r'`
    private static func name(_ vpcId: String, _ name: String?, _ account: String, _ region: String) -> String {
        let name = name.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""
        return "VPC '\(vpcId)'\(name) in account '\(account)', region '\(region)'"
    }
}

extension SARIFLog.Location {
    fileprivate init(_ vpcId: String, _ account: String, _ region: String, id: String, in map: SourceMap?) {
        self.init(
            map?.vpcs[vpcId] ?? map?.fallback, path: ["aws", account, region, "vpc", vpcId], name: vpcId, id: id)
    }
}

extension SARIFLog.Result.Kind {
    fileprivate init(_ verdict: Verdict) {
        switch verdict {
        case .pass: self = .pass
        case .fail: self = .fail
        case .notApplicable: self = .notApplicable
        case .notAssessed: self = .open
        }
    }
}

extension Dossier {
    /// What could not be seen, in words; nil where everything could.
    var coverageSentence: String? {
        let gaps = hidingGaps
        guard summary.notAssessed > 0 || !gaps.isEmpty else { return nil }
        let named = gaps.prefix(5).map { "\($0.action) in \($0.account) \($0.region): \($0.code)" }
        let more = gaps.count > named.count ? "; and \(gaps.count - named.count) more" : ""
        var text = "Coverage is incomplete. VPCs not assessed: \(summary.notAssessed) of \(summary.total)."
        if !gaps.isEmpty {
            text += " Answers of AWS that are missing: \(named.joined(separator: "; "))\(more)."
        }
        if let advice = gaps.first?.advice { text += " \(advice)" }
        return text
    }
}

extension ReasonCode {
    /// A VPC whose accepted traffic is on record is less in the dark than one without any record.
    var level: SARIFLog.Level { self == .rejectsNotRecorded ? .note : .warning }

    /// What to do, where the fix of the VPC itself was not asked for; nil for what is no fail.
    var shortestFix: String? {
        switch self {
        case .noFlowLog: "Create a flow log on the VPC with traffic type ALL or REJECT."
        case .notActive: "Create a new flow log, then delete the one that is not ACTIVE."
        case .deliveryFailed:
            "Mend the destination: on Access error the role or bucket policy, on Rate limited the CloudWatch Logs quota."
        case .rejectsNotRecorded:
            "Create a flow log with traffic type ALL or REJECT, then delete the one that records accepted traffic only."
        case .destinationMissing:
            "Create the destination of the flow log again, or a new flow log whose destination exists."
        case .retentionTooShort: "Lengthen the retention of the log group, or of the bucket's lifecycle rules."
        case .flowLogWorking, .flowLogActive, .flowLogPresent, .defaultVPC, .sharedVPC, .flowLogsUnreadable,
            .flowLogUnclear, .destinationUnreadable, .conflictingAnswers:
            nil
        }
    }
}

extension String {
    fileprivate var firstLine: Substring { prefix { !$0.isNewline } }
}

import Evidence

/// What of a dossier GitHub is shown: the fails that nobody has accepted, and one result for all that is hidden.
struct SARIFSelection {
    /// GitHub takes 25,000 results of a file, and shows 5,000 of them.
    static let limit = 5_000

    let results: [SARIFLog.Result]
    let fails: Int
    let omitted: Int

    init(of dossier: Dossier) {
        let all = dossier.assessments.filter { $0.verdict == .fail && !$0.isAccepted }
        let coverage = SARIFLog.Result(coverageOf: dossier)
        let room = Self.limit - (coverage == nil ? 0 : 1)
        // Where not all fit, the graver come first.
        let shown = all.count <= room ? all : Array(Self.gravestFirst(all).prefix(room))
        let checkId = dossier.control.checkId
        results = [coverage].compactMap(\.self) + shown.map { SARIFLog.Result(of: $0, checkId: checkId) }
        fails = shown.count
        omitted = all.count - shown.count
    }

    private static func gravestFirst(_ vpcs: [Assessment]) -> [Assessment] {
        vpcs.filter { $0.reason.code.level == .warning } + vpcs.filter { $0.reason.code.level == .note }
    }
}

extension SARIFLog.Result {
    /// One VPC that failed.
    init(of vpc: Assessment, checkId: String) {
        let name = vpc.name.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""
        let fix = vpc.remediation.map { " Fix: \($0.summary.firstLine)" } ?? ""
        self.init(
            ruleId: checkId,
            ruleIndex: 0,
            level: vpc.reason.code.level,
            message: .init(
                "VPC '\(vpc.vpcId)'\(name) in account '\(vpc.account)', region '\(vpc.region)': "
                    + vpc.reason.text + fix),
            locations: [
                .init(path: ["aws", vpc.account, vpc.region, "vpc", vpc.vpcId], name: vpc.vpcId, id: vpc.id)
            ],
            partialFingerprints: .init(rule: checkId, id: vpc.id),
            properties: Properties(
                account: vpc.account, region: vpc.region, vpcId: vpc.vpcId, reason: vpc.reason.code,
                byPolicy: vpc.byPolicy, citations: vpc.citations, remediation: vpc.remediation))
    }

    /// Nil where everything could be read. It stays the same alert while anything is hidden.
    init?(coverageOf dossier: Dossier) {
        let gaps = dossier.hidingGaps
        let notAssessed = dossier.summary.notAssessed
        guard notAssessed > 0 || !gaps.isEmpty else { return nil }
        let rule = SARIFLog.Descriptor.coverageId
        let id = "exhibit/\(dossier.control.checkId)/\(dossier.accountsKey)/coverage"
        let named = gaps.prefix(5).map { "\($0.action) in \($0.account) \($0.region): \($0.code)" }
        let more = gaps.count > named.count ? "; and \(gaps.count - named.count) more" : ""
        var text = "Coverage is incomplete. VPCs not assessed: \(notAssessed) of \(dossier.summary.total)."
        if !gaps.isEmpty {
            text += " Answers of AWS that are missing: \(named.joined(separator: "; "))\(more)."
        }
        if let advice = gaps.first?.advice { text += " \(advice)" }
        self.init(
            ruleId: rule,
            ruleIndex: 1,
            level: .warning,
            message: .init(text),
            locations: [.init(path: ["aws", dossier.accountsKey, "coverage"], name: "coverage", id: id)],
            partialFingerprints: .init(rule: rule, id: id),
            properties: Properties(citations: gaps.map(\.citation)))
    }
}

extension SARIFLog.Notification {
    init(of gap: Gap) {
        let request = gap.requestId.map { " (request \($0))" } ?? ""
        self.init(
            descriptor: Reference(id: SARIFLog.Descriptor.gap.id, index: 0),
            message: .init(
                "\(gap.action) in account '\(gap.account)', region '\(gap.region)': \(gap.code)\(request). "
                    + "\(gap.message) This hides \(gap.hides.inWords). \(gap.advice)"))
    }

    static func omitted(_ count: Int) -> Self {
        Self(
            descriptor: Reference(id: SARIFLog.Descriptor.omission.id, index: 1),
            message: .init(
                "\(count) more VPCs failed. They are left out here, because GitHub shows "
                    + "\(SARIFSelection.limit) results of a file; findings.json of the package holds them all."))
    }
}

extension Gap.Hides {
    /// As the object of a sentence.
    var inWords: String {
        switch self {
        case .vpcs: "VPCs"
        case .flowLogs: "flow logs"
        case .explanation: "an explanation, and no verdict"
        }
    }
}

extension ReasonCode {
    /// A VPC whose accepted traffic is on record is less in the dark than one without any record.
    fileprivate var level: SARIFLog.Level { self == .rejectsNotRecorded ? .note : .warning }
}

extension String {
    fileprivate var firstLine: Substring { prefix { !$0.isNewline } }
}

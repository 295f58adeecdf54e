/// Something about two runs that decides how their comparison is to be read.
package enum ComparisonRemark: String, Encodable, Sendable, CaseIterable {
    /// One is of the sample estate, the other of live AWS.
    case demoAndLive = "demo-and-live"
    /// Both are of the sample estate: evidence of no account.
    case demo
    /// No account is in both.
    case otherAccounts = "other-accounts"
    /// The one given first is the later one.
    case wrongOrder = "wrong-order"
    /// Different policies decide, only one judges default VPCs, or destinations count otherwise: verdicts may differ
    /// for that alone.
    case policiesDiffer = "policies-differ"
    /// Made by different versions. Both are judged by the one that compares.
    case versionsDiffer = "versions-differ"
    /// Both follow from the very same answers of AWS.
    case sameAnswers = "same-answers"

    static func all(from old: Dossier, to new: Dossier) -> [ComparisonRemark] {
        allCases.filter { remark in
            switch remark {
            case .versionsDiffer: old.tool.version != new.tool.version
            case .sameAnswers: old.exchanges == new.exchanges
            default: remark.holds(old, new)
            }
        }
    }

    /// Those that can be told of what is kept of an earlier run.
    static func all(from old: some ComparedRun, to new: some ComparedRun) -> [ComparisonRemark] {
        allCases.filter { $0.holds(old, new) }
    }

    private func holds(_ old: some ComparedRun, _ new: some ComparedRun) -> Bool {
        switch self {
        case .demoAndLive: old.source != new.source
        case .demo: old.source == .demo && new.source == .demo
        case .otherAccounts: Set(old.accounts).isDisjoint(with: new.accounts)
        case .wrongOrder: old.startedAt > new.startedAt
        case .policiesDiffer:
            old.policyName != new.policyName || old.includesDefaultVPCs != new.includesDefaultVPCs
                || (old.depth?.checksDestinations ?? false) != (new.depth?.checksDestinations ?? false)
                || old.depth?.minRetentionDays != new.depth?.minRetentionDays
        case .versionsDiffer, .sameAnswers: false
        }
    }
}

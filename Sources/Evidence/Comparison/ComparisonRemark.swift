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
    /// Different policies decide, or only one judges default VPCs: verdicts may differ for that alone.
    case policiesDiffer = "policies-differ"
    /// Made by different versions. Both are judged by the one that compares.
    case versionsDiffer = "versions-differ"
    /// Both follow from the very same answers of AWS.
    case sameAnswers = "same-answers"

    static func all(from old: Dossier, to new: Dossier) -> [ComparisonRemark] {
        allCases.filter { $0.holds(old, new) }
    }

    private func holds(_ old: Dossier, _ new: Dossier) -> Bool {
        switch self {
        case .demoAndLive: old.run.source != new.run.source
        case .demo: old.run.source == .demo && new.run.source == .demo
        case .otherAccounts: Set(old.identities.map(\.account)).isDisjoint(with: new.identities.map(\.account))
        case .wrongOrder: old.run.startedAt > new.run.startedAt
        case .policiesDiffer:
            old.policy.name != new.policy.name || old.policy.includesDefaultVPCs != new.policy.includesDefaultVPCs
        case .versionsDiffer: old.tool.version != new.tool.version
        case .sameAnswers: old.exchanges == new.exchanges
        }
    }
}

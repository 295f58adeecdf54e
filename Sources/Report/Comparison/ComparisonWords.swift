import Evidence

/// A comparison in sentences: the same words in every format.
struct ComparisonWords: Sendable {
    private let comparison: Comparison

    init(_ comparison: Comparison) {
        self.comparison = comparison
    }

    /// `Nothing got worse`, `It got worse: 2 VPCs fail that did not before`.
    var verdict: String {
        if comparison.isEmpty { return "Nothing changed" }
        guard comparison.gotWorse else { return "Nothing got worse" }
        return "It got worse: " + comparison.worsenings.map(sentence).joined(separator: "; ")
    }

    /// The verdict, and what got better.
    var sentence: String {
        let better = [
            (comparison.count(.fixed), "VPC was fixed", "VPCs were fixed"),
            (comparison.count(.assessed), "VPC could be assessed again", "VPCs could be assessed again"),
            (comparison.count(.closed), "gap was closed", "gaps were closed"),
        ].filter { $0.0 > 0 }.map { $0.0.of($0.1, $0.2) }
        return verdict + "." + (better.isEmpty ? "" : " \(better.joined(separator: ", ")).")
    }

    /// `3 days 4 hours`, from the start of one run to that of the other.
    var timeBetween: String {
        let milliseconds = comparison.new.run.startedAt.milliseconds - comparison.old.run.startedAt.milliseconds
        let seconds = Int(milliseconds.magnitude / 1000)
        let parts = [(seconds / 86_400, "day"), (seconds / 3600 % 24, "hour"), (seconds / 60 % 60, "minute")]
        let told = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }.map { $0.0.of($0.1) }
        return told.isEmpty ? (seconds % 60).of("second") : told.joined(separator: " ")
    }

    private func sentence(_ worsening: Worsening) -> String {
        switch worsening {
        case .status:
            return "the status went from \(comparison.old.summary.status.words) to "
                + comparison.new.summary.status.words
        case .fails:
            return comparison.vpcs.count { $0.worsening == .fails }
                .of("VPC fails that did not before", "VPCs fail that did not before")
        case .sight:
            let count = comparison.vpcs.count { $0.worsening == .sight }
            return "\(count.of("VPC")) could not be assessed"
        case .gaps: return "\(comparison.gaps.count(where: \.isWorse).of("gap")) opened"
        case .scope:
            let accounts = comparison.scope.accountsLost.count
            let regions = comparison.scope.regions.count(where: \.isWorse)
            let lost = [(accounts, "account"), (regions, "region")].filter { $0.0 > 0 }.map { $0.0.of($0.1) }
            return "\(lost.joined(separator: " and ")) \(accounts + regions == 1 ? "is" : "are") no longer read"
        }
    }

    func sentence(_ remark: ComparisonRemark) -> String {
        let (old, new) = (comparison.old, comparison.new)
        switch remark {
        case .demoAndLive:
            let demo = old.run.source == .demo ? "OLD" : "NEW"
            return "\(demo) is the sample estate of the demo, the other is of live AWS: they are not comparable."
        case .demo: return "Both are of the sample estate, not evidence of any account."
        case .otherAccounts: return "No account is in both: these are different estates."
        case .wrongOrder:
            return "OLD is the later of the two (\(old.run.startedAt.forPeople)): they may be in the wrong order."
        case .policiesDiffer:
            return "They are judged differently: OLD under \(Self.words(old.policy)), NEW under "
                + "\(Self.words(new.policy)). Verdicts may differ for that alone; --policy and "
                + "--include-default-vpcs judge both alike."
        case .versionsDiffer:
            return "OLD was made by version \(old.tool.version), NEW by \(new.tool.version). The verdicts of both "
                + "are made here, by one version, from what AWS answered."
        case .sameAnswers: return "Both follow from the same answers of AWS."
        }
    }

    static func words(_ policy: Policy) -> String {
        policy.name.rawValue + (policy.includesDefaultVPCs && policy.name != .cis ? " with default VPCs" : "")
    }
}

extension VPCChange.Kind {
    /// Stands above the VPCs of the kind.
    var title: String {
        switch self {
        case .broken: "Broken: they passed, and fail"
        case .new: "New"
        case .newlySeen: "Newly seen in regions that were not read in full before"
        case .notAssessed: "No longer assessed"
        case .notSeen: "Not seen now because their region could not be read in full"
        case .noLongerAccepted: "No longer accepted by exception"
        case .applicable: "Now applicable"
        case .assessed: "Assessed again"
        case .fixed: "Fixed: they failed, and pass"
        case .gone: "Gone: their region was read in full, without them"
        case .accepted: "Now accepted by exception"
        case .notApplicable: "No longer applicable"
        case .reason: "Same verdict, other reason"
        }
    }
}

extension VPCChange.Kind {
    /// Stands above those that count as worse.
    fileprivate var worseTitle: String {
        switch self {
        case .new, .newlySeen, .applicable, .assessed: "\(title): failing or not assessed"
        default: title
        }
    }
}

extension GapChange.Kind {
    var title: String {
        switch self {
        case .opened: "Gaps opened"
        case .newlyAsked: "Gaps in regions that were not asked before"
        case .changed: "Gaps with another cause"
        case .noLongerAsked: "Gaps in regions that are no longer asked"
        case .closed: "Gaps closed"
        }
    }
}

extension VPCChange {
    /// `pass → fail`, `fail: not-active → no-flow-log`.
    var step: String {
        if kind == .reason, let from, let to {
            return "\(from.verdict.words): \(from.reason.code.rawValue) → \(to.reason.code.rawValue)"
        }
        return "\(words(from)) → \(words(to))"
    }

    /// Why it is what it is, or was what it was.
    var reasonText: String { to?.reason.text ?? from?.reason.text ?? "" }

    private func words(_ state: State?) -> String {
        guard let state else { return kind == .new || kind == .gone ? "not there" : "not seen" }
        return state.verdict.words + (state.accepted ? " (accepted)" : "")
    }
}

extension GapChange {
    /// `UnauthorizedOperation`, `Throttling → UnauthorizedOperation`.
    var step: String {
        let codes = [from, to].compactMap { $0?.code }
        return codes.first == codes.last ? codes.first ?? "" : codes.joined(separator: " → ")
    }

    /// What it hides, or hid.
    var hides: String { ((to ?? from)?.hides.rawValue ?? "").replacing("-", with: " ") }
}

extension RegionChange {
    var step: String { "\(Self.words(from)) → \(Self.words(to))" }

    private static func words(_ status: Scope.Status?) -> String {
        status?.rawValue.replacing("-", with: " ") ?? "not known"
    }
}

extension Comparison {
    /// VPCs that are told together.
    struct Group {
        let title: String
        let isWorse: Bool
        let vpcs: [VPCChange]
    }

    /// Kind by kind, what counts as worse apart from the rest. None is empty.
    var groups: [Group] {
        VPCChange.Kind.allCases.flatMap { kind in
            [true, false].map { isWorse in
                Group(
                    title: isWorse ? kind.worseTitle : kind.title, isWorse: isWorse,
                    vpcs: vpcs.filter { $0.kind == kind && ($0.worsening != nil) == isWorse })
            }
        }.filter { !$0.vpcs.isEmpty }
    }

    func gaps(_ kind: GapChange.Kind) -> [GapChange] { gaps.filter { $0.kind == kind } }
}

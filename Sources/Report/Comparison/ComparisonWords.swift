import Evidence

/// A comparison in sentences: the same words in every format.
struct ComparisonWords: Sendable {
    private let comparison: Comparison

    init(_ comparison: Comparison) {
        self.comparison = comparison
    }

    var verdict: String { comparison.changes.verdict }
    var sentence: String { comparison.changes.sentence }

    /// `3 days 4 hours`, from the start of one run to that of the other.
    var timeBetween: String {
        let milliseconds = comparison.new.run.startedAt.milliseconds - comparison.old.run.startedAt.milliseconds
        let seconds = Int(milliseconds.magnitude / 1000)
        let parts = [(seconds / 86_400, "day"), (seconds / 3600 % 24, "hour"), (seconds / 60 % 60, "minute")]
        let told = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }.map { $0.0.of($0.1) }
        return told.isEmpty ? (seconds % 60).of("second") : told.joined(separator: " ")
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
            return "They are judged differently: OLD under \(Self.words(old.policy, old.depth)), NEW under "
                + "\(Self.words(new.policy, new.depth)). Verdicts may differ for that alone; --policy and "
                + "--include-default-vpcs judge both alike."
        case .versionsDiffer:
            return "OLD was made by version \(old.tool.version), NEW by \(new.tool.version). The verdicts of both "
                + "are made here, by one version, from what AWS answered."
        case .sameAnswers: return "Both follow from the same answers of AWS."
        }
    }

    static func words(_ policy: Policy, _ depth: Depth?) -> String {
        words(policy.name, withDefaultVPCs: policy.includesDefaultVPCs, depth)
    }

    static func words(_ policy: PolicyName, withDefaultVPCs: Bool, _ depth: Depth?) -> String {
        let destinations =
            depth?.minRetentionDays.map { ", records kept for \($0.of("day"))" }
            ?? (depth?.checksDestinations == true ? ", destinations read" : "")
        return policy.rawValue + (withDefaultVPCs && policy != .cis ? " with default VPCs" : "")
            + (policy == .effective ? destinations : "")
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
        case .renamed: "Renamed: nothing else changed"
        }
    }
}

extension VPCChange.Kind {
    /// Stands above those that count as worse.
    var worseTitle: String {
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
        if kind == .renamed, let to { return "\(words(to)), renamed" }
        return "\(words(from)) → \(words(to))"
    }

    /// Why it is what it is, or was what it was; what it was called; and what it has probably been rebuilt as or from.
    var explanation: String {
        [to?.reason.text ?? from?.reason.text, renameText, rebuildText].compactMap(\.self).joined(separator: " ")
    }

    private var renameText: String? {
        rename.map { $0.from.map { "Renamed: it was called “\($0)”." } ?? "Renamed: it had no name." }
    }

    private var rebuildText: String? {
        counterpart.map {
            kind == .gone
                ? "Probably rebuilt as \($0), which is new and has the same name and CIDR blocks."
                : "Probably rebuilt from \($0), which is gone and had the same name and CIDR blocks."
        }
    }

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

import Evidence

/// A verdict with its reason.
struct Judgement: Sendable, Hashable {
    var verdict: Verdict
    var reason: Reason

    init(_ verdict: Verdict, _ code: ReasonCode, _ text: String) {
        self.verdict = verdict
        reason = Reason(code, text)
    }
}

/// The three policies of check aws-vpc-003: when a VPC passes, from its facts alone.
///
/// A pass rests on flow logs that were read, so it stands even where others could not be, or are contradicted. A fail
/// rests on there being no others, so it needs the whole list. Nothing rests on answers that contradict each other.
struct FlowLogPolicy: Sendable {
    let name: PolicyName
    let includesDefaultVPCs: Bool
    /// How long a destination must keep records for its flow log to count; nil: however long.
    var minRetentionDays: Int?

    func judge(_ facts: VpcFacts) -> Judgement {
        if !facts.conflict.isEmpty {
            return Judgement(.notAssessed, .conflictingAnswers, .conflicting("the VPC", facts.conflict))
        }
        if let outOfScope = outOfScope(facts) { return outOfScope }
        let judgement = passOrFail(facts)
        if judgement.verdict == .pass { return judgement }
        let conflicting = facts.flowLogs.filter(\.isConflicting)
        if !conflicting.isEmpty {
            return Judgement(.notAssessed, .conflictingAnswers, .conflicting(conflicting, facts.flowLogConflict))
        }
        guard let unread = facts.unread else { return judgement }
        let isConflict = unread.code == OwnCode.conflicting && !unread.wasRefused
        return Judgement(
            .notAssessed, isConflict ? .conflictingAnswers : .flowLogsUnreadable, .unreadable(unread))
    }

    private func outOfScope(_ facts: VpcFacts) -> Judgement? {
        if facts.isShared && name != .cloudAudit {
            return Judgement(.notApplicable, .sharedVPC, .shared(by: facts.ownerId))
        }
        if facts.vpc.isDefault && name != .cis && !includesDefaultVPCs {
            return Judgement(.notApplicable, .defaultVPC, .defaultVPC)
        }
        return nil
    }

    private func passOrFail(_ facts: VpcFacts) -> Judgement {
        let logs = facts.flowLogs.filter { !$0.isConflicting }
        guard !logs.isEmpty else {
            return Judgement(.fail, .noFlowLog, facts.isShared ? .noneSeen(of: facts.ownerId) : .noFlowLog)
        }
        return switch name {
        case .cloudAudit: Judgement(.pass, .flowLogPresent, .present(logs))
        case .cis: active(logs)
        case .effective: effective(logs, facts.checksDestinations)
        }
    }

    private func active(_ logs: [FlowLog]) -> Judgement {
        let active = logs.filter { $0.isActive == true }
        if !active.isEmpty { return Judgement(.pass, .flowLogActive, .active(active)) }
        let unclear = logs.filter { $0.isActive == nil }
        if !unclear.isEmpty {
            return Judgement(.notAssessed, .flowLogUnclear, .unclear(unclear, field: "status"))
        }
        return Judgement(.fail, .notActive, .notActive(logs))
    }

    private func effective(_ logs: [FlowLog], _ checksDestinations: Bool) -> Judgement {
        let working = logs.filter(\.isWorking)
        let recording = working.filter { $0.recordsRejects == true }
        let there = recording.filter { $0.destination?.isGone != true }
        let proven = checksDestinations ? there.filter { ($0.destination?.presence ?? .unreadable) == .exists } : there
        let kept = proven.filter { isKept($0) == true }
        if !kept.isEmpty {
            return Judgement(.pass, .flowLogWorking, .working(kept) + keeping(kept))
        }
        let idle = there.filter { $0.destination?.presence == .missing && isKept($0) == true }
        if !idle.isEmpty {
            return Judgement(.pass, .flowLogWorking, .working(idle) + .idle(idle))
        }
        let unproven = there.filter { isKept($0) != false }
        if !unproven.isEmpty {
            let isConflict = unproven.contains { $0.destination?.conflicting == true }
            return Judgement(
                .notAssessed, isConflict ? .conflictingAnswers : .destinationUnreadable,
                .unproven(unproven, days: minRetentionDays))
        }

        let unclear = logs.filter { !$0.isFailing && $0.isActive != false }
            .filter { $0.isActive == nil || $0.delivers == nil || $0.recordsRejects == nil }
        if !unclear.isEmpty {
            let field =
                unclear.contains { $0.isActive == nil }
                ? "status" : unclear.contains { $0.delivers == nil } ? "delivery" : "traffic type"
            return Judgement(.notAssessed, .flowLogUnclear, .unclear(unclear, field: field))
        }
        if !there.isEmpty {
            return Judgement(.fail, .retentionTooShort, .keptTooShort(there, days: minRetentionDays ?? 0))
        }
        if !recording.isEmpty { return Judgement(.fail, .destinationMissing, .withoutDestination(recording)) }
        let failing = logs.filter { $0.isActive != false && $0.isFailing && $0.recordsRejects != false }
        if !failing.isEmpty { return Judgement(.fail, .deliveryFailed, .deliveryFailed(failing)) }
        if !working.isEmpty { return Judgement(.fail, .rejectsNotRecorded, .rejectsNotRecorded(working)) }
        let failingAccepts = logs.filter { $0.isActive != false && $0.isFailing }
        if !failingAccepts.isEmpty {
            return Judgement(.fail, .deliveryFailed, .deliveryFailed(failingAccepts))
        }
        return Judgement(.fail, .notActive, .notActive(logs))
    }

    /// Whether its records are kept as long as they must be; nil where nobody can tell.
    private func isKept(_ log: FlowLog) -> Bool? {
        guard let minRetentionDays else { return true }
        return log.destination?.retention?.lasts(minRetentionDays)
    }

    private func keeping(_ logs: [FlowLog]) -> String {
        guard minRetentionDays != nil, let retention = logs.first?.destination?.retention else { return "" }
        return " Its records are kept \(retention.words)."
    }
}

extension Policy {
    /// The policy's own words, which every report prints.
    static func named(
        _ name: PolicyName, _ terms: PolicyTerms, benchmark: ControlDescription.Benchmark
    ) -> Policy {
        let includesDefaultVPCs = terms.includesDefaultVPCs
        let rest = includesDefaultVPCs ? ", default VPCs included" : ", but not default VPCs"
        return switch name {
        case .effective:
            Policy(
                name, scope: "every VPC that the account owns\(rest)",
                rule: "A VPC passes when its VPC-level flow logs that are ACTIVE and not failing to deliver "
                    + "together record rejected traffic (traffic type REJECT or ALL)."
                    + DepthWords.rule(terms),
                includesDefaultVPCs: includesDefaultVPCs, minRetentionDays: terms.minRetentionDays)
        case .cis:
            Policy(
                name, scope: "every VPC that the account owns",
                rule: "A VPC passes when it has an ACTIVE VPC-level flow log: "
                    + "\(benchmark.name) v\(benchmark.version), \(benchmark.id), as written.",
                includesDefaultVPCs: true)
        case .cloudAudit:
            Policy(
                name, scope: "every VPC that the account can see\(rest)",
                rule: "A VPC passes when it has any VPC-level flow log, whatever its state: "
                    + "the rule of cloud-audit's check AWS-VPC-003.",
                includesDefaultVPCs: includesDefaultVPCs)
        }
    }
}

// The sentences of the reasons.
extension String {
    fileprivate static let noFlowLog = "No flow log is attached to the VPC."

    fileprivate static func noneSeen(of owner: String) -> String {
        "This account sees no flow log on the VPC; only its owner, account \(owner), can tell whether it has one."
    }

    fileprivate static let defaultVPC = "This is the region's default VPC, which the policy leaves out."

    fileprivate static func shared(by owner: String) -> String {
        "The VPC is shared from account \(owner), which owns it: only the owner can see and make its flow logs."
    }

    fileprivate static func present(_ logs: [FlowLog]) -> String { "The VPC has \(list(logs))." }

    fileprivate static func active(_ logs: [FlowLog]) -> String {
        "\(capitalized(list(logs))) \(logs.count == 1 ? "is" : "are") ACTIVE."
    }

    fileprivate static func notActive(_ logs: [FlowLog]) -> String {
        let states = Set(logs.compactMap(\.flowLogStatus)).sorted().joined(separator: ", ")
        return "\(capitalized(list(logs))) \(logs.count == 1 ? "is" : "are") not ACTIVE (\(states))."
    }

    fileprivate static func working(_ logs: [FlowLog]) -> String {
        let types = Set(logs.compactMap(\.trafficType)).sorted().joined(separator: " and ")
        let delivery =
            logs.contains { $0.deliverLogsStatus == "SUCCESS" }
            ? "delivers" : "reports no failure to deliver"
        return "\(capitalized(list(logs.prefix(1)))) is ACTIVE, \(delivery) and records \(types) traffic"
            + (logs.count == 1 ? "." : "; so \(logs.count == 2 ? "does 1 more" : "do \(logs.count - 1) more").")
    }

    fileprivate static func deliveryFailed(_ logs: [FlowLog]) -> String {
        let causes = Set(logs.map { $0.deliverLogsErrorMessage ?? "no cause given" }).sorted()
        return "\(capitalized(list(logs))) \(logs.count == 1 ? "fails" : "fail") to deliver: "
            + "\(causes.joined(separator: ", "))."
    }

    fileprivate static func rejectsNotRecorded(_ logs: [FlowLog]) -> String {
        "\(capitalized(list(logs))) \(logs.count == 1 ? "records" : "record") only accepted traffic: "
            + "what was rejected leaves no trace."
    }

    fileprivate static func withoutDestination(_ logs: [FlowLog]) -> String {
        "\(capitalized(list(logs))) \(logs.count == 1 ? "delivers" : "deliver") to what does not exist: "
            + told(of: logs)
    }

    fileprivate static func keptTooShort(_ logs: [FlowLog], days: Int) -> String {
        "The records of \(list(logs)) are not kept for \(days) days: \(told(of: logs))"
    }

    fileprivate static func idle(_ logs: [FlowLog]) -> String { " \(told(of: logs))" }

    fileprivate static func unproven(_ logs: [FlowLog], days: Int?) -> String {
        guard let days else {
            return
                "That there is what \(list(logs)) \(logs.count == 1 ? "delivers" : "deliver") to could not be proven: "
                + told(of: logs)
        }
        return "Whether the records of \(list(logs)) are kept for \(days) days could not be proven: \(told(of: logs))"
    }

    /// What is known of the first one's destination.
    private static func told(of logs: [FlowLog]) -> String {
        logs.first?.destination?.text ?? "its destination was not read."
    }

    fileprivate static func unclear(_ logs: [FlowLog], field: String) -> String {
        "AWS's answer does not tell the \(field) of \(list(logs)), or contradicts itself or the documentation."
    }

    fileprivate static func conflicting(_ what: String, _ exchanges: [Int]) -> String {
        "What AWS answers about \(what) contradicts itself (\(exchanges.map(String.init).briefly(of: "exchange"))): "
            + "nothing of it is proven."
    }

    fileprivate static func conflicting(_ logs: [FlowLog], _ exchanges: [Int]) -> String {
        conflicting(list(logs), exchanges)
    }

    fileprivate static func unreadable(_ failure: CallFailure) -> String {
        let request = failure.requestId.map { ", request \($0)" } ?? ""
        return "The region's flow logs could not be read: \(failure.action) "
            + "\(failure.wasRefused ? "was refused" : "failed") with \(failure.code)\(request)."
    }

    private static func list(_ logs: some Collection<FlowLog>) -> String {
        let named = logs.prefix(3).map(\.flowLogId).joined(separator: ", ")
        let more = logs.count > 3 ? " and \(logs.count - 3) more" : ""
        return "\(logs.count == 1 ? "flow log" : "flow logs") \(named)\(more)"
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

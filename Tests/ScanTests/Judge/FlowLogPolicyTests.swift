import Evidence
import Support
import Testing
import XML

@testable import Scan

/// The three policies, row by row: what each says of the same facts.
struct FlowLogPolicyTests {
    /// A flow log in short: status, traffic type, delivery.
    struct Log: Sendable, CustomStringConvertible {
        var status: String? = "ACTIVE"
        var traffic: String? = "ALL"
        var delivery: String? = "SUCCESS"
        var error: String?

        var description: String { "\(status ?? "-")/\(traffic ?? "-")/\(delivery ?? error ?? "-")" }
    }

    struct Row: Sendable, CustomStringConvertible {
        var logs: [Log]
        var effective: ReasonCode
        var cis: ReasonCode
        var cloudAudit: ReasonCode = .flowLogPresent

        var description: String { logs.map(\.description).joined(separator: " + ") }
    }

    static let rows = [
        Row(logs: [], effective: .noFlowLog, cis: .noFlowLog, cloudAudit: .noFlowLog),
        Row(logs: [Log()], effective: .flowLogWorking, cis: .flowLogActive),
        Row(logs: [Log(traffic: "REJECT")], effective: .flowLogWorking, cis: .flowLogActive),
        Row(logs: [Log(traffic: "ACCEPT")], effective: .rejectsNotRecorded, cis: .flowLogActive),
        Row(logs: [Log(traffic: "ACCEPT"), Log(traffic: "REJECT")], effective: .flowLogWorking, cis: .flowLogActive),
        Row(logs: [Log(delivery: "FAILED")], effective: .deliveryFailed, cis: .flowLogActive),
        Row(logs: [Log(delivery: "FAILED"), Log()], effective: .flowLogWorking, cis: .flowLogActive),
        Row(
            logs: [Log(traffic: "REJECT", delivery: "FAILED"), Log(traffic: "ACCEPT")],
            effective: .deliveryFailed, cis: .flowLogActive),
        Row(
            logs: [Log(traffic: "ACCEPT", delivery: "FAILED"), Log(traffic: "ACCEPT")],
            effective: .rejectsNotRecorded, cis: .flowLogActive),
        Row(logs: [Log(traffic: "ACCEPT", delivery: "FAILED")], effective: .deliveryFailed, cis: .flowLogActive),
        Row(logs: [Log(delivery: nil)], effective: .flowLogWorking, cis: .flowLogActive),
        Row(logs: [Log(delivery: nil, error: "Access error")], effective: .deliveryFailed, cis: .flowLogActive),
        Row(logs: [Log(error: "Access error")], effective: .flowLogUnclear, cis: .flowLogActive),
        Row(logs: [Log(delivery: "SOMETHING NEW")], effective: .deliveryFailed, cis: .flowLogActive),
        Row(logs: [Log(status: "INACTIVE")], effective: .notActive, cis: .notActive),
        Row(logs: [Log(status: "INACTIVE"), Log()], effective: .flowLogWorking, cis: .flowLogActive),
        Row(logs: [Log(status: nil)], effective: .flowLogUnclear, cis: .flowLogUnclear),
        Row(logs: [Log(status: nil), Log()], effective: .flowLogWorking, cis: .flowLogActive),
        Row(logs: [Log(traffic: nil)], effective: .flowLogUnclear, cis: .flowLogActive),
        Row(logs: [Log(traffic: "EVERYTHING")], effective: .flowLogUnclear, cis: .flowLogActive),
        Row(logs: [Log(traffic: nil, delivery: "FAILED")], effective: .deliveryFailed, cis: .flowLogActive),
    ]

    @Test(arguments: rows) func rule(row: Row) throws {
        let facts = try facts(row.logs)
        #expect(judge(facts, .effective).reason.code == row.effective)
        #expect(judge(facts, .cis).reason.code == row.cis)
        #expect(judge(facts, .cloudAudit).reason.code == row.cloudAudit)
    }

    /// Where the list of flow logs is not whole, a pass stands and everything else is not assessed.
    @Test(arguments: rows, PolicyName.allCases) func unread(row: Row, policy: PolicyName) throws {
        var facts = try facts(row.logs)
        let whole = judge(facts, policy)
        facts.unread = CallFailure(
            action: "DescribeFlowLogs", region: "eu-west-1", code: "UnauthorizedOperation", message: "no",
            requestId: "r-1", attempts: 1, wasRefused: true)
        let partial = judge(facts, policy)
        if whole.verdict == .pass {
            #expect(partial == whole)
        } else {
            #expect(partial.verdict == .notAssessed && partial.reason.code == .flowLogsUnreadable)
            #expect(partial.reason.text.contains("UnauthorizedOperation") && partial.reason.text.contains("r-1"))
        }
    }

    @Test(arguments: [
        (PolicyName.effective, false, ReasonCode.defaultVPC), (.cis, false, .noFlowLog),
        (.cloudAudit, false, .defaultVPC), (.effective, true, .noFlowLog), (.cloudAudit, true, .noFlowLog),
    ])
    func defaultVPC(policy: PolicyName, included: Bool, reason: ReasonCode) throws {
        let facts = try facts([], isDefault: true)
        let judgement = FlowLogPolicy(name: policy, includesDefaultVPCs: included).judge(facts)
        #expect(judgement.reason.code == reason)
        #expect(judgement.verdict == (reason == .defaultVPC ? .notApplicable : .fail))
    }

    @Test(arguments: [
        (PolicyName.effective, ReasonCode.sharedVPC), (.cis, .sharedVPC), (.cloudAudit, .noFlowLog),
    ])
    func sharedVPC(policy: PolicyName, reason: ReasonCode) throws {
        let judgement = judge(try facts([], owner: "444455556666"), policy)
        #expect(judgement.reason.code == reason)
        if reason == .sharedVPC { #expect(judgement.reason.text.contains("444455556666")) }
    }

    /// A destination in short: nil is one that was not asked about.
    struct Kept: Sendable, CustomStringConvertible {
        var name: String
        var presence: LogDestination.Presence?
        var retention: Retention?

        var description: String { name }

        static let unasked = Kept(name: "unasked")
        static let missing = Kept(name: "missing", presence: .missing)
        /// A log group that is not made yet.
        static let idle = Kept(name: "idle", presence: .missing, retention: .unknown)
        static let unreadable = Kept(name: "unreadable", presence: .unreadable, retention: .unknown)
        static let forever = Kept(name: "forever", presence: .exists, retention: .forever)
        static let long = Kept(name: "long", presence: .exists, retention: .days(365))
        static let short = Kept(name: "short", presence: .exists, retention: .days(364))
        static let either = Kept(name: "either", presence: .exists, retention: .days(atLeast: 1, atMost: nil))
        static let between = Kept(name: "between", presence: .exists, retention: .days(atLeast: 1, atMost: 364))
        static let passedOn = Kept(name: "passed on", presence: .exists, retention: .unknown)
    }

    @Test(
        arguments: [
            ([.forever], 365, .flowLogWorking), ([.long], 365, .flowLogWorking), ([.short], 365, .retentionTooShort),
            ([.between], 365, .retentionTooShort), ([.either], 365, .destinationUnreadable),
            ([.unreadable], 365, .destinationUnreadable), ([.passedOn], 365, .destinationUnreadable),
            ([.unasked], 365, .destinationUnreadable), ([.missing], 365, .destinationMissing),
            ([.short, .long], 365, .flowLogWorking), ([.short, .unreadable], 365, .destinationUnreadable),
            ([.missing, .short], 365, .retentionTooShort), ([.missing, .unreadable], 365, .destinationUnreadable),
            ([.missing, .forever], 365, .flowLogWorking), ([.missing, .missing], 365, .destinationMissing),
            ([.missing], nil, .destinationMissing), ([.missing, .short], nil, .flowLogWorking),
            ([.unreadable], nil, .destinationUnreadable), ([.passedOn], nil, .flowLogWorking),
            ([.unasked], nil, .destinationUnreadable), ([.unreadable, .short], nil, .flowLogWorking),
            ([.unreadable, .missing], nil, .destinationUnreadable), ([.idle], nil, .flowLogWorking),
            ([.idle, .unreadable], nil, .flowLogWorking), ([.idle], 365, .destinationUnreadable),
            ([.idle, .missing], 365, .destinationUnreadable), ([.idle, .long], 365, .flowLogWorking),
        ] as [([Kept], Int?, ReasonCode)])
    func destinations(of kept: [Kept], days: Int?, reason: ReasonCode) throws {
        var facts = try facts(kept.map { _ in Log() })
        facts.checksDestinations = true
        for (index, kept) in kept.enumerated() {
            facts.flowLogs[index].destination = kept.presence.map {
                Evidence.Kept(LogDestination(presence: $0, text: "It is so.", retention: kept.retention, citations: []))
            }
        }
        let judgement = FlowLogPolicy(name: .effective, includesDefaultVPCs: false, minRetentionDays: days).judge(facts)
        #expect(judgement.reason.code == reason)
        #expect(judge(facts, .cis).reason.code == .flowLogActive)
        #expect(judge(facts, .cloudAudit).reason.code == .flowLogPresent)
        let isKnown = kept.contains { $0.presence != nil }
        if reason != .flowLogWorking { #expect(judgement.reason.text.hasSuffix("It is so.") == isKnown) }
    }

    /// One that may count keeps a VPC from failing for one whose records are kept too short.
    @Test func anUnclearFlowLogIsNotOutvotedByAShortRetention() throws {
        var facts = try facts([Log(), Log(traffic: nil)])
        facts.flowLogs[0].destination = .init(
            LogDestination(presence: .exists, text: "", retention: .days(1), citations: []))
        let judgement = FlowLogPolicy(name: .effective, includesDefaultVPCs: false, minRetentionDays: 2).judge(facts)
        #expect(judgement.verdict == .notAssessed && judgement.reason.code == .flowLogUnclear)
    }

    @Test func aVPCWithoutOwnerIsTheCallers() throws {
        #expect(judge(try facts([], owner: nil), .effective).reason.code == .noFlowLog)
    }

    private func judge(_ facts: VpcFacts, _ policy: PolicyName) -> Judgement {
        FlowLogPolicy(name: policy, includesDefaultVPCs: false).judge(facts)
    }

    private func facts(
        _ logs: [Log], isDefault: Bool = false, owner: String? = "111122223333"
    ) throws -> VpcFacts {
        let ownerId = owner.map { "<ownerId>\($0)</ownerId>" } ?? ""
        let vpc = try Vpc(
            XMLReader.read(
                Array("<item><vpcId>vpc-1</vpcId>\(ownerId)<isDefault>\(isDefault)</isDefault></item>".utf8),
                roots: ["item"]))
        let flowLogs = logs.enumerated().map { index, log in
            var flowLog = FlowLog(flowLogId: "fl-\(index)", resourceId: "vpc-1")
            flowLog.flowLogStatus = log.status
            flowLog.trafficType = log.traffic
            flowLog.deliverLogsStatus = log.delivery
            flowLog.deliverLogsErrorMessage = log.error
            return flowLog
        }
        return VpcFacts(vpc: vpc, account: "111122223333", region: "eu-west-1", flowLogs: flowLogs)
    }
}

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

import Evidence
import Testing
import XML

@testable import Scan

struct LoggedPeriodTests {
    private struct Log {
        var made: String?
        var status: String? = "ACTIVE"
        var traffic: String? = "ALL"
        var delivery: String? = "SUCCESS"
        var destination: LogDestination?
    }

    private func period(_ logs: Log..., owner: String = "111122223333", isWhole: Bool = true) throws -> LoggedPeriod? {
        let vpc = try Vpc(
            XMLReader.read(
                Array("<item><vpcId>vpc-1</vpcId><ownerId>\(owner)</ownerId></item>".utf8), roots: ["item"]))
        let flowLogs = logs.enumerated().map { index, log in
            var flowLog = FlowLog(flowLogId: "fl-\(index)", resourceId: "vpc-1")
            (flowLog.creationTime, flowLog.flowLogStatus) = (log.made, log.status)
            (flowLog.trafficType, flowLog.deliverLogsStatus) = (log.traffic, log.delivery)
            flowLog.destination = log.destination.map { Kept($0) }
            return flowLog
        }
        let unread = CallFailure(
            action: "DescribeFlowLogs", region: "r", code: "x", message: "", requestId: nil, attempts: 1,
            wasRefused: true)
        let facts = VpcFacts(
            vpc: vpc, account: "111122223333", region: "r", flowLogs: flowLogs, unread: isWhole ? nil : unread)
        return LoggedPeriod(facts, since: "2026-01-01")
    }

    @Test func theOldestThatWorksDates() throws {
        #expect(
            try period(Log(made: "2025-12-31T23:59:59.999Z")) == .init(covered: .yes, since: "2025-12-31T23:59:59.999Z")
        )
        #expect(try period(Log(made: "2026-01-01T00:00:00Z"))?.covered == .yes)
        #expect(try period(Log(made: "2026-01-01T00:00:01Z")) == .init(covered: .no, since: "2026-01-01T00:00:01Z"))
        #expect(try period(Log(made: "2026-05-01T00:00:00Z"), Log(made: "2020-05-01T00:00:00Z"))?.covered == .yes)
        #expect(try period() == .init(covered: .no, since: nil))
    }

    @Test func whatDoesNotCountDatesNothing() throws {
        let old = "2020-01-01T00:00:00Z"
        #expect(try period(Log(made: old, traffic: "ACCEPT"))?.covered == .no)
        #expect(try period(Log(made: old, delivery: "FAILED"))?.covered == .no)
        #expect(try period(Log(made: old, status: "INACTIVE"))?.covered == .no)
        var missing = LogDestination(presence: .missing, text: "", citations: [])
        #expect(try period(Log(made: old, destination: missing)) == .init(covered: .no, since: nil))
        // A log group that is missing holds nothing, and may never have had to.
        missing.retention = .unknown
        #expect(try period(Log(made: old, destination: missing)) == .init(covered: .unknown, since: nil))
    }

    @Test func whatIsNotToldIsUnknown() throws {
        let new = "2026-05-01T00:00:00Z"
        #expect(try period(Log(made: nil)) == .init(covered: .unknown, since: nil))
        #expect(try period(Log(made: "yesterday"))?.covered == .unknown)
        #expect(try period(Log(made: new), Log(made: nil)) == .init(covered: .unknown, since: new))
        #expect(try period(Log(made: "2020-01-01T00:00:00Z"), Log(made: nil))?.covered == .yes)
        #expect(try period(Log(made: new), Log(made: "2020-01-01T00:00:00Z", status: nil))?.covered == .unknown)
        #expect(try period(Log(made: new), isWhole: false)?.covered == .unknown)
        #expect(try period(isWhole: false)?.covered == .unknown)
        #expect(try period(Log(made: "2020-01-01T00:00:00Z"), isWhole: false)?.covered == .yes)
    }

    @Test func aVPCOfAnotherAccountHasNone() throws {
        #expect(try period(Log(made: "2020-01-01T00:00:00Z"), owner: "444455556666") == nil)
    }

    @Test(arguments: ["2026-1-1", "2025-02-29", "2026-13-01", "", "2026-01-01T00", "２０２６-01-01", "20260101--"])
    func aDayThatIsNone(_ text: String) {
        #expect(Depth.beginning(of: text) == nil)
    }
}

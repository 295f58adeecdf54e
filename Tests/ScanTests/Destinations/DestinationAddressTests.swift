import AWS
import Evidence
import Support
import Testing

@testable import Scan

struct DestinationAddressTests {
    private func address(_ arn: String?, group: String? = nil, type: String? = nil) -> DestinationAddress {
        var log = FlowLog(flowLogId: "fl-1", resourceId: "vpc-1")
        log.logDestination = arn
        log.logGroupName = group
        log.logDestinationType = type
        return log.address(in: "eu-west-1", of: "111122223333")
    }

    @Test func everyKindIsKnown() {
        #expect(address(nil, group: "/vpc/flow") == .logGroup("/vpc/flow", region: "eu-west-1"))
        let group = "arn:aws:logs:eu-west-1:111122223333:log-group:/vpc/flow"
        #expect(address(group) == .logGroup("/vpc/flow", region: "eu-west-1"))
        #expect(address(group + ":*") == .logGroup("/vpc/flow", region: "eu-west-1"))
        #expect(address("arn:aws:s3:::logs.example/vpc/") == .bucket("logs.example"))
        #expect(address("arn:aws-cn:s3:::b-1") == .bucket("b-1"))
        let stream = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/flow-1"
        #expect(address(stream) == .deliveryStream("flow-1", region: "eu-west-1"))
    }

    /// Nobody is asked about what lies elsewhere, or cannot be.
    @Test(arguments: [
        nil, "", "x", "arn:aws:logs", "arn:aws:logs:eu-west-1:444455556666:log-group:g",
        "arn:aws:logs:eu-west-2:111122223333:log-group:g", "arn:aws:firehose:eu-west-1:444455556666:deliverystream/s",
        "arn:aws:s3:::", "arn:aws:s3:::a", "arn:aws:s3:::../../x", "arn:aws:s3:::a b c", "arn:aws:s3:::bu?cket",
        "arn:aws:s3:::evil.example:80#", "arn:aws:logs:eu-west-1:111122223333:log-group:",
        "arn:aws:logs:eu-west-1:111122223333:log-group:a\nb", "arn:aws:sns:eu-west-1:111122223333:topic",
        "arn:aws:firehose:eu-west-1:111122223333:deliverystream/a/b",
    ])
    func therestIsElsewhere(_ arn: String?) {
        guard case .elsewhere(let why) = address(arn) else {
            Issue.record("\(arn ?? "nil") is asked about")
            return
        }
        #expect(why.hasSuffix("."))
    }

    @Test func aForeignGroupIsSaidToBeForeign() {
        let arn = "arn:aws:logs:eu-west-1:444455556666:log-group:g"
        #expect(
            address(arn)
                == .elsewhere(
                    "It lies in another account, which is not asked here: only account 444455556666 can tell whether "
                        + "it exists."))
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func hostileDestinationsReachNoRequestUnchecked(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = HostileText.random(using: &generator)
        for arn in ["arn:aws:s3:::\(text)", "arn:aws:logs:eu-west-1:111122223333:log-group:\(text)", text] {
            switch address(arn, group: text) {
            case .elsewhere: continue
            case .bucket(let name), .logGroup(let name, _), .deliveryStream(let name, _):
                #expect(name.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "\(arn)")
                #expect(!name.contains(where: { "?&=%:@\\\"'<>".contains($0) }), "\(arn)")
            }
        }
    }

    @Test func objectsLieWhereFlowLogsPutThem() throws {
        var log = FlowLog(flowLogId: "fl-0a", resourceId: "vpc-1")
        log.logDestination = "arn:aws:s3:::b/vpc/logs/"
        // An hour earlier is looked from: an object comes later than its name says.
        let start = try #require(Timestamp.iso8601("2026-11-22T23:30:00Z"))
        let end = try #require(Timestamp.iso8601("2026-11-23T00:10:00Z"))
        let plain = LogFolder(of: log, in: "eu-west-1", of: "111122223333").partitions(from: start, to: end)
        let folder = "vpc/logs/AWSLogs/111122223333/vpcflowlogs/eu-west-1/"
        let name = "111122223333_vpcflowlogs_eu-west-1_fl-0a_"
        #expect(plain.map(\.prefix) == ["\(folder)2026/11/23/\(name)", "\(folder)2026/11/22/\(name)"])
        #expect(plain.map(\.after) == [nil, "\(folder)2026/11/22/\(name)20261122T2230"])

        log.logDestination = "arn:aws:s3:::b"
        log.destinationOptions = .init(hiveCompatiblePartitions: true, perHourPartition: true)
        let hourly = LogFolder(of: log, in: "eu-west-1", of: "111122223333")
        let hive = "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/"
        #expect(hourly.prefix == hive)
        #expect(
            hourly.partitions(from: start, to: end).map(\.prefix)
                == [
                    "\(hive)year=2026/month=11/day=23/hour=00/\(name)",
                    "\(hive)year=2026/month=11/day=22/hour=23/\(name)",
                    "\(hive)year=2026/month=11/day=22/hour=22/\(name)",
                ])
    }
}

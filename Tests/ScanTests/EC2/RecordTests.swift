import AWS
import Evidence
import Testing
import XML

@testable import Scan

/// Members of records that no recorded answer shows.
struct RecordTests {
    private func vpc(_ members: String) throws -> Vpc {
        let body =
            "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId>\(members)</item></vpcSet></DescribeVpcsResponse>"
        return try Listing.vpcs.page(from: Array(body.utf8)).records[0]
    }

    private func association(_ member: String, _ block: String, _ state: String) -> String {
        "<item><\(member)>\(block)</\(member)><\(member)State><state>\(state)</state></\(member)State></item>"
    }

    @Test func blocksThatAreNotAssociatedAnyMoreAreLeftOut() throws {
        let four = ["associated", "disassociated", "disassociating", "associating"].enumerated()
            .map { association("cidrBlock", "10.\($0.offset).0.0/16", $0.element) }
        let six = ["disassociated", "associated"].enumerated()
            .map { association("ipv6CidrBlock", "2001:db8:\($0.offset)::/56", $0.element) }
        let vpc = try vpc(
            "<cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockAssociationSet>\(four.joined())</cidrBlockAssociationSet>"
                + "<ipv6CidrBlockAssociationSet>\(six.joined())</ipv6CidrBlockAssociationSet>")
        #expect(vpc.cidrBlocks == ["10.0.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "2001:db8:1::/56"])
        #expect(!vpc.isConflicting)
    }

    @Test func aVPCWithoutOwnerAndDefaultIsNotInDoubt() throws {
        let vpc = try vpc("")
        #expect(vpc.ownerId == nil && !vpc.isDefault && !vpc.isConflicting)
    }

    @Test(arguments: ["1111222233334", "11112222333", "../../etc", "amazon"])
    func anOwnerIsAnAccount(_ owner: String) {
        #expect(throws: RecordError.self) { try vpc("<ownerId>\(owner)</ownerId>") }
    }

    /// As of a proxy, or of a service that answers for another.
    @Test(arguments: ["<Errors><Error><Code>Denied</Code></Error></Errors>", "<Error><Code>Denied</Code></Error>"])
    func aListWithAnErrorIsNotWhole(_ error: String) {
        let body = "<DescribeVpcsResponse><vpcSet/>\(error)</DescribeVpcsResponse>"
        #expect(throws: RecordError.self) { try Listing.vpcs.page(from: Array(body.utf8)) }
    }

    @Test(arguments: [0, 1, 64, 65, 300]) func keysOfTagsAreToldApart(_ count: Int) {
        var tags = (0..<count).map { Tag("k\($0)", "v") }
        #expect(!tags.repeatAKey)
        guard let last = tags.last else { return }
        tags.append(Tag(last.key, "other"))
        #expect(tags.repeatAKey)
        // The same letters, composed in another way: AWS takes them for two.
        #expect(![Tag("\u{E9}", ""), Tag("e\u{301}", "")].repeatAKey)
    }

    @Test(arguments: [
        ("vpc-1", true), ("vpc-", false), ("vpc", false), ("VPC-1", false), ("vpc-a_b", false), ("vpc-1\n", false),
        ("vpc-" + String(repeating: "a", count: 60), true), ("vpc-" + String(repeating: "a", count: 61), false),
    ])
    func idsOfResources(_ id: String, isOne: Bool) {
        #expect(Identifier.isResource(id, prefix: "vpc-") == isOne)
    }

    @Test(arguments: [
        ("111122223333", true), ("11112222333", false), ("1111222233334", false), ("11112222333a", false), ("", false),
        ("١١١٢٢٢٣٣٣", false),
    ])
    func idsOfAccounts(_ id: String, isOne: Bool) {
        #expect(Identifier.isAccount(id) == isOne)
    }

    @Test(arguments: [
        ("111122223333", "arn:aws:iam::111122223333:user/a", true),
        ("111122223333", "arn:aws:iam::444455556666:user/a", false),
        ("111122223333", "arn:aws-moon:iam::111122223333:user/a", false),
        ("111122223333", "arn:aws:iam:111122223333:user/a", false),
        ("../../etc", "arn:aws:iam::../../etc:user/a", false),
    ])
    func anIdentityIsOfTheAccountThatItsARNNames(_ account: String, _ arn: String, isOne: Bool) throws {
        let body =
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>\(account)</Account><Arn>\(arn)</Arn>"
            + "</GetCallerIdentityResult></GetCallerIdentityResponse>"
        let answer = try XMLReader.read(Array(body.utf8), roots: ["GetCallerIdentityResponse"])
        if isOne {
            #expect(try CallerIdentity(answer).account == account)
        } else {
            #expect(throws: RecordError.self) { try CallerIdentity(answer) }
        }
    }

    /// An empty word of delivery is no word of success; nor is an empty error.
    @Test(arguments: [
        ("<deliverLogsStatus>SUCCESS</deliverLogsStatus>", true), ("", true),
        ("<deliverLogsStatus/>", nil), ("<deliverLogsStatus></deliverLogsStatus>", nil),
        ("<deliverLogsErrorMessage/>", nil),
        ("<deliverLogsStatus>SUCCESS</deliverLogsStatus><deliverLogsErrorMessage/>", nil),
        ("<deliverLogsStatus/><deliverLogsErrorMessage>Access error</deliverLogsErrorMessage>", nil),
        ("<deliverLogsStatus>FAILED</deliverLogsStatus><deliverLogsErrorMessage/>", false),
        ("<deliverLogsStatus>NEW</deliverLogsStatus>", false), ("<deliverLogsStatus> </deliverLogsStatus>", false),
        ("<deliverLogsErrorMessage>Access error</deliverLogsErrorMessage>", false),
    ])
    func deliveryOfAFlowLog(_ members: String, _ delivers: Bool?) throws {
        let body =
            "<DescribeFlowLogsResponse><flowLogSet><item><flowLogId>fl-1</flowLogId><resourceId>vpc-1</resourceId>"
            + "<flowLogStatus>ACTIVE</flowLogStatus>\(members)</item></flowLogSet></DescribeFlowLogsResponse>"
        let log = try Listing.flowLogs.page(from: Array(body.utf8)).records[0]
        #expect(log.delivers == delivers && log.isWorking == (delivers == true))
        #expect(!log.isConflicting)
        var conflicting = log
        conflicting.conflicting = true
        #expect(conflicting.delivers == nil && conflicting.isActive == nil && conflicting.recordsRejects == nil)
    }
}

import Evidence
import Testing

@Suite struct DigestTests {
    /// FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func sha256(_ text: String, _ hex: String) {
        let bytes = Array(text.utf8)
        #expect(sha256Hex(bytes) == hex)
        var running = RunningSHA256()
        for start in stride(from: 0, to: bytes.count, by: 7919) {
            bytes[start..<min(start + 7919, bytes.count)].withUnsafeBytes { running.update($0) }
        }
        #expect(running.hex() == hex)
    }

    /// The expected value comes from Python:
    /// `hashlib.sha256(("policy cloud-audit\n" + … ).encode()).hexdigest()` over the lines of `lines`.
    @Test func digestOfADossier() {
        #expect(digest() == "sha256:" + sha256Hex(Array(Self.lines.utf8)))
        #expect(digest() == "sha256:fb50f6f9953156d3bf3fe3c6cf6d1be454b275f9b2e2f893ec5da15ea4264cdd")
    }

    @Test func digestDoesNotDependOnOrder() {
        #expect(digest(reversed: true) == digest())
    }

    @Test func digestChangesWithTheConclusion() {
        #expect(digest(verdict: .pass) != digest())
        #expect(digest(policy: .cis) != digest())
    }

    static let lines = """
        policy cloud-audit
        region 111122223333 eu-west-1 read
        region 111122223333 eu-west-1x not-requested
        gap 111122223333 eu-west-1 DescribeFlowLogs UnauthorizedOperation
        gap 111122223333 eu-west-1 DescribeVpcs UnauthorizedOperation
        vpc arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-B not-assessed flow-logs-unreadable
        vpc arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-a fail no-flow-log

        """

    private func digest(
        policy: PolicyName = .cloudAudit, verdict: Verdict = .fail, reversed: Bool = false
    ) -> String {
        var regions = [
            Scope.Region(account: "111122223333", region: "eu-west-1", status: .read, vpcs: 2),
            Scope.Region(account: "111122223333", region: "eu-west-1x", status: .notRequested, vpcs: nil),
        ]
        var gaps = ["DescribeFlowLogs", "DescribeVpcs"].map {
            Gap(
                account: "111122223333", region: "eu-west-1", action: $0, code: "UnauthorizedOperation", message: "no",
                requestId: "r", hides: .flowLogs, advice: "", citation: Citation(exchange: 1, file: nil))
        }
        var vpcs = [
            vpc("vpc-a", verdict, .noFlowLog), vpc("vpc-B", .notAssessed, .flowLogsUnreadable),
        ]
        if reversed {
            regions.reverse()
            gaps.reverse()
            vpcs.reverse()
        }
        return Dossier.digest(policy: policy, regions: regions, gaps: gaps, assessments: vpcs)
    }

    private func vpc(_ id: String, _ verdict: Verdict, _ code: ReasonCode) -> Assessment {
        Assessment(
            id: "arn:aws:ec2:eu-west-1:111122223333:vpc/\(id)", account: "111122223333", region: "eu-west-1",
            vpcId: id, name: nil, ownerId: "111122223333", isDefault: false, state: nil, cidrBlocks: [],
            tags: [], verdict: verdict, reason: Reason(code, "text"),
            byPolicy: ByPolicy { _ in .init(verdict, code) }, flowLogs: [], citations: [])
    }
}

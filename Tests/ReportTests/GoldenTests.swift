import Evidence
import Report
import Scan
import Support
import Testing

/// Whole scans of sample estates, rendered in every format and compared byte for byte with `Tests/Golden`.
struct GoldenTests {
    struct Case: Sendable, CustomStringConvertible {
        let name: String
        let run: @Sendable () async throws -> SampleRun

        var description: String { name }
    }

    static let cases = [
        Case(name: "demo") { try await SampleRun.of(.demo) },
        Case(name: "demo-with-fixes") { try await SampleRun.of(.demo, remediation: true) },
        Case(name: "demo-cis") { try await SampleRun.of(.demo, policy: .cis) },
        Case(name: "demo-cloud-audit-all") {
            try await SampleRun.of(.demo, policy: .cloudAudit, includesDefaultVPCs: true)
        },
        Case(name: "demo-deep") {
            try await SampleRun.of(
                .demo,
                depth: Depth(checksDestinations: true, recordHours: 24, minRetentionDays: 365, since: "2025-06-01"))
        },
        Case(name: "demo-with-exceptions") {
            try await SampleRun.of(.demo, given: RunInputs(exceptions: ExceptionDraft.ofDemo()))
        },
        Case(name: "one-region") { try await SampleRun.of(.demo, regions: ["eu-west-1"]) },
        Case(name: "empty") { try await SampleRun.of(.oneAccount([.init("us-east-1"), .init("eu-west-1")])) },
        Case(name: "all-pass") {
            try await SampleRun.of(
                .oneAccount([
                    .init(
                        "us-east-1", vpcs: [SampleVpc("vpc-1", owner: nil), SampleVpc("vpc-2", owner: nil)],
                        flowLogs: [
                            .working("fl-1", on: "vpc-1", in: SampleEstate.account),
                            .toBucket("fl-2", on: "vpc-2"),
                        ])
                ]))
        },
        Case(name: "nothing-readable") {
            let refusal = SampleEstate.Refusal(status: 403, code: "UnauthorizedOperation", message: "You may not.")
            return try await SampleRun.of(
                .oneAccount([
                    .init("us-east-1", refusals: ["DescribeVpcs": refusal, "DescribeFlowLogs": refusal])
                ]))
        },
        Case(name: "hostile-names") {
            let vpcs = HostileText.all.enumerated().map { index, text in
                SampleVpc(
                    "vpc-\(1000 + index)", owner: nil, tags: [Evidence.Tag("Name", text), Evidence.Tag(text, text)])
            }
            return try await SampleRun.of(.oneAccount([.init("us-east-1", vpcs: vpcs)]), remediation: true)
        },
    ]

    @Test(arguments: cases, ReportFormat.all.map(\.name)) func isAsBefore(sample: Case, format name: String)
        async throws
    {
        let format = try #require(ReportFormat.all.first { $0.name == name })
        let dossier = try await sample.run().dossier
        let file = name == ReportFormat.junitExtended.name ? "report.extended.junit.xml" : format.file
        try Golden.check(try format.bytes(of: dossier), case: sample.name, file: file)
    }
}

extension SampleEstate {
    fileprivate static let account = "111122223333"

    fileprivate static func oneAccount(_ regions: [Region]) -> SampleEstate {
        SampleEstate([
            Account(
                id: account, arn: "arn:aws:iam::\(account):user/auditor", homeRegion: "us-east-1", regions: regions)
        ])
    }
}

import Evidence
import Foundation
import Scan
import Support
import Testing

/// `exhibit diff` with the built program, on packages that it scanned itself.
struct DiffTests {
    private static let account = "111122223333"

    private static func estate(
        _ flowLogs: [FlowLog], vpcs: [String] = ["vpc-1", "vpc-2"], refusing: String? = nil, name: String = "app"
    ) -> SampleEstate.Account {
        let refusal = SampleEstate.Refusal(status: 403, code: "UnauthorizedOperation", message: "no")
        return .init(
            id: account, arn: "arn:aws:iam::\(account):user/auditor", homeRegion: "us-east-1",
            regions: [
                .init(
                    "us-east-1", vpcs: vpcs.map { SampleVpc($0, owner: account, tags: [Tag("Name", name)]) },
                    flowLogs: flowLogs, refusals: refusing.map { [$0: refusal] } ?? [:])
            ])
    }

    private static let both = [
        FlowLog.working("fl-1", on: "vpc-1", in: account), FlowLog.working("fl-2", on: "vpc-2", in: account),
    ]

    /// What the later scan finds, the exit status, and what is said.
    @Test(arguments: [
        (estate(both), Int32(0), "Nothing changed."),
        (estate(Array(both.prefix(1))), 1, "It got worse: the status went from pass to fail; 1 VPC fails"),
        (estate(both, vpcs: ["vpc-1"]), 0, "Gone: their region was read in full, without them (1):"),
        (estate(both, vpcs: ["vpc-1", "vpc-2", "vpc-3"]), 1, "New: failing or not assessed (1):"),
        (estate(both, refusing: "DescribeFlowLogs"), 1, "No longer assessed (2):"),
        (estate(both, refusing: "DescribeVpcs"), 1, "Not seen now because their region could not be read in full (2):"),
    ])
    func whatChanged(later: SampleEstate.Account, status: Int32, says: String) async throws {
        try await TemporaryFolder.with { folder in
            try await scan(Self.estate(Self.both), to: "old", in: folder)
            try await scan(later, to: "new", in: folder)
            let outcome = try await Binary.run(["diff", "old", "new"], in: folder)
            #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)")
            #expect(outcome.output.contains(says), "\(outcome.output)")
            #expect(outcome.errors.isEmpty)
            let back = try await Binary.run(["diff", "new", "old"], in: folder)
            #expect(back.status == 0, "\(back.output)")
            #expect(back.output.contains("OLD is the later of the two"))
        }
    }

    @Test func aPackageWithItselfHasNotChanged() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-o", "p"], in: folder)
            let outcome = try await Binary.run(["diff", "p", "p"], in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.hasPrefix("Nothing changed."))
            #expect(!outcome.output.unicodeScalars.contains { $0.isActing && $0 != "\n" })
        }
    }

    /// Judged as they were made, two policies differ; judged alike, the same answers say the same.
    @Test func anotherPolicyJudgesBothAlike() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-o", "p"], in: folder)
            _ = try await Binary.run(["report", "p", "--policy", "cis", "-o", "q"], in: folder)
            let apart = try await Binary.run(["diff", "p", "q"], in: folder)
            #expect(apart.status == 1)
            #expect(apart.output.contains("OLD under effective, NEW under cis"))
            let alike = try await Binary.run(["diff", "p", "q", "--policy", "cis"], in: folder)
            #expect(alike.status == 0)
            #expect(alike.output.hasPrefix("Nothing changed."))
            let wider = try await Binary.run(
                ["diff", "p", "q", "--policy", "effective", "--include-default-vpcs"], in: folder)
            #expect(wider.status == 0)
            #expect(wider.output.contains("Both follow from the same answers of AWS."))
        }
    }

    @Test func formatsAndFiles() async throws {
        try await TemporaryFolder.with { folder in
            try await scan(Self.estate(Self.both), to: "old", in: folder)
            try await scan(Self.estate([], name: "|<b>`@team`\n\u{1B}[2J"), to: "new", in: folder)
            let file = folder.appendingPathComponent("comment.md")
            try Data("an earlier one".utf8).write(to: file)
            let outcome = try await Binary.run(
                ["diff", "old", "new", "--format", "markdown", "--output", "comment.md"], in: folder)
            #expect(outcome.status == 1 && outcome.output.isEmpty, "\(outcome.errors)")
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.hasPrefix("## VPC flow logging, compared: WORSE\n"))
            #expect(text.contains("``\\|<b>`@team`␊␛[2J``"))
            let json = try await Binary.run(["diff", "old", "new", "--format", "json"], in: folder)
            #expect(json.status == 1)
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            #expect((object?["vpcs"] as? [Any])?.count == 2)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                    "comment.md", "new", "old",
                ])
        }
    }

    /// Nothing half-written, no package changed.
    @Test(arguments: [
        (["diff", "p"], Int32(64), "new"),
        (["diff", "p", "p", "--format", "pdf"], 64, "there is no format 'pdf'"),
        (["diff", "p", "nowhere"], 2, "nowhere"),
        (["diff", "p", "p", "--output", "p/report.html"], 64, "would change the package p"),
        (["diff", "p", "p", "--output", "link"], 64, "would change the package p"),
        (["diff", "p", "p", "--output", "p"], 64, "p is not a file"),
        (["diff", "p", "p", "--output", "missing/diff.md"], 2, "missing/diff.md could not be written"),
        (["diff", "p", "p", "--output", "file/diff.md"], 2, "file/diff.md"),
    ])
    func refused(arguments: [String], status: Int32, says: String) async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-o", "p"], in: folder)
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent("link").path, withDestinationPath: "p/report.html")
            try Data("mine".utf8).write(to: folder.appendingPathComponent("file"))
            let before = try Binary.files(in: folder)
            let outcome = try await Binary.run(arguments, in: folder)
            #expect(outcome.status == status, "\(outcome.errors)")
            #expect(outcome.errors.contains(says), "\(outcome.errors)")
            #expect(try Binary.files(in: folder) == before)
        }
    }

    @Test(arguments: [0o600, 0o640]) func aFileThatIsReplacedKeepsItsRights(rights: Int) async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-o", "p"], in: folder)
            let file = folder.appendingPathComponent("diff.md").path
            #expect(
                FileManager.default.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: rights]))
            let outcome = try await Binary.run(["diff", "p", "p", "--output", "diff.md"], in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == rights && attributes[.size] as? Int != 0)
        }
    }

    @Test func aFullDiskIsSaid() async throws {
        let bash = try #require(Program.named("bash"))
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-o", "p"], in: folder)
            var program = bash
            program.folder = folder
            let outcome = try await program.run(["-c", "\"$0\" diff p p > /dev/full", Program.exhibit.path])
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("could not be written to stdout"))
        }
    }

    private func scan(_ account: SampleEstate.Account, to package: String, in folder: URL) async throws {
        try await SampleServer.serving(account) { server in
            let outcome = try await Binary.run(
                ["scan", "--endpoint-url", server.url, "--exit-zero", "-o", package], in: folder,
                environment: Binary.keys)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }
}

import Evidence
import Foundation
import Support
import Testing

@testable import Scan

/// The fixes of whole estates, with hostile tags, before the programs that judge such files.
@Suite struct EstateFixesTests {
    private static let account = "111122223333"

    /// Every way to fail, in two regions, and hostile texts wherever somebody can put one.
    private static let faulty: SampleEstate = {
        let all = HostileText.all + ["$(touch pwned)", "'; touch pwned; '", "\n touch pwned\n", "*/ ${x} %{y} #"]
        let texts = (0..<9).map { first in
            stride(from: first, to: all.count, by: 9).map { all[$0] }.joined(separator: " ")
        }
        let regions = ["eu-central-1", "us-east-1"].map { name in
            let place = name.prefix(1)
            let vpcs = texts.enumerated().map { index, text in
                SampleVpc("vpc-0\(place)\(index)", owner: account, tags: [Evidence.Tag("Name", text)])
            }
            var bucket = FlowLog.failing("fl-\(place)1", on: vpcs[0].vpcId, "Access error")
            (bucket.logDestinationType, bucket.logDestination) = ("s3", "arn:aws:s3:::central-logs/x/")
            var stream = FlowLog.failing("fl-\(place)2", on: vpcs[1].vpcId, "Access error")
            stream.logDestinationType = "kinesis-data-firehose"
            stream.logDestination = "arn:aws:firehose:\(name):\(account):deliverystream/s"
            let logs = [
                bucket, stream, .failing("fl-\(place)3", on: vpcs[2].vpcId, "Access error"),
                .failing("fl-\(place)4", on: vpcs[3].vpcId, "Access error"),
                .failing("fl-\(place)5", on: vpcs[4].vpcId, "Rate limited"),
                .failing("fl-\(place)6", on: vpcs[5].vpcId, "Rate limited"),
                .failing("fl-\(place)7", on: vpcs[6].vpcId, texts[6]),
                .working("fl-\(place)8", on: vpcs[7].vpcId, in: account, traffic: "ACCEPT"),
            ]
            return SampleEstate.Region(name, vpcs: vpcs, flowLogs: logs)
        }
        return SampleEstate([
            .init(id: account, arn: "arn:aws:iam::\(account):user/a", homeRegion: "us-east-1", regions: regions)
        ])
    }()

    /// The fixes of an estate to every destination, each in a folder of its own.
    private static func write(_ language: FixLanguage, to folder: URL) async throws -> [URL] {
        var files: [URL] = []
        for (name, estate, policy) in [("demo", SampleEstate.demo, PolicyName.cis), ("faulty", faulty, .effective)] {
            let dossier = try await SampleRun.of(estate, policy: policy).dossier
            for destination in FixDestination.allCases where name == "demo" || destination == .cloudWatchLogs {
                for file in EstateFixes(dossier, FixSettings(destination: destination)).files(as: language) {
                    let output = MemoryOutput()
                    try file.write(to: output)
                    let url = folder.appendingPathComponent("\(name)-\(destination.rawValue)/\(file.path)")
                    try FileManager.default.createDirectory(
                        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try Data(output.bytes).write(to: url)
                    files.append(url)
                }
            }
        }
        return files
    }

    @Test(.enabled(if: Program.named("shellcheck") != nil, "needs shellcheck: make test installs it"))
    func shellcheckFindsNothingAndADryRunDoesNothing() async throws {
        try await TemporaryFolder.with { folder in
            let scripts = try await Self.write(.cli, to: folder)
            #expect(scripts.count == 4)
            let shellcheck = try #require(Program.named("shellcheck"))
            let outcome = try await shellcheck.run(["--shell", "bash"] + scripts.map(\.path))
            #expect(outcome.status == 0, "\(outcome.output.prefix(2000))")

            let here = folder.appendingPathComponent("here")
            try FileManager.default.createDirectory(at: here, withIntermediateDirectories: true)
            var bash = try #require(Program.named("bash"))
            bash.folder = here
            // Nobody answers there: a dry run asks nobody.
            bash.environment = ["PATH": "/usr/bin:/bin", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"]
            for script in scripts {
                let dry = try await bash.run([script.path, "--dry-run"])
                #expect(dry.status == 0 && dry.output.contains("aws "), "\(dry.errors)")
                #expect(dry.output.contains("aws ec2 create-flow-logs"))
                let wrong = try await bash.run([script.path, "--dryrun"])
                #expect(wrong.status == 64 && wrong.output.isEmpty)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: here.path).isEmpty)
        }
    }

    @Test(.enabled(if: Program.ofPython("cfn-lint") != nil, "needs Python's cfn-lint: make test installs it"))
    func cfnLintFindsNothing() async throws {
        try await TemporaryFolder.with { folder in
            let templates = try await Self.write(.cloudFormation, to: folder)
            #expect(templates.count == 11)
            let lint = try #require(Program.ofPython("cfn-lint"))
            let outcome = try await lint.run(templates.map(\.path))
            #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output.prefix(2000))\(outcome.errors)")
        }
    }

    @Test(.enabled(if: Program.ofPython("hcl2tojson") != nil, "needs Python's python-hcl2: make test installs it"))
    func pythonReadsTheTerraform() async throws {
        try await TemporaryFolder.with { folder in
            let files = try await Self.write(.terraform, to: folder)
            let script = """
                import hcl2, sys
                for path in sys.argv[1:]:
                    with open(path) as file: parsed = hcl2.load(file)
                    assert set(parsed) <= {"terraform", "provider", "resource", "data", "import", "__comments__", "__inline_comments__"}, set(parsed)
                    names = [(t, n) for block in parsed.get("resource", []) for t in block for n in block[t]]
                    assert len(names) == len(set(names)), "a name twice in " + path
                    if not path.endswith("providers.tf"): print(len([t for t, _ in names if "aws_flow_log" in t]))
                """
            let python = try #require(Program.ofPython("python3"))
            let outcome = try await python.run(["-c", script] + files.map(\.path))
            #expect(outcome.status == 0, "\(outcome.errors.suffix(2000))")
            #expect(outcome.output.split(separator: "\n").compactMap { Int($0) }.reduce(0, +) >= 18 + 6)
        }
    }

    @Test(.enabled(if: Program.checkov != nil, "needs checkov: make test installs it"))
    func checkovPasses() async throws {
        struct Report: Decodable {
            struct Check: Decodable {
                let check_id: String
                let file_path: String
            }
            struct Results: Decodable {
                let passed_checks: [Check]
                let failed_checks: [Check]
                let parsing_errors: [String]
            }
            let results: Results
        }
        try await TemporaryFolder.with { folder in
            let files = try await Self.write(.terraform, to: folder)
            // A VPC that a configuration declares, once with its fix and once without.
            let vpc = "resource \"aws_vpc\" \"declared\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n\n"
            let place = FixPlace(
                vpc: "vpc-1", account: Self.account, region: "us-east-1", partition: "aws", flowLogs: [])
            let fix = FlowLogFix(of: place, reason: .noFlowLog, flowLogs: [], settings: FixSettings())
            let declared = fix.terraform.replacing("\"vpc-1\"", with: "aws_vpc.declared.id")
            for (name, text) in [("fixed", vpc + declared), ("unfixed", vpc)] {
                let url = folder.appendingPathComponent("\(name)/main.tf")
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
            let checkov = try #require(Program.checkov)
            let outcome = try await checkov.run(
                [
                    "--directory", folder.path, "--framework", "terraform", "--output", "json", "--skip-download",
                    "--soft-fail",
                ])
            let results = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8)).results
            #expect(results.parsing_errors.isEmpty)
            let failed = results.failed_checks.filter {
                !$0.file_path.contains("/unfixed/") && $0.check_id != "CKV2_AWS_12"
            }
            #expect(failed.isEmpty, "\(failed.prefix(5))")
            #expect(results.failed_checks.contains { $0.check_id == "CKV2_AWS_11" })
            #expect(results.passed_checks.contains { $0.check_id == "CKV2_AWS_11" && $0.file_path.contains("/fixed/") })
            #expect(results.passed_checks.count > files.count * 10)
        }
    }

    @Test func whatIsAcceptedIsLeftAloneAndNamed() async throws {
        var dossier = try await SampleRun.of(.demo).dossier
        let all = EstateFixes(dossier, FixSettings())
        let index = try #require(dossier.assessments.firstIndex { $0.verdict == .fail })
        dossier.assessments[index].exception = Exception(
            number: 1, owner: "o", approver: "a", reason: "r", ticket: "t", approvedOn: "2026-01-31",
            expiresOn: "2030-01-01")
        let some = EstateFixes(dossier, FixSettings())
        #expect(some.accepted == [dossier.assessments[index].vpcId] && some.count == all.count - 1)
        for language in FixLanguage.allCases {
            for file in some.files(as: language) {
                let output = MemoryOutput()
                try file.write(to: output)
                #expect(!output.text.contains(dossier.assessments[index].vpcId))
            }
        }
        #expect(some.notAssessed == dossier.summary.notAssessed)
        #expect(!all.unread.isEmpty && all.unread == some.unread)
        // One has its role's rights in the template, and its trust nowhere.
        #expect(all.withoutTemplate == ["vpc-0d0000000000b001", "vpc-0d0000000000c003"])
    }

    /// Where nothing could be listed, nothing failed either, and nobody knows what would.
    @Test func whatCouldNotBeReadIsNamed() async throws {
        let denied = SampleEstate.Refusal(status: 403, code: "UnauthorizedOperation", message: "no")
        let regions = ["DescribeVpcs", "DescribeFlowLogs"].enumerated().map { index, action in
            SampleEstate.Region(
                "us-east-\(index + 1)", vpcs: index == 0 ? [] : [SampleVpc("vpc-1000", owner: Self.account)],
                refusals: [action: denied])
        }
        let estate = SampleEstate([
            .init(
                id: Self.account, arn: "arn:aws:iam::\(Self.account):user/a", homeRegion: "us-east-1",
                regions: regions)
        ])
        var dossier = try await SampleRun.of(estate).dossier
        let fixes = EstateFixes(dossier, FixSettings())
        #expect(fixes.count == 0)
        #expect(fixes.unread == ["us-east-1 of account \(Self.account)", "us-east-2 of account \(Self.account)"])
        for index in dossier.gaps.indices { dossier.gaps[index].hides = .explanation }
        #expect(EstateFixes(dossier, FixSettings()).unread.isEmpty)
    }

    /// A fix that keeps records for less than the run asks for would fail in the next one.
    @Test(arguments: [(30, 365), (365, 365), (366, 400), (731, 731), (36500, 3653)])
    func recordsAreKeptAsLongAsTheRunAsksFor(_ asked: Int, _ kept: Int) async throws {
        let estate = SampleEstate([
            .init(
                id: Self.account, arn: "arn:aws:iam::\(Self.account):user/a", homeRegion: "us-east-1",
                regions: [.init("us-east-1", vpcs: [SampleVpc("vpc-1000", owner: Self.account)])])
        ])
        let depth = Depth(checksDestinations: true, minRetentionDays: asked)
        let dossier = try await SampleRun.of(estate, remediation: true, depth: depth).dossier
        let output = MemoryOutput()
        for file in EstateFixes(dossier, FixSettings()).files(as: .cli) { try file.write(to: output) }
        let printed = try #require(dossier.assessments.first?.remediation)
        for text in [output.text, printed.cli] { #expect(text.contains("--retention-in-days \(kept)")) }
        #expect(printed.summary.contains("kept \(kept) days"))
    }

    @Test func aTemplateHoldsNoMoreThanItMay() async throws {
        let vpcs = (0..<400).map { SampleVpc("vpc-\($0 + 1000)", owner: Self.account) }
        let estate = SampleEstate([
            .init(
                id: Self.account, arn: "arn:aws:iam::\(Self.account):user/a", homeRegion: "us-east-1",
                regions: [.init("us-east-1", vpcs: vpcs)])
        ])
        let files = EstateFixes(try await SampleRun.of(estate).dossier, FixSettings()).files(as: .cloudFormation)
        #expect(files.map(\.path) == ["", "-2", "-3"].map { "\(Self.account)/us-east-1\($0).json" })
        var count = 0
        for file in files {
            let output = MemoryOutput()
            try file.write(to: output)
            let template = try JSONSerialization.jsonObject(with: Data(output.bytes)) as? [String: Any]
            let resources = try #require((template?["Resources"] as? [String: Any])?.count)
            #expect(resources <= 500)
            count += resources
        }
        #expect(count == 1200)
    }
}

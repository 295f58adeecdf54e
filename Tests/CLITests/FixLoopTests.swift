import Foundation
import Support
import Testing

/// The loop closes: scan, fails, the fixes as they are printed run through the real AWS CLI, scan again, pass.
///
/// moto plays AWS. What it cannot: it says at once and for ever whether a flow log delivers, so that a mended
/// delivery failure stays one; it delivers nothing, assumes no role to try, and reads no bucket's policy.
@Suite(
    .serialized,
    .enabled(if: Moto.isHere && Program.ofPython("aws") != nil, "needs moto and awscli: `make test` installs them"))
struct FixLoopTests {
    private struct Findings: Decodable {
        struct Assessment: Decodable {
            struct Reason: Decodable { let code: String }
            struct Remediation: Decodable { let cli: String }
            let vpcId: String
            let verdict: String
            let reason: Reason
            let remediation: Remediation?
        }
        let assessments: [Assessment]

        init(of package: String, in folder: URL) throws {
            let json = try Data(contentsOf: folder.appendingPathComponent("\(package)/findings.json"))
            self = try JSONDecoder().decode(Self.self, from: json)
        }
        var fails: [Assessment] { assessments.filter { $0.verdict == "fail" } }
    }

    @Test func scanFixScan() async throws {
        try await Moto.serving { moto in
            try await TemporaryFolder.with { folder in
                let bench = try Bench(moto: moto, folder: folder)
                try await bench.printedFixesToCloudWatchLogs(in: "ap-south-1")
                try await bench.scriptTo("s3", in: "us-west-2")
                try await bench.scriptTo("firehose", in: "eu-west-1")
                try await bench.mendingLeavesRolesAndPoliciesAsTheyShouldBe(in: "eu-central-1")
                let left = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
                #expect(!left.contains { $0.hasSuffix("pwned") })
            }
        }
    }

    private struct Bench {
        let moto: Moto
        let folder: URL
        let environment: [String: String]

        init(moto: Moto, folder: URL) throws {
            self.moto = moto
            self.folder = folder
            let aws = URL(fileURLWithPath: try #require(Program.ofPython("aws")).path).deletingLastPathComponent().path
            environment = [
                "AWS_ACCESS_KEY_ID": moto.estate.key, "AWS_SECRET_ACCESS_KEY": moto.estate.secret,
                "AWS_ENDPOINT_URL": moto.endpoint, "AWS_DEFAULT_REGION": "us-east-1", "HOME": folder.path,
                "PATH": aws + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
            ]
        }

        /// As a person would: copied out of the report, command for command.
        func printedFixesToCloudWatchLogs(in region: String) async throws {
            let hostile = try await vpc(named: "$(touch pwned)`touch pwned`", in: region)
            let accepts = try await vpc(named: "'; touch pwned; '\n touch pwned\n\"", in: region)
            try await aws(
                "ec2", "create-flow-logs", "--resource-type", "VPC", "--resource-ids", accepts, "--traffic-type",
                "ACCEPT",
                "--log-group-name", "accepts", "--region", region, "--deliver-logs-permission-arn",
                "arn:aws:iam::123456789012:role/flow",
                after: ["logs", "create-log-group", "--log-group-name", "accepts"])
            let before = try await scan(region, ["-R"], expecting: 1)
            #expect(Set(before.fails.map(\.vpcId)) == [hostile, accepts])
            for fail in before.fails {
                let cli = try #require(fail.remediation?.cli)
                let outcome = try await bash(["-e", "-c", cli])
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            #expect(try await scan(region, [], expecting: 0).fails.isEmpty)
            let groups = try await aws(
                "logs", "describe-log-groups", "--region", region, "--query", "logGroups[].retentionInDays", "--output",
                "text")
            #expect(groups == "365\t365")
        }

        /// The whole region's script: twice, for the second time finds all done.
        func scriptTo(_ destination: String, in region: String) async throws {
            _ = try await vpc(named: "a'b\"$(touch pwned)\n$(touch pwned)", in: region)
            _ = try await scan(region, ["--fix-destination", destination], expecting: 1)
            let made = try await Binary.run(["remediate", package(region), "--as", "cli"], in: folder)
            #expect(made.status == 0, "\(made.errors)")
            let first = try await bash(["-c", made.output, "fixes"])
            #expect(first.status == 0, "\(first.errors)")
            #expect(try await scan(region, [], expecting: 0).fails.isEmpty)
            guard destination == "s3" else { return }
            let second = try await bash(["-c", made.output, "fixes"])
            #expect(second.status == 0, "\(second.errors)")
            let logs = try await aws(
                "ec2", "describe-flow-logs", "--region", region, "--query", "length(FlowLogs)", "--output", "text")
            #expect(logs == "1")
            let database = try await aws(
                "glue", "get-databases", "--region", region, "--query", "DatabaseList[0].Name", "--output", "text")
            let column = try await aws(
                "glue", "get-tables", "--region", region, "--database-name", database, "--query",
                "TableList[0].StorageDescriptor.Columns[11].Name", "--output", "text")
            #expect(column == "end")
            let wrong = made.output.replacing("!= 123456789012", with: "!= 999999999999")
            let refused = try await bash(["-c", wrong, "fixes"])
            #expect(refused.status == 1 && refused.errors.contains("123456789012"))
        }

        /// moto's seed left a flow log there that cannot deliver, through a role that is not there.
        func mendingLeavesRolesAndPoliciesAsTheyShouldBe(in region: String) async throws {
            let findings = try await scan(region, ["-R"], expecting: 1)
            let failed = try #require(findings.fails.first { $0.reason.code == "delivery-failed" })
            let cli = try #require(failed.remediation?.cli)
            for _ in 1...2 {
                let outcome = try await bash(["-c", cli])
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            let trust = try await aws(
                "iam", "get-role", "--role-name", "flow", "--query", "Role.AssumeRolePolicyDocument")
            #expect(trust.contains("vpc-flow-logs.amazonaws.com") && trust.contains("aws:SourceAccount"))
            let rights = try await aws("iam", "list-role-policies", "--role-name", "flow", "--output", "text")
            #expect(rights.contains("write-flow-logs-of-\(failed.vpcId)"))
            let group = try await aws(
                "logs", "describe-log-groups", "--region", region, "--log-group-name-prefix", "missing", "--query",
                "logGroups[].logGroupName", "--output", "text")
            #expect(group == "missing")
        }

        private func package(_ region: String) -> String { "\(region)-1" }

        /// Scans one region into the first free package of it.
        private func scan(_ region: String, _ arguments: [String], expecting status: Int32) async throws -> Findings {
            let free = (1...3).map { "\(region)-\($0)" }.first {
                !FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
            }
            let package = try #require(free)
            let outcome = try await Binary.run(
                ["scan", "--region", region, "--quiet", "--output", package] + arguments, in: folder,
                environment: environment)
            #expect(outcome.status == status, "\(outcome.errors)")
            return try Findings(of: package, in: folder)
        }

        private func vpc(named name: String, in region: String) async throws -> String {
            let tags = [["ResourceType": "vpc", "Tags": [["Key": "Name", "Value": name]]] as [String: Any]]
            let json = String(decoding: try JSONSerialization.data(withJSONObject: tags), as: UTF8.self)
            return try await aws(
                "ec2", "create-vpc", "--region", region, "--cidr-block", "10.0.0.0/16", "--tag-specifications", json,
                "--query", "Vpc.VpcId", "--output", "text")
        }

        @discardableResult
        private func aws(_ arguments: String..., after first: [String] = []) async throws -> String {
            var program = try #require(Program.ofPython("aws"))
            program.environment = environment
            let region = arguments.firstIndex(of: "--region").map { arguments[$0 + 1] } ?? "us-east-1"
            if !first.isEmpty { _ = try await program.run(first + ["--region", region]) }
            let outcome = try await program.run(arguments)
            #expect(outcome.status == 0, "\(arguments.prefix(2)): \(outcome.errors)")
            return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }

        private func bash(_ arguments: [String]) async throws -> Program.Outcome {
            var bash = try #require(Program.named("bash"))
            bash.environment = environment
            bash.folder = folder
            return try await bash.run(arguments)
        }
    }
}

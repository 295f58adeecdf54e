import Evidence
import Foundation
import Support
import Testing

@testable import CLI

/// `exhibit.yml` and `exhibit config`, with the built program.
struct ConfigTests {
    private struct Record: Decodable {
        var arguments: [String]
        var settings: Run.Settings
        var configuration: Run.Configuration?
    }

    @Test func aRunTakesWhatTheFileSetsAndThePackageTellsIt() async throws {
        try await TemporaryFolder.with { folder in
            let file = "policy: cis\nformat: [csv]\noutput: a\n"
            try write(file, to: "exhibit.yml", in: folder)
            let found = try await Binary.run(["demo"], in: folder)
            #expect(found.status == 5, "\(found.errors)")
            #expect(found.errors == "exhibit: exhibit.yml sets policy, format, output\n")
            let record = try record(of: "a", in: folder)
            #expect(record.arguments == ["demo", "--policy=cis", "--format=csv", "--output=a"])
            #expect(record.settings.policy == .cis && record.settings.formats == ["csv"])
            #expect(record.configuration == .init(file: "exhibit.yml", sha256: sha256Hex(Array(file.utf8))))

            // The package follows from itself, whatever lies beside it.
            try write("policy: cloud-audit\n", to: "exhibit.yml", in: folder)
            #expect(try await Binary.run(["verify", "a"], in: folder).status == 0)

            let flag = try await Binary.run(["demo", "--policy", "effective", "-q", "--output", "b"], in: folder)
            #expect(flag.status == 5 && flag.errors.isEmpty)
            let plain = try self.record(of: "b", in: folder)
            #expect(plain.settings.policy == .effective && plain.configuration?.file == "exhibit.yml")
            #expect(plain.arguments == ["demo", "--policy", "effective", "-q", "--output", "b"])

            let off = try await Binary.run(["demo", "--no-config", "--output", "c"], in: folder)
            #expect(off.status == 5 && off.errors.isEmpty)
            #expect(try self.record(of: "c", in: folder).configuration == nil)
            let named = try await Binary.run(["report", "a", "--config", "exhibit.yml", "--output", "d"], in: folder)
            #expect(named.errors.isEmpty)
            let derived = try self.record(of: "d", in: folder)
            #expect(derived.settings.policy == .cloudAudit)
            #expect(derived.configuration?.sha256 == sha256Hex(Array("policy: cloud-audit\n".utf8)))
            #expect(derived.arguments == record.arguments)
            #expect(try await Binary.run(["verify", "d", "--no-config"], in: folder).status == 0)
        }
    }

    /// A folder may come from anybody: what lies in it is told, and does not choose whom to trust.
    @Test func aFileThatNobodyNamedIsToldAndTrustsNobody() async throws {
        try await TemporaryFolder.with { folder in
            let entry =
                "{vpc: vpc-0d0000000000a003, owner: o, approver: a, reason: r, ticket: T-1, approved-on: 2020-01-01, "
                + "expires-on: 2999-12-31}"
            try write("exceptions: [\(entry)]\n", to: "exhibit.yml", in: folder)
            let told = try await Binary.run(["demo", "-o", "a"], in: folder)
            #expect(told.errors.hasPrefix("exhibit: exhibit.yml sets exceptions (1)\n"), "\(told.errors)")
            for (line, command) in [
                ("exit-zero: true", ["demo", "-o", "b"]), ("endpoint-url: https://localhost:1", ["scan"]),
                ("commands: {verify: {allowed-signers: s, signer: s}}", ["verify", "a"]),
            ] {
                try write("\(line)\n", to: "exhibit.yml", in: folder)
                let refused = try await Binary.run(command, in: folder, environment: Binary.keys)
                #expect(refused.status == 64, "\(refused.errors)")
                #expect(refused.errors.hasPrefix("exhibit: exhibit.yml:1:"), "\(refused.errors)")
                #expect(refused.errors.contains("file that nobody named; name it with --config exhibit.yml\n"))
            }
            try write("exit-zero: true\n", to: "exhibit.yml", in: folder)
            let named = try await Binary.run(["demo", "--config", "exhibit.yml", "-o", "c"], in: folder)
            #expect(named.status == 0, "\(named.errors)")
            let unset = try await Binary.run(
                ["demo", "--config", "exhibit.yml", "--no-exit-zero", "-o", "d"], in: folder)
            #expect(unset.status == 5, "\(unset.errors)")
        }
    }

    /// A file that serves scans may ask more than an earlier package can tell.
    @Test func aReportPassesOverWhatItsPackageCannotFollow() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-o", "a"], in: folder)
            let depth = "min-retention: 90\nsince: 2999-01-01\n"
            try write(depth, to: "exhibit.yml", in: folder)
            let passed = try await Binary.run(["report", "a", "-o", "b"], in: folder)
            #expect(passed.status == 5, "\(passed.errors)")
            #expect(passed.errors.contains("exhibit: exhibit.yml:1:16: min-retention is passed over: the package"))
            #expect(passed.errors.contains("exhibit: exhibit.yml:2:8: since is passed over: that day"))
            #expect(
                try Binary.files(in: folder.appendingPathComponent("b"))
                    == Binary.files(in: folder.appendingPathComponent("a")))
            let typed = try await Binary.run(["report", "a", "--min-retention=90", "-o", "c"], in: folder)
            #expect(typed.status == 64)
            try write("commands: {report: {min-retention: 90}}\n", to: "exhibit.yml", in: folder)
            let own = try await Binary.run(["report", "a", "-o", "c"], in: folder)
            #expect(own.status == 64 && own.errors.contains("exhibit.yml:1:36: min-retention: the package"))
        }
    }

    /// Both look at all of the file: neither calls good what would end a scan.
    @Test(arguments: [["config", "show"], ["exceptions", "check"]])
    func allOfTheFileIsChecked(command: [String]) async throws {
        try await TemporaryFolder.with { folder in
            try write("exceptions: [{vpc: vpc-1}]\n", to: "exhibit.yml", in: folder)
            let exceptions = try await Binary.run(command, in: folder)
            #expect(exceptions.status == 64 && exceptions.errors.contains("exhibit.yml:1:14: exception 1: owner"))
            try write("polcy: cis\nexceptions:\n", to: "exhibit.yml", in: folder)
            let keys = try await Binary.run(command, in: folder)
            #expect(keys.status == 64 && keys.errors.contains("exhibit.yml:1:1: 'polcy' is no key"), "\(keys.errors)")
        }
    }

    @Test(arguments: [
        ("polcy: cis\nregion: [x\n", "exhibit: exhibit.yml:3:1: this is not YAML"),
        ("polcy: cis\n\nregion: 3: 4\n", "exhibit: exhibit.yml:3:10: this is not YAML"),
        ("polcy: cis\npolicy: all\n", "exhibit: exhibit.yml:1:1: 'polcy' is no key; did you mean 'policy'?\nexhibit: "),
        ("region: eu wset\n", "exhibit: exhibit.yml:1:9: The value 'eu wset' is invalid for 'region'"),
        ("accounts: nowhere\n", "exhibit: exhibit.yml:1:11: accounts: there is no file nowhere\n"),
        ("sarif-anchor: \"\\e[2J\"\n", "exhibit: exhibit.yml:1:15: sarif-anchor: there is no file ␛[2J\n"),
    ])
    func mistakesNameTheFileAndTheLine(file: String, says: String) async throws {
        try await TemporaryFolder.with { folder in
            try write(file, to: "exhibit.yml", in: folder)
            let outcome = try await Binary.run(
                ["scan", "--config", "exhibit.yml"], in: folder, environment: Binary.keys)
            #expect(outcome.status == 64)
            let told = outcome.errors.split(separator: "\n").filter { !$0.contains("exhibit.yml sets") }
                .map { $0 + "\n" }.joined()
            #expect(told.hasPrefix(says), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("out").path))
        }
    }

    @Test func showTellsWhereEachValueComesFrom() async throws {
        try await TemporaryFolder.with { folder in
            try write("policy: cis\nregion:\n  - eu-west-1\n  - eu-west-2\n", to: "c.yml", in: folder)
            let outcome = try await Binary.run(
                [
                    "config", "show", "scan", "--config", "c.yml", "--external-id", "hunter2-secret", "--role-arn",
                    "arn:aws:iam::111122223333:role/x", "--endpoint-url=https://localhost:5000",
                    "-R",
                ], in: folder,
                environment: ["AWS_PROFILE": "audit", "AWS_SECRET_ACCESS_KEY": "hunter2-key"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let rows = outcome.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
            #expect(rows.contains("policy cis c.yml:1:9"))
            #expect(rows.contains("region eu-west-1, eu-west-2 c.yml:3:3"))
            #expect(rows.contains("profile audit environment AWS_PROFILE"))
            #expect(rows.contains("remediation true flag"))
            #expect(rows.contains("concurrency 32 default"))
            #expect(rows.contains("endpoint-url https://localhost:5000 flag"))
            #expect(rows.contains("external-id [redacted] flag"))
            #expect(!(outcome.output + outcome.errors).contains("hunter2"))
            let usual = try await Binary.run(["config", "show"], in: folder)
            #expect(usual.output.contains("every enabled region"))
            let unknown = try await Binary.run(["config", "show", "sacn"], in: folder)
            #expect(unknown.status == 64 && unknown.errors.contains("did you mean 'scan'?"))
            let sign = try await Binary.run(["config", "show", "sign"], in: folder)
            #expect(sign.status == 0 && sign.output.contains("key "))
        }
    }

    @Test func completionsAndHelpKnowOfIt() async throws {
        try await TemporaryFolder.with { folder in
            try write("broken: [", to: "exhibit.yml", in: folder)
            for shell in ["bash", "zsh", "fish"] {
                let script = try await Binary.run(["--generate-completion-script", shell], in: folder)
                #expect(script.status == 0 && script.output.contains("no-config"))
            }
            let help = try await Binary.run(["scan", "--help"], in: folder)
            #expect(help.status == 0 && help.output.contains("--config <file>"))
        }
    }

    private func write(_ text: String, to name: String, in folder: URL) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    private func record(of package: String, in folder: URL) throws -> Record {
        let file = folder.appendingPathComponent("\(package)/data/run.json")
        return try JSONDecoder().decode(Record.self, from: Data(contentsOf: file))
    }
}

import Foundation
import Support
import Testing

/// `exhibit remediate`: what it writes, where, and how it ends.
@Suite struct RemediateTests {
    @Test func filesGoWhereTheyShouldAndNowhereElse() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--quiet", "-R", "--fix-destination", "s3", "-o", "p"], in: folder)
            let before = try Binary.files(in: folder.appendingPathComponent("p"))

            for (language, paths) in [
                ("cli", ["111122223333.sh"]),
                (
                    "terraform",
                    ["eu-central-1.tf", "eu-west-1.tf", "providers.tf", "us-east-1.tf"].map { "111122223333/\($0)" }
                ),
                (
                    "cloudformation",
                    ["eu-central-1.json", "eu-west-1.json", "us-east-1.json"].map { "111122223333/\($0)" }
                ),
            ] {
                let made = try await Binary.run(
                    ["remediate", "p", "--as", language, "-o", "new/\(language)"], in: folder)
                #expect(made.status == 0 && made.output.isEmpty, "\(made.errors)")
                #expect(made.errors.contains("review them"))
                let files = try Binary.files(in: folder.appendingPathComponent("new/\(language)"))
                #expect(files.keys.sorted() == paths)
                let text = files.values.map { String(decoding: $0, as: UTF8.self) }.joined()
                // The destination is the package's own.
                #expect(text.contains("flow-logs-111122223333-"))
                let again = try await Binary.run(
                    ["remediate", "p", "--as", language, "-o", "new/\(language)"], in: folder)
                #expect(again.status == 64 && again.errors.contains("not an empty folder"))
            }
            let script = folder.appendingPathComponent("new/cli/111122223333.sh").path
            #expect(FileManager.default.isExecutableFile(atPath: script))

            let told = try await Binary.run(
                ["remediate", "p", "--as", "cli", "--fix-destination", "firehose"], in: folder)
            #expect(told.status == 0 && told.output.hasPrefix("#!/usr/bin/env bash\n"))
            #expect(told.output.contains("create-delivery-stream"))
            let same = try await Binary.run(["remediate", "p", "--as", "cli"], in: folder)
            #expect(Data(same.output.utf8) == (try Data(contentsOf: URL(fileURLWithPath: script))))

            let several = try await Binary.run(["remediate", "p", "--as", "terraform"], in: folder)
            #expect(several.status == 64 && several.output.isEmpty && several.errors.contains("--output"))
            let inside = try await Binary.run(["remediate", "p", "--as", "cli", "-o", "p/fixes"], in: folder)
            #expect(inside.status == 64 && inside.errors.contains("would change the package"))
            #expect(try Binary.files(in: folder.appendingPathComponent("p")) == before)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.sorted() == ["new", "p"], "nothing is left behind")
        }
    }

    @Test func whatCannotBeReadOrAskedForIsRefused() async throws {
        try await TemporaryFolder.with { folder in
            let missing = try await Binary.run(["remediate", "p", "--as", "cli"], in: folder)
            #expect(missing.status == 2 && missing.output.isEmpty)
            for wrong in [
                ["--as", "bash"], [], ["--as", "cli", "--fix-destination", "kafka"],
                ["--as", "cli", "--fix-retention", "366"],
            ] {
                let outcome = try await Binary.run(["remediate", "p"] + wrong, in: folder)
                #expect(outcome.status == 64, "\(wrong)")
            }
            _ = try await Binary.run(["demo", "--quiet", "-o", "p"], in: folder)
            let run = folder.appendingPathComponent("p/data/run.json")
            let text = try String(contentsOf: run, encoding: .utf8)
            try Data(text.replacing("\"effective\"", with: "\"cis\"").utf8).write(to: run)
            let altered = try await Binary.run(["remediate", "p", "--as", "cli", "-o", "fixes"], in: folder)
            #expect(altered.status == 2 && altered.errors.contains("altered"))
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("fixes").path))
        }
    }

    @Test func nothingFailedIsSaid() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--vpcs", "0", "--quiet", "-o", "p"], in: folder)
            let outcome = try await Binary.run(["remediate", "p", "--as", "cli", "-o", "fixes"], in: folder)
            #expect(outcome.status == 0 && outcome.output.isEmpty)
            #expect(outcome.errors.contains("nothing failed"))
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("fixes").path))
        }
    }

    /// The settings of the fixes are the package's own: the same bytes come of it again.
    @Test func aPackageRemembersHowItsFixesAreMade() async throws {
        try await TemporaryFolder.with { folder in
            let arguments = ["-R", "--quiet", "--fix-destination", "s3", "--fix-retention", "731"]
            _ = try await Binary.run(["demo", "-o", "p"] + arguments, in: folder)
            let findings = try String(contentsOf: folder.appendingPathComponent("p/findings.json"), encoding: .utf8)
            #expect(findings.contains("kept 731 days") && findings.contains("AWS::S3::Bucket"))
            #expect(try await Binary.run(["verify", "p"], in: folder).status == 0)
            _ = try await Binary.run(["report", "p", "--quiet", "-o", "q"], in: folder)
            #expect(
                try Binary.files(in: folder.appendingPathComponent("p"))
                    == Binary.files(in: folder.appendingPathComponent("q")))
            _ = try await Binary.run(
                ["report", "p", "--quiet", "--fix-destination", "firehose", "-o", "r"], in: folder)
            let others = try String(contentsOf: folder.appendingPathComponent("r/findings.json"), encoding: .utf8)
            #expect(others.contains("kept 731 days") && others.contains("AWS::KinesisFirehose::DeliveryStream"))
            #expect(try await Binary.run(["verify", "r"], in: folder).status == 0)
        }
    }
}

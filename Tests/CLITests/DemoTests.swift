import Evidence
import Foundation
import Support
import Testing

/// `exhibit demo` and `exhibit report`, with the built program.
struct DemoTests {
    @Test func theDemoWritesAPackageAndSaysSo() async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(["demo"], in: folder)
            #expect(outcome.status == 5)
            #expect(outcome.output.contains("aws-vpc-003"))
            #expect(outcome.output.contains("vpc-0d0000000000a003"))
            #expect(
                outcome.output.contains(
                    "region ap-southeast-1, DescribeFlowLogs, DescribeVpcs: UnauthorizedOperation"))
            #expect(outcome.output.contains("findings.json"))
            let names = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent("out").path)
            #expect(names.contains("latest") && names.count == 2)
            #expect(names.contains { $0.wholeMatch(of: /\d{8}T\d{6}Z-demo/) != nil })
            let files = try Binary.files(in: folder.appendingPathComponent("out/latest/"))
            #expect(
                Set(files.keys.filter { !$0.hasPrefix("data/") }) == [
                    "report.html", "report.sarif", "report.junit.xml", "report.md", "vpcs.csv", "findings.json",
                    ".gitattributes", "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt",
                ])
        }
    }

    @Test func nothingThatActsReachesTheTerminal() async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(["demo"], in: folder)
            let acting = (outcome.output + outcome.errors).unicodeScalars.filter { scalar in
                scalar != "\n"
                    && (scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
                        || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value))
            }
            #expect(acting.isEmpty)
        }
    }

    @Test func reportGivesTheSameBytes() async throws {
        try await TemporaryFolder.with { folder in
            #expect(try await Binary.run(["demo", "-R", "--output", "a"], in: folder).status == 5)
            let again = try await Binary.run(
                ["report", "a", "--output", "b"], in: folder, environment: ["TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8"])
            #expect(again.status == 5, "\(again.errors)")
            let (a, b) = (
                try Binary.files(in: folder.appendingPathComponent("a")),
                try Binary.files(in: folder.appendingPathComponent("b"))
            )
            #expect(Set(a.keys) == Set(b.keys))
            for (name, bytes) in a { #expect(b[name] == bytes, "\(name)") }
        }
    }

    @Test func reportWithAnotherPolicyIsANewPackageThatNamesTheOld() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--output", "a"], in: folder)
            let before = try Binary.files(in: folder.appendingPathComponent("a"))
            let outcome = try await Binary.run(
                ["report", "a", "--policy", "cis", "--format", "csv", "--output", "b", "--exit-zero"], in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let files = try Binary.files(in: folder.appendingPathComponent("b"))
            #expect(files["vpcs.csv"] != nil && files["report.html"] == nil)
            let run = String(decoding: files["data/run.json"] ?? Data(), as: UTF8.self)
            #expect(run.contains("\"policy\": \"cis\"") && run.contains("\"derivedFrom\""))
            #expect(try Binary.files(in: folder.appendingPathComponent("a")) == before)
        }
    }

    @Test func onlyTheChosenFormatsAreWritten() async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(
                ["demo", "--format", "junit,sarif", "--format", "csv", "--exit-zero", "-o", "p"], in: folder)
            #expect(outcome.status == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("p").path)
            #expect(Set(names).isSuperset(of: ["report.junit.xml", "report.sarif", "vpcs.csv", "findings.json"]))
            #expect(!names.contains("report.html") && !names.contains("report.md"))
        }
    }

    @Test func whoAnswersAndWhoChecksIsKept() async throws {
        try await TemporaryFolder.with { folder in
            let named = try await Binary.run(
                ["demo", "-q", "--exit-zero", "-o", "a", "--organization", "Ex Ltd", "--reviewer", "R. Eader"],
                in: folder)
            #expect(named.status == 0, "\(named.errors)")
            let kept = try await Binary.run(["report", "a", "-q", "--exit-zero", "-o", "b"], in: folder)
            #expect(kept.status == 0, "\(kept.errors)")
            #expect(
                try Binary.files(in: folder.appendingPathComponent("a"))
                    == Binary.files(in: folder.appendingPathComponent("b")))
            let other = try await Binary.run(
                ["report", "a", "-q", "--exit-zero", "-o", "c", "--reviewer", "S. Econd"], in: folder)
            #expect(other.status == 0, "\(other.errors)")
            let info = try String(contentsOf: folder.appendingPathComponent("c/bag-info.txt"), encoding: .utf8)
            #expect(info.contains("Source-Organization: Ex Ltd\n") && info.contains("Exhibit-Reviewer: S. Econd\n"))
            let run = try String(contentsOf: folder.appendingPathComponent("c/data/run.json"), encoding: .utf8)
            #expect(run.contains(#""reviewer": "S. Econd""#) && run.contains("derivedFrom"))
            for name in ["", "two\nlines", String(repeating: "x", count: 257)] {
                #expect(try await Binary.run(["demo", "-o", "d", "--organization", name], in: folder).status == 64)
            }
        }
    }

    /// The files that an attestation names have the hashes that it gives them, and rendering again gives its bytes.
    @Test func theAttestationIsAboutThisPackage() async throws {
        struct Statement: Decodable {
            struct Resource: Decodable {
                var name: String
                var digest: [String: String]
            }
            struct Predicate: Decodable {
                var result: String
                var configuration: [Resource]
            }
            var subject: [Resource]
            var predicate: Predicate
        }
        try await TemporaryFolder.with { folder in
            let formats = ["--format", "html,sarif,oscal,xccdf,ocsf,asff,attestation"]
            #expect(try await Binary.run(["demo", "-q", "-o", "a"] + formats, in: folder).status == 5)
            #expect(try await Binary.run(["report", "a", "-q", "-o", "b"], in: folder).status == 5)
            let files = try Binary.files(in: folder.appendingPathComponent("a"))
            #expect(try Binary.files(in: folder.appendingPathComponent("b")) == files)
            let statement = try JSONDecoder().decode(Statement.self, from: try #require(files["attestation.json"]))
            #expect(
                statement.subject.map(\.name) == [
                    "report.html", "report.sarif", "findings.json", "oscal-ar.json", "xccdf.xml", "ocsf.jsonl",
                    "asff.json", "manifest-sha256.txt",
                ])
            #expect(statement.predicate.result == "FAILED")
            for resource in statement.subject + statement.predicate.configuration.filter({ $0.name.hasPrefix("data/") })
            {
                let bytes = try #require(files[resource.name])
                #expect(resource.digest == ["sha256": sha256Hex(Array(bytes))], "\(resource.name)")
            }
            let tags = String(decoding: try #require(files["tagmanifest-sha256.txt"]), as: UTF8.self)
            #expect(tags.contains("  attestation.json\n"))
        }
    }

    /// What AWS would have answered, and what follows from it. Times and run ids are those of each run.
    @Test func equalSeedsGiveEqualEstates() async throws {
        try await TemporaryFolder.with { folder in
            var answers: [[String: Data]] = []
            var verdicts: [[Substring]] = []
            for (name, seed) in [("a", "7"), ("b", "7"), ("c", "8")] {
                let outcome = try await Binary.run(
                    ["demo", "--vpcs", "40", "--seed", seed, "--format", "csv", "-R", "-q", "-o", name], in: folder)
                #expect([1, 5].contains(outcome.status), "\(outcome.errors)")
                let package = folder.appendingPathComponent(name)
                answers.append(try Binary.files(in: package).filter { $0.key.hasSuffix(".xml") })
                // The columns from `policy` on are about the run.
                let table = try String(contentsOf: package.appendingPathComponent("vpcs.csv"), encoding: .utf8)
                verdicts.append(
                    table.split(separator: "\r\n").map { row in
                        row.prefix(upTo: row.range(of: ",effective,demo,")?.lowerBound ?? row.endIndex)
                    })
            }
            #expect(answers[0].count > 10 && verdicts[0].count == 41)
            #expect(answers[0] == answers[1] && answers[0] != answers[2])
            #expect(verdicts[0] == verdicts[1] && verdicts[0] != verdicts[2])
        }
    }

    @Test func sha256sumAcceptsThePackage() async throws {
        let sha256sum = try #require(Program.named("sha256sum") ?? Program.named("gsha256sum"))
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-o", "p"], in: folder)
            var program = sha256sum
            program.folder = folder.appendingPathComponent("p")
            let outcome = try await program.run(
                ["--strict", "-c", "tagmanifest-sha256.txt", "manifest-sha256.txt"])
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        }
    }

    /// Nobody listens any more, or the disk is full: the package is there, and the verdict's status stands.
    @Test(arguments: ["| true", "> /dev/full", ">&-", "2>&-", "> /dev/null 2> /dev/full"])
    func theStatusStandsWhoeverListens(redirection: String) async throws {
        let shell = try #require(Program.named("bash"))
        try await TemporaryFolder.with { folder in
            var program = shell
            program.folder = folder
            let outcome = try await program.run(
                ["-c", "set -o pipefail; \"$0\" demo -o p \(redirection)", Program.exhibit.path])
            #expect(outcome.status == 5, "\(outcome.errors)")
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("p/report.html").path))
            let refused = try await program.run(["-c", "\"$0\" report nowhere 2>&-", Program.exhibit.path])
            #expect(refused.status == 2)
        }
    }

    /// Whatever address is typed, what it carries beside host and path is not kept.
    @Test func addressesAreKeptWithoutTheirSecrets() async throws {
        try await TemporaryFolder.with { folder in
            let typed = "proto://user:hunter2@example.com/p?token=hunter3#hunter4"
            let outcome = try await Binary.run(["demo", "--exit-zero", "-o", typed], in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let files = try Binary.files(in: folder)
            let run = try #require(files.first { $0.key.hasSuffix("data/run.json") }?.value)
            #expect(String(decoding: run, as: UTF8.self).contains("proto://[redacted]@example.com/p?[redacted]"))
            for (name, bytes) in files {
                #expect(bytes.range(of: Data("hunter".utf8)) == nil, "\(name)")
            }
        }
    }

    @Test func quietSaysNothing() async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(["demo", "--quiet", "--no-remediation", "-o", "p"], in: folder)
            #expect(outcome.status == 5)
            #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
        }
    }

    @Test func helpAndVersionAndControls() async throws {
        try await TemporaryFolder.with { folder in
            for arguments in [
                ["--help"], ["scan", "--help"], ["demo", "--help"], ["report", "--help"], ["sign", "--help"],
                ["--version"],
            ] {
                #expect(try await Binary.run(arguments, in: folder).status == 0)
            }
            let controls = try await Binary.run(["controls"], in: folder)
            #expect(controls.status == 0)
            #expect(controls.output.contains("CIS AWS Foundations Benchmark v3.0.0, 3.7"))
            #expect(controls.output.contains("ec2:DescribeFlowLogs"))
        }
    }
}

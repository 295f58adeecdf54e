import Evidence
import Foundation
import Support
import Testing

@testable import CLI

/// `--benchmark`, with the built program: a run under the number of another version.
struct BenchmarkTests {
    @Test func everyReportBearsTheNumberOfTheChosenVersion() async throws {
        try await TemporaryFolder.with { folder in
            let formats = OutputOptions.known.filter { !["junit-extended"].contains($0) }.joined(separator: ",")
            let demo = ["demo", "--policy", "cis", "--format", formats, "--output"]
            let (six, usual) = (["six", "--benchmark", "cis-aws-6.0.0"], ["usual"])
            let outcome = try await Binary.run(demo + six, in: folder)
            #expect(outcome.status == 5, "\(outcome.errors)")
            #expect(outcome.output.contains("CIS 4.7 as written"))
            #expect(try await Binary.run(demo + usual, in: folder).status == 5)
            let reports = try reports(of: "six", in: folder)
            let others = try self.reports(of: "usual", in: folder)
            for (name, text) in reports {
                #expect(!text.contains("CIS 3.7") && !text.contains("v3.0.0, 3.7"), "\(name)")
                #expect(!text.contains("aws-foundations/3.0.0"), "\(name)")
                let tells = others[name]?.contains("CIS 3.7") == true || others[name]?.contains("v3.0.0") == true
                if tells { #expect(text.contains("CIS 4.7") || text.contains("v6.0.0"), "\(name)") }
            }
            #expect(reports["findings.json"]?.contains("\"version\": \"6.0.0\",\n      \"id\": \"4.7\"") == true)
            #expect(reports["report.sarif"]?.contains("external/cis/aws-foundations/6.0.0/4.7") == true)
            #expect(reports["report.junit.xml"]?.contains("CIS AWS Foundations Benchmark v6.0.0, 4.7") == true)
            for name in ["report.html", "report.md", "report.junit.xml"] {
                #expect(reports[name]?.contains("4.7 as written") == true, "\(name)")
            }
            // The verdicts are the same.
            #expect(try digest(reports) == digest(others))
            let verified = try await Binary.run(["verify", "six"], in: folder)
            #expect(verified.status == 0, "\(verified.output)")

            // A report keeps the version of its package, unless it is told another.
            #expect(try await Binary.run(["report", "six", "--output", "kept"], in: folder).status == 5)
            #expect(try Binary.files(in: folder.appendingPathComponent("kept")) == files(of: "six", in: folder))
            let again = try await Binary.run(
                ["report", "six", "--benchmark", "cis-aws-2.0.0", "--output", "two"], in: folder)
            #expect(again.output.contains("CIS 3.9 as written"))
            #expect(try await Binary.run(["verify", "two"], in: folder).status == 0)
        }
    }

    @Test func anUnknownVersionIsToldWithTheList() async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(["demo", "--benchmark", "cis-aws-8.0.0"], in: folder)
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("cis-aws-7.0.0") && outcome.errors.contains("cis-aws-1.0.0"))
            try Data("benchmark: cis-aws-50.0\n".utf8).write(to: folder.appendingPathComponent("exhibit.yml"))
            let file = try await Binary.run(["demo"], in: folder)
            #expect(file.status == 64 && file.errors.contains("exhibit.yml:1:12: 'benchmark' takes one of"))
            #expect(file.errors.contains("did you mean 'cis-aws-5.0.0'?"))
        }
    }

    private func files(of package: String, in folder: URL) throws -> [String: Data] {
        try Binary.files(in: folder.appendingPathComponent(package))
    }

    private func reports(of package: String, in folder: URL) throws -> [String: String] {
        try files(of: package, in: folder).filter { !$0.key.contains("/") }
            .mapValues { String(decoding: $0, as: UTF8.self) }
    }

    private func digest(_ reports: [String: String]) throws -> String {
        let findings = try #require(reports["findings.json"])
        let match = try #require(findings.firstMatch(of: /"digest": "(sha256:[0-9a-f]{64})"/))
        return String(match.1)
    }
}

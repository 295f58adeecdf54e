import Evidence
import Foundation
import Report
import Support
import Testing

/// Both profiles as Microsoft's sarif-tools read them.
@Suite(.enabled(if: Program.ofPython("sarif") != nil, "needs Python's sarif-tools"))
struct SARIFToolsTests {
    @Test(arguments: [
        (SampleDossier.everything, 35, 1), (SampleDossier.clean, 0, 0), (SampleDossier.carryingOver, 3, 1),
    ])
    func theCountsAreOurs(_ dossier: Dossier, _ warnings: Int, _ notes: Int) async throws {
        let summary = try await summary(of: dossier, as: .sarif)
        #expect(summary["warning"] == warnings && summary["note"] == notes && summary["error"] == 0)
    }

    @Test func theFullProfileIsReadTwice() async throws {
        let summary = try await summary(of: SampleDossier.everything, as: .sarifFull)
        #expect(summary["error"] == 0)
        #expect((summary["warning"] ?? 0) >= 35)
    }

    /// Every alert is listed with its place.
    @Test func placesAreRead() async throws {
        let csv = try await run(["csv", "--output"], on: SampleDossier.placed, as: .sarif)
        expect(csv, has: "infra/main.tf,12")
        expect(csv, has: "docs/read%20me.md,3")
    }

    private func summary(of dossier: Dossier, as format: ReportFormat) async throws -> [String: Int] {
        let text = try await run(["summary", "--output"], on: dossier, as: format)
        var counts: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":")
            if let level = parts.first, parts.count == 2, let count = Int(parts[1].trimmingCharacters(in: .whitespaces))
            {
                counts[String(level)] = count
            }
        }
        return counts
    }

    private func run(_ command: [String], on dossier: Dossier, as format: ReportFormat) async throws -> String {
        try await TemporaryFolder.with { folder in
            let (file, output) = (folder.appendingPathComponent(format.file), folder.appendingPathComponent("output"))
            try Data(format.bytes(of: dossier)).write(to: file)
            let sarif = try #require(Program.ofPython("sarif"))
            let outcome = try await sarif.run(command + [output.path, file.path])
            #expect(outcome.status == 0, "\(outcome.errors)")
            return try String(contentsOf: output, encoding: .utf8)
        }
    }
}

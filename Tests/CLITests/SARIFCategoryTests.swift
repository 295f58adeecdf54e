import Foundation
import Support
import Testing

/// `--sarif-category`, with the built program: kept in the package, so that its reports follow from it.
struct SARIFCategoryTests {
    private func id(_ report: String, in package: URL) throws -> String? {
        let data = try Data(contentsOf: package.appendingPathComponent(report))
        let log = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let run = (log?["runs"] as? [[String: Any]])?.first
        let details = run?["automationDetails"] as? [String: Any]
        #expect(details == nil || details?.keys.sorted() == ["id"])
        return details?["id"] as? String
    }

    @Test func itIsKeptUntilItIsDropped() async throws {
        try await TemporaryFolder.with { folder in
            let (named, kept, renamed, dropped, none) = ("named", "kept", "renamed", "dropped", "none")
            let steps: [([String], String?)] = [
                (
                    ["demo", "--format", "sarif,sarif-full", "--sarif-category", "nightly/eu", "-o", named],
                    "nightly/eu/"
                ),
                (["report", named, "--policy", "cis", "-o", kept], "nightly/eu/"),
                (["report", named, "--sarif-category", "other", "-o", renamed], "other/"),
                (["report", named, "--no-sarif-category", "-o", dropped], nil),
                (["demo", "--format", "sarif,sarif-full", "-o", none], nil),
            ]
            for (arguments, expected) in steps {
                let made = try await Binary.run(arguments + ["--exit-zero", "-q"], in: folder)
                #expect(made.status == 0, "\(made.errors)")
                let package = folder.appendingPathComponent(try #require(arguments.last))
                for report in ["report.sarif", "report.full.sarif"] {
                    #expect(try id(report, in: package) == expected, "\(arguments)")
                }
                let proof = try await Binary.run(["verify", package.path], in: folder)
                #expect(proof.status == 0, "\(arguments): \(proof.output)")
            }
            let run = try String(contentsOf: folder.appendingPathComponent("none/data/run.json"), encoding: .utf8)
            #expect(!run.contains("sarifCategory"), "what was not asked for is not in the record")
        }
    }

    /// A rendering choice: a file that nobody named may make it too, and what is typed prevails.
    @Test func exhibitYMLMayNameIt() async throws {
        try await TemporaryFolder.with { folder in
            try Data("sarif-category: weekly\n".utf8).write(to: folder.appendingPathComponent("exhibit.yml"))
            for (index, (arguments, expected)) in [([], "weekly/"), (["--sarif-category", "b"], "b/")].enumerated() {
                let arguments = ["demo", "--format", "sarif", "--exit-zero", "-q", "-o", "p\(index)"] + arguments
                let made = try await Binary.run(arguments, in: folder)
                #expect(made.status == 0, "\(made.errors)")
                #expect(try id("report.sarif", in: folder.appendingPathComponent("p\(index)")) == expected)
            }
        }
    }
}

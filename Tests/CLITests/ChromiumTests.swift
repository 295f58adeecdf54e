import Foundation
import Support
import Testing

/// The HTML report in a real browser: opened, filtered, sorted, followed by link, on a phone, in the dark, on paper.
@Suite(.serialized, .enabled("needs chromium, pdftotext and playwright; `make test` installs them", Chromium.isHere))
struct ChromiumTests {
    @Test func everyReaderFindsTheWholePopulation() async throws {
        try await TemporaryFolder.with { folder in
            let reading = try await Chromium.read(["--vpcs", "160", "--seed", "5", "-R"], in: folder, printed: true)
            let (found, all) = (reading.found, reading.vpcs.map(\.vpcId))
            let fails = reading.vpcs.filter { $0.verdict == "fail" }.map(\.vpcId)
            #expect(all.count == 160 && fails.count > 20)

            #expect(found.asked.isEmpty && found.said.isEmpty, "\(found.asked) \(found.said)")
            #expect(found.opened == all)
            #expect(found.byText == [all[159]])
            #expect(found.shownByLink == all, "a link to a VPC that the filter hides shows it")
            #expect(found.byVerdict == fails)
            #expect(found.afterReset == all)
            #expect(found.ascending == all.sorted())
            #expect(found.descending == all.sorted().reversed())
            #expect(found.overflow <= 0 && found.overflowOnAPhone <= 0)
            #expect(found.light.ratio >= 4.5, "\(found.light.place)")
            #expect(found.dark.ratio >= 4.5, "\(found.dark.place)")

            #expect(found.withoutScript == all)
            #expect(!found.formWithoutScript)

            // Hyphens at a line's end are the id's own: what is compared has no blanks.
            let pages = reading.pages.map { $0.filter { !$0.isWhitespace } }
            let paper = pages.joined()
            #expect(all.filter { !paper.contains($0) } == [])
            #expect(paper.components(separatedBy: "awsec2create-flow-logs").count > fails.count, "fixes are folded")
            let listing = pages.filter { $0.contains("cloud-auditEvidence") }
            #expect(listing.count > 4, "the head of the table stands on each of its pages")
            #expect(pages.allSatisfy { $0.contains("of\(pages.count)") }, "a page without its number")
        }
    }

    /// The form for large estates: rows in parts, plain passes summed up.
    @Test func aLargeEstateIsFilteredAndSortedToo() async throws {
        try await TemporaryFolder.with { folder in
            let reading = try await Chromium.read(["--vpcs", "5001", "--format", "html"], in: folder)
            let found = reading.found
            let kept = reading.vpcs.filter { !$0.isPlainPass }
            #expect(found.asked.isEmpty && found.said.isEmpty, "\(found.asked) \(found.said)")
            #expect(found.opened == kept.map(\.vpcId))
            #expect(found.byVerdict == kept.filter { $0.verdict == "fail" }.map(\.vpcId))
            #expect(found.ascending == kept.map(\.vpcId).sorted())
            #expect(found.overflowOnAPhone <= 0)
        }
    }
}

/// Debian's Chromium, driven by Python's playwright.
private enum Chromium {
    struct Found: Decodable {
        struct Contrast: Decodable {
            let ratio: Double
            let place: String
        }

        let asked, said, opened, byText, shownByLink, byVerdict, afterReset, ascending, descending: [String]
        let withoutScript: [String]
        let formWithoutScript: Bool
        let overflow, overflowOnAPhone: Int
        let light, dark: Contrast
    }

    struct VPC: Decodable {
        struct Verdict: Decodable {
            let verdict: String
        }

        let vpcId, verdict: String
        let byPolicy: [String: Verdict]

        var isPlainPass: Bool { byPolicy.values.allSatisfy { $0.verdict == "pass" } }
    }

    private struct Findings: Decodable {
        let assessments: [VPC]
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    @Sendable static func isHere() async throws -> Bool {
        guard Program.named("chromium") != nil, Program.named("pdftotext") != nil,
            let python = Program.ofPython("python3")
        else { return false }
        return try await python.run(["-c", "import playwright"]).status == 0
    }

    /// Makes the demo's report, and lets the browser read it.
    static func read(
        _ options: [String], in folder: URL, printed: Bool = false
    ) async throws -> (found: Found, vpcs: [VPC], pages: [String]) {
        let demo = try await Binary.run(["demo", "-q", "--exit-zero", "-o", "p"] + options, in: folder)
        guard demo.status == 0 else { throw Failure(description: demo.errors) }
        let package = folder.appendingPathComponent("p")
        let pdf = folder.appendingPathComponent("report.pdf").path
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/chromium/read_report.py")
        let report = package.appendingPathComponent("report.html").path
        let found: Found = try decode(
            Data(try await output(of: .ofPython("python3"), [script.path, report] + (printed ? [pdf] : [])).utf8))
        let findings: Findings = try decode(Data(contentsOf: package.appendingPathComponent("findings.json")))
        let text = printed ? try await output(of: .named("pdftotext"), ["-layout", pdf, "-"]) : ""
        return (found, findings.assessments, text.split(separator: "\u{C}").map(String.init))
    }

    private static func decode<Value: Decodable>(_ data: Data) throws -> Value {
        try JSONDecoder().decode(Value.self, from: data)
    }

    private static func output(of program: Program?, _ arguments: [String]) async throws -> String {
        guard let program else { throw Failure(description: "a program went missing") }
        let outcome = try await program.run(arguments)
        guard outcome.status == 0 else { throw Failure(description: outcome.errors) }
        return outcome.output
    }
}

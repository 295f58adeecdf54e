import Foundation
import Support
import Testing

/// The HTML report in a real browser: opened, filtered, sorted, followed by link, on a phone, in the dark, on paper.
/// One browser reads both: starting it takes longer than most of what it does.
@Suite(.enabled("needs chromium, pdftotext and playwright; `make test` installs them", Chromium.isHere))
struct ChromiumTests {
    @Test func everyReaderFindsTheWholePopulation() async throws {
        try await TemporaryFolder.with { folder in
            async let small = Chromium.package(["--vpcs", "160", "--seed", "5", "-R"], named: "small", in: folder)
            async let large = Chromium.package(["--vpcs", "5001"], named: "large", in: folder)
            let vpcs = (small: try await small, large: try await large)
            let reading = try await Chromium.read("small", "large", in: folder)
            check(reading.found.small, of: vpcs.small, onPaper: reading.pages)
            check(reading.found.large, of: vpcs.large)
        }
    }

    private func check(_ found: Chromium.Small, of vpcs: [Chromium.VPC], onPaper printed: [String]) {
        let all = vpcs.map(\.vpcId)
        let fails = vpcs.filter { $0.verdict == "fail" }.map(\.vpcId)
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

        // As Jenkins shows it, without its style sheet and script.
        let unstyled = found.unstyled
        #expect(!unstyled.styled, "the styles are not blocked")
        #expect(unstyled.misshapen.isEmpty && unstyled.black.isEmpty, "\(unstyled.misshapen) \(unstyled.black)")
        #expect(unstyled.glued.isEmpty, "\(unstyled.glued)")
        #expect(unstyled.vpcs == all)
        #expect(unstyled.verdicts == vpcs.map { $0.verdict.replacing("-", with: " ") })
        #expect(unstyled.form == 0)
        #expect(
            unstyled.headings == [
                "check", "picture", "gaps", "fails", "population", "policies", "reconciliation", "method", "calls",
            ])

        // Hyphens at a line's end are the id's own: what is compared has no blanks.
        let pages = printed.map { $0.filter { !$0.isWhitespace } }
        let paper = pages.joined()
        #expect(all.filter { !paper.contains($0) } == [])
        #expect(paper.components(separatedBy: "awsec2create-flow-logs").count > fails.count, "fixes are folded")
        let listing = pages.filter { $0.contains("cloud-auditEvidence") }
        #expect(listing.count > 4, "the head of the table stands on each of its pages")
        #expect(pages.allSatisfy { $0.contains("of\(pages.count)") }, "a page without its number")
    }

    /// The form for large estates: rows in parts, plain passes summed up.
    private func check(_ found: Chromium.Large, of vpcs: [Chromium.VPC]) {
        let kept = vpcs.filter { !$0.isPlainPass }
        #expect(kept.count > 1000, "there is more than one part")
        #expect(found.asked.isEmpty && found.said.isEmpty, "\(found.asked) \(found.said)")
        #expect(found.opened == kept.map(\.vpcId))
        #expect(found.byVerdict == kept.filter { $0.verdict == "fail" }.map(\.vpcId))
        #expect(found.afterReset == found.opened)
        #expect(found.ascending == kept.map(\.vpcId).sorted())
        #expect(found.descending == kept.map(\.vpcId).sorted().reversed())
        #expect(found.overflowOnAPhone <= 0)
    }
}

/// Debian's Chromium, driven by Python's playwright.
private enum Chromium {
    struct Found: Decodable {
        let small: Small
        let large: Large
    }

    struct Small: Decodable {
        struct Contrast: Decodable {
            let ratio: Double
            let place: String
        }

        let asked, said, opened, byText, shownByLink, byVerdict, afterReset, ascending, descending: [String]
        let withoutScript: [String]
        let formWithoutScript: Bool
        let overflow, overflowOnAPhone: Int
        let light, dark: Contrast
        let unstyled: Unstyled
    }

    struct Unstyled: Decodable {
        let styled: Bool
        let misshapen, black, glued, verdicts, vpcs, headings: [String]
        let form: Double
    }

    struct Large: Decodable {
        let asked, said, opened, byVerdict, afterReset, ascending, descending: [String]
        let overflowOnAPhone: Int
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

    /// Makes a demo's report, and tells of which VPCs it is.
    static func package(_ options: [String], named name: String, in folder: URL) async throws -> [VPC] {
        let demo = try await Binary.run(
            ["demo", "-q", "--exit-zero", "--format", "html", "-o", name] + options, in: folder)
        guard demo.status == 0 else { throw Failure(description: demo.errors) }
        let findings = try Data(contentsOf: folder.appendingPathComponent("\(name)/findings.json"))
        return try JSONDecoder().decode(Findings.self, from: findings).assessments
    }

    /// Lets the browser read both reports and print the first.
    static func read(
        _ small: String, _ large: String, in folder: URL
    ) async throws -> (found: Found, pages: [String]) {
        let pdf = folder.appendingPathComponent("report.pdf").path
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/chromium/read_report.py")
        let reports = [small, large].map { folder.appendingPathComponent("\($0)/report.html").path }
        let told = try await output(of: .ofPython("python3"), [script.path, reports[0], pdf, reports[1]])
        let found = try JSONDecoder().decode(Found.self, from: Data(told.utf8))
        let text = try await output(of: .named("pdftotext"), ["-layout", pdf, "-"])
        return (found, text.split(separator: "\u{C}").map(String.init))
    }

    private static func output(of program: Program?, _ arguments: [String]) async throws -> String {
        guard let program else { throw Failure(description: "a program went missing") }
        let outcome = try await program.run(arguments)
        guard outcome.status == 0 else { throw Failure(description: outcome.errors) }
        return outcome.output
    }
}

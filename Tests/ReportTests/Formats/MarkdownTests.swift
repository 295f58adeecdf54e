import Evidence
import Foundation
import Report
import Testing

@Suite struct MarkdownTests {
    @Test func theWholeEstateFits() throws {
        let report = try markdown(Estate.whole)
        #expect(report.hasPrefix("## VPC flow logging: FAIL\n"))
        expect(report, has: "Every VPC that was listed")
        expect(report, lacks: "Shortened")
        for vpc in Estate.whole.assessments { expect(report, has: "`\(vpc.vpcId)`") }
        expect(report, has: Estate.whole.digest)
    }

    /// Verdict, counts and gaps come before everything else.
    @Test func orderOfSections() throws {
        let report = try markdown(Estate.whole)
        let places = try ["| VPCs |", "### What could not be read", "### VPCs that fail", "<details>", "### Policies"]
            .map { try #require(report.range(of: $0)).lowerBound }
        #expect(places == places.sorted())
    }

    @Test(arguments: [
        (60, "Every VPC that was listed", ""),
        (210, "How to fix them", "Every VPC that was listed"),
        (600, "| VPC | Name |", "How to fix them"),
        (6_000, "every list of VPCs is left out", "| VPC | Name |"),
    ])
    func itGrowsShorterByWholeSections(_ count: Int, _ keeps: String, _ leavesOut: String) throws {
        let report = try markdown(Estate.large(count))
        #expect(report.utf8.count <= 65_535)
        expect(report, has: keeps)
        if leavesOut.isEmpty {
            expect(report, lacks: "Shortened")
        } else {
            expect(report, lacks: leavesOut)
            expect(report, has: "Shortened to fit: ")
            expect(report, has: "The whole is in findings.json")
        }
        expect(report, has: "exhibit verify .")
    }

    /// A job summary has more room than a comment.
    @Test func itIsAsLongAsThereIsRoom() throws {
        let dossier = Estate.large(600)
        let comment = try MarkdownText.longest(of: dossier, atMost: MarkdownText.comment)
        let summary = try MarkdownText.longest(of: dossier, atMost: MarkdownText.jobSummary)
        expect(summary, lacks: "Shortened")
        expect(comment, has: "Shortened")
        #expect(comment.utf8.count <= 65_535 && summary.utf8.count > comment.utf8.count)
        let least = try MarkdownText.longest(of: dossier, atMost: 10)
        expect(least, has: "only counts are told")
    }

    @Test func whatChangedStandsRightAfterTheVerdict() throws {
        let report = try markdown(Self.changed)
        let places = try [
            "| VPCs |", "### What changed since 2026-11-23", "| no longer asked |", "#### Broken",
            "<details><summary>Fixed", "### What could not be read",
        ].map { try #require(report.range(of: $0), "\($0)").lowerBound }
        #expect(places == places.sorted())
        let comparison = ComparedSamples.everything
        for vpc in comparison.vpcs where vpc.worsening != nil { expect(report, has: "`\(vpc.place.vpcId)`") }
        expect(report, has: "Compared with run `\(comparison.old.run.id)`.")
        expect(try markdown(Estate.whole), lacks: "What changed")
    }

    @Test func anotherPolicyIsRemarked() throws {
        var dossier = Self.changed
        dossier.inputs.baseline?.policy = .cis
        expect(try markdown(dossier), has: "That run was judged under policy cis, this one under effective")
        dossier.inputs.baseline?.source = .demo
        expect(try markdown(dossier), has: "they are not comparable")
    }

    /// What got worse stays longer than what got better, and both go as a whole.
    @Test(arguments: [
        (10, 10, "<details><summary>Fixed", ""),
        (200, 400, "#### Broken", "<details><summary>Fixed"),
        (3_000, 10, "| New fails |", "#### Broken"),
    ])
    func changesGoByWholeSections(_ broken: Int, _ fixed: Int, _ keeps: String, _ leavesOut: String) throws {
        let comparison = ComparedSamples.large(broken: broken, fixed: fixed)
        var dossier = comparison.new
        dossier.inputs.baseline = Baseline(comparison.old)
        let report = try markdown(dossier)
        #expect(report.utf8.count <= 65_535)
        expect(report, has: keeps)
        if !leavesOut.isEmpty { expect(report, lacks: leavesOut) }
    }

    private static var changed: Dossier {
        var dossier = ComparedSamples.everything.new
        dossier.inputs.baseline = Baseline(ComparedSamples.everything.old)
        return dossier
    }

    /// Gaps without number are counted, too.
    @Test func manyGapsFit() throws {
        let gaps = (0..<2_000).map { Estate.gap("r-\($0)", "DescribeVpcs", "UnauthorizedOperation", .vpcs, "no") }
        let report = try markdown(Estate.dossier([], gaps: gaps))
        #expect(report.utf8.count <= 65_535)
        expect(report, has: "### What could not be read: 2,000")
    }

    /// A row has as many cells as its head, whatever is in the cells.
    @Test(arguments: [Estate.whole, SampleDossier.everything, changed])
    func rowsStayWhole(_ dossier: Dossier) throws {
        let report = try markdown(dossier)
        var cells: Int?
        for line in report.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                cells = nil
                continue
            }
            let count = line.replacing("\\|", with: "").count { $0 == "|" }
            #expect(cells == nil || cells == count, "\(line)")
            cells = count
        }
    }

    private func markdown(_ dossier: Dossier) throws -> String {
        let output = MemoryOutput()
        try ReportFormat.markdown.render(dossier, output)
        try keep(output.bytes, as: "report.md", of: dossier)
        return output.text
    }
}

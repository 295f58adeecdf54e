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
            expect(report, has: "Shortened to fit a comment")
            expect(report, has: "The whole is in findings.json")
        }
        expect(report, has: "exhibit verify .")
    }

    /// Gaps without number are counted, too.
    @Test func manyGapsFit() throws {
        let gaps = (0..<2_000).map { Estate.gap("r-\($0)", "DescribeVpcs", "UnauthorizedOperation", .vpcs, "no") }
        let report = try markdown(Estate.dossier([], gaps: gaps))
        #expect(report.utf8.count <= 65_535)
        expect(report, has: "### What could not be read: 2,000")
    }

    /// A row has as many cells as its head, whatever is in the cells.
    @Test(arguments: [Estate.whole, SampleDossier.everything])
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

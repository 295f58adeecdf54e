import Evidence
import Report
import Support
import Testing

@Suite struct ComparisonMarkdownTests {
    @Test func whatGotWorseStandsOpen() throws {
        let text = try markdown(ComparedSamples.large(broken: 2, fixed: 2))
        #expect(text.hasPrefix("## VPC flow logging, compared: WORSE\n"))
        #expect(text.contains("### Broken: they passed, and fail (2)"))
        #expect(text.contains("<details><summary>Fixed: they failed, and pass (2)</summary>\n\n| VPC"))
        #expect(!text.contains("Shortened"))
    }

    /// A row has as many cells as its head, whatever is in the cells.
    @Test func rowsStayWhole() throws {
        var cells: Int?
        for line in try markdown(ComparedSamples.everything).split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                cells = nil
                continue
            }
            let count = line.replacing("\\|", with: "").count { $0 == "|" }
            #expect(cells == nil || cells == count, "\(line)")
            cells = count
        }
    }

    /// Outside code spans stands nothing that came from outside.
    @Test func nothingFromOutsideIsMarkup() throws {
        let text = try markdown(ComparedSamples.everything)
        let fence = String(repeating: "`", count: 5)
        let outside = text.split(separator: fence, omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
        #expect(text.contains("<script>"))
        #expect(!outside.contains("<script>") && !outside.contains("@team") && !outside.contains("javascript:"))
        #expect(!text.unicodeScalars.contains { $0.isActing && $0 != "\n" })
    }

    @Test(arguments: [
        (400, 400, "### Broken", "<details>", "Left out: Fixed: they failed, and pass (400)."),
        (2_000, 10, "<details><summary>Fixed", "### Broken", "Broken: they passed, and fail (2,000)"),
        (2_000, 2_000, "exhibit diff OLD NEW --format json", "| VPC |", "Fixed: they failed, and pass (2,000)"),
    ])
    func itGrowsShorterByWholeSections(
        broken: Int, fixed: Int, keeps: String, leavesOut: String, says: String
    ) throws {
        let text = try markdown(ComparedSamples.large(broken: broken, fixed: fixed))
        #expect(text.utf8.count <= 65_535)
        #expect(text.contains(keeps) && !text.contains(leavesOut))
        #expect(text.contains("> Shortened to fit a comment."))
        #expect(text.contains(says))
    }

    private func markdown(_ comparison: Comparison) throws -> String {
        try ComparisonFormat.markdown.text(of: comparison)
    }
}

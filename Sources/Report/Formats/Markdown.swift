package import Evidence
import Templates

extension ReportFormat {
    /// The comment for a pull request: it fits GitHub's limit by leaving out whole sections.
    package static let markdown = ReportFormat(name: "markdown", file: "report.md") { dossier, output in
        try output.write(MarkdownText.longest(of: dossier, atMost: MarkdownText.comment))
    }
}

/// The report in Markdown, as long as there is room for it.
package enum MarkdownText {
    /// A comment holds 65,536 characters, a check's summary 65,535 bytes.
    package static let comment = 65_535
    /// What the steps of a job may write to their summary, in bytes.
    /// Source: GitHub, "Workflow commands", step isolation and limits.
    package static let jobSummary = 1 << 20

    /// The fullest text of at most so many bytes; one that holds nothing but counts, whatever its length, where
    /// none is as short.
    package static func longest(of dossier: Dossier, atMost limit: Int) throws -> String {
        let template = try StrictTemplate(dossier.inputs.template(.markdown))
        let comparison = BaselineComparison(dossier)
        for extent in ReportPage.Extent.allCases where extent.mayFit(dossier, comparison?.changes, limit) {
            let text = try template.render(ReportPage(dossier, extent, since: comparison).page, .markdown)
            if text.utf8.count <= limit { return text }
        }
        return try template.render(ReportPage(dossier, .countsOnly, since: comparison).page, .markdown)
    }
}

extension ReportPage.Extent {
    /// Whether it is worth a try: a row takes more than 64 bytes.
    fileprivate func mayFit(_ dossier: Dossier, _ changes: Changes?, _ limit: Int) -> Bool {
        let listed =
            switch self {
            case .full: dossier.assessments.count
            case .withoutPopulation, .withoutFixes: dossier.summary.fail
            case .withoutFails: changes == nil ? limit : 0
            case .gapsOnly, .countsOnly: 0
            }
        let gaps = self == .countsOnly ? 0 : dossier.gaps.count
        let changed = changes.map { showsOtherChanges ? $0.vpcs.count : showsWorse ? $0.worse : 0 } ?? 0
        let exceptions = showsLists ? dossier.exceptions.count : 0
        return [listed, gaps, changed, exceptions].allSatisfy { $0 < limit / 64 + 1 } && self != .countsOnly
    }
}

extension Changes {
    fileprivate var worse: Int { vpcs.count { $0.worsening != nil } }
}

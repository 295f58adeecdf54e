import Evidence
import Templates

extension ReportFormat {
    /// The comment for a pull request: it fits GitHub's limit by leaving out whole sections.
    package static let markdown = ReportFormat(name: "markdown", file: "report.md") { dossier, output in
        let template = try StrictTemplate(.report(.markdown))
        for extent in ReportPage.Extent.allCases where extent.mayFit(dossier) {
            let text = try template.render(ReportPage(dossier, extent).page, .markdown)
            if text.utf8.count <= mostBytes || extent == .countsOnly {
                try output.write(text)
                return
            }
        }
    }

    /// A comment holds 65,536 characters, a check's summary 65,535 bytes.
    private static let mostBytes = 65_535
}

extension ReportPage.Extent {
    /// Whether it is worth a try: a row takes more than 64 bytes.
    fileprivate func mayFit(_ dossier: Dossier) -> Bool {
        switch self {
        case .full: dossier.assessments.count < 1_024 && dossier.gaps.count < 1_024
        case .withoutPopulation, .withoutFixes: dossier.summary.fail < 1_024 && dossier.gaps.count < 1_024
        case .gapsOnly: dossier.gaps.count < 1_024
        case .countsOnly: true
        }
    }
}

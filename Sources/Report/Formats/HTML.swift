import Evidence
import Templates

extension ReportFormat {
    /// The exhibit for people: one file that asks the network for nothing.
    package static let html = ReportFormat(name: "html", file: "report.html") { dossier, output in
        let template = try StrictTemplate(.report(.html))
        let look = Look(style: Template.report(.style).text, script: Template.report(.script).text)
        let page = ReportPage(dossier, look: look, mostFails: mostFails).page
        try template.render(page, .html, to: output)
    }

    /// Fails that are told in full; the others stand in the population with their reason.
    private static let mostFails = 500
}

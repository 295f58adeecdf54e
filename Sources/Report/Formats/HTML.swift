import Evidence
import Templates

extension ReportFormat {
    /// The exhibit for people: one file that asks the network for nothing.
    package static let html = ReportFormat(name: "html", file: "report.html") { dossier, output in
        let template = try StrictTemplate(dossier.inputs.template(.html))
        let look = Look(
            style: dossier.inputs.template(.style).text, script: dossier.inputs.template(.script).text)
        let page = ReportPage(dossier, look: look, mostFails: mostFails, since: BaselineComparison(dossier)).page
        try template.render(page, .html, to: output)
    }

    /// Fails that are told in full; the others stand in the population with their reason.
    private static let mostFails = 500
}

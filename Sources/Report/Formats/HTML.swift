import Evidence
import Templates

extension ReportFormat {
    /// The exhibit for people: one file that asks the network for nothing.
    package static let html = ReportFormat(name: "html", file: "report.html") { dossier, output in
        let template = try StrictTemplate(.report(.html))
        let look = Look(style: Template.report(.style).text, script: Template.report(.script).text)
        try output.write(template.render(ReportPage(dossier, look: look).page, .html))
    }
}

/// A text that reports are made from, embedded in the program.
package struct Template: Sendable, Hashable {
    /// The file names under which a template can be found and overridden.
    package enum Name: String, Sendable, CaseIterable {
        /// The page that `report.html` is rendered from.
        case html = "report.html.mustache"
        /// Its style sheet and script; they are no templates and stand in the page as they are.
        case style = "report.css"
        case script = "report.js"
        /// What `report.md` is rendered from.
        case markdown = "report.md.mustache"
    }

    package var name: String
    package var text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    package static func report(_ name: Name) -> Template {
        let bytes =
            switch name {
            case .html: PackageResources.report_html_mustache
            case .style: PackageResources.report_css
            case .script: PackageResources.report_js
            case .markdown: PackageResources.report_md_mustache
            }
        return Template(name: name.rawValue, text: String(decoding: bytes, as: UTF8.self))
    }
}

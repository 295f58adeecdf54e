package import Evidence

/// A kind of report: its name on the command line, its file in the package, and how it is rendered.
///
/// One format, one file in `Formats/`, one line in `all`.
package struct ReportFormat: Sendable {
    /// As `--format` takes it.
    package let name: String
    /// The file's name in the package.
    package let file: String
    /// Writes the whole report. Rendering the same dossier again gives the same bytes.
    package let render: @Sendable (Dossier, any Output) throws -> Void

    package init(
        name: String, file: String, render: @escaping @Sendable (Dossier, any Output) throws -> Void
    ) {
        self.name = name
        self.file = file
        self.render = render
    }
}

extension ReportFormat {
    /// Every format, in the order in which they are listed and written.
    package static let all: [ReportFormat] = [.html, .sarif, .junit, .markdown, .csv, .findings]
}

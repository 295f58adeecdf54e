package import Evidence

/// A kind of report: its name on the command line, its file in the package, and how it is rendered.
///
/// One format, one file in `Formats/`, one line in `all`.
package struct ReportFormat: Sendable {
    /// As `--format` takes it.
    package let name: String
    /// The file's name in the package.
    package let file: String
    /// Whether it names the hashes of the files beside it, and so is written after them.
    package let comesLast: Bool
    private let rendering: @Sendable (Dossier, [String: String], any Output) throws -> Void

    package init(
        name: String, file: String, render: @escaping @Sendable (Dossier, any Output) throws -> Void
    ) {
        self.name = name
        self.file = file
        comesLast = false
        rendering = { dossier, _, output in try render(dossier, output) }
    }

    /// One that names the hashes of other files.
    init(
        name: String, file: String,
        renderLast: @escaping @Sendable (Dossier, [String: String], any Output) throws -> Void
    ) {
        self.name = name
        self.file = file
        comesLast = true
        rendering = renderLast
    }

    /// Writes the whole report. Rendering the same dossier again gives the same bytes.
    ///
    /// - Parameter digests: for a format that comes last, the SHA-256 of at least the other reports, by path.
    ///   What else the package lists may be among them.
    package func render(_ dossier: Dossier, _ output: any Output, beside digests: [String: String] = [:]) throws {
        try rendering(dossier, digests, output)
    }
}

extension ReportFormat {
    /// Every format, in the order in which they are listed and written.
    package static let all: [ReportFormat] =
        usual + [.junitExtended, .sarifFull, .oscal, .xccdf, .ocsf, .asff, .attestation]

    /// Those that a run writes: what was chosen, and findings.json always.
    package static func chosen(by settings: Run.Settings) -> [ReportFormat] {
        all.filter { $0.name == findings.name || settings.formats.contains($0.name) }
    }

    /// Those that are written when none is asked for.
    package static let usual: [ReportFormat] = [.html, .sarif, .junit, .markdown, .csv, .findings]
}

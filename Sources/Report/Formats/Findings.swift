import Evidence

extension ReportFormat {
    /// Everything, for programs. `docs/findings.schema.json` describes it.
    package static let findings = ReportFormat(name: "json", file: "findings.json") { dossier, output in
        try JSONText.write(dossier, .indented, to: output)
    }
}

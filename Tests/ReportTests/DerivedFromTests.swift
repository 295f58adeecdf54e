import Evidence
import Foundation
import Report
import Support
import Testing

/// Every report of a derived run names the run it came from; other reports say nothing of it.
@Suite struct DerivedFromTests {
    private static let origin = Run.Origin(
        runId: "0f1e2d3c-2b1d-4c55-9a3e-0d8f6a7b9c10", digest: "sha256:" + String(repeating: "5c", count: 32))

    /// The table for spreadsheets has no place for what holds of the whole run but digest and run id; the attestation
    /// names run.json by its hash, which tells the origin.
    @Test(arguments: ReportFormat.usual.map(\.name).filter { $0 != "csv" } + ["oscal", "xccdf"])
    func everyReportNamesTheOrigin(name: String) throws {
        let format = try #require(ReportFormat.all.first { $0.name == name })
        var dossier = SampleDossier.everything
        let plain = String(decoding: try format.bytes(of: dossier), as: UTF8.self)
        #expect(!plain.contains("derived") && !plain.contains("Derived"))
        dossier.run.derivedFrom = Self.origin
        let text = String(decoding: try format.bytes(of: dossier), as: UTF8.self)
        #expect(text.contains(Self.origin.runId) && text.contains(Self.origin.digest))
    }

    @Test(.enabled("needs a Python with jsonschema", OtherProgram.hasJSONSchema))
    func findingsSchemaHolds() async throws {
        var dossier = SampleDossier.clean
        dossier.run.derivedFrom = Self.origin
        let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/findings.schema.json")
        let bytes = try ReportFormat.findings.bytes(of: dossier)
        #expect(try await OtherProgram.complaints(about: bytes, schema: schema) == "")
    }
}

import Evidence
import Foundation
import Report
import Support
import Testing

/// Every report of a run that was not answered by AWS names who answered; others say nothing of it.
@Suite struct CustomEndpointsTests {
    private static let words = "Answers came from a custom endpoint, not from AWS over TLS"

    private static func dossier(_ endpoints: [String] = ["http://127.0.0.1:5000"]) -> Dossier {
        var dossier = SampleDossier.everything
        dossier.scope.customEndpoints = endpoints
        return dossier
    }

    @Test(arguments: ReportFormat.all.filter { !$0.comesLast }.map(\.name))
    func everyReportNamesThem(name: String) throws {
        let format = try #require(ReportFormat.all.first { $0.name == name })
        let plain = String(decoding: try format.bytes(of: Self.dossier([])), as: UTF8.self)
        #expect(!plain.contains("custom_endpoints") && !plain.contains("customEndpoints"))
        #expect(!plain.contains("127.0.0.1") && !plain.contains("custom endpoint"))
        let text = String(decoding: try format.bytes(of: Self.dossier()), as: UTF8.self)
        #expect(text.contains("127.0.0.1:5000") || text.contains("127.0.0.1\\:5000"))
        // A table and JSON have a field for it.
        if !["csv", "json"].contains(name) { #expect(text.contains(Self.words)) }
    }

    @Test func theAttestationNamesThem() throws {
        let output = MemoryOutput()
        try ReportFormat.attestation.render(Self.dossier(), output, beside: ["report.html": "ab"])
        #expect(String(decoding: output.bytes, as: UTF8.self).contains(#""customEndpoints": "http://127.0.0.1:5000""#))
    }

    @Test func theSentenceStaysShort() {
        let endpoints = (1...9).map { "http://h\($0)" }
        #expect(
            Conclusion(Self.dossier(endpoints)).sentence.hasSuffix(
                "Answers came from custom endpoints, not from AWS over TLS: http://h1, http://h2, http://h3 and 6 more."
            ))
    }

    /// However many there are, a comment fits, and no table row grows without end.
    @Test func noReportNamesTooMany() throws {
        let dossier = Self.dossier((1...30_000).map { "http://h\($0):1" })
        for format in [ReportFormat.markdown, .csv, .junit, .sarif] {
            let text = String(decoding: try format.bytes(of: dossier), as: UTF8.self)
            #expect(text.contains("and 29980 more") && !text.contains("h29999"), "\(format.name)")
        }
        #expect(try ReportFormat.markdown.bytes(of: dossier).count <= 65_536)
    }

    /// Files of earlier versions say nothing of endpoints.
    @Test func theScopeIsReadWithAndWithout() throws {
        for endpoints in [[], ["http://127.0.0.1:5000"]] {
            let scope = Self.dossier(endpoints).scope
            let text = try JSONText.bytes(of: scope, .oneLine)
            #expect(String(decoding: text, as: UTF8.self).contains("customEndpoints") == !endpoints.isEmpty)
            #expect(try JSONDecoder().decode(Scope.self, from: Data(text)) == scope)
        }
    }

    @Test(.enabled("needs a Python with jsonschema", OtherProgram.hasJSONSchema))
    func findingsSchemaHolds() async throws {
        let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/findings.schema.json")
        let bytes = try ReportFormat.findings.bytes(of: Self.dossier())
        #expect(try await OtherProgram.complaints(about: bytes, schema: schema) == "")
    }
}

import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct FindingsTests {
    private static let schemaFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/findings.schema.json")

    private let schema: [String: Any]

    init() throws {
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: Self.schemaFile))
        schema = try #require(json as? [String: Any])
    }

    private static let samples = [
        SampleDossier.everything, SampleDossier.clean, SampleDossier.empty, SampleDossier.unreadable,
        SampleDossier.withExceptions,
    ]

    /// A key that nobody described, or a described one that must be there and is not, breaks the contract.
    @Test func everyKeyIsDescribed() throws {
        for dossier in Self.samples {
            try check(try findings(of: dossier), by: schema, at: "")
        }
    }

    @Test(.enabled("needs a Python with jsonschema", OtherProgram.hasJSONSchema))
    func schemaHolds() async throws {
        #expect(try await OtherProgram.complaints(aboutSchema: Self.schemaFile) == "")
        for dossier in Self.samples {
            let bytes = try ReportFormat.findings.bytes(of: dossier)
            #expect(try await OtherProgram.complaints(about: bytes, schema: Self.schemaFile) == "")
        }
    }

    @Test(.enabled("needs a Python with jsonschema", OtherProgram.hasJSONSchema))
    func schemaRefusesWhatIsNotFindings() async throws {
        let text = try String(decoding: ReportFormat.findings.bytes(of: SampleDossier.clean), as: UTF8.self)
            .replacing("\"vpcId\"", with: "\"vpc\"")
            .replacing("\"status\": \"pass\"", with: "\"status\": \"green\"")
        let complaints = try await OtherProgram.complaints(about: Array(text.utf8), schema: Self.schemaFile)
        #expect(complaints.contains("'vpcId' is a required property"))
        #expect(complaints.contains("'green' is not one of"))
    }

    @Test func closedListsAreThoseOfTheProgram() {
        #expect(values("reasonCode") == ReasonCode.allCases.map(\.rawValue))
        #expect(values("verdict") == Verdict.allCases.map(\.rawValue))
        #expect(values("status") == Status.allCases.map(\.rawValue))
        #expect(
            values("exception", field: "state") == ExceptionOutcome.State.allCases.map(\.rawValue))
        #expect(values("policyName") == PolicyName.allCases.map(\.rawValue))
    }

    @Test(arguments: 0..<100)
    func hostileTextComesBackAsItWas(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let name = HostileText.random(using: &generator)
        let json = try findings(of: SampleDossier.make([SampleVPC.hostile("vpc-0e", name)]))
        let vpc = try #require(((json as? [String: Any])?["assessments"] as? [[String: Any]])?.first)
        let read = try #require(vpc["name"] as? String)
        #expect(Array(read.unicodeScalars) == Array(name.unicodeScalars))
    }

    private func findings(of dossier: Dossier) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(ReportFormat.findings.bytes(of: dossier)))
    }

    private func values(_ definition: String, field: String? = nil) -> [String]? {
        var rule = (schema["$defs"] as? [String: Any])?[definition] as? [String: Any]
        if let field { rule = (rule?["properties"] as? [String: Any])?[field] as? [String: Any] }
        return rule?["enum"] as? [String]
    }

    private func check(_ value: Any, by rule: [String: Any], at path: String) throws {
        var rule = rule
        if let reference = rule["$ref"] as? String {
            let name = try #require(reference.split(separator: "/").last.map(String.init))
            rule = try #require((schema["$defs"] as? [String: Any])?[name] as? [String: Any], "\(reference)")
        }
        switch value {
        case let fields as [String: Any]:
            let known = rule["properties"] as? [String: [String: Any]] ?? [:]
            #expect(rule["additionalProperties"] as? Bool == false, "\(path) is open")
            for name in rule["required"] as? [String] ?? [] {
                #expect(fields[name] != nil, "\(path)/\(name) is missing")
            }
            for (name, field) in fields {
                let fieldRule = try #require(known[name], "\(path)/\(name) is not described")
                #expect(fieldRule["description"] != nil || fieldRule["$ref"] != nil, "\(path)/\(name)")
                try check(field, by: fieldRule, at: "\(path)/\(name)")
            }
        case let items as [Any]:
            let itemRule = try #require(rule["items"] as? [String: Any], "\(path) has no items")
            for item in items { try check(item, by: itemRule, at: "\(path)/…") }
        default:
            #expect(rule["type"] as? String != "object" && rule["type"] as? String != "array", "\(path)")
        }
    }
}

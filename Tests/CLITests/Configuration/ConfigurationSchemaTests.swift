import Evidence
import Foundation
import Support
import Testing

@testable import CLI

struct ConfigurationSchemaTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/exhibit.schema.json")

    /// `exhibit config schema > docs/exhibit.schema.json` writes it anew.
    @Test func theCommittedSchemaIsThatOfTheProgram() throws {
        let schema = try JSONText.bytes(of: ConfigurationSchema(of: CommandTable(Exhibit.self)).node, .indented)
        #expect(
            try Data(contentsOf: Self.file) == Data(schema), "run: exhibit config schema > docs/exhibit.schema.json")
    }

    /// JSON is YAML too: what the schema takes, the reader takes, and the other way round.
    @Test(arguments: [
        (#"{"policy": "cis", "region": ["eu-west-1"], "concurrency": 8, "remediation": true}"#, true),
        (#"{"region": "eu-west-1", "commands": {"diff": {"format": "json"}, "sign": {"key": "k"}}}"#, true),
        (#"{"policy": "all"}"#, false), (#"{"polcy": "cis"}"#, false), (#"{"remediation": "true"}"#, false),
        (#"{"concurrency": "8"}"#, false), (#"{"commands": {"diff": {"region": "x"}}}"#, false),
        (#"{"external-id": "k"}"#, false), (#"{"output": ["a"]}"#, false), (#"[]"#, false), (#"{}"#, true),
    ])
    func theSchemaAndTheReaderAgree(json: String, isGood: Bool) async throws {
        let table = try CommandTable(Exhibit.self)
        do {
            _ = try FileSettings(ConfigurationFile(Array(json.utf8), at: "c.yml"), for: table, home: nil)
            #expect(isGood)
        } catch {
            #expect(!isGood, "\(error)")
        }
        guard let isValid = try await Self.isValid(json) else { return }
        #expect(isValid == isGood)
    }

    @Test func exceptionsAreCovered() async throws {
        let whole = """
            {"vpc": "vpc-*", "owner": "o", "approver": "a", "reason": "r", "ticket": "T-1",
             "approved-on": "2026-01-31", "expires-on": "2026-12-31", "compensating-control": "c"}
            """
        guard let isValid = try await Self.isValid(#"{"exceptions": [\#(whole)]}"#) else { return }
        #expect(isValid)
        for key in ["vpc", "owner", "approver", "reason", "ticket", "approved-on", "expires-on"] {
            let without = whole.replacing("\"\(key)\":", with: "\"compensating-control\":")
            #expect(try await Self.isValid(#"{"exceptions": [\#(without)]}"#) == false, "\(key)")
        }
    }

    /// Nil where there is no Python with jsonschema.
    private static func isValid(_ json: String) async throws -> Bool? {
        guard let python = Program.ofPython("python3") else { return nil }
        let script = """
            import json, sys
            try: import jsonschema
            except ImportError: sys.exit(3)
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            sys.exit(0 if jsonschema.Draft202012Validator(schema).is_valid(json.loads(sys.argv[2])) else 1)
            """
        let outcome = try await python.run(["-c", script, file.path, json])
        if outcome.status == 3 { return nil }
        try #require([0, 1].contains(outcome.status) && outcome.errors.isEmpty, "\(outcome.errors)")
        return outcome.status == 0
    }
}

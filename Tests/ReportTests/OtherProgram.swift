import Evidence
import Foundation
import Report
import Support

/// Programs that others wrote, and that read our reports. Tests that need one are skipped where it is absent.
enum OtherProgram {
    /// A Python that has jsonschema and junitparser: `make test` sets one up.
    static let python = Program.ofPython("python3")
    static let xmllint = Program.named("xmllint")
    static let gfm = Program.named("cmark-gfm")

    static func hasJSONSchema() async throws -> Bool {
        guard let python else { return false }
        return try await python.run(["-c", "import jsonschema"]).status == 0
    }

    /// What is wrong with the document by the schema; empty where it is valid.
    static func complaints(about document: [UInt8], schema: URL) async throws -> String {
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("document.json")
            try Data(document).write(to: file)
            return try await runPython(
                """
                import json, sys, jsonschema
                schema = json.load(open(sys.argv[1]))
                checker = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
                for e in checker.iter_errors(json.load(open(sys.argv[2]))):
                    print("/" + "/".join(map(str, e.absolute_path)), e.message[:300])
                """, schema.path, file.path)
        }
    }

    /// What is wrong with the schema itself; empty where nothing is.
    static func complaints(aboutSchema schema: URL) async throws -> String {
        try await runPython(
            """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.validators.validator_for(schema).check_schema(schema)
            """, schema.path)
    }

    /// The same for XML and a W3C schema.
    static func complaints(aboutXML document: [UInt8], schema: URL) async throws -> String {
        guard let xmllint else { return "xmllint is not here" }
        return try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("document.xml")
            try Data(document).write(to: file)
            let outcome = try await xmllint.run(["--nonet", "--noout", "--schema", schema.path, file.path])
            return outcome.status == 0 ? "" : outcome.errors
        }
    }

    /// What a script prints of a document, whose path is its only argument.
    static func pythonReads(_ document: [UInt8], _ script: String) async throws -> String {
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("document")
            try Data(document).write(to: file)
            return try await runPython(script, file.path)
        }
    }

    /// The HTML that GitHub makes of Markdown, before it takes out what it does not trust.
    static func rendered(markdown: [UInt8]) async throws -> [UInt8] {
        guard let gfm else { return Array("cmark-gfm is not here".utf8) }
        return try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("document.md")
            try Data(markdown).write(to: file)
            let extensions = ["table", "autolink", "strikethrough", "tasklist"].flatMap { ["-e", $0] }
            return Array(try await gfm.run(["--unsafe"] + extensions + [file.path]).output.utf8)
        }
    }

    private static func runPython(_ script: String, _ arguments: String...) async throws -> String {
        guard let python else { return "python3 is not here" }
        let outcome = try await python.run(["-c", script] + arguments)
        return outcome.output + outcome.errors
    }
}

extension ReportFormat {
    func bytes(of dossier: Dossier) throws -> [UInt8] {
        let output = MemoryOutput()
        try render(dossier, output, beside: Self.someDigests)
        return output.bytes
    }

    /// Hashes of files that are there in name only, so that no report's golden file hangs on another's.
    static let someDigests = Dictionary(
        uniqueKeysWithValues: ["report.html", "findings.json", "manifest-sha256.txt", "bagit.txt", "data/run.json"]
            .map { ($0, sha256Hex(Array($0.utf8))) })
}

import Evidence
import Foundation
import Report

/// Programs that others wrote, and that read our reports. Tests that need one are skipped where it is absent.
enum OtherProgram {
    /// Schemas and samples of other projects, which are not ours to copy: the folder that EXHIBIT_SHARED names.
    static let sharedData = ProcessInfo.processInfo.environment["EXHIBIT_SHARED"].map {
        URL(fileURLWithPath: $0).appendingPathComponent("data")
    }

    /// A Python that has jsonschema: EXHIBIT_PYTHON, or else the first on the path.
    static let python = ProcessInfo.processInfo.environment["EXHIBIT_PYTHON"] ?? "python3"

    static let hasJSONSchema = succeeds([python, "-c", "import jsonschema"])
    static let hasXMLLint = succeeds(["xmllint", "--version"])

    /// What is wrong with the document by the schema; empty where it is valid.
    static func complaints(about document: [UInt8], schema: URL) throws -> String {
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            kind = jsonschema.validators.validator_for(schema)
            checker = kind(schema, format_checker=jsonschema.FormatChecker())
            for e in checker.iter_errors(json.load(open(sys.argv[2]))):
                print("/" + "/".join(map(str, e.absolute_path)), e.message[:300])
            """
        return try inFile(document) { try run([python, "-c", script, schema.path, $0.path]).output }
    }

    /// What is wrong with a JSON Schema itself. Those of others are not asked: codeql-action's claims a draft it
    /// does not keep to.
    static func complaints(aboutSchema schema: URL) throws -> String {
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.validators.validator_for(schema).check_schema(schema)
            """
        return try run([python, "-c", script, schema.path]).output
    }

    /// The same for XML and a W3C schema.
    static func complaints(aboutXML document: [UInt8], schema: URL) throws -> String {
        try inFile(document) {
            let result = try run(["xmllint", "--nonet", "--noout", "--schema", schema.path, $0.path])
            return result.status == 0 ? "" : result.output
        }
    }

    private static func inFile<T>(_ bytes: [UInt8], _ body: (URL) throws -> T) throws -> T {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("exhibit-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file)
    }

    private static func succeeds(_ command: [String]) -> Bool {
        do { return try run(command).status == 0 } catch { return false }
    }

    private static func run(_ command: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

extension ReportFormat {
    func bytes(of dossier: Dossier) throws -> [UInt8] {
        let output = MemoryOutput()
        try render(dossier, output)
        return output.bytes
    }
}

package import Foundation

/// A program that a test runs to its end.
package struct Program: Sendable {
    package var path: String
    /// Nil: that of the tests.
    package var environment: [String: String]?
    package var folder: URL?

    package init(_ path: String, environment: [String: String]? = nil, in folder: URL? = nil) {
        self.path = path
        self.environment = environment
        self.folder = folder
    }

    package struct Outcome: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// The program of that name on the search path; nil where there is none.
    package static func named(_ name: String) -> Program? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
            .map { Program($0) }
    }

    /// A program of the Python environment that `make test` sets up, or of the search path.
    package static func ofPython(_ name: String) -> Program? {
        let path = "\(ProcessInfo.processInfo.environment["EXHIBIT_VENV"] ?? "")/bin/\(name)"
        return FileManager.default.isExecutableFile(atPath: path) ? Program(path) : named(name)
    }

    /// The built `exhibit`, which lies beside the tests.
    package static let exhibit: Program = {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0])
        return Program(tests.deletingLastPathComponent().appendingPathComponent("exhibit").path)
    }()

    package func run(_ arguments: [String]) async throws -> Outcome {
        // Files, not pipes: nobody has to drain them while the program writes.
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { TemporaryFolder.remove(scratch) }
        let (output, errors) = (scratch.appendingPathComponent("out"), scratch.appendingPathComponent("err"))
        for file in [output, errors] { try Data().write(to: file) }

        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        if let environment { process.environment = environment }
        if let folder { process.currentDirectoryURL = folder }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}

/// A folder that is gone after the test.
package enum TemporaryFolder {
    package static func with<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: (URL) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("exhibit-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { remove(folder) }
        return try await body(folder)
    }

    /// What cannot be removed is left to the system's own sweeping.
    static func remove(_ folder: URL) {
        do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
    }
}

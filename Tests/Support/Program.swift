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

    /// checkov, which has a Python environment of its own: it shares no versions with other programs.
    package static let checkov: Program? = {
        let path = "\(ProcessInfo.processInfo.environment["EXHIBIT_CHECKOV_VENV"] ?? "")/bin/checkov"
        return FileManager.default.isExecutableFile(atPath: path) ? Program(path) : named("checkov")
    }()

    /// The built `exhibit`, which lies beside the tests.
    package static let exhibit: Program = {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0])
        return Program(tests.deletingLastPathComponent().appendingPathComponent("exhibit").path)
    }()

    /// A program that does not end within two minutes is ended, and fails the test; a sanitizer's has more time.
    ///
    /// - Parameter meanwhile: is given the id of the process while it runs.
    package func run(
        _ arguments: [String], isolation: isolated (any Actor)? = #isolation,
        meanwhile: (_ process: Int32) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        // Files, not pipes: nobody has to drain them while the program writes.
        try await TemporaryFolder.with { scratch in
            let (output, errors) = (scratch.appendingPathComponent("out"), scratch.appendingPathComponent("err"))
            for file in [output, errors] { try Data().write(to: file) }
            let running = try Running(
                self, arguments, output: FileHandle(forWritingTo: output), errors: FileHandle(forWritingTo: errors))
            do {
                try await meanwhile(running.id)
            } catch {
                await running.kill()
                throw error
            }
            let status = try await running.end(within: .seconds(120) * Sanitizer.patience)
            return Outcome(
                status: status,
                output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
                errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        }
    }

    /// Runs the body while the program runs, and ends the program whatever happens.
    package func whileRunning<Value>(
        _ arguments: [String], isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        let running = try Running(self, arguments, output: .nullDevice, errors: .nullDevice)
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await running.kill()
        return try result.get()
    }
}

/// A process that was started, and the news of its end.
private struct Running {
    private let process = Process()
    private let ended: AsyncStream<Void>

    struct TookTooLong: Error {
        let program: String
    }

    init(_ program: Program, _ arguments: [String], output: FileHandle, errors: FileHandle) throws {
        let (stream, end) = AsyncStream<Void>.makeStream()
        ended = stream
        process.executableURL = URL(fileURLWithPath: program.path)
        process.arguments = arguments
        if let environment = program.environment { process.environment = Sanitizer.options.merging(environment) { $1 } }
        if let folder = program.folder { process.currentDirectoryURL = folder }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        process.terminationHandler = { _ in end.finish() }
        try process.run()
    }

    var id: Int32 { process.processIdentifier }

    func end(within limit: Duration) async throws -> Int32 {
        let isLate = await withTaskGroup(of: Bool.self) { [ended] group in
            group.addTask {
                for await _ in ended {}
                return false
            }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return false }
                return true
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        if isLate {
            await kill()
            throw TookTooLong(program: process.executableURL?.lastPathComponent ?? "")
        }
        return process.terminationStatus
    }

    /// Not SIGTERM: a child inherits the blocked signals of the thread that started it.
    func kill() async {
        if process.isRunning { _ = Foundation.kill(process.processIdentifier, SIGKILL) }
        for await _ in ended {}
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

import Evidence
import Foundation

/// What a run takes from the world around it.
struct RunContext: Sendable {
    /// With what a configuration file added to them.
    var arguments: [String]
    /// The configuration file that was read; nil where none was.
    var configuration: Run.Configuration?
    var environment: [String: String]
    var clock: @Sendable () -> Timestamp
    var newID: @Sendable () -> String
    var executable: String?
    /// Whether somebody looks at stderr.
    var isWatched: Bool

    static var system: RunContext {
        RunContext(
            arguments: AppliedConfiguration.current?.arguments ?? Array(CommandLine.arguments.dropFirst()),
            configuration: AppliedConfiguration.current?.record,
            environment: ProcessInfo.processInfo.environment,
            clock: { SteadyClock.now() },
            newID: { UUID().uuidString.lowercased() },
            executable: Bundle.main.executablePath,
            isWatched: Terminal.isWatched)
    }

    /// The program as `data/run.json` names it, with the hash of its own file.
    func tool() throws -> Tool {
        var hash: String?
        if let executable, let file = FileHandle(forReadingAtPath: executable) {
            var running = RunningSHA256()
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                piece.withUnsafeBytes { running.update($0) }
            }
            try file.close()
            hash = running.hex()
        }
        return Tool(name: "exhibit", version: BuildInfo.version, commit: BuildCommit.value, sha256: hash)
    }
}

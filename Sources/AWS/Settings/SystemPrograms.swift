import Evidence
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs the programs that give credentials.
package protocol ProgramRunner: Sendable {
    /// Runs a program to its end, without a shell. The error names the program and never its output.
    func run(_ program: String, _ arguments: [String]) async throws(SettingError) -> ProgramOutcome
}

/// How a program ended and what it printed, which may be a secret.
package struct ProgramOutcome: Sendable, Discreet {
    /// 0 is success.
    package var status: Int
    package var output: [UInt8]

    package init(status: Int, output: [UInt8]) {
        self.status = status
        self.output = output
    }

    package var description: String { "exit status \(status)" }
}

/// The programs of this machine.
///
/// A program runs without a shell, in a session of its own, so that it can be ended with all that it started. It
/// reads nothing, and what it has to tell goes to the user's standard error, where it is not kept.
package struct SystemPrograms: ProgramRunner {
    private let timeLimit: Duration
    private static let outputLimit = 64 << 10

    package init(timeLimit: Duration = .seconds(60)) {
        self.timeLimit = timeLimit
    }

    package func run(_ program: String, _ arguments: [String]) async throws(SettingError) -> ProgramOutcome {
        do {
            return try await withThrowingTaskGroup(of: ProgramOutcome.self) { [timeLimit] group in
                defer { group.cancelAll() }
                group.addTask { try await Self.outcome(program, arguments) }
                group.addTask {
                    try await Task.sleep(for: timeLimit)
                    throw TookTooLong()
                }
                guard let outcome = try await group.next() else { throw CancellationError() }
                return outcome
            }
        } catch {
            throw SettingError("the program \(program.visible())", problem(error))
        }
    }

    private struct TookTooLong: Error {}

    private static func outcome(_ program: String, _ arguments: [String]) async throws -> ProgramOutcome {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
        let result = try await Subprocess.run(
            program.contains("/") ? .path(FilePath(program)) : .name(program), arguments: Arguments(arguments),
            platformOptions: options, output: .bytes(limit: outputLimit), error: .currentStandardError)
        let status =
            switch result.terminationStatus {
            case .exited(let code): Int(code)
            case .signaled(let signal): 128 + Int(signal)
            }
        return ProgramOutcome(status: status, output: result.standardOutput)
    }

    private func problem(_ error: any Error) -> String {
        if Task.isCancelled { return "was stopped with the scan" }
        switch error {
        case is TookTooLong: return "did not end within \(timeLimit.components.seconds) seconds and was ended"
        case let error as SubprocessError where error.code == .executableNotFound:
            return "is not found, or may not be run; it is looked for without a shell"
        case let error as SubprocessError where error.code == .outputLimitExceeded:
            return "printed more than \(Self.outputLimit) bytes"
        default: return "could not be run"
        }
    }
}

import AWS
import ArgumentParser
import Bag
import Evidence
import Report
import Scan

/// Turns what went wrong into one sentence on stderr and an exit status.
enum Failures {
    /// Runs a command's body and throws its exit status, unless it is 0.
    static func reported(_ body: () async throws -> ExitStatus) async throws {
        let status: ExitStatus = try await value(of: body)
        if status != .success { throw status.code }
    }

    /// What the body makes, or the exit status of what it throws.
    static func value<Value>(of body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            tell(error)
            throw Self.status(of: error).code
        }
    }

    /// What a configuration file got wrong is told with its place, each mistake on a line of its own.
    static func tell(_ error: any Error) {
        if let errors = error as? ConfigurationErrors {
            for error in errors.all { Terminal.complain("\(error)") }
            return
        }
        let sentence = "\(error)"
        let mistake = sentence.hasPrefix("--") ? AppliedConfiguration.current?.located(sentence) : nil
        Terminal.complain(mistake.map { "\($0)" } ?? sentence)
    }

    private static func status(of error: any Error) -> ExitStatus {
        switch error {
        case is UsageFailure, is SettingError, is TemplateFailure: .usage
        case is ConfigurationError, is ConfigurationErrors: .usage
        case ScanFailure.unknownRegion, ScanFailure.disabledRegion, ScanFailure.sameAccount: .usage
        default: .couldNotRun
        }
    }
}

/// Something on the command line that cannot be done as it was asked for.
struct UsageFailure: Error, CustomStringConvertible {
    let description: String
}

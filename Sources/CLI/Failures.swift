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
        } catch let errors as ConfigurationErrors {
            for error in errors.all { Terminal.complain("\(error)") }
            throw ExitStatus.usage.code
        } catch {
            Terminal.complain("\(error)")
            throw Self.status(of: error).code
        }
    }

    private static func status(of error: any Error) -> ExitStatus {
        switch error {
        case is UsageFailure, is SettingError, is TemplateFailure, is ConfigurationError: .usage
        case ScanFailure.unknownRegion, ScanFailure.disabledRegion, ScanFailure.sameAccount: .usage
        default: .couldNotRun
        }
    }
}

/// Something on the command line that cannot be done as it was asked for.
struct UsageFailure: Error, CustomStringConvertible {
    let description: String
}

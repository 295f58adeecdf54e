import ArgumentParser
import Foundation

extension Exhibit {
    /// Parses what was typed, together with what a configuration file sets, and runs the command. Ends the process
    /// unless all went well.
    static func start(_ arguments: [String], environment: [String: String]) async {
        if let sentence = Mistyped.command(in: arguments) {
            Terminal.complain(sentence)
            exit(withError: ExitStatus.usage.code)
        }
        do {
            let isConfigured =
                arguments.contains { $0.hasPrefix("--config") }
                || ConfigurationFile.isThere(ConfigurationFile.usualName)
            guard isConfigured else { return try await run(try await asyncParseAsRoot(arguments)) }
            let applied = try AppliedConfiguration(arguments, environment: environment, table: CommandTable(self))
            let command = try await applied.parsed(by: self)
            if let notice = applied.notice { Terminal.complain(notice) }
            try await AppliedConfiguration.$current.withValue(applied) { try await run(command) }
        } catch let errors as ConfigurationErrors {
            Failures.tell(errors)
            exit(withError: ExitStatus.usage.code)
        } catch {
            if let sentence = surplus(in: arguments, error) {
                Terminal.complain(sentence)
                exit(withError: ExitStatus.usage.code)
            }
            exit(withError: error)
        }
    }

    private static func surplus(in arguments: [String], _ error: any Error) -> String? {
        guard exitCode(for: error) == .validationFailure else { return nil }
        do {
            return Mistyped.surplus(message(for: error), in: arguments, of: try CommandTable(self))
        } catch {
            return nil
        }
    }

    private static func run(_ command: any ParsableCommand) async throws {
        var command = command
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }
}

extension AppliedConfiguration {
    /// The command, ready to run. What the file got wrong is told with its place.
    func parsed(by root: any AsyncParsableCommand.Type) async throws -> any ParsableCommand {
        do {
            return try await root.asyncParseAsRoot(arguments)
        } catch {
            let message = root.message(for: error)
            guard let mistake = located(message), await Self.message(root, typed) != message else { throw error }
            throw ConfigurationErrors(all: [mistake])
        }
    }

    /// Tells that a file was read that nobody named, and for what. The file itself cannot keep it quiet.
    var notice: String? {
        guard let file, isFound else { return nil }
        let isQuiet = settings.contains {
            $0.option.name == "quiet" && $0.origin == .flag && $0.values == ["true"]
        }
        let exceptions = takesFoundExceptions ? ExceptionsSection.count(in: file) : 0
        let keys =
            fromFile.map(\.setting.option.name)
            + (exceptions > 0 ? ["\(ExceptionsSection.key) (\(exceptions))"] : [])
        return keys.isEmpty || isQuiet ? nil : "\(file.path) sets \(keys.joined(separator: ", "))"
    }

    /// A report keeps those of its package.
    private var takesFoundExceptions: Bool { ["scan", "demo"].contains(command?.name) }

    /// What ArgumentParser says without the file; nil where it has nothing to say.
    private static func message(_ root: any AsyncParsableCommand.Type, _ arguments: [String]) async -> String? {
        do {
            _ = try await root.asyncParseAsRoot(arguments)
            return nil
        } catch {
            return root.message(for: error)
        }
    }
}

import AWS
import ArgumentParser
import Evidence
import Scan

/// What has to do with the configuration file itself.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show what is in force and where it comes from; print the schema of exhibit.yml.",
        subcommands: [ConfigShowCommand.self, ConfigKeysCommand.self, ConfigSchemaCommand.self])
}

struct ConfigShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the values that a command would use, and where each comes from.",
        discussion: """
            A flag prevails over a variable of the environment, that over the configuration file, and that over \
            what is usual. Nothing is run. A file with a mistake is told, its exceptions too.

            EXAMPLES
              exhibit config show
              exhibit config show report
              exhibit config show scan --config ci/exhibit.yml --policy cis
            """)

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "A command, with options as they would be typed (default: scan).", valueName: "command"))
    var invocation: [String] = []

    @OptionGroup(title: "Configuration options") var configurationFile: ConfigurationOptions

    func run() async throws {
        let environment = RunContext.system.environment
        let table = try CommandTable(Exhibit.self)
        let isNamed = invocation.first.map { !$0.hasPrefix("-") } ?? false
        let typed = (isNamed ? invocation : ["scan"] + invocation) + configurationFile.arguments
        var missing: (any Error)?
        try await Failures.reported {
            guard let command = table.command(of: typed), command.isConfigurable else {
                throw Self.noCommand(typed.first ?? "", of: table)
            }
            let applied = try AppliedConfiguration(typed, environment: environment, table: table)
            if let file = applied.file { _ = try ExceptionsSection(of: file) }
            do {
                _ = try await applied.parsed(by: Exhibit.self)
            } catch let error as ConfigurationErrors {
                throw error
            } catch {
                // What is shown need not be all that a command wants.
                let isIncomplete = Exhibit.message(for: error).hasPrefix("Missing expected argument")
                if !isIncomplete { missing = error }
            }
            if missing == nil { try Terminal.say(applied.lines.joined(separator: "\n")) }
            return .success
        }
        if let missing { throw missing }
    }

    private static func noCommand(_ name: String, of table: CommandTable) -> UsageFailure {
        let known = table.configurable.map(\.name)
        let meant = NearestName.to(name, among: known).map { "did you mean '\($0)'?" }
        return UsageFailure(
            description: "there is no command '\(name.shortened)' that takes a configuration file; "
                + (meant ?? "there are \(known.joined(separator: ", "))"))
    }
}

struct ConfigKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "List the keys that are taken from an exhibit.yml that nobody named.",
        discussion: """
            A file that merely lies in the current folder may choose how to judge and render. All other keys need \
            --config FILE.

            EXAMPLES
              exhibit config keys
            """)

    func run() async throws {
        try await Failures.reported {
            try Terminal.say(CommandTable(Exhibit.self).foundFileKeys.joined(separator: "\n"))
            return .success
        }
    }
}

struct ConfigSchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of exhibit.yml, for editors.",
        discussion: """
            Editors that know YAML complete and check the file with it; its first line may name it:
              # yaml-language-server: $schema=exhibit.schema.json

            EXAMPLES
              exhibit config schema > exhibit.schema.json
            """)

    func run() async throws {
        try await Failures.reported {
            try JSONText.write(
                ConfigurationSchema(of: CommandTable(Exhibit.self)).node, .indented, to: StandardOutput())
            return .success
        }
    }
}

extension CommandTable {
    /// `policy  scan, demo, report, diff`
    var foundFileKeys: [String] {
        var commandsOfKey: [(key: String, commands: [String])] = []
        for command in configurable {
            for option in command.options where option.isAllowedInFoundFile && option.isSettable {
                if let place = commandsOfKey.firstIndex(where: { $0.key == option.name }) {
                    commandsOfKey[place].commands.append(command.name)
                } else {
                    commandsOfKey.append((option.name, [command.name]))
                }
            }
        }
        let width = commandsOfKey.map(\.key.count).max() ?? 0
        return commandsOfKey.map { key, commands in
            key + String(repeating: " ", count: width + 2 - key.count) + commands.joined(separator: ", ")
        }
    }
}

extension AppliedConfiguration {
    /// One line for each setting, in columns.
    fileprivate var lines: [String] {
        let rows = settings.map { ($0.option.name, $0.shown(of: command?.name ?? "").visible(), $0.source) }
        let names = rows.map(\.0.count).max() ?? 0
        let values = min(rows.map(\.1.count).max() ?? 0, 60)
        return rows.map { name, value, source in
            "\(Self.padded(name, to: names))  \(Self.padded(value, to: values))  \(source)"
        }
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

extension AppliedConfiguration.Setting {
    fileprivate func shown(of command: String) -> String {
        switch origin {
        case .usual: option.usual(of: command)
        case .environment where values.isEmpty: "(not shown)"
        case .flag, .environment, .file: values.isEmpty ? "none" : option.redacted(values).joined(separator: ", ")
        }
    }

    fileprivate var source: String {
        switch origin {
        case .flag: "flag"
        case .environment(let variable): "environment \(variable)"
        case .file(let place): "\(place)"
        case .usual: "default"
        }
    }
}

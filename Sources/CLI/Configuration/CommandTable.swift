import ArgumentParser
import Foundation

/// What every command takes, as ArgumentParser knows it: the keys of a configuration file, its schema and
/// `exhibit config show` follow from this list, and no other is kept.
struct CommandTable: Sendable {
    struct Command: Sendable {
        /// As it is typed: `scan`, `exceptions check`.
        let name: String
        let options: [CommandOption]
        /// Whether it takes `--config`.
        let isConfigurable: Bool
    }

    /// In the order of the help. Those that hold other commands are not among them.
    let commands: [Command]

    /// The commands that make a package: their options are the keys that stand outside any section.
    static let runs = ["scan", "demo", "report"]

    init(_ root: any ParsableCommand.Type) throws {
        let help = try JSONDecoder().decode(Help.self, from: Data(root._dumpHelp().utf8))
        commands = (help.command.subcommands ?? []).filter { $0.commandName != "help" }.flatMap { $0.leaves(below: []) }
    }

    subscript(_ name: String) -> Command? { commands.first { $0.name == name } }

    /// The command that the arguments begin with.
    func command(of arguments: [String]) -> Command? {
        commands.first { arguments.starts(with: $0.name.split(separator: " ").map(String.init)) }
    }

    /// The options of the commands that make a package, each once.
    var shared: [CommandOption] {
        var seen: Set<String> = []
        return Self.runs.compactMap { self[$0] }.flatMap(\.options).filter { seen.insert($0.name).inserted }
    }

    /// Those of which a configuration file may hold a section.
    var configurable: [Command] { commands.filter { $0.isConfigurable && !$0.options.isEmpty } }
}

/// The part of ArgumentParser's description of itself that is of use here.
/// Source: swift-argument-parser, ArgumentParserToolInfo, ToolInfoV0.
private struct Help: Decodable {
    var command: HelpCommand
}

private struct HelpCommand: Decodable {
    var commandName: String
    var subcommands: [HelpCommand]?
    var arguments: [HelpArgument]?

    func leaves(below path: [String]) -> [CommandTable.Command] {
        let path = path + [commandName]
        if let subcommands { return subcommands.flatMap { $0.leaves(below: path) } }
        let named = (arguments ?? []).filter { $0.kind != "positional" }
        let names = Set(named.compactMap(\.longName))
        let flags = Set(named.filter { $0.kind == "flag" }.compactMap(\.longName))
        let options = named.compactMap { CommandOption($0, hasInverse: names.contains("no-\($0.longName ?? "")")) }
        return [
            CommandTable.Command(
                name: path.joined(separator: " "),
                options: options.filter { option in
                    !CommandOption.others.contains(option.name)
                        && !(option.name.hasPrefix("no-") && flags.contains(String(option.name.dropFirst(3))))
                },
                isConfigurable: names.contains("config"))
        ]
    }
}

private struct HelpArgument: Decodable {
    struct Name: Decodable {
        var kind: String
        var name: String
    }
    /// What a kind of completion holds is of no use here.
    struct Completion: Decodable {}

    var kind: String
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var completionKind: [String: Completion]?
    var abstract: String?
    var discussion: String?

    var longName: String? { names?.first { $0.kind == "long" }?.name }
}

extension CommandOption {
    fileprivate init?(_ argument: HelpArgument, hasInverse: Bool) {
        guard let name = argument.longName else { return nil }
        let completions = Set((argument.completionKind ?? [:]).keys)
        let kind: Kind =
            if argument.kind == "flag" {
                .flag(hasInverse: hasInverse)
            } else if let values = argument.allValues {
                .choice(values)
            } else if !completions.isDisjoint(with: ["file", "directory"]) {
                .path
            } else {
                Self.numbers.contains(argument.valueName ?? "") ? .number : .text
            }
        let discussion = argument.discussion ?? ""
        self.init(
            name: name, letters: (argument.names ?? []).filter { $0.kind == "short" }.map(\.name), kind: kind,
            isRepeating: argument.isRepeating, abstract: argument.abstract ?? "",
            discussion: discussion.replacing(DeclaredHelp.found, with: "").trimmingCharacters(in: .whitespaces),
            declaredDefault: argument.defaultValue, isAllowedInFoundFile: discussion.contains(DeclaredHelp.found),
            isList: discussion.contains(DeclaredHelp.list))
    }
}

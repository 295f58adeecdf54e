import ArgumentParser
import Evidence
import AWS

/// What somebody who does not know the command line yet may have meant, where ArgumentParser only says that it
/// does not understand.
enum Mistyped {
    /// A sentence about the command's name; nil where nothing is wrong with that.
    ///
    /// - Parameter arguments: without the program's name.
    static func command(
        in arguments: [String], of root: any ParsableCommand.Type = Exhibit.self
    ) -> String? {
        guard let first = arguments.first else { return nil }
        if first == "version" { return "there is no command 'version'; did you mean --version?" }
        guard first.hasPrefix("-") else { return unknown(arguments.prefix { !$0.hasPrefix("-") }, below: root) }
        let names = root.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard !Self.own.contains(where: first.hasPrefix),
            let place = arguments.firstIndex(where: names.contains)
        else { return nil }
        let inOrder = [arguments[place]] + arguments[..<place] + arguments[(place + 1)...]
        return "options follow the command: exhibit \(RedactedArguments.redact(inOrder).joined(separator: " "))"
    }

    /// A sentence about words that a command does not take; nil where it is about something else.
    ///
    /// - Parameter message: what ArgumentParser says.
    static func surplus(_ message: String, in arguments: [String], of table: CommandTable) -> String? {
        guard message.contains("nexpected argument"), let command = table.command(of: arguments) else { return nil }
        let words = message.matches(of: /'([^']*)'/).map { String($0.1) }
        guard let word = words.first(where: arguments.contains) else { return nil }
        let option = ["output", "key"].first { name in command.options.contains { $0.name == name } }
        guard let option else { return nil }
        let shown = word.shortened
        return "exhibit \(command.name) does not take '\(shown)' there; did you mean --\(option) \(shown)?"
    }

    /// What the program takes without a command.
    private static let own = [
        "-h", "--help", "--version", "--generate-completion-script", "--experimental-dump-help", "---completion",
    ]

    /// The first of the words that names no command where commands are.
    private static func unknown(_ words: some Sequence<String>, below root: any ParsableCommand.Type) -> String? {
        var place = root
        var path: [String] = []
        for word in words where word != "help" {
            let commands = place.configuration.subcommands
            guard !commands.isEmpty else { return nil }
            guard let next = commands.first(where: { $0.configuration.commandName == word }) else {
                let known = commands.compactMap { $0.configuration.commandName }
                let meant = NearestName.to(word, among: known).map { name in
                    "did you mean '\((path + [name]).joined(separator: " "))'?"
                }
                let shown = (path + [word.shortened]).joined(separator: " ")
                return "there is no command '\(shown)'; \(meant ?? "there are \(known.joined(separator: ", "))")"
            }
            place = next
            path.append(word)
        }
        return nil
    }
}

import Evidence
import Foundation

/// The command line of a run, the environment and a configuration file, put together: a flag prevails over a variable
/// of the environment, that over the file, and that over what is usual.
struct AppliedConfiguration: Sendable {
    /// Where a setting comes from.
    enum Origin: Sendable, Hashable {
        case flag
        case environment(String)
        case file(ConfigurationPlace)
        case usual
    }

    struct Setting: Sendable, Hashable {
        let option: CommandOption
        let origin: Origin
        /// As they were given, and not yet fit to be shown; none where it is usual.
        let values: [String]
        /// The file says it of every command, not of this one.
        var isShared = false
    }

    /// As they were typed.
    let typed: [String]
    let command: CommandTable.Command?
    let file: ConfigurationFile?
    /// Nobody named the file: it lay in the current folder.
    let isFound: Bool
    /// In the order of the help.
    let settings: [Setting]

    /// That of the command that runs.
    @TaskLocal static var current: AppliedConfiguration?

    /// - Parameter arguments: without the program's name.
    init(_ arguments: [String], environment: [String: String], table: CommandTable) throws {
        typed = arguments
        command = table.command(of: arguments)
        guard let command, command.isConfigurable, !Self.asksForHelp(arguments) else {
            (file, isFound, settings) = (nil, false, [])
            return
        }
        let rest = Array(arguments.dropFirst(command.name.split(separator: " ").count))
        let choice = GivenOptions(rest, of: ConfigurationOptions.list)
        (file, isFound) = try Self.file(choice)
        // `~` in a file that nobody named is not the home of whoever reads it.
        let home = isFound ? nil : environment["HOME"]
        let inFile = try file.map { try FileSettings($0, for: table, home: home) }
        let given = GivenOptions(rest, of: command.options)
        let rivals = Self.rivals(of: given.values.keys)
        settings = command.options.map { option in
            if let values = given.values[option.name] {
                return Setting(option: option, origin: .flag, values: values)
            }
            if let variable = option.variables.first(where: { environment[$0.name]?.isEmpty == false }) {
                let values = variable.isTold ? [environment[variable.name] ?? ""] : []
                return Setting(option: option, origin: .environment(variable.name), values: values)
            }
            if !rivals.contains(option.name), let setting = inFile?.setting(option.name, of: command.name) {
                return Setting(
                    option: option, origin: .file(setting.place), values: setting.values, isShared: setting.isShared)
            }
            return Setting(option: option, origin: .usual, values: [])
        }
        if let file { try refuseWhatMayNotBeSet(in: file) }
    }

    /// Options that exclude each other: of these, those that were typed prevail over those of the file.
    private static let exclusive: [(Set<String>, Set<String>)] = [
        (["role-arn"], ["account", "accounts"]), (["account"], ["accounts"]),
        (["no-baseline"], ["baseline"]), (["no-templates"], ["templates"]),
        (["no-source-map"], ["sarif-anchor", "terraform", "terraform-state"]),
        (["no-sarif-category"], ["sarif-category"]),
    ]

    /// What a file cannot set beside these.
    private static func rivals(of typed: some Sequence<String>) -> Set<String> {
        let typed = Set(typed)
        return exclusive.reduce(into: []) { rivals, pair in
            if !typed.isDisjoint(with: pair.0) { rivals.formUnion(pair.1) }
            if !typed.isDisjoint(with: pair.1) { rivals.formUnion(pair.0) }
        }
    }

    /// What only a file that somebody named may set, and what no file may: a path that leads elsewhere.
    private func refuseWhatMayNotBeSet(in file: ConfigurationFile) throws(ConfigurationErrors) {
        var mistakes = ConfigurationMistakes()
        guard let folders = ConfiguredPath(beside: file.path) else {
            mistakes.add([ConfigurationError(ConfigurationPlace(path: file.path), "its folder cannot be found")])
            return try mistakes.check()
        }
        for (setting, place) in fromFile {
            let key = setting.option.name
            if isFound && !setting.option.isAllowedInFoundFile {
                let sentence = "'\(key)' is not taken from a file that nobody named; name it with --config \(file.path)"
                mistakes.add([ConfigurationError(place, sentence)])
            } else if setting.option.kind == .path {
                let refusals = setting.values.compactMap {
                    folders.refusal(of: $0, isFound: isFound)?.sentence(key, file)
                }
                mistakes.add(refusals.map { ConfigurationError(place, $0) })
            }
        }
        try mistakes.check()
    }

    /// Where the file sets an option of every command, and nobody typed it; nil otherwise.
    func sharedPlace(of option: String) -> ConfigurationPlace? {
        fromFile.first { $0.setting.option.name == option && $0.setting.isShared }?.place
    }

    /// With what the file sets, as if it had been typed first.
    var arguments: [String] {
        guard let command else { return typed }
        let words = command.name.split(separator: " ").count
        return typed.prefix(words) + fromFile.flatMap(\.setting.arguments) + typed.dropFirst(words)
    }

    /// The settings that the file decides.
    var fromFile: [(setting: Setting, place: ConfigurationPlace)] {
        settings.compactMap { setting in
            guard case .file(let place) = setting.origin else { return nil }
            return (setting, place)
        }
    }

    /// The file, as a run records it; nil where none was read.
    var record: Run.Configuration? { file.map { Run.Configuration(file: $0.path, sha256: $0.sha256) } }

    /// A sentence about an option that the file set, as a mistake of the file: with its place, and keys instead of
    /// options. Nil where it is about none.
    func located(_ sentence: String) -> ConfigurationError? {
        let about = fromFile.first { sentence.firstRange(ofOption: "--\($0.setting.option.name)") != nil }
        guard let about else { return nil }
        var told = sentence
        for name in settings.map(\.option.name) {
            while let range = told.firstRange(ofOption: "--\(name)") { told.replaceSubrange(range, with: name) }
        }
        return ConfigurationError(about.place, told)
    }

    private static func file(_ choice: GivenOptions) throws(ConfigurationErrors) -> (ConfigurationFile?, Bool) {
        guard choice.values["no-config"] == nil else { return (nil, false) }
        do throws(ConfigurationError) {
            if let named = choice.values["config"]?.last { return (try .read(named), false) }
            return (try .find(), true)
        } catch {
            throw ConfigurationErrors(all: [error])
        }
    }

    private static func asksForHelp(_ arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains { ["-h", "--help", "-help", "--version"].contains($0) }
    }
}

extension ConfiguredPath.Refusal {
    fileprivate func sentence(_ key: String, _ file: ConfigurationFile) -> String {
        switch self {
        case .outside:
            "'\(key)' of a file that nobody named must lead below its folder; name the file with --config \(file.path)"
        case .leadsOut:
            "a link leads '\(key)' out of the folder, or nowhere; give it on the command line as --\(key)"
        }
    }
}

extension AppliedConfiguration.Setting {
    /// `["--region=eu-west-1,eu-west-2"]`, `["--no-remediation"]`. A list is one argument: ArgumentParser takes the
    /// square of their number as its time.
    fileprivate var arguments: [String] {
        guard case .flag(let hasInverse) = option.kind else {
            return (option.isList ? [values.joined(separator: ",")] : values).map { "--\(option.name)=\($0)" }
        }
        if values == ["true"] { return ["--\(option.name)"] }
        return hasInverse ? ["--no-\(option.name)"] : []
    }
}

extension CommandOption {
    /// As they may be shown and kept.
    func redacted(_ values: [String]) -> [String] {
        guard takesValue else { return values }
        return values.map { value in
            RedactedArguments.redact(["--\(name)=\(value)"]).map { String($0.dropFirst(name.count + 3)) }.joined()
        }
    }
}

extension String {
    /// Where the option stands, with the `<value>` that ArgumentParser puts behind it; not within a longer name.
    fileprivate func firstRange(ofOption name: String) -> Range<String.Index>? {
        var start = startIndex
        while let range = self[start...].range(of: name) {
            let next = self[range.upperBound...].first
            guard let next, next.isLetter || next.isNumber || next == "-" else {
                let rest = self[range.upperBound...]
                guard rest.hasPrefix(" <"), let end = rest.firstIndex(of: ">") else { return range }
                return range.lowerBound..<index(after: end)
            }
            start = range.upperBound
        }
        return nil
    }
}

import AWS

/// What a configuration file sets, checked against what commands take.
///
/// Keys outside any section are the options of `scan`, `demo` and `report`; a section of `commands` holds those of
/// one command, and prevails.
struct FileSettings: Sendable {
    struct Setting: Sendable, Hashable {
        let place: ConfigurationPlace
        /// `["eu-west-1", "eu-central-1"]`; a flag has `true` or `false`.
        let values: [String]
        /// It stands outside any section.
        let isShared: Bool
    }

    private(set) var shared: [String: Setting] = [:]
    private(set) var sections: [String: [String: Setting]] = [:]

    static let sectionsKey = "commands"

    /// - Parameter home: what `~/` at the beginning of a path stands for; nil where it stays as it is.
    init(_ file: ConfigurationFile, for table: CommandTable, home: String?) throws(ConfigurationErrors) {
        var mistakes = ConfigurationMistakes()
        let others = [Self.sectionsKey, ExceptionsSection.key]
        shared = Self.settings(file.root, of: table.shared, besides: others, isShared: true, home: home, &mistakes)
        if let node = file.root[Self.sectionsKey] {
            node.unknownKeys(besides: table.configurable.map(\.name), &mistakes)
            for entry in mistakes.keeping({ () throws(ConfigurationError) in try node.entries() }) ?? []
            where !mistakes.areMany {
                guard let command = table.configurable.first(where: { $0.name == entry.key }) else { continue }
                sections[entry.key] = Self.settings(entry.value, of: command.options, home: home, &mistakes)
            }
        }
        try mistakes.check()
    }

    func setting(_ option: String, of command: String) -> Setting? {
        sections[command]?[option] ?? (CommandTable.runs.contains(command) ? shared[option] : nil)
    }

    private static func settings(
        _ node: ConfigurationNode, of options: [CommandOption], besides others: [String] = [], isShared: Bool = false,
        home: String?, _ mistakes: inout ConfigurationMistakes
    ) -> [String: Setting] {
        var settings: [String: Setting] = [:]
        for entry in mistakes.keeping({ () throws(ConfigurationError) in try node.entries() }) ?? []
        where !mistakes.areMany {
            guard let option = options.first(where: { $0.name == entry.key && $0.isSettable }) else {
                if !others.contains(entry.key) {
                    mistakes.add([unknown(entry, in: node, of: options, besides: others)])
                }
                continue
            }
            let values = mistakes.keeping { () throws(ConfigurationError) in
                try option.values(entry.value, home: home)
            }
            if let values {
                settings[option.name] = Setting(place: entry.value.place, values: values, isShared: isShared)
            }
        }
        return settings
    }

    private static func unknown(
        _ entry: ConfigurationNode.Entry, in node: ConfigurationNode, of options: [CommandOption],
        besides others: [String]
    ) -> ConfigurationError {
        let isOption = CommandOption.others.contains(entry.key) || options.contains { $0.name == entry.key }
        guard isOption else {
            return node.unknown(entry, besides: options.filter(\.isSettable).map(\.name) + others)
        }
        return ConfigurationError(
            entry.place, "'\(entry.key)' is not read from a file; give it on the command line as --\(entry.key)")
    }
}

extension CommandOption {
    /// What a file gives it, as the command line would.
    fileprivate func values(_ node: ConfigurationNode, home: String?) throws(ConfigurationError) -> [String] {
        var values: [String] = []
        for item in isRepeating ? try node.items() : [node] {
            switch kind {
            case .flag: values.append(try item.bool() ? "true" : "false")
            case .number: values.append(String(try item.integer(in: 0...UInt64.max)))
            case .text: values.append(try item.string())
            case .path: values.append(Self.path(try item.string(), home: home))
            case .choice(let known):
                let text = try item.string()
                guard known.contains(text) else {
                    let meant = NearestName.to(text, among: known).map { "; did you mean '\($0)'?" } ?? ""
                    throw item.mistake("one of \(known.joined(separator: ", "))", hint: meant)
                }
                values.append(text)
            }
        }
        return values
    }

    /// What a shell does on the command line.
    private static func path(_ text: String, home: String?) -> String {
        guard text.hasPrefix("~/"), let home, !home.isEmpty else { return text }
        return home + text.dropFirst(1)
    }
}

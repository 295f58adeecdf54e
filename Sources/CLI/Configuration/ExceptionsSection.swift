import Evidence

/// The exceptions of a configuration file, each with the place where it is written.
struct ExceptionsSection {
    static let key = "exceptions"

    let list: ExceptionList
    /// Of each entry of the list.
    let places: [ConfigurationPlace]

    /// Nil where the file does not speak of exceptions. Throws everything that is wrong with them.
    init?(of file: ConfigurationFile) throws(ConfigurationErrors) {
        guard let node = file.root[Self.key] else { return nil }
        var mistakes = ConfigurationMistakes()
        let written = Self.items(of: node, &mistakes)
        var entries: [(number: Int, node: ConfigurationNode, entry: ExceptionEntry)] = []
        for (index, item) in written.enumerated() where !mistakes.areMany {
            if let entry = Self.entry(index + 1, item, &mistakes) { entries.append((index + 1, item, entry)) }
        }
        do throws(ExceptionList.Duplicates) {
            list = try ExceptionList(entries.map(\.entry))
        } catch {
            mistakes.add(
                error.all.map { twin in
                    let (first, second) = (entries[twin.first], entries[twin.second])
                    let line = first.node.place.line.map { " on line \($0)" } ?? ""
                    return ConfigurationError(
                        second.node.place,
                        "exception \(second.number) is for the same VPCs as exception \(first.number)\(line); "
                            + "keep one of them")
                })
            try mistakes.check()
            throw ConfigurationErrors(all: mistakes.all)
        }
        try mistakes.check()
        places = entries.map(\.node.place)
    }

    /// How many a file holds, whether or not they can be used.
    static func count(in file: ConfigurationFile) -> Int {
        switch file.root[key]?.content {
        case .sequence(let items): items.count
        case .scalar, .mapping: 1
        case .nothing, nil: 0
        }
    }

    /// None where the key has no value: all of them may be commented out.
    private static func items(
        of node: ConfigurationNode, _ mistakes: inout ConfigurationMistakes
    ) -> [ConfigurationNode] {
        if case .nothing = node.content { return [] }
        return mistakes.keeping { () throws(ConfigurationError) in try node.items() } ?? []
    }

    private static func entry(
        _ number: Int, _ item: ConfigurationNode, _ mistakes: inout ConfigurationMistakes
    ) -> ExceptionEntry? {
        let fields = Dictionary(
            ExceptionEntry.Field.allCases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = mistakes.keeping { () throws(ConfigurationError) in try item.entries() }
        guard let pairs else { return nil }
        var isUnusable = item.unknownKeys(besides: ExceptionEntry.Field.allCases.map(\.name), &mistakes)
        var written: [ExceptionEntry.Field: String] = [:]
        var places: [ExceptionEntry.Field: ConfigurationPlace] = [:]
        for pair in pairs {
            guard let field = fields[pair.key] else { continue }
            places[field] = pair.value.place
            written[field] = mistakes.keeping { () throws(ConfigurationError) in try pair.value.string() }
            if written[field] == nil { isUnusable = true }
        }
        do throws(ExceptionEntry.Unusable) {
            let entry = try ExceptionEntry(written)
            return isUnusable ? nil : entry
        } catch {
            // What has no text was told above: it is not missing too, and the entry not too broad for it.
            let untold = error.mistakes.filter { mistake in
                mistake.field.map { places[$0] == nil || written[$0] != nil } ?? !isUnusable
            }
            mistakes.add(
                untold.map { mistake in
                    ConfigurationError(
                        mistake.field.flatMap { places[$0] } ?? item.place, "exception \(number): \(mistake.text)")
                })
            return nil
        }
    }
}

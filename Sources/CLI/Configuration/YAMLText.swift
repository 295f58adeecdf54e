import Yams

/// The only door to Yams: text in, located values out.
///
/// Anchors, aliases, tags and further documents are refused: no configuration needs them, and a few aliases can
/// stand for more values than any memory holds.
struct YAMLText {
    private let text: String
    private let path: String
    /// How deep values may lie in each other.
    private static let depth = 16

    /// - Parameter text: without control characters other than tabs and line ends.
    init(_ text: String, at path: String) {
        self.text = text
        self.path = path
    }

    /// Nil where there is no document.
    func node() throws(ConfigurationError) -> ConfigurationNode? {
        // With & for every *, an alias is an anchor on nothing: both are found, and none is followed.
        _ = try read(text.replacing("*", with: "&")) { (root) throws(ConfigurationError) in try refuseAnchors(root) }
        return try read(text) { (root) throws(ConfigurationError) in try located(root, name: "", depth: 0) }
    }

    private func read<Value>(
        _ text: String, _ body: (Node) throws(ConfigurationError) -> Value
    ) throws(ConfigurationError) -> Value? {
        do {
            // The encoding is said: else a variable of the environment would decide it.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            // Nodes hold their anchors weakly, the parser strongly.
            return try withExtendedLifetime(parser) {
                guard let root = try parser.nextRoot() else { return nil }
                let value = try body(root)
                if let second = try parser.nextRoot() {
                    throw mistake("a second document begins here; one is all a configuration has", at: second.mark)
                }
                return value
            }
        } catch let error as ConfigurationError {
            throw error
        } catch let error as YamlError {
            throw told(error)
        } catch {
            throw mistake("this cannot be read as YAML")
        }
    }

    private func refuseAnchors(_ node: Node) throws(ConfigurationError) {
        guard node.anchor == nil else {
            throw mistake(
                "anchors (&) and aliases (*) are not used here; write the value out, or put it in quotes",
                at: node.mark)
        }
        switch node {
        case .scalar, .alias: break
        case .sequence(let items): for item in items { try refuseAnchors(item) }
        case .mapping(let pairs):
            for (key, value) in pairs {
                try refuseAnchors(key)
                try refuseAnchors(value)
            }
        }
    }

    private func located(_ node: Node, name: String, depth: Int) throws(ConfigurationError) -> ConfigurationNode {
        guard depth <= Self.depth else { throw mistake("values lie too deep in each other here", at: node.mark) }
        let content: ConfigurationNode.Content
        switch node {
        case .alias: throw mistake("aliases are not used here", at: node.mark)
        case .scalar(let scalar): content = try value(of: scalar)
        case .sequence(let sequence):
            try refuseTag(sequence.tag, at: sequence.mark)
            var items: [ConfigurationNode] = []
            for item in sequence { items.append(try located(item, name: name, depth: depth + 1)) }
            content = .sequence(items)
        case .mapping(let mapping):
            try refuseTag(mapping.tag, at: mapping.mark)
            var entries: [ConfigurationNode.Entry] = []
            for (key, value) in mapping {
                guard let scalar = key.scalar else { throw mistake("a key is a single text", at: key.mark) }
                try refuseTag(scalar.tag, at: scalar.mark)
                let value = try located(value, name: scalar.string, depth: depth + 1)
                entries.append(.init(key: scalar.string, place: place(scalar.mark), value: value))
            }
            content = .mapping(entries)
        }
        return ConfigurationNode(content: content, place: place(node.mark), name: name)
    }

    private func value(of scalar: Node.Scalar) throws(ConfigurationError) -> ConfigurationNode.Content {
        try refuseTag(scalar.tag, at: scalar.mark)
        let isQuoted = scalar.style != .plain
        if !isQuoted, ["", "~", "null"].contains(scalar.string) { return .nothing }
        return .scalar(scalar.string, isQuoted: isQuoted)
    }

    /// What every value is without a tag may be said.
    private func refuseTag(_ tag: Tag, at mark: Mark?) throws(ConfigurationError) {
        let plain: [Tag.Name] = [.implicit, .str, .seq, .map]
        guard plain.map(\.rawValue).contains(tag.rawValue) else {
            throw mistake("tags (!) are not used here; put the value in quotes", at: mark)
        }
    }

    private func told(_ error: YamlError) -> ConfigurationError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return mistake("this is not YAML: \(problem)", at: mark)
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            let other = repetition(of: key, after: context.mark).map { ", here and on line \($0)" } ?? ""
            return mistake("'\(key.shortened)' is given twice\(other); keep one of them", at: context.mark)
        default: return mistake("this cannot be read as YAML")
        }
    }

    /// The line on which a key of a mapping in block style stands again.
    private func repetition(of key: String, after mark: Mark) -> Int? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated().dropFirst(mark.line) {
            let content = line.drop { $0 == " " }
            guard let first = content.first, first != "#" else { continue }
            let column = line.count - content.count + 1
            if column < mark.column { return nil }
            let forms = [key, "'\(key)'", "\"\(key)\""]
            let isKey = forms.contains { form in
                content.hasPrefix(form) && content.dropFirst(form.count).drop { $0 == " " }.first == ":"
            }
            if column == mark.column && isKey { return index + 1 }
        }
        return nil
    }

    private func place(_ mark: Mark?) -> ConfigurationPlace {
        ConfigurationPlace(path: path, line: mark?.line, column: mark?.column)
    }

    private func mistake(_ sentence: String, at mark: Mark? = nil) -> ConfigurationError {
        ConfigurationError(place(mark), sentence)
    }
}

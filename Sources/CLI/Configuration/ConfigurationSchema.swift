/// The JSON Schema of a configuration file, from the same table that the file is read by.
/// Source: JSON Schema, draft 2020-12.
struct ConfigurationSchema {
    private let table: CommandTable

    init(of table: CommandTable) {
        self.table = table
    }

    var node: SchemaNode {
        var properties = Self.properties(of: table.shared)
        let sections = table.configurable.map { command in
            (
                command.name,
                SchemaNode.keys(
                    Self.properties(of: command.options), saying: "Options of exhibit \(command.name) alone.")
            )
        }
        properties.append(
            (
                FileSettings.sectionsKey,
                .keys(sections, saying: "Options of one command; they prevail over those that stand outside.")
            ))
        properties.append((ExceptionsSection.key, .exceptions))
        return .object(
            [
                ("$schema", "https://json-schema.org/draft/2020-12/schema"),
                ("title", "exhibit.yml: the configuration of Exhibit"),
            ]
                + SchemaNode.members(
                    properties,
                    saying: "Keys are the long names of the options of exhibit scan, demo and report."))
    }

    private static func properties(of options: [CommandOption]) -> [(String, SchemaNode)] {
        options.filter(\.isSettable).map { ($0.name, $0.schema) }
    }
}

extension CommandOption {
    fileprivate var schema: SchemaNode {
        let one: [(String, SchemaNode)] =
            switch kind {
            case .flag: [("type", "boolean")]
            case .choice(let values): [("enum", .list(values.map { .text($0) }))]
            case .number: [("type", "integer"), ("minimum", .number(0))]
            // A name or an id may look like a number.
            case .path, .text: [("type", .list(["string", "number"])), ("minLength", .number(1))]
            }
        let sentences = [abstract, discussion, isAllowedInFoundFile ? DeclaredHelp.found : ""]
        let description: [(String, SchemaNode)] = [
            ("description", .text(sentences.filter { !$0.isEmpty }.joined(separator: " ")))
        ]
        guard isRepeating else { return .object(description + one) }
        let many: [(String, SchemaNode)] = [("type", "array"), ("items", .object(one))]
        return .object(description + [("oneOf", .list([.object(one), .object(many)]))])
    }
}

/// A piece of a JSON Schema, with its keys in order.
indirect enum SchemaNode: Encodable, ExpressibleByStringLiteral {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([SchemaNode])
    case object([(String, SchemaNode)])

    init(stringLiteral value: String) {
        self = .text(value)
    }

    /// An object with these properties and no others.
    static func keys(
        _ properties: [(String, SchemaNode)], saying description: String, requiring required: [String] = []
    ) -> SchemaNode {
        .object(members(properties, saying: description, requiring: required))
    }

    static func members(
        _ properties: [(String, SchemaNode)], saying description: String, requiring required: [String] = []
    ) -> [(String, SchemaNode)] {
        [("description", .text(description)), ("type", "object"), ("properties", .object(properties))]
            + (required.isEmpty ? [] : [("required", .list(required.map { .text($0) }))])
            + [("additionalProperties", .flag(false))]
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .number(let number):
            var container = encoder.singleValueContainer()
            try container.encode(number)
        case .flag(let flag):
            var container = encoder.singleValueContainer()
            try container.encode(flag)
        case .list(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .object(let members):
            var container = encoder.container(keyedBy: Key.self)
            for (key, value) in members { try container.encode(value, forKey: Key(stringValue: key)) }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) { nil }
    }
}

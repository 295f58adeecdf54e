/// A value of a configuration file, and where it stands.
struct ConfigurationNode: Hashable, Sendable {
    indirect enum Content: Hashable, Sendable {
        /// A key without a value, `~`, or `null`.
        case nothing
        /// As it stands there: `2026-01-31` and `0012` are text. Quoted text is never a number or a Boolean.
        case scalar(String, isQuoted: Bool)
        case sequence([ConfigurationNode])
        /// In the order of the file; each key once.
        case mapping([Entry])
    }

    struct Entry: Hashable, Sendable {
        let key: String
        let place: ConfigurationPlace
        let value: ConfigurationNode
    }

    let content: Content
    let place: ConfigurationPlace
    /// The key whose value it is; an item has that of its list. Empty for the whole file.
    let name: String

    /// The value of a key; nil where the key is not there, or this is no mapping.
    subscript(_ key: String) -> ConfigurationNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// What a person calls it.
    var kind: String {
        switch content {
        case .nothing: "nothing"
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "keys with values"
        }
    }
}

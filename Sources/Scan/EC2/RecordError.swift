/// A record that cannot be taken for what it should be. It makes its whole page unreadable:
/// a record that is left out would look like one that does not exist.
package struct RecordError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    static func missing(_ field: StaticString, of record: String) -> Self {
        Self(description: "\(record) has no \(field)")
    }

    /// An empty list is an empty set; no set at all is no list.
    static func missingSet(_ set: StaticString) -> Self {
        Self(description: "the answer has no \(set)")
    }

    static func malformed(_ field: StaticString, of record: String, _ expected: String) -> Self {
        Self(description: "the \(field) of \(record) is not \(expected)")
    }
}

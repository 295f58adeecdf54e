/// A record that cannot be taken for what it should be. It makes its whole page unreadable:
/// a record that is left out would look like one that does not exist.
package struct RecordError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
    /// It says two things at once, rather than something that cannot be read.
    package private(set) var isConflict = false

    package init(description: String) {
        self.description = description
    }

    package static func missing(_ field: StaticString, of record: String) -> Self {
        Self(description: "\(record) has no \(field)")
    }

    /// An empty list is an empty set; no set at all is no list.
    package static func missingSet(_ set: StaticString) -> Self {
        Self(description: "the answer has no \(set)")
    }

    package static func conflict(_ description: String) -> Self {
        var error = Self(description: description)
        error.isConflict = true
        return error
    }

    package static func repeated(_ field: String, of record: String) -> Self {
        .conflict("\(record) gives its \(field) twice")
    }

    package static func unknown(_ field: String, of record: String) -> Self {
        Self(description: "this version does not know the \(field) of \(record)")
    }

    package static func malformed(_ field: StaticString, of record: String, _ expected: String) -> Self {
        Self(description: "the \(field) of \(record) is not \(expected)")
    }
}

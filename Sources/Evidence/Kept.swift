/// A value kept once, however many hold it, and written as what it is: one destination is told of many flow logs.
@dynamicMemberLookup
package final class Kept<Value: Codable & Sendable & Hashable>: Codable, Sendable, Hashable {
    package let value: Value

    package init(_ value: Value) {
        self.value = value
    }

    package init(from decoder: any Decoder) throws {
        value = try Value(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

    package subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member { value[keyPath: path] }

    package static func == (a: Kept, b: Kept) -> Bool { a === b || a.value == b.value }

    package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

/// The exceptions of a run, in the order in which they are written. It is `data/inputs/exceptions.json`.
package struct ExceptionList: Sendable, Hashable {
    package let entries: [ExceptionEntry]

    /// Two entries for the same VPCs: which of them holds, nobody can say. Places in `entries`.
    package struct Duplicate: Error, Sendable, Hashable {
        package let first: Int
        package let second: Int
    }

    /// All duplicates of earlier entries.
    package struct Duplicates: Error, Sendable {
        package let all: [Duplicate]
    }

    package init(_ entries: [ExceptionEntry]) throws(Duplicates) {
        var places: [VPCSelector: Int] = [:]
        var duplicates: [Duplicate] = []
        for (place, entry) in entries.enumerated() {
            if let first = places[entry.selector] {
                duplicates.append(Duplicate(first: first, second: place))
            } else {
                places[entry.selector] = place
            }
        }
        guard duplicates.isEmpty else { throw Duplicates(all: duplicates) }
        self.entries = entries
    }
}

extension ExceptionList: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(try container.decode([ExceptionEntry].self))
        } catch is Duplicates {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath + [ExceptionEntry.Field.vpc],
                    debugDescription: "two entries are for the same VPCs"))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for entry in entries { try list.encode(entry) }
    }
}

/// Finds the entries that speak of a VPC, without asking each one that names another id.
struct ExceptionIndex {
    private let entries: [ExceptionEntry]
    private let byId: [String: [Int]]
    private let others: [Int]

    init(_ list: ExceptionList) {
        entries = list.entries
        var byId: [String: [Int]] = [:]
        var others: [Int] = []
        for (place, entry) in entries.enumerated() {
            if let id = entry.selector.vpcId { byId[id, default: []].append(place) } else { others.append(place) }
        }
        self.byId = byId
        self.others = others
    }

    /// Places in the list, in its order.
    func places(of assessment: Assessment) -> [Int] {
        (byId[assessment.vpcId, default: []] + others)
            .filter { entries[$0].selector.selects(assessment) }.sorted()
    }
}

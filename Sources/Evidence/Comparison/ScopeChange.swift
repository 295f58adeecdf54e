/// What one of two runs looked at and the other did not.
package struct ScopeChange: Encodable, Sendable, Hashable {
    /// Accounts of the earlier run only, sorted.
    package let accountsLost: [String]
    /// Accounts of the later run only, sorted.
    package let accountsAdded: [String]
    /// Regions, of accounts that are in both, whose status is another; sorted by account and region.
    package let regions: [RegionChange]

    init(from old: Sight, to new: Sight) {
        accountsLost = Array(old.accounts.subtracting(new.accounts)).sortedByBytes()
        accountsAdded = Array(new.accounts.subtracting(old.accounts)).sortedByBytes()
        let places = Set(old.statuses.keys).union(new.statuses.keys)
        let shared = old.accounts.intersection(new.accounts)
        regions = places.filter { shared.contains($0.account) && old.statuses[$0] != new.statuses[$0] }
            .sorted()
            .map { RegionChange(place: $0, from: old.statuses[$0], to: new.statuses[$0]) }
    }

    package var isEmpty: Bool { accountsLost.isEmpty && accountsAdded.isEmpty && regions.isEmpty }
    package var isWorse: Bool { !accountsLost.isEmpty || regions.contains(where: \.isWorse) }
}

/// A region that is looked at in another way than before.
package struct RegionChange: Sendable, Hashable {
    package let place: RegionPlace
    /// Nil where the earlier run did not know the region.
    package let from: Scope.Status?
    /// Nil where the later run does not know it.
    package let to: Scope.Status?

    /// It was asked and is not any more, or was read and cannot be any more. One that was disabled is not lost.
    package var isWorse: Bool {
        guard let from, from.isAsked else { return false }
        switch to {
        case .notRequested, nil: return true
        case .unreadable: return from != .unreadable
        case .read, .partial, .disabled: return false
        }
    }
}

extension RegionChange: Encodable {
    private enum CodingKeys: String, CodingKey {
        case account, region, worse, from, to
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(place.account, forKey: .account)
        try fields.encode(place.region, forKey: .region)
        try fields.encode(isWorse, forKey: .worse)
        try fields.encodeIfPresent(from, forKey: .from)
        try fields.encodeIfPresent(to, forKey: .to)
    }
}

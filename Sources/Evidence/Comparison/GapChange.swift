/// What became of something that could not be read.
package struct GapChange: Sendable, Hashable {
    package let kind: Kind
    package let place: RegionPlace
    package let action: String
    package let from: Gap?
    package let to: Gap?

    /// In the order in which they are told.
    package enum Kind: String, Encodable, Sendable, CaseIterable {
        case opened
        /// In a region that the earlier run did not ask.
        case newlyAsked = "newly-asked"
        /// The same call still fails, for another cause or hiding something else.
        case changed
        /// Its region is not asked any more: nobody knows whether the call would work now.
        case noLongerAsked = "no-longer-asked"
        case closed
    }

    /// Whether it leaves open what was known before. A gap that only hides an explanation never does.
    package var isWorse: Bool {
        guard let to, to.hides != .explanation else { return false }
        return from.map { $0.hides == .explanation } ?? true
    }
}

extension GapChange {
    /// Calls are told apart by account, region and action; of several with the same, those with the same code
    /// go together first.
    static func all(from old: [Gap], _ oldSight: Sight, to new: [Gap], _ newSight: Sight) -> [GapChange] {
        let earlier = Dictionary(grouping: old, by: Call.init)
        let later = Dictionary(grouping: new, by: Call.init)
        return Set(earlier.keys).union(later.keys).sorted().flatMap { call in
            var was = earlier[call, default: []]
            var fresh: [Gap] = []
            for gap in later[call, default: []] {
                if let same = was.firstIndex(where: { $0.code == gap.code && $0.hides == gap.hides }) {
                    was.remove(at: same)
                } else {
                    fresh.append(gap)
                }
            }
            let pairs = zip(was, fresh).map { call.change(.changed, $0, $1) }
            let isNew = oldSight.asked(call.place) ? Kind.opened : .newlyAsked
            let isOver = newSight.asked(call.place) ? Kind.closed : .noLongerAsked
            return pairs
                + fresh.dropFirst(pairs.count).map { call.change(isNew, nil, $0) }
                + was.dropFirst(pairs.count).map { call.change(isOver, $0, nil) }
        }
    }

    private struct Call: Hashable, Comparable {
        let place: RegionPlace
        let action: String

        init(_ gap: Gap) {
            place = RegionPlace(gap.account, gap.region)
            action = gap.action
        }

        static func < (a: Self, b: Self) -> Bool {
            a.place == b.place ? a.action.precedes(b.action) : a.place < b.place
        }

        func change(_ kind: Kind, _ from: Gap?, _ to: Gap?) -> GapChange {
            GapChange(kind: kind, place: place, action: action, from: from, to: to)
        }
    }
}

extension GapChange: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, worse, account, region, action, from, to
    }

    /// Without citation and advice, which belong to the packages.
    private struct Cause: Encodable {
        let code: String
        let message: String
        let requestId: String?
        let hides: Gap.Hides

        init(_ gap: Gap) {
            (code, message, requestId, hides) = (gap.code, gap.message, gap.requestId, gap.hides)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(kind, forKey: .kind)
        try fields.encode(isWorse, forKey: .worse)
        try fields.encode(place.account, forKey: .account)
        try fields.encode(place.region, forKey: .region)
        try fields.encode(action, forKey: .action)
        try fields.encodeIfPresent(from.map(Cause.init), forKey: .from)
        try fields.encodeIfPresent(to.map(Cause.init), forKey: .to)
    }
}

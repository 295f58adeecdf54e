/// What became of one VPC.
package struct VPCChange: Sendable, Hashable {
    package let kind: Kind
    package let place: VPCPlace
    package let id: String
    package let name: String?
    /// What it was called before, where it is called otherwise now; nil where it is not.
    package let rename: Rename?
    /// The id of the VPC that was probably rebuilt as this one, or as which this one was probably rebuilt: one of them
    /// is gone, the other new, in the same region, with the same name and CIDR blocks. They stay two VPCs.
    package private(set) var counterpart: String?
    /// Nil where the earlier run did not see it.
    package let from: State?
    /// Nil where the later run does not see it.
    package let to: State?
    /// Why it counts as worse; nil where it does not.
    package let worsening: Worsening?

    package struct Rename: Sendable, Hashable {
        /// Nil where it had no name.
        package let from: String?
    }

    /// What a run says of a VPC.
    package struct State: Encodable, Sendable, Hashable {
        package let verdict: Verdict
        package let reason: Reason
        /// A fail with a valid exception.
        package let accepted: Bool

        init(_ vpc: some ComparedVPC) {
            verdict = vpc.verdict
            reason = vpc.reason
            accepted = vpc.isAccepted
        }

        var isOpenFail: Bool { verdict == .fail && !accepted }
    }

    /// In the order in which they are told.
    package enum Kind: String, Encodable, Sendable, CaseIterable {
        /// pass, then fail.
        case broken
        case new
        /// In a region that the earlier run did not list in full.
        case newlySeen = "newly-seen"
        case notAssessed = "not-assessed"
        /// Not seen in a region that the later run did not list in full: nobody knows whether it is gone.
        case notSeen = "not-seen"
        case noLongerAccepted = "no-longer-accepted"
        /// not-applicable, then pass or fail.
        case applicable
        /// not-assessed, then anything else.
        case assessed
        /// fail, then pass.
        case fixed
        /// Its region was listed in full, without it.
        case gone
        case accepted
        case notApplicable = "not-applicable"
        /// The same verdict for another reason.
        case reason
        /// Nothing but its name is another.
        case renamed
    }
}

extension VPCChange {
    static func all(
        from old: some ComparedRun, _ oldSight: Sight, to new: some ComparedRun, _ newSight: Sight
    ) -> (changes: [VPCChange], unchanged: Int) {
        var earlier = Dictionary(
            old.vpcs.map { (VPCPlace($0), $0) }, uniquingKeysWith: { first, _ in first })
        var changes: [VPCChange] = []
        var unchanged = 0
        var built: (gone: [(Int, Build?)], new: [(Int, Build?)]) = ([], [])
        for vpc in new.vpcs {
            let place = VPCPlace(vpc)
            let to = State(vpc)
            let before = earlier.removeValue(forKey: place)
            let from = before.map { State($0) }
            let rename = before.flatMap { $0.name == vpc.name ? nil : Rename(from: $0.name) }
            let kind =
                if let from { Kind(from: from, to: to) ?? (rename == nil ? nil : .renamed) } else {
                    oldSight.listedAllVPCs(of: place.region) ? Kind.new : .newlySeen
                }
            guard let kind else {
                unchanged += 1
                continue
            }
            changes.append(
                VPCChange(
                    kind: kind, place: place, id: vpc.id, name: vpc.name, rename: rename, from: from, to: to,
                    worsening: worsening(from: from, to: to)))
            if kind == .new { built.new.append((changes.count - 1, Build(vpc))) }
        }
        for (place, vpc) in earlier {
            let isGone = newSight.listedAllVPCs(of: place.region)
            let isDisabled = newSight.statuses[place.region] == .disabled
            changes.append(
                VPCChange(
                    kind: isGone ? .gone : .notSeen, place: place, id: vpc.id, name: vpc.name, rename: nil,
                    from: State(vpc), to: nil, worsening: isGone || isDisabled ? nil : .sight))
            if isGone { built.gone.append((changes.count - 1, Build(vpc))) }
        }
        for (gone, new) in rebuilt(built.gone, built.new) {
            changes[gone].counterpart = changes[new].place.vpcId
            changes[new].counterpart = changes[gone].place.vpcId
        }
        return (changes.sorted { $0.place < $1.place }, unchanged)
    }

    /// Of those that are gone and those that are new, the pairs built alike. Where more than one is built alike, nobody
    /// knows which is which, and none is paired.
    private static func rebuilt(_ gone: [(Int, Build?)], _ new: [(Int, Build?)]) -> [(gone: Int, new: Int)] {
        func single(_ vpcs: [(Int, Build?)]) -> [Build: Int] {
            let known = vpcs.compactMap { index, build in build.map { ($0, index) } }
            return Dictionary(grouping: known, by: \.0).compactMapValues { $0.count == 1 ? $0[0].1 : nil }
        }
        let news = single(new)
        return single(gone).compactMap { build, index in news[build].map { (index, $0) } }
    }

    private static func worsening(from: State?, to: State) -> Worsening? {
        if to.isOpenFail { return from?.isOpenFail == true ? nil : .fails }
        return to.verdict == .notAssessed && from?.verdict != .notAssessed ? .sight : nil
    }
}

extension VPCChange.Kind {
    /// Of a VPC that both runs saw; nil where nothing changed.
    fileprivate init?(from: VPCChange.State, to: VPCChange.State) {
        switch (from.verdict, to.verdict) {
        case (let a, let b) where a == b:
            if from.accepted != to.accepted {
                self = to.accepted ? .accepted : .noLongerAccepted
            } else if from.reason.code != to.reason.code {
                self = .reason
            } else {
                return nil
            }
        case (_, .notAssessed): self = .notAssessed
        case (.notAssessed, _): self = .assessed
        case (_, .notApplicable): self = .notApplicable
        case (.notApplicable, _): self = .applicable
        case (.pass, _): self = .broken
        case (.fail, _): self = .fixed
        }
    }
}

/// What a VPC that is built again has in common with the one before. Two without a name have nothing in common that is
/// more than chance. Amazon gives IPv6 blocks anew to each VPC, so they do not count.
private struct Build: Hashable {
    let place: RegionPlace
    let name: String
    let blocks: Set<String>

    init?(_ vpc: some ComparedVPC) {
        let blocks = Set((vpc.knownCIDRBlocks ?? []).filter { !$0.contains(":") })
        guard let name = vpc.name, !name.isEmpty, !blocks.isEmpty else { return nil }
        self.name = name
        self.blocks = blocks
        place = RegionPlace(vpc.account, vpc.region)
    }
}

extension VPCChange: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, worse, id, account, region, vpcId, name, renamed, formerName, rebuiltAs, rebuiltFrom, from, to
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(kind, forKey: .kind)
        try fields.encode(worsening != nil, forKey: .worse)
        try fields.encode(id, forKey: .id)
        try fields.encode(place.region.account, forKey: .account)
        try fields.encode(place.region.region, forKey: .region)
        try fields.encode(place.vpcId, forKey: .vpcId)
        try fields.encodeIfPresent(name, forKey: .name)
        try fields.encode(rename != nil, forKey: .renamed)
        try fields.encodeIfPresent(rename?.from, forKey: .formerName)
        try fields.encodeIfPresent(counterpart, forKey: kind == .gone ? .rebuiltAs : .rebuiltFrom)
        try fields.encodeIfPresent(from, forKey: .from)
        try fields.encodeIfPresent(to, forKey: .to)
    }
}

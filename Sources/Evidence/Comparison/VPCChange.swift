/// What became of one VPC.
package struct VPCChange: Sendable, Hashable {
    package let kind: Kind
    package let place: VPCPlace
    package let id: String
    package let name: String?
    /// Nil where the earlier run did not see it.
    package let from: State?
    /// Nil where the later run does not see it.
    package let to: State?
    /// Why it counts as worse; nil where it does not.
    package let worsening: Worsening?

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
        for vpc in new.vpcs {
            let place = VPCPlace(vpc)
            let to = State(vpc)
            let from = earlier.removeValue(forKey: place).map { State($0) }
            let kind =
                if let from { Kind(from: from, to: to) } else {
                    oldSight.listedAllVPCs(of: place.region) ? Kind.new : .newlySeen
                }
            guard let kind else {
                unchanged += 1
                continue
            }
            changes.append(
                VPCChange(
                    kind: kind, place: place, id: vpc.id, name: vpc.name, from: from, to: to,
                    worsening: worsening(from: from, to: to)))
        }
        for (place, vpc) in earlier {
            let isGone = newSight.listedAllVPCs(of: place.region)
            let isDisabled = newSight.statuses[place.region] == .disabled
            changes.append(
                VPCChange(
                    kind: isGone ? .gone : .notSeen, place: place, id: vpc.id, name: vpc.name,
                    from: State(vpc), to: nil, worsening: isGone || isDisabled ? nil : .sight))
        }
        return (changes.sorted { $0.place < $1.place }, unchanged)
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

extension VPCChange: Encodable {
    private enum CodingKeys: String, CodingKey {
        case kind, worse, id, account, region, vpcId, name, from, to
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
        try fields.encodeIfPresent(from, forKey: .from)
        try fields.encodeIfPresent(to, forKey: .to)
    }
}

import Evidence
import Support
import Testing

/// What holds of every comparison, over random estates.
@Suite struct ComparisonTests {
    @Test(arguments: 0..<100) func nothingChangesFromADossierToItself(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let dossier = EstateDraft.random(using: &generator).dossier
        let comparison = Comparison(from: dossier, to: dossier)
        #expect(comparison.isEmpty && !comparison.gotWorse)
        #expect(comparison.unchanged == dossier.assessments.count)
    }

    @Test(arguments: 0..<200) func everyVPCIsToldOnce(seed: UInt64) {
        let (old, new) = pair(seed)
        let comparison = Comparison(from: old, to: new)
        let places = Set((old.assessments + new.assessments).map { VPCPlace($0) })
        #expect(Set(comparison.vpcs.map(\.place)).count == comparison.vpcs.count)
        #expect(comparison.vpcs.count + comparison.unchanged == places.count)
        #expect(VPCChange.Kind.allCases.reduce(0) { $0 + comparison.changes.count($1) } == comparison.vpcs.count)
        #expect(comparison.vpcs.map(\.place) == comparison.vpcs.map(\.place).sorted())
        #expect(comparison.vpcs.count { $0.to != nil } + comparison.unchanged == new.assessments.count)
        #expect(comparison.vpcs.count { $0.from != nil } + comparison.unchanged == old.assessments.count)
    }

    @Test(arguments: 0..<200) func theOtherWayRoundIsItsMirror(seed: UInt64) {
        let (old, new) = pair(seed)
        let (there, back) = (Comparison(from: old, to: new), Comparison(from: new, to: old))
        #expect(there.unchanged == back.unchanged)
        #expect(there.vpcs.map(\.place) == back.vpcs.map(\.place))
        for (a, b) in zip(there.vpcs, back.vpcs) {
            #expect(a.kind.mirrored == b.kind, "\(a.kind)")
            #expect(a.from == b.to && a.to == b.from)
            #expect((a.rename == nil) == (b.rename == nil) && a.counterpart == b.counterpart)
        }
        #expect(there.gaps.count == back.gaps.count)
        for kind in GapChange.Kind.allCases { #expect(there.changes.count(kind) == back.changes.count(kind.mirrored)) }
        #expect(there.scope.accountsLost == back.scope.accountsAdded)
        #expect(there.scope.regions.map(\.from) == back.scope.regions.map(\.to))
    }

    /// The digest is over the same facts: without a change of it there is nothing to tell but exceptions and names.
    @Test(arguments: 0..<200) func sameDigestSameConclusions(seed: UInt64) {
        let (old, new) = pair(seed)
        let comparison = Comparison(from: old, to: new)
        let isSame =
            comparison.scope.isEmpty && comparison.gaps.isEmpty
            && comparison.vpcs.allSatisfy { [.accepted, .noLongerAccepted, .renamed].contains($0.kind) }
        if old.digest == new.digest { #expect(isSame) }
        if comparison.isEmpty { #expect(old.digest == new.digest) }
    }

    /// Worse, better or neither: what got worse that way round did not get worse for the same VPC the other way.
    @Test(arguments: 0..<200) func worseIsNeverBothWays(seed: UInt64) {
        let (old, new) = pair(seed)
        let (there, back) = (Comparison(from: old, to: new), Comparison(from: new, to: old))
        for (a, b) in zip(there.vpcs, back.vpcs) where a.from != nil && a.to != nil {
            #expect(a.worsening != .fails || b.worsening != .fails)
        }
        if there.worsenings.contains(.status) { #expect(!back.worsenings.contains(.status)) }
    }

    private func pair(_ seed: UInt64) -> (Dossier, Dossier) {
        var generator = SeededGenerator(seed: seed)
        let old = EstateDraft.random(using: &generator)
        return (old.dossier, EstateDraft.random(using: &generator).dossier)
    }
}

extension VPCChange.Kind {
    fileprivate var mirrored: Self {
        switch self {
        case .broken: .fixed
        case .fixed: .broken
        case .new: .gone
        case .gone: .new
        case .newlySeen: .notSeen
        case .notSeen: .newlySeen
        case .notAssessed: .assessed
        case .assessed: .notAssessed
        case .accepted: .noLongerAccepted
        case .noLongerAccepted: .accepted
        case .applicable: .notApplicable
        case .notApplicable: .applicable
        case .reason: .reason
        case .renamed: .renamed
        }
    }
}

extension GapChange.Kind {
    fileprivate var mirrored: Self {
        switch self {
        case .opened: .closed
        case .closed: .opened
        case .newlyAsked: .noLongerAsked
        case .noLongerAsked: .newlyAsked
        case .changed: .changed
        }
    }
}

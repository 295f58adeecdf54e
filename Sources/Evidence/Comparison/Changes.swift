/// What changed from one run to another: scope, VPCs, gaps and status.
///
/// Every VPC of either is in `vpcs` once, or counted in `unchanged`. What a run could not see is never taken for
/// gone, nor what an earlier one could not see for new.
package struct Changes: Sendable {
    /// Under the policy that decides each run.
    package let status: (old: Status, new: Status)
    package let scope: ScopeChange
    /// Sorted by account, region, VPC id.
    package let vpcs: [VPCChange]
    /// VPCs of both with the same name, verdict, reason code and acceptance.
    package let unchanged: Int
    /// Sorted by account, region, action.
    package let gaps: [GapChange]
    /// In which ways it got worse; empty when it did not.
    package let worsenings: [Worsening]

    package init(from old: some ComparedRun, to new: some ComparedRun) {
        let sight = (old: Sight(old), new: Sight(new))
        status = (old.status, new.status)
        scope = ScopeChange(from: sight.old, to: sight.new)
        (vpcs, unchanged) = VPCChange.all(from: old, sight.old, to: new, sight.new)
        gaps = GapChange.all(from: old.gaps, sight.old, to: new.gaps, sight.new)

        let changes = (vpcs, gaps, scope)
        let isStatusWorse = new.status.gravity > old.status.gravity
        worsenings = Worsening.allCases.filter { worsening in
            switch worsening {
            case .status: isStatusWorse
            case .fails, .sight: changes.0.contains { $0.worsening == worsening }
            case .gaps: changes.1.contains(where: \.isWorse)
            case .scope: changes.2.isWorse
            }
        }
    }

    package var gotWorse: Bool { !worsenings.isEmpty }

    /// Whether there is nothing to tell beside what both runs are.
    package var isEmpty: Bool { vpcs.isEmpty && gaps.isEmpty && scope.isEmpty && status.old == status.new }

    package func count(_ kind: VPCChange.Kind) -> Int { vpcs.count { $0.kind == kind } }
    package func count(_ kind: GapChange.Kind) -> Int { gaps.count { $0.kind == kind } }
}

/// What changed since the baseline of a run.
package struct BaselineComparison: Sendable {
    package let baseline: Baseline
    package let remarks: [ComparisonRemark]
    package let changes: Changes

    /// Nil where the run was given no baseline.
    package init?(_ dossier: Dossier) {
        guard let baseline = dossier.inputs.baseline else { return nil }
        self.baseline = baseline
        remarks = ComparisonRemark.all(from: baseline, to: dossier)
        changes = Changes(from: baseline, to: dossier)
    }
}

/// A way in which a run is worse than the one before.
package enum Worsening: String, Encodable, Sendable, CaseIterable {
    /// pass or not applicable, then incomplete, then fail, under the policy that decides each.
    case status
    /// A VPC fails, without an accepted exception, that did not before: broken, new, or seen for the first time.
    case fails
    /// A VPC is not assessed any more, or new and not assessed, or not seen in a region that is still enabled.
    case sight
    /// A gap that hides VPCs or flow logs is there that was not.
    case gaps
    /// An account or region is not asked any more, or cannot be read any more. A region that was disabled is not lost.
    case scope
}

extension Status {
    fileprivate var gravity: Int {
        switch self {
        case .pass, .notApplicable: 0
        case .incomplete: 1
        case .fail: 2
        }
    }
}

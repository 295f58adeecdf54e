/// A run as far as another can be compared with it: a dossier, or what is kept of an earlier one.
package protocol ComparedRun {
    associatedtype VPC: ComparedVPC

    var source: Run.Source { get }
    var startedAt: Timestamp { get }
    /// Every account of the run, sorted.
    var accounts: [String] { get }
    var regions: [Scope.Region] { get }
    var gaps: [Gap] { get }
    /// Under the policy that decides.
    var status: Status { get }
    var policyName: PolicyName { get }
    var includesDefaultVPCs: Bool { get }
    var depth: Depth? { get }
    var vpcs: [VPC] { get }
}

/// What a run says of one VPC.
package protocol ComparedVPC {
    var id: String { get }
    var account: String { get }
    var region: String { get }
    var vpcId: String { get }
    var name: String? { get }
    /// Nil where an earlier version did not keep them.
    var knownCIDRBlocks: [String]? { get }
    var verdict: Verdict { get }
    var reason: Reason { get }
    /// A fail with a valid exception.
    var isAccepted: Bool { get }
}

extension Assessment: ComparedVPC {
    package var knownCIDRBlocks: [String]? { cidrBlocks }
}

extension Dossier: ComparedRun {
    package var source: Run.Source { run.source }
    package var startedAt: Timestamp { run.startedAt }
    package var regions: [Scope.Region] { scope.regions }
    package var status: Status { summary.status }
    package var policyName: PolicyName { policy.name }
    package var includesDefaultVPCs: Bool { policy.includesDefaultVPCs }
    package var vpcs: [Assessment] { assessments }
}

extension Baseline.VPC: ComparedVPC {
    package var knownCIDRBlocks: [String]? { cidrBlocks }
}

extension Baseline: ComparedRun {
    package var policyName: PolicyName { policy }
}

package import Evidence

/// A control: what it says of itself and how it judges a VPC. One control, one file, one line in `all`.
package struct Control: Sendable {
    package let description: ControlDescription
    /// The policy in words.
    let policy: @Sendable (PolicyName, PolicyTerms) -> Policy
    let judge: @Sendable (VpcFacts, Policy) -> Judgement
    /// The fix of a VPC that failed for a reason, in a partition.
    let remediation: @Sendable (VpcFacts, Reason, _ partition: String, FixSettings) -> Remediation
}

extension Control {
    package static let all: [Control] = [.vpcFlowLogging]

    /// Every policy of the control in words.
    package func policies(_ terms: PolicyTerms = PolicyTerms()) -> [Policy] {
        PolicyName.allCases.map { policy($0, terms) }
    }

    /// What the control says of itself in a run that looked further.
    func description(of depth: Depth?) -> ControlDescription {
        depth.map { DepthWords.description(description, of: $0) } ?? description
    }
}

/// What a run is told that changes what its policies ask for.
package struct PolicyTerms: Sendable, Hashable {
    var includesDefaultVPCs = false
    var checksDestinations = false
    var minRetentionDays: Int?

    package init() {}

    init(_ settings: Run.Settings) {
        includesDefaultVPCs = settings.includesDefaultVPCs
        checksDestinations = settings.depth?.checksDestinations ?? false
        minRetentionDays = settings.depth?.minRetentionDays
    }
}

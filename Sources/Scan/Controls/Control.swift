package import Evidence

/// A control: what it says of itself and how it judges a VPC. One control, one file, one line in `all`.
package struct Control: Sendable {
    package let description: ControlDescription
    /// The policy in words.
    let policy: @Sendable (PolicyName, _ includesDefaultVPCs: Bool) -> Policy
    let judge: @Sendable (VpcFacts, Policy) -> Judgement
    /// The fix of a VPC that failed for a reason, in a partition.
    let remediation: @Sendable (VpcFacts, Reason, _ partition: String, FixSettings) -> Remediation
}

extension Control {
    package static let all: [Control] = [.vpcFlowLogging]

    /// Every policy of the control in words.
    package func policies(includingDefaultVPCs: Bool) -> [Policy] {
        PolicyName.allCases.map { policy($0, includingDefaultVPCs) }
    }
}

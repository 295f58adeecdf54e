/// A rule that turns the facts of a VPC into a verdict. What each says is written in `Policy.text`.
package enum PolicyName: String, Codable, Sendable, Hashable, CaseIterable {
    case effective
    case cis
    case cloudAudit = "cloud-audit"
}

/// The policy that decides a run, in words.
package struct Policy: Codable, Sendable, Hashable {
    package var name: PolicyName
    /// Which VPCs it judges.
    package var scope: String
    /// When a VPC passes.
    package var rule: String
    /// Whether `--include-default-vpcs` widened the scope.
    package var includesDefaultVPCs: Bool
    /// What `--min-retention` asked for, where this policy heeds it.
    package var minRetentionDays: Int?

    package init(
        _ name: PolicyName, scope: String, rule: String, includesDefaultVPCs: Bool, minRetentionDays: Int? = nil
    ) {
        self.name = name
        self.scope = scope
        self.rule = rule
        self.includesDefaultVPCs = includesDefaultVPCs
        self.minRetentionDays = minRetentionDays
    }
}

/// One value for each policy.
package struct ByPolicy<Value: Sendable & Hashable>: Sendable, Hashable {
    package var effective: Value
    package var cis: Value
    package var cloudAudit: Value

    enum CodingKeys: String, CodingKey {
        case effective, cis
        case cloudAudit = "cloud-audit"
    }

    package init(_ value: (PolicyName) -> Value) {
        effective = value(.effective)
        cis = value(.cis)
        cloudAudit = value(.cloudAudit)
    }

    package subscript(policy: PolicyName) -> Value {
        switch policy {
        case .effective: effective
        case .cis: cis
        case .cloudAudit: cloudAudit
        }
    }
}

extension ByPolicy: Encodable where Value: Encodable {}
extension ByPolicy: Decodable where Value: Decodable {}

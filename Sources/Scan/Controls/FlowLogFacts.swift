import Evidence

/// One VPC with all that is known of its own flow logs.
struct VpcFacts: Sendable {
    var vpc: Vpc
    var account: String
    var region: String
    /// The VPC-level flow logs that were read, by id.
    var flowLogs: [FlowLog]
    /// Why there may be more; nil when they are all.
    var unread: CallFailure?

    var ownerId: String { vpc.ownerId ?? account }
    var isShared: Bool { ownerId != account }
}

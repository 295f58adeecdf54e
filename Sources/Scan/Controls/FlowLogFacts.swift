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
    /// The exchanges whose answers contradict each other about the VPC itself, and about its flow logs.
    var conflict: [Int] = []
    var flowLogConflict: [Int] = []
    /// What the flow logs deliver to was asked about: then it must be proven to exist.
    var checksDestinations = false

    var ownerId: String { vpc.ownerId ?? account }
    var isShared: Bool { ownerId != account }
}

import Evidence

/// What a flow log's fields mean. A field that AWS left out, or filled with something new, means
/// nothing: then the answer is nil, and no verdict may hang on it.
extension FlowLog {
    /// `ACTIVE` is the only status that AWS documents.
    var isActive: Bool? { flowLogStatus.map { $0 == "ACTIVE" } }

    /// Whether AWS reports no failure to deliver. Old answers bear an error without the status; a status
    /// that is not documented is no success; success and an error together tell nothing.
    var delivers: Bool? {
        switch deliverLogsStatus {
        case "SUCCESS": deliverLogsErrorMessage == nil ? true : nil
        case nil: deliverLogsErrorMessage == nil
        default: false
        }
    }

    var isFailing: Bool { delivers == false }

    /// Active, and AWS reports no failure to deliver.
    var isWorking: Bool { isActive == true && delivers == true }

    /// Whether it records traffic that was rejected.
    var recordsRejects: Bool? {
        switch trafficType {
        case "ALL", "REJECT": true
        case "ACCEPT": false
        default: nil
        }
    }
}

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

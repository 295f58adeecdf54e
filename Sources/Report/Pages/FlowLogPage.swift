import Evidence

/// One VPC-level flow log, with all that AWS told of it.
struct FlowLogPage {
    let flowLog: FlowLog
    let vpc: VPCPage

    var page: Page {
        .object { [self] name in place(name) ?? field(name) }
    }

    private func place(_ name: String) -> Page? {
        switch name {
        case "anchor": .text(vpc.anchor)
        case "vpcId": .text(vpc.assessment.vpcId)
        case "account": .text(vpc.assessment.account)
        case "region": .text(vpc.assessment.region)
        default: nil
        }
    }

    private func field(_ name: String) -> Page? {
        switch name {
        case "id": .text(flowLog.flowLogId)
        case "status": .maybe(flowLog.flowLogStatus)
        case "traffic": .maybe(flowLog.trafficType)
        case "delivery": .maybe(flowLog.deliverLogsStatus)
        case "deliveryFailed": .flag(flowLog.deliverLogsStatus == "FAILED")
        case "deliveryError": .maybe(flowLog.deliverLogsErrorMessage)
        case "destinationType": .maybe(flowLog.logDestinationType)
        case "destination": .maybe(flowLog.logDestination ?? flowLog.logGroupName)
        case "format": hasDefaultFormat ? .absent : .maybe(flowLog.logFormat)
        case "hasDefaultFormat": .flag(hasDefaultFormat)
        case "interval": flowLog.maxAggregationInterval.map { .number($0) } ?? .absent
        case "created": .maybe(flowLog.creationTime?.replacing("T", with: " ", maxReplacements: 1))
        case "role": .maybe(flowLog.deliverLogsPermissionArn)
        case "crossAccountRole": .maybe(flowLog.deliverCrossAccountRole)
        case "destinationFacts": .maybe(flowLog.destination?.text)
        case "isDestinationMissing": .flag(flowLog.destination?.presence == .missing)
        case "newestRecord": .maybe(flowLog.newestRecord?.text)
        case "fileFormat": .maybe(flowLog.destinationOptions?.fileFormat)
        default: nil
        }
    }

    private var hasDefaultFormat: Bool { flowLog.logFormat == Self.defaultFormat }

    /// Version 2, 14 fields.
    /// Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
    private static let defaultFormat =
        "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
        + "${packets} ${bytes} ${start} ${end} ${action} ${log-status}"
}

package import AWS
package import Evidence
package import XML

extension FlowLog {
    /// Reads an item of `flowLogSet`. Every member but the ids is optional, and old answers lack many.
    ///
    /// Without a word of delivery a flow log counts as delivering; so where that word is there and empty, it is kept.
    package init(_ item: borrowing XMLElement) throws(RecordError) {
        let id = try item.required("flowLogId", of: "a flow log")
        let repeats = item.repeatedName() != nil
        if repeats, item.isRepeated("flowLogId") { throw .repeated("flowLogId", of: id) }
        if repeats, item.isRepeated("resourceId") { throw .repeated("resourceId", of: id) }
        self.init(
            flowLogId: id, resourceId: try item.required("resourceId", of: id), tags: try item.tags(of: id))
        flowLogStatus = item.optional("flowLogStatus")
        trafficType = item.optional("trafficType")
        deliverLogsStatus = item.text("deliverLogsStatus")
        deliverLogsErrorMessage = item.text("deliverLogsErrorMessage")
        logDestinationType = item.optional("logDestinationType")
        logDestination = item.optional("logDestination")
        logGroupName = item.optional("logGroupName")
        logFormat = item.optional("logFormat")
        creationTime = item.optional("creationTime")
        maxAggregationInterval = try item.number("maxAggregationInterval", of: id)
        deliverLogsPermissionArn = item.optional("deliverLogsPermissionArn")
        deliverCrossAccountRole = item.optional("deliverCrossAccountRole")
        if let options = item.child("destinationOptions") {
            destinationOptions = DestinationOptions(
                fileFormat: options.optional("fileFormat"),
                hiveCompatiblePartitions: try options.flag("hiveCompatiblePartitions", of: id),
                perHourPartition: try options.flag("perHourPartition", of: id))
        }
        if repeats || tags.repeatAKey { conflicting = true }
    }
}

extension Listing where Record == FlowLog {
    /// Unfiltered: one listing tells every flow log of a region, whatever it is attached to.
    package static let flowLogs = Listing(
        action: "DescribeFlowLogs", set: "flowLogSet", share: { $0.share(in: &$1) }, read: FlowLog.init)
}

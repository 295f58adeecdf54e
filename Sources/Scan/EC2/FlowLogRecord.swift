package import Evidence
package import XML

extension FlowLog {
    /// Reads an item of `flowLogSet`. Every member but the ids is optional, and old answers lack many.
    package init(_ item: borrowing XMLElement) throws(RecordError) {
        let id = try item.required("flowLogId", of: "a flow log")
        self.init(
            flowLogId: id, resourceId: try item.required("resourceId", of: id), tags: try item.tags(of: id))
        flowLogStatus = item.optional("flowLogStatus")
        trafficType = item.optional("trafficType")
        deliverLogsStatus = item.optional("deliverLogsStatus")
        deliverLogsErrorMessage = item.optional("deliverLogsErrorMessage")
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
    }
}

extension Listing where Record == FlowLog {
    /// Unfiltered: one listing tells every flow log of a region, whatever it is attached to.
    package static let flowLogs = Listing(
        action: "DescribeFlowLogs", set: "flowLogSet", share: { $0.share(in: &$1) }, read: FlowLog.init)
}

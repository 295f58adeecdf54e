import Evidence
import XML

/// Writes answers in EC2's and STS's XML.
struct SampleAnswer {
    let requestId: String
    private static let ec2 = "http://ec2.amazonaws.com/doc/2016-11-15/"
    private static let sts = "https://sts.amazonaws.com/doc/2011-06-15/"

    func callerIdentity(account: String, arn: String) throws -> [UInt8] {
        try Self.document { xml in
            try xml.element("GetCallerIdentityResponse", [("xmlns", Self.sts)]) {
                try xml.element("GetCallerIdentityResult") {
                    try xml.leaf("Arn", arn)
                    try xml.leaf("UserId", "AROAEXAMPLEEXAMPLEEX:exhibit")
                    try xml.leaf("Account", account)
                }
                try xml.element("ResponseMetadata") { try xml.leaf("RequestId", requestId) }
            }
        }
    }

    func regions(_ regions: [(name: String, isEnabled: Bool)]) throws -> [UInt8] {
        try response("DescribeRegionsResponse", set: "regionInfo", regions[...]) { xml, region in
            try xml.leaf("regionName", region.name)
            try xml.leaf("regionEndpoint", "ec2.\(region.name).amazonaws.com")
            try xml.leaf("optInStatus", region.isEnabled ? "opt-in-not-required" : "not-opted-in")
        }
    }

    func vpcs(_ vpcs: ArraySlice<SampleVpc>, next: String?) throws -> [UInt8] {
        try response("DescribeVpcsResponse", set: "vpcSet", vpcs, next: next) { xml, vpc in
            try xml.leaf("vpcId", vpc.vpcId)
            try xml.leaf("ownerId", vpc.ownerId)
            try xml.leaf("state", "available")
            try xml.leaf("cidrBlock", vpc.cidrBlock)
            try xml.element("cidrBlockAssociationSet") {
                try xml.element("item") {
                    try xml.leaf("cidrBlock", vpc.cidrBlock)
                    try xml.leaf("associationId", "vpc-cidr-assoc-\(vpc.vpcId.dropFirst(4))")
                    try xml.element("cidrBlockState") { try xml.leaf("state", "associated") }
                }
            }
            try xml.leaf("dhcpOptionsId", "dopt-0a1b2c3d")
            try tags(vpc.tags, xml)
            try xml.leaf("instanceTenancy", "default")
            try xml.leaf("isDefault", vpc.isDefault ? "true" : "false")
        }
    }

    func flowLogs(_ logs: ArraySlice<FlowLog>, next: String?) throws -> [UInt8] {
        try response("DescribeFlowLogsResponse", set: "flowLogSet", logs, next: next) { xml, log in
            try xml.leaf("logDestination", log.logDestination)
            try xml.leaf("resourceId", log.resourceId)
            try xml.leaf("logDestinationType", log.logDestinationType)
            try xml.leaf("deliverLogsPermissionArn", log.deliverLogsPermissionArn)
            try xml.leaf("creationTime", log.creationTime)
            try xml.leaf("trafficType", log.trafficType)
            try xml.leaf("deliverLogsStatus", log.deliverLogsStatus)
            try xml.leaf("deliverLogsErrorMessage", log.deliverLogsErrorMessage)
            try xml.leaf("logFormat", log.logFormat)
            try xml.leaf("flowLogStatus", log.flowLogStatus)
            try xml.leaf("logGroupName", log.logGroupName)
            try xml.leaf("flowLogId", log.flowLogId)
            try xml.leaf("maxAggregationInterval", log.maxAggregationInterval.map(String.init))
            if let options = log.destinationOptions {
                try xml.element("destinationOptions") {
                    try xml.leaf("fileFormat", options.fileFormat)
                    try xml.leaf("hiveCompatiblePartitions", options.hiveCompatiblePartitions.map(String.init))
                    try xml.leaf("perHourPartition", options.perHourPartition.map(String.init))
                }
            }
            try tags(log.tags, xml)
        }
    }

    func subnets(_ subnets: [(subnet: String, vpc: String)]) throws -> [UInt8] {
        try response("DescribeSubnetsResponse", set: "subnetSet", subnets[...]) { xml, subnet in
            try xml.leaf("subnetId", subnet.subnet)
            try xml.leaf("state", "available")
            try xml.leaf("vpcId", subnet.vpc)
        }
    }

    func interfaces(_ interfaces: [(interface: String, vpc: String)]) throws -> [UInt8] {
        try response(
            "DescribeNetworkInterfacesResponse", set: "networkInterfaceSet", interfaces[...]
        ) { xml, interface in
            try xml.leaf("networkInterfaceId", interface.interface)
            try xml.leaf("vpcId", interface.vpc)
        }
    }

    func error(_ code: String, _ message: String) throws -> [UInt8] {
        try Self.document { xml in
            try xml.element("Response") {
                try xml.element("Errors") {
                    try xml.element("Error") {
                        try xml.leaf("Code", code)
                        try xml.leaf("Message", message)
                    }
                }
                try xml.leaf("RequestID", requestId)
            }
        }
    }

    private func tags(_ tags: [Tag], _ xml: XMLWriter) throws {
        guard !tags.isEmpty else { return }
        try xml.element("tagSet") {
            for tag in tags {
                try xml.element("item") {
                    try xml.leaf("key", tag.key)
                    try xml.start("value", [])
                    try xml.text(tag.value)
                    try xml.end()
                }
            }
        }
    }

    private func response<Record>(
        _ root: StaticString, set: StaticString, _ records: ArraySlice<Record>, next: String? = nil,
        item: (XMLWriter, Record) throws -> Void
    ) throws -> [UInt8] {
        try Self.document { xml in
            try xml.element(root, [("xmlns", Self.ec2)]) {
                try xml.leaf("requestId", requestId)
                try xml.element(set) {
                    for record in records { try xml.element("item") { try item(xml, record) } }
                }
                try xml.leaf("nextToken", next)
            }
        }
    }

    static func document(_ content: (XMLWriter) throws -> Void) throws -> [UInt8] {
        let output = MemoryOutput()
        let xml = try XMLWriter(indented: true) { try output.write($0) }
        try xml.startDocument()
        try content(xml)
        try xml.finish()
        return output.bytes
    }
}

extension XMLWriter {
    /// An element with text; nothing where there is no value, as EC2 does it.
    func leaf(_ name: StaticString, _ value: String?) throws {
        guard let value else { return }
        try start(name, [])
        try text(value)
        try end()
    }
}

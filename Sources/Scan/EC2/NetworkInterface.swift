package import AWS
package import XML

/// A network interface as EC2's DescribeNetworkInterfaces tells it, as far as an explanation needs it.
/// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html
package struct NetworkInterface: Sendable, Hashable {
    package let networkInterfaceId: String
    package let vpcId: String
    package let subnetId: String?

    package init(_ item: borrowing XMLElement) throws(RecordError) {
        try item.check("a network interface")
        networkInterfaceId = try item.required("networkInterfaceId", of: "a network interface")
        vpcId = try item.required("vpcId", of: networkInterfaceId)
        subnetId = item.optional("subnetId")
    }
}

extension Listing where Record == NetworkInterface {
    package static let networkInterfaces = Listing(
        action: "DescribeNetworkInterfaces", set: "networkInterfaceSet", read: NetworkInterface.init)
}

package import AWS
package import XML

/// A subnet as EC2's DescribeSubnets tells it, as far as an explanation needs it.
/// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html
package struct Subnet: Sendable, Hashable {
    package let subnetId: String
    package let vpcId: String

    package init(_ item: borrowing XMLElement) throws(RecordError) {
        try item.check("a subnet")
        subnetId = try item.required("subnetId", of: "a subnet")
        vpcId = try item.required("vpcId", of: subnetId)
    }
}

extension Listing where Record == Subnet {
    package static let subnets = Listing(action: "DescribeSubnets", set: "subnetSet", read: Subnet.init)
}

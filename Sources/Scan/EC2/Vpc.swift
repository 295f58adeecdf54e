package import AWS
package import Evidence
package import XML

/// A VPC as EC2's DescribeVpcs tells it.
/// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html
package struct Vpc: Sendable, Hashable {
    package let vpcId: String
    /// Nil in very old answers: then it is the caller's.
    package let ownerId: String?
    package let state: String?
    package let isDefault: Bool
    /// The primary block first, then the associated ones, IPv6 last.
    package let cidrBlocks: [String]
    package let tags: [Tag]
    /// It gives something twice, or nothing where a value is needed: then nothing that it says is proven.
    package let isConflicting: Bool

    package init(_ item: borrowing XMLElement) throws(RecordError) {
        let vpcId = try item.required("vpcId", of: "a VPC")
        guard Identifier.isResource(vpcId, prefix: "vpc-") else {
            throw .malformed("vpcId", of: "a VPC", "vpc- and letters and digits")
        }
        let repeats = item.repeatedName() != nil
        if repeats, item.isRepeated("vpcId") { throw .repeated("vpcId", of: vpcId) }
        let ownerId = item.optional("ownerId")
        if let ownerId, !Identifier.isAccount(ownerId) {
            throw .malformed("ownerId", of: vpcId, "an account id of twelve digits")
        }
        self.vpcId = vpcId
        self.ownerId = ownerId
        state = item.optional("state")
        isDefault = try item.flag("isDefault", of: vpcId) ?? false
        cidrBlocks = Self.cidrBlocks(of: item)
        tags = try item.tags(of: vpcId)
        isConflicting = repeats || item.isEmpty("ownerId") || item.isEmpty("isDefault") || tags.repeatAKey
    }

    private static func cidrBlocks(of item: borrowing XMLElement) -> [String] {
        var blocks: [String] = []
        // Many are refused by no rule of XML: looked for in a list, they would take the square of their number.
        var seen: Set<String> = []
        if let primary = item.optional("cidrBlock") {
            blocks.append(primary)
            seen.insert(primary)
        }
        item.items(of: "cidrBlockAssociationSet") { association in
            if association.child("cidrBlockState")?.has("state", "disassociated") == true { return }
            if let block = association.optional("cidrBlock"), seen.insert(block).inserted { blocks.append(block) }
        }
        item.items(of: "ipv6CidrBlockAssociationSet") { association in
            if association.child("ipv6CidrBlockState")?.has("state", "disassociated") == true { return }
            if let block = association.optional("ipv6CidrBlock") { blocks.append(block) }
        }
        return blocks
    }
}

extension Listing where Record == Vpc {
    package static let vpcs = Listing(action: "DescribeVpcs", set: "vpcSet", read: Vpc.init)
}

/// Names of regions, for telling what was meant by one that does not exist.
package enum RegionNames {
    /// Those that AWS has had for long: good enough for a hint, and for nothing else.
    package static let wellKnown = [
        "af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ca-central-1",
        "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1",
        "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1", "il-central-1", "me-central-1",
        "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1",
        "us-west-1", "us-west-2",
    ]

    /// Whether every account has it: those that came later, and the other partitions', are opted into.
    /// Source: Amazon EC2 User Guide, "Regions and Zones".
    package static func isAlwaysEnabled(_ name: String) -> Bool {
        alwaysEnabled.contains(name) || Partition.of(region: name) != .aws
    }

    private static let alwaysEnabled: Set = [
        "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
        "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
        "us-east-2", "us-west-1", "us-west-2",
    ]

    /// Whether it looks like the name of a region: words and a number, `eu-west-1`.
    package static func isShaped(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last else { return false }
        return number.utf8.count <= 2 && !number.isEmpty && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && parts.dropLast().allSatisfy { $0.utf8.count >= 2 && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
    }

    /// ` (did you mean eu-west-1?)`, or nothing where no name is near.
    package static func hint(for name: String, among known: [String] = wellKnown) -> String {
        NearestName.to(name, among: known).map { " (did you mean \($0)?)" } ?? ""
    }
}

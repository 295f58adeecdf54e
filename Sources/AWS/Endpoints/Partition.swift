/// One of the separate clouds that AWS runs: its name in ARNs, its regions and its host names.
/// Source: botocore's partitions.json.
package struct Partition: Sendable, Hashable {
    package let name: String
    /// What host names end with.
    package let suffix: String
    /// What they end with where IPv6 is answered too.
    package let dualStackSuffix: String
    /// Where services that have no region are asked.
    package let globalRegion: String
    /// What comes before `-<word>-<number>` in the names of its regions.
    private let prefixes: [String]

    /// The name that settings may hold for the partition as a whole: `aws-global`.
    package var pseudoRegion: String { "\(name)-global" }

    /// The partition of a region; `aws` for one that no partition claims.
    package static func of(region: String) -> Partition {
        all.first { $0.claims(region) } ?? aws
    }

    private func claims(_ region: String) -> Bool {
        if region == pseudoRegion { return true }
        return prefixes.contains { prefix in
            guard region.hasPrefix(prefix + "-") else { return false }
            let parts = region.dropFirst(prefix.count + 1)
                .split(separator: "-", omittingEmptySubsequences: false)
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
                && parts[1].utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
    }
}

extension Partition {
    package static let all = [aws, china, government, iso, isoB, isoE, isoF, europe]

    package static let aws = Partition(
        name: "aws", suffix: "amazonaws.com", dualStackSuffix: "api.aws", globalRegion: "us-east-1",
        prefixes: ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"])
    package static let china = Partition(
        name: "aws-cn", suffix: "amazonaws.com.cn", dualStackSuffix: "api.amazonwebservices.com.cn",
        globalRegion: "cn-northwest-1", prefixes: ["cn"])
    package static let government = Partition(
        name: "aws-us-gov", suffix: "amazonaws.com", dualStackSuffix: "api.aws",
        globalRegion: "us-gov-west-1", prefixes: ["us-gov"])
    package static let iso = Partition(
        name: "aws-iso", suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov",
        globalRegion: "us-iso-east-1", prefixes: ["us-iso"])
    package static let isoB = Partition(
        name: "aws-iso-b", suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud",
        globalRegion: "us-isob-east-1", prefixes: ["us-isob"])
    package static let isoE = Partition(
        name: "aws-iso-e", suffix: "cloud.adc-e.uk", dualStackSuffix: "api.cloud-aws.adc-e.uk",
        globalRegion: "eu-isoe-west-1", prefixes: ["eu-isoe"])
    package static let isoF = Partition(
        name: "aws-iso-f", suffix: "csp.hci.ic.gov", dualStackSuffix: "api.aws.hci.ic.gov",
        globalRegion: "us-isof-south-1", prefixes: ["us-isof"])
    package static let europe = Partition(
        name: "aws-eusc", suffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu",
        globalRegion: "eusc-de-east-1", prefixes: ["eusc-de"])
}

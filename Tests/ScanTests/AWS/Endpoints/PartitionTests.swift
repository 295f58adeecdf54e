import Foundation
import Scan
import Support
import Testing

@Suite struct PartitionTests {
    @Test(arguments: [
        ("us-east-1", "aws"), ("mx-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"),
        ("us-iso-west-1", "aws-iso"), ("us-isob-west-1", "aws-iso-b"), ("eu-isoe-west-1", "aws-iso-e"),
        ("us-isof-east-1", "aws-iso-f"), ("eusc-de-east-1", "aws-eusc"), ("eu-future-12", "aws"),
        ("moon-base-1", "aws"), ("cn-north-1x", "aws"), ("cn", "aws"),
    ])
    func aRegionHasItsPartition(_ region: String, _ partition: String) {
        #expect(Partition.of(region: region).name == partition)
    }

    /// Every region, suffix and rule of botocore's own list.
    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
    func botocoreAgrees() throws {
        struct File: Decodable {
            var partitions: [Entry]
            struct Entry: Decodable {
                var id: String
                var regionRegex: String
                var regions: [String: Nothing]
                var outputs: Outputs
            }
            struct Nothing: Decodable {}
            struct Outputs: Decodable {
                var dnsSuffix: String
                var dualStackDnsSuffix: String
                var implicitGlobalRegion: String
            }
        }
        let bytes = try SharedData.bytes("aws-fixtures/botocore/partitions.json")
        let file = try JSONDecoder().decode(File.self, from: Data(bytes))
        #expect(Set(file.partitions.map(\.id)) == Set(Partition.all.map(\.name)))
        for entry in file.partitions {
            let ours = try #require(Partition.all.first { $0.name == entry.id })
            #expect(ours.suffix == entry.outputs.dnsSuffix)
            #expect(ours.dualStackSuffix == entry.outputs.dualStackDnsSuffix)
            #expect(ours.globalRegion == entry.outputs.implicitGlobalRegion)
            let regex = try Regex(entry.regionRegex)
            let real = entry.regions.keys.filter { $0.wholeMatch(of: regex) != nil }
            #expect(!real.isEmpty)
            for region in real { #expect(Partition.of(region: region).name == entry.id, "\(region)") }
        }
    }
}

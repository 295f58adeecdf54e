import Foundation
import AWS
import Support
import Testing

@Suite struct PartitionTests {
    @Test(arguments: [
        ("us-east-1", "aws"), ("mx-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"),
        ("us-iso-west-1", "aws-iso"), ("us-isob-west-1", "aws-iso-b"), ("eu-isoe-west-1", "aws-iso-e"),
        ("us-isof-east-1", "aws-iso-f"), ("eusc-de-east-1", "aws-eusc"), ("eu-future-12", "aws"),
        ("moon-base-1", "aws"), ("cn-north-1x", "aws"), ("cn", "aws"),
        ("aws-global", "aws"), ("aws-iso-b-global", "aws-iso-b"),
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
                var supportsFIPS: Bool
                var supportsDualStack: Bool
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
            for region in entry.regions.keys {
                #expect(Partition.of(region: region).name == entry.id, "\(region)")
                #expect((region.wholeMatch(of: regex) == nil) == (region == ours.pseudoRegion), "\(region)")
            }
            // A region that is not there yet.
            let coming = entry.outputs.implicitGlobalRegion.dropLast() + "77"
            #expect((coming.wholeMatch(of: regex) != nil) && Partition.of(region: String(coming)) == ours)
            #expect(entry.outputs.supportsFIPS && entry.outputs.supportsDualStack)
        }
    }
}

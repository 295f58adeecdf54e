import Testing

@testable import AWS

struct RegionNamesTests {
    @Test(arguments: [
        ("us-esat-1", "us-east-1"), ("eu-wset-1", "eu-west-1"), ("EU-WEST-1", "eu-west-1"), ("useast1", "us-east-1"),
        ("ap-southest-2", "ap-southeast-2"), ("us-gov-wst-1", "us-gov-west-1"),
    ])
    func theNearestIsTold(_ name: String, _ meant: String) {
        #expect(NearestName.to(name, among: RegionNames.wellKnown) == meant)
    }

    @Test(arguments: ["", "x", "nowhere-at-all-77", String(repeating: "us-east-1", count: 1000)])
    func nothingIsNear(_ name: String) {
        #expect(NearestName.to(name, among: RegionNames.wellKnown) == nil)
        #expect(RegionNames.hint(for: name).isEmpty)
    }

    @Test func whatLooksLikeARegion() {
        for name in RegionNames.wellKnown { #expect(RegionNames.isShaped(name), "\(name)") }
        for name in ["useast1", "eu-west", "eu-west-", "eu--1", "eu-west-1-", "local", "1-2-3", "eu-west-1a", "-"] {
            #expect(!RegionNames.isShaped(name), "\(name)")
        }
    }
}

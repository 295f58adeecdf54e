import AWS
import Testing

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("eu-wset-1", "eu-west-1"), ("eu-west1", "eu-west-1"), ("EU-WEST-1", "eu-west-1"), ("pord", "prod"),
        ("prod2", "prod"),
    ])
    func isFound(_ typed: String, _ meant: String) {
        #expect(NearestName.to(typed, among: ["us-east-1", "eu-west-1", "prod", "dev"]) == meant)
    }

    @Test func isNoneWhereNothingIsNear() {
        #expect(NearestName.to("staging", among: ["prod", "dev"]) == nil)
        #expect(NearestName.to("", among: ["prod"]) == nil)
        #expect(NearestName.to("prod", among: []) == nil)
    }
}

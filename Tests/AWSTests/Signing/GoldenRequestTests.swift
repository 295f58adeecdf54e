import Evidence
import AWS
import Support
import Testing

/// Requests of every kind that this project makes or will make, signed as botocore signs them.
@Suite struct GoldenRequestTests {
    static let signed = [
        "ec2-describe-regions", "ec2-describe-regions-all-filter", "ec2-describe-vpcs-page",
        "ec2-describe-vpcs-ids", "ec2-describe-flow-logs-filter", "ec2-describe-flow-logs-ids",
        "ec2-describe-subnets", "ec2-describe-enis", "ec2-cn", "ec2-gov-fips", "ec2-fips", "ec2-dualstack",
        "ec2-fips-dualstack", "ec2-eusc", "ec2-iso", "sts-gci", "sts-assume-role", "org-list-accounts",
        "org-list-accounts-cn", "logs-groups", "logs-streams", "s3-location", "s3-list", "s3-list-dotted",
        "s3-lifecycle", "s3-encryption", "s3-head", "s3-head-fips-dual", "s3-head-cn", "s3-head-global",
    ]

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
    func allThirtyOneAreHere() throws {
        let names = try GoldenRequest.all().map(\.name)
        #expect(names.count == 31)
        #expect(Set(names) == Set(Self.signed + ["sts-web-identity"]))
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"), arguments: signed)
    func signsLikeBotocore(_ name: String) throws {
        let golden = try GoldenRequest.named(name)
        let signer = SigV4(service: golden.service, region: try golden.signingRegion)
        let signed = signer.sign(try golden.unsigned, with: try golden.keys, at: try golden.date)

        #expect(signed.canonicalRequest == golden.canonicalRequest)
        #expect(signed.stringToSign == golden.stringToSign)
        #expect(signed.authorization == golden.headers["Authorization"])
        #expect(signed.request.headersByName == golden.sentHeaders)
        #expect(signed.request.url == golden.url)
    }

    /// The one request that bears no signature: what it proves itself with is in the body.
    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
    func webIdentityIsUnsigned() throws {
        let golden = try GoldenRequest.named("sts-web-identity")
        #expect(golden.headers["Authorization"] == nil)
        #expect(golden.canonicalRequest == nil)
    }
}

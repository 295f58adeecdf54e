import Foundation
import AWS
import Support
import Testing

/// botocore's own endpoint tests of five services: every case is either compared, or counted under its reason.
@Suite(.enabled(if: SharedData.isHere, "\(SharedData.reason)")) struct EndpointRulesTests {
    private static let services: [AWSService] = [.ec2, .sts, .organizations, .logs, .s3]

    @Test(arguments: services) func botocoreAgrees(_ service: AWSService) throws {
        let cases = try EndpointCase.all(of: service)
        var left: [String: Int] = [:]
        for entry in cases {
            if let reason = entry.reasonToLeave(service) {
                left[reason, default: 0] += 1
            } else {
                try compare(entry, service)
            }
        }
        #expect(left == Self.left[service])
        #expect(cases.count == Self.counts[service])
    }

    /// How many cases each reason leaves out.
    private static let left: [AWSService: [String: Int]] = [
        .ec2: [EndpointCase.noRegion: 1],
        .sts: [EndpointCase.noRegion: 1, EndpointCase.globalSTS: 15],
        .organizations: [EndpointCase.noRegion: 1],
        .logs: [EndpointCase.noRegion: 1],
        .s3: [
            EndpointCase.noRegion: 1, EndpointCase.arn: 94, EndpointCase.express: 117, EndpointCase.outposts: 11,
            EndpointCase.accelerate: 21, EndpointCase.objectLambda: 9, EndpointCase.globalS3: 4,
        ],
    ]
    private static let counts: [AWSService: Int] = [.ec2: 54, .sts: 69, .organizations: 29, .logs: 49, .s3: 393]

    private func compare(_ entry: EndpointCase, _ service: AWSService) throws {
        let place: Endpoints.Place
        do throws(SettingError) {
            place = try entry.place(service)
        } catch {
            #expect(entry.expect.error != nil, "\(entry.params): \(error)")
            return
        }
        let expected = try #require(entry.expect.endpoint, "\(entry.params): expected \(entry.expect.error ?? "")")
        let url = place.endpoint.description
        #expect(url == expected.url || url == expected.url + "/", "\(entry.params)")
        if let region = expected.properties?.authSchemes?.first?.signingRegion {
            #expect(place.signingRegion == region, "\(entry.params)")
        }
    }
}

private struct EndpointCase: Decodable {
    var params = Params()
    var expect: Expect

    struct Params: Decodable {
        var region: String?
        var useFIPS: Bool?
        var useDualStack: Bool?
        var endpoint: String?
        var bucket: String?
        var forcePathStyle: Bool?
        var accelerate: Bool?
        var useGlobalEndpoint: Bool?
        var useObjectLambdaEndpoint: Bool?
        var useS3ExpressControlEndpoint: Bool?

        enum CodingKeys: String, CodingKey {
            case region = "Region"
            case useFIPS = "UseFIPS"
            case useDualStack = "UseDualStack"
            case endpoint = "Endpoint"
            case bucket = "Bucket"
            case forcePathStyle = "ForcePathStyle"
            case accelerate = "Accelerate"
            case useGlobalEndpoint = "UseGlobalEndpoint"
            case useObjectLambdaEndpoint = "UseObjectLambdaEndpoint"
            case useS3ExpressControlEndpoint = "UseS3ExpressControlEndpoint"
        }
    }

    struct Expect: Decodable {
        var endpoint: Place?
        var error: String?

        struct Place: Decodable {
            var url: String
            var properties: Properties?
        }
        struct Properties: Decodable { var authSchemes: [Scheme]? }
        struct Scheme: Decodable { var signingRegion: String? }
    }

    enum CodingKeys: CodingKey { case params, expect }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        params = try fields.decodeIfPresent(Params.self, forKey: .params) ?? Params()
        expect = try fields.decode(Expect.self, forKey: .expect)
    }

    static func all(of service: AWSService) throws -> [EndpointCase] {
        struct File: Decodable { var testCases: [EndpointCase] }
        let path = "aws-fixtures/botocore/tests/functional/endpoint-rules/\(service.host)/endpoint-tests-1.json"
        return try JSONDecoder().decode(File.self, from: Data(SharedData.bytes(path))).testCases
    }

    func place(_ service: AWSService) throws(SettingError) -> Endpoints.Place {
        var environment = ["AWS_REGION": params.region ?? ""]
        if params.useFIPS == true { environment["AWS_USE_FIPS_ENDPOINT"] = "true" }
        if params.useDualStack == true { environment["AWS_USE_DUALSTACK_ENDPOINT"] = "true" }
        let settings = AWSSettings(environment: environment)
        let endpoints = try Endpoints(custom: params.endpoint, settings: settings)
        let region = if let name = params.region { try Region(name) } else { try Region.home(settings) }
        guard let bucket = params.bucket else { return try endpoints.place(of: service, in: region) }
        return try endpoints.place(ofBucket: bucket, byPath: params.forcePathStyle ?? false, in: region)
    }

    static let noRegion = "a region is always known: us-east-1 where none is set"
    static let globalSTS = "STS is asked in the region: tokens of the global endpoint fail in opt-in regions"
    static let globalS3 = "S3 is asked in the region, in us-east-1 too: the global name is botocore's legacy there"
    static let arn = "a bucket is given by its name: flow logs go to no access point, by no ARN of one"
    static let express = "flow logs go to no directory bucket (S3 Express)"
    static let outposts = "flow logs go to no bucket on Outposts"
    static let accelerate = "transfer acceleration is for objects from afar: none are sent"
    static let objectLambda = "no object is read through a Lambda function"

    func reasonToLeave(_ service: AWSService) -> String? {
        if params.region == nil, params.endpoint == nil { return Self.noRegion }
        let isGlobal = params.useGlobalEndpoint == true && params.region != "aws-global"
        if service == .sts {
            return isGlobal && expect.endpoint?.url == "https://sts.amazonaws.com" ? Self.globalSTS : nil
        }
        guard service == .s3 else { return nil }
        let bucket = params.bucket ?? ""
        if bucket.hasPrefix("arn:") { return Self.arn }
        if bucket.hasSuffix("-x-s3") || bucket.hasSuffix("-xa-s3") || params.useS3ExpressControlEndpoint == true {
            return Self.express
        }
        if bucket.hasSuffix("--op-s3") { return Self.outposts }
        if params.useObjectLambdaEndpoint == true { return Self.objectLambda }
        if params.accelerate == true { return Self.accelerate }
        return isGlobal && expect.endpoint?.url.contains("s3.amazonaws.com") == true ? Self.globalS3 : nil
    }
}

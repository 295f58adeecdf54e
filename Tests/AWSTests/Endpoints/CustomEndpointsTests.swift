import Evidence
import Foundation
import Testing

@testable import AWS

/// Which endpoints count as AWS's own over TLS, and what is told of the others.
@Suite struct CustomEndpointsTests {
    private static func custom(
        _ endpoint: String, _ service: APIRequest.Service = .ec2, _ parameters: [String: String] = [:]
    ) -> [String] {
        [exchange(endpoint, service, parameters)].customEndpoints
    }

    private static func exchange(
        _ endpoint: String, _ service: APIRequest.Service = .ec2, _ parameters: [String: String] = [:]
    ) -> Exchange {
        Exchange(
            number: 1, account: "111122223333", region: "eu-west-1", service: service.rawValue, action: "DescribeVpcs",
            page: 1, parameters: parameters, endpoint: endpoint, outcome: .answered)
    }

    /// Wherever the program goes by itself, whatever the settings.
    @Test(arguments: ["", "true"], ["", "true"])
    func everyHostOfItsOwnIsAWS(fips: String, dualStack: String) throws {
        let environment = ["AWS_USE_FIPS_ENDPOINT": fips, "AWS_USE_DUALSTACK_ENDPOINT": dualStack]
        let endpoints = try Endpoints(settings: AWSSettings(environment: environment))
        let more = ["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "aws-global"]
        for name in RegionNames.wellKnown + more {
            let region = try Region(name)
            for service in [APIRequest.Service.ec2, .sts, .logs, .firehose] {
                let place = try endpoints.place(of: APIRequest(service, "Any"), in: region)
                #expect(Self.custom(place.endpoint.description, service) == [])
            }
            for bucket in ["logs", "a.b", "Old_Bucket", "s3", "ec2"] where !(name.hasPrefix("cn-") && !fips.isEmpty) {
                for action in ["GetBucketLocation", "ListObjectsV2"] {
                    let request = APIRequest(.s3, action, ["Bucket": bucket])
                    let place = try endpoints.place(of: request, in: region)
                    #expect(Self.custom(place.endpoint.description, .s3, request.parameters) == [], "\(place.endpoint)")
                }
            }
        }
    }

    @Test(arguments: [
        "https://vpce-0123456789abcdef0-abcdefgh.ec2.eu-west-1.vpce.amazonaws.com/",
        "https://vpce-0123456789abcdef0-abcdefgh-eu-west-1a.ec2.eu-west-1.vpce.amazonaws.com/",
        "https://vpce-0123456789abcdef0-abcdefgh.ec2-fips.us-east-1.vpce.amazonaws.com/",
        "https://vpce-0123456789abcdef0-abcdefgh.ec2.cn-north-1.vpce.amazonaws.com.cn/",
    ])
    func interfaceEndpointsAreAWS(_ endpoint: String) {
        #expect(Self.custom(endpoint) == [])
    }

    @Test func bucketsBehindInterfaceEndpointsAreAWS() {
        let host = "vpce-0123456789abcdef0-abcdefgh.s3.us-east-1.vpce.amazonaws.com"
        for endpoint in ["https://bucket.\(host)/logs", "https://logs.bucket.\(host)/", "https://logs.\(host)/"] {
            #expect(Self.custom(endpoint, .s3, ["Bucket": "logs"]) == [])
        }
    }

    /// Not TLS, another port, somebody else's domain, or a name below AWS's that customers are given.
    @Test(arguments: [
        "http://127.0.0.1:5000", "http://ec2.eu-west-1.amazonaws.com", "https://ec2.eu-west-1.amazonaws.com:8443",
        "https://ec2.eu-west-1.amazonaws.com.evil.example", "https://ec2.eu-west-1.amazonaws.com.",
        "https://evilamazonaws.com", "https://ec2.eu-west-1.evilamazonaws.com", "https://amazonaws.com",
        "https://ec2.evil.amazonaws.com", "https://evil.ec2.eu-west-1.amazonaws.com", "https://sts.amazonaws.com",
        "https://abcdefghij.execute-api.eu-west-1.amazonaws.com", "https://ec2-203-0-113-9.compute-1.amazonaws.com",
        "https://ec2-1234.eu-west-1.elb.amazonaws.com", "https://ec2.s3.amazonaws.com",
        "https://ec2.s3.eu-west-1.amazonaws.com", "https://abc.lambda-url.eu-west-1.on.aws",
        "https://vpce-0123-abc.vpce-svc-0456.eu-west-1.vpce.amazonaws.com",
        "https://vpce-svc-0123.ec2.eu-west-1.vpce.amazonaws.com", "https://evil.ec2.eu-west-1.vpce.amazonaws.com",
        "https://ec2.eu-west-1.amazonaws.com.cn", "https://ec2.cn-north-1.amazonaws.com",
        "https://ec2.amazonaws.com.cn",
        "https://ec2.dualstack.eu-west-1.amazonaws.com", "https://localhost", "https://[::1]:4566",
    ])
    func allElseIsCustom(_ endpoint: String) {
        #expect(Self.custom(endpoint + "/") == [endpoint])
    }

    /// What no run records is custom too, and shown as it is.
    @Test(arguments: [
        "https://ec2.eu-west-1.amazonaws.com@evil/", "https://u@ec2.eu-west-1.amazonaws.com/",
        "https://EC2.eu-west-1.amazonaws.com/", "https://ec2.eu-west-1.amazonaws.com",
        "https://ec2.eu-west-1.amazonaws.com/x",
        "https://ec2.eu-wést-1.amazonaws.com/", "https://xn--ec2.eu-west-1.amazonaws.com:443/", " ", "e",
    ])
    func whatIsNotEvenAnEndpointIsCustom(_ endpoint: String) {
        #expect(Self.custom(endpoint) == [endpoint])
    }

    /// The path of S3 names an object: only the bucket that was asked about may stand there.
    @Test func anObjectOfSomebodysBucketIsNoAnswerOfS3() {
        let parameters = ["Bucket": "logs"]
        #expect(Self.custom("https://s3.eu-west-1.amazonaws.com/logs", .s3, parameters) == [])
        for path in ["/evil/logs", "/evil", "/logs/x"] {
            let endpoint = "https://s3.eu-west-1.amazonaws.com\(path)"
            #expect(Self.custom(endpoint, .s3, parameters) == [endpoint])
        }
        #expect(
            Self.custom("https://evil.s3.eu-west-1.amazonaws.com/", .s3, parameters)
                == ["https://evil.s3.eu-west-1.amazonaws.com"])
    }

    @Test func eachIsToldOnceSortedAndWithoutBuckets() {
        let exchanges = [
            Self.exchange("http://z:1/"), Self.exchange("http://b:1/"), Self.exchange("http://z:1/", .sts),
            Self.exchange("http://b:1/logs", .s3, ["Bucket": "logs"]), Self.exchange(""),
            Self.exchange("http://logs.b:1/", .s3, ["Bucket": "logs"]),
            Self.exchange("https://ec2.eu-west-1.amazonaws.com/"),
        ]
        #expect(exchanges.customEndpoints == ["http://b:1", "http://z:1"])
    }
}

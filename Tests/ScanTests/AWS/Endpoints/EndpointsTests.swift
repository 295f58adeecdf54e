import Foundation
import Scan
import Support
import Testing

@Suite struct EndpointsTests {
    private func url(
        _ service: APIRequest.Service, _ region: String, custom: String? = nil, _ environment: [String: String] = [:]
    ) throws -> String {
        try Endpoints(custom: custom, environment: environment)
            .endpoint(of: service, in: Region(region)).description
    }

    @Test func eachRegionHasItsHosts() throws {
        #expect(try url(.ec2, "eu-west-1") == "https://ec2.eu-west-1.amazonaws.com/")
        #expect(try url(.sts, "cn-north-1") == "https://sts.cn-north-1.amazonaws.com.cn/")
    }

    @Test func theNearestSettingWins() throws {
        var environment = ["AWS_ENDPOINT_URL": "http://all:1", "AWS_ENDPOINT_URL_EC2": "http://ec2:2"]
        #expect(try url(.ec2, "eu-west-1", environment) == "http://ec2:2/")
        #expect(try url(.sts, "eu-west-1", environment) == "http://all:1/")
        #expect(try url(.sts, "eu-west-1", custom: "http://mine:3", environment) == "http://mine:3/")
        environment["AWS_ENDPOINT_URL_EC2"] = ""
        #expect(try url(.ec2, "eu-west-1", environment) == "http://all:1/")
        environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "True"
        #expect(try url(.ec2, "eu-west-1", environment) == "https://ec2.eu-west-1.amazonaws.com/")
        #expect(try url(.ec2, "eu-west-1", custom: "http://mine:3", environment) == "http://mine:3/")
    }

    @Test func oneServiceAloneMayBeElsewhere() throws {
        let environment = ["AWS_ENDPOINT_URL_STS": "http://sts:2"]
        #expect(try url(.sts, "eu-west-1", environment) == "http://sts:2/")
        #expect(try url(.ec2, "eu-west-1", environment) == "https://ec2.eu-west-1.amazonaws.com/")
    }

    @Test(arguments: [
        ["AWS_ENDPOINT_URL": "nonsense"], ["AWS_ENDPOINT_URL_STS": "https://u:p@h"],
        ["AWS_USE_FIPS_ENDPOINT": "yes"], ["AWS_ENDPOINT_URL": "http://h", "AWS_USE_FIPS_ENDPOINT": "true"],
        ["AWS_ENDPOINT_URL": "http://h", "AWS_USE_DUALSTACK_ENDPOINT": "true"],
    ])
    func whatCannotBeUsedIsRefused(_ environment: [String: String]) {
        #expect(throws: SettingError.self) { try Endpoints(environment: environment) }
    }

    /// The EC2 cases of botocore's own endpoint tests.
    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
    func botocoreAgrees() throws {
        struct File: Decodable { var testCases: [Case] }
        struct Case: Decodable {
            var params: Params?
            var expect: Expect
            struct Params: Decodable {
                var region: String?
                var useFIPS: Bool?
                var useDualStack: Bool?
                var endpoint: String?

                enum CodingKeys: String, CodingKey {
                    case region = "Region"
                    case useFIPS = "UseFIPS"
                    case useDualStack = "UseDualStack"
                    case endpoint = "Endpoint"
                }
            }
            struct Expect: Decodable {
                var endpoint: Place?
                struct Place: Decodable { var url: String }
            }
        }
        let path = "aws-fixtures/botocore/tests/functional/endpoint-rules/ec2/endpoint-tests-1.json"
        let file = try JSONDecoder().decode(File.self, from: Data(SharedData.bytes(path)))
        var compared = 0
        for entry in file.testCases {
            guard let params = entry.params, let region = params.region else { continue }
            // botocore refuses dual stack where its list says that a partition has none.
            guard entry.expect.endpoint != nil || params.endpoint != nil else { continue }
            var environment: [String: String] = [:]
            if params.useFIPS == true { environment["AWS_USE_FIPS_ENDPOINT"] = "true" }
            if params.useDualStack == true { environment["AWS_USE_DUALSTACK_ENDPOINT"] = "true" }
            if let expected = entry.expect.endpoint?.url {
                #expect(try url(.ec2, region, custom: params.endpoint, environment) == expected + "/")
            } else {
                #expect(throws: SettingError.self) {
                    try Endpoints(custom: params.endpoint, environment: environment)
                }
            }
            compared += 1
        }
        #expect(compared == 52)
    }

    /// Where botocore sent the whole requests of the golden file.
    @Test(
        .enabled(if: SharedData.isHere, "\(SharedData.reason)"),
        arguments: [
            ("ec2-cn", "", ""), ("ec2-gov-fips", "true", ""), ("ec2-fips", "true", ""), ("ec2-dualstack", "", "true"),
            ("ec2-fips-dualstack", "true", "true"), ("ec2-eusc", "", ""), ("ec2-iso", "", ""), ("sts-gci", "", ""),
        ])
    func theGoldenRequestsAgree(_ name: String, _ fips: String, _ dualStack: String) throws {
        let golden = try GoldenRequest.named(name)
        let service = try #require(APIRequest.Service(rawValue: golden.service))
        let environment = ["AWS_USE_FIPS_ENDPOINT": fips, "AWS_USE_DUALSTACK_ENDPOINT": dualStack]
        #expect(try url(service, golden.region, environment) == golden.url)
    }
}

import Foundation
import AWS
import Support
import Testing

@Suite struct EndpointsTests {
    private func url(
        _ service: APIRequest.Service, _ region: String, custom: String? = nil, _ environment: [String: String] = [:]
    ) throws -> String {
        try Endpoints(custom: custom, settings: AWSSettings(environment: environment))
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
        #expect(throws: SettingError.self) { try Endpoints(settings: AWSSettings(environment: environment)) }
    }

    /// A scan does not ask S3: what is set for S3 is no reason to refuse the scan.
    @Test func theSettingsOfAServiceMatterOnlyToIt() throws {
        let environment = ["AWS_ENDPOINT_URL_S3": "http://h", "AWS_USE_FIPS_ENDPOINT": "true"]
        let endpoints = try Endpoints(settings: AWSSettings(environment: environment))
        let region = try Region("eu-west-1")
        #expect(endpoints.endpoint(of: .ec2, in: region).host == "ec2-fips.eu-west-1.amazonaws.com")
        let error = #expect(throws: SettingError.self) { try endpoints.place(of: .s3, in: region) }
        #expect(error?.setting == "AWS_USE_FIPS_ENDPOINT")
    }

    @Test func theHostsOfIdentityCenter() throws {
        let endpoints = try Endpoints(settings: AWSSettings(environment: [:]))
        let region = try Region("cn-north-1")
        #expect(try endpoints.place(of: .sso, in: region).endpoint.host == "portal.sso.cn-north-1.amazonaws.com.cn")
        #expect(try endpoints.place(of: .oidc, in: region).endpoint.host == "oidc.cn-north-1.amazonaws.com.cn")
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

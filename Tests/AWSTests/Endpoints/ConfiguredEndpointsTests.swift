import Foundation
import AWS
import Support
import Testing

@Suite struct ConfiguredEndpointsTests {
    private func settings(
        _ environment: [String: String] = [:], profile: [String: String],
        services: [String: [String: [String: String]]] = [:]
    ) -> AWSSettings {
        let own = profile.mapValues { Profiles.Property($0, file: "config") }
        let sections = services.map { name, services in
            let properties = services.mapValues { Profiles.Property("", nested: $0, file: "config") }
            return (name, Profiles.Section(name: name, properties: properties))
        }
        let profiles = Profiles(
            profiles: ["audit": Profiles.Section(name: "audit", properties: own)],
            services: Dictionary(uniqueKeysWithValues: sections))
        return AWSSettings(environment: environment, profiles: profiles, profileName: "audit")
    }

    private func url(_ service: AWSService, custom: String? = nil, _ settings: AWSSettings) throws -> String {
        try Endpoints(custom: custom, settings: settings).place(of: service, in: Region.home(settings))
            .endpoint.description
    }

    /// The 39 cases that the SDKs share. What their clients take as an option, Exhibit takes as a variable.
    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
    func theSDKsAgree() throws {
        let bytes = try SharedData.bytes(
            "aws-fixtures/botocore/tests/functional/configured_endpoint_urls/profile-tests.json")
        let file = try JSONDecoder().decode(File.self, from: Data(bytes))
        var compared = 0
        for suite in file.testSuites {
            for entry in suite.endpointUrlTests {
                let options = try #require(suite.client_configs[entry.client_config])
                var environment = try #require(suite.environments[entry.environment])
                if options.ignore_configured_endpoint_urls == true {
                    environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
                }
                let settings = settings(
                    environment, profile: try #require(suite.profiles[entry.profile]), services: suite.services)
                let known: [String: AWSService] = [
                    "s3": .s3, "dynamodb": AWSService(id: "DynamoDB", host: "dynamodb"),
                ]
                let service = try #require(known[entry.service])
                let url = try url(service, custom: options.endpoint_url, settings)
                #expect(url == entry.output.endpointUrl + "/", "\(entry.name)")
                compared += 1
            }
        }
        #expect(compared == 39)
    }

    private struct File: Decodable {
        var testSuites: [Suite]

        struct Suite: Decodable {
            var profiles: [String: [String: String]]
            var services: [String: [String: [String: String]]]
            var client_configs: [String: Options]
            var environments: [String: [String: String]]
            var endpointUrlTests: [Entry]
        }
        struct Options: Decodable {
            var endpoint_url: String?
            var ignore_configured_endpoint_urls: Bool?
        }
        struct Entry: Decodable {
            var name: String
            var profile: String
            var client_config: String
            var environment: String
            var service: String
            var output: Output
        }
        struct Output: Decodable { var endpointUrl: String }
    }

    @Test func theNamesOfServicesAreThoseOfTheSDKs() throws {
        let sections = [
            "x": ["cloudwatch_logs": ["endpoint_url": "http://logs"], "sso_oidc": ["endpoint_url": "http://o"]]
        ]
        let settings = settings(profile: ["services": "x"], services: sections)
        #expect(try url(.logs, settings) == "http://logs/")
        #expect(try url(.oidc, settings) == "http://o/")
        #expect(try url(.sso, settings) == "https://portal.sso.us-east-1.amazonaws.com/")
        let environment = ["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS": "http://mine", "AWS_ENDPOINT_URL_SSO_OIDC": "http://m"]
        #expect(try url(.logs, AWSSettings(environment: environment)) == "http://mine/")
        #expect(try url(.oidc, AWSSettings(environment: environment)) == "http://m/")
    }

    @Test func aSectionThatIsNotThereIsAnError() throws {
        let error = #expect(throws: SettingError.self) {
            try Endpoints(settings: settings(profile: ["services": "gone"]))
        }
        let place = "services of profile audit in config"
        #expect(error?.description == "\(place) names a section that is not there: [services gone]")
        // Nothing that is never looked up harms.
        for environment in [["AWS_ENDPOINT_URL": "http://h"], ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]] {
            _ = try Endpoints(settings: settings(environment, profile: ["services": "gone"]))
        }
    }

    @Test func whatIsWrongIsNamedByItsPlaceAndNotShown() throws {
        let sections = ["x": ["ec2": ["endpoint_url": "https://u:hunter2@h"]]]
        let first = #expect(throws: SettingError.self) {
            try Endpoints(settings: settings(profile: ["services": "x"], services: sections))
        }
        #expect(first?.setting == "endpoint_url of ec2 in [services x] of config")
        let second = #expect(throws: SettingError.self) {
            try Endpoints(settings: settings(profile: ["endpoint_url": "hunter2"]))
        }
        #expect(second?.setting == "endpoint_url of profile audit in config")
        for error in [first, second] { #expect(error?.description.contains("hunter2") == false) }
    }

    @Test func fipsAndDualStackComeFromTheProfileToo() throws {
        let both = settings(profile: [
            "use_fips_endpoint": "true", "use_dualstack_endpoint": "true", "region": "eu-west-1",
        ])
        #expect(try url(.ec2, both) == "https://ec2-fips.eu-west-1.api.aws/")
        let clash = settings(profile: ["use_fips_endpoint": "true", "endpoint_url": "http://h"])
        let error = #expect(throws: SettingError.self) { try Endpoints(settings: clash) }
        #expect(error?.setting == "use_fips_endpoint of profile audit in config")
        let off = settings(["AWS_USE_FIPS_ENDPOINT": "false"], profile: ["use_fips_endpoint": "true"])
        #expect(try url(.ec2, off) == "https://ec2.us-east-1.amazonaws.com/")
    }
}

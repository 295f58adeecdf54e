/// Where each service is asked: in each region at AWS, or at one place of the user's.
package struct Endpoints: Sendable {
    private var custom: [APIRequest.Service: Endpoint] = [:]
    private let usesFIPS: Bool
    private let usesDualStack: Bool

    /// - Parameters:
    ///   - url: `--endpoint-url`; it beats the environment.
    ///   - environment: AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL,
    ///     AWS_IGNORE_CONFIGURED_ENDPOINT_URLS, AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT.
    ///     Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
    package init(custom url: String? = nil, environment: [String: String]) throws(SettingError) {
        usesFIPS = try environment.flag("AWS_USE_FIPS_ENDPOINT")
        usesDualStack = try environment.flag("AWS_USE_DUALSTACK_ENDPOINT")
        let ignoresEnvironment = try environment.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")

        for service in APIRequest.Service.allCases {
            if let url {
                custom[service] = try Endpoint(url, from: "--endpoint-url")
            } else if !ignoresEnvironment {
                let own = "AWS_ENDPOINT_URL_\(service.rawValue.uppercased())"
                for variable in [own, "AWS_ENDPOINT_URL"] where custom[service] == nil {
                    guard let url = environment.setting(variable) else { continue }
                    custom[service] = try Endpoint(url, from: variable)
                }
            }
        }
        if !custom.isEmpty {
            if usesFIPS { throw Self.clash("AWS_USE_FIPS_ENDPOINT") }
            if usesDualStack { throw Self.clash("AWS_USE_DUALSTACK_ENDPOINT") }
        }
    }

    package func endpoint(of service: APIRequest.Service, in region: Region) -> Endpoint {
        if let endpoint = custom[service] { return endpoint }
        let partition = Partition.of(region: region.name)
        // The government's plain hosts are FIPS hosts already.
        let isFIPSName = usesFIPS && !(partition == .government && !usesDualStack)
        let name = service.rawValue + (isFIPSName ? "-fips" : "")
        let suffix = usesDualStack ? partition.dualStackSuffix : partition.suffix
        return Endpoint(host: "\(name).\(region.name).\(suffix)")
    }

    private static func clash(_ variable: String) -> SettingError {
        SettingError(variable, "cannot be used together with an endpoint URL")
    }
}

extension APIRequest.Service {
    fileprivate static let allCases: [Self] = [.ec2, .sts]
}

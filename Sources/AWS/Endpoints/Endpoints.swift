/// Where each service is asked: in each region at AWS, or at a place of the user's.
package struct Endpoints: Sendable {
    private let configured: ConfiguredEndpoints
    private let rules: HostRules
    /// Of the services that every scan asks.
    private let custom: [APIRequest.Service: Endpoint]

    /// Where a service is asked, and the region that its requests are signed for.
    package struct Place: Sendable, Hashable {
        package var endpoint: Endpoint
        package var signingRegion: String
    }

    /// - Parameter url: `--endpoint-url`; it beats the settings.
    package init(custom url: String? = nil, settings: AWSSettings) throws(SettingError) {
        configured = try ConfiguredEndpoints(explicit: url, settings: settings)
        rules = try HostRules(settings)
        var custom: [APIRequest.Service: Endpoint] = [:]
        for service in APIRequest.Service.always {
            custom[service] = try configured.endpoint(of: service.service)
        }
        if !custom.isEmpty { try rules.refuseCustom() }
        self.custom = custom
    }

    /// Where a question goes. Throws for settings of a service that not every scan asks.
    func place(of request: APIRequest, in region: Region) throws(SettingError) -> Place {
        switch request.service {
        case .ec2, .sts: Place(endpoint: endpoint(of: request.service, in: region), signingRegion: region.name)
        case .logs, .firehose: try place(of: request.service.service, in: region)
        // Any region tells where a bucket is, if the bucket stands in the path.
        case .s3:
            try place(
                ofBucket: request.parameters["Bucket"] ?? "", byPath: request.action == "GetBucketLocation", in: region)
        }
    }

    /// The services that every scan asks: their settings were read before.
    package func endpoint(of service: APIRequest.Service, in region: Region) -> Endpoint {
        custom[service] ?? Endpoint(host: rules.host(of: service.service, in: region))
    }

    /// Any other service: its own settings may be what cannot be used.
    package func place(of service: AWSService, in region: Region) throws(SettingError) -> Place {
        let signingRegion = rules.region(of: service, in: region)
        if let endpoint = try custom(of: service) { return Place(endpoint: endpoint, signingRegion: signingRegion) }
        if service == .s3 { try rules.refuseFIPSBuckets(in: region) }
        return Place(endpoint: Endpoint(host: rules.host(of: service, in: region)), signingRegion: signingRegion)
    }

    /// Where the user wants any other service to be asked; nil where AWS's own hosts are meant.
    func custom(of service: AWSService) throws(SettingError) -> Endpoint? {
        guard let endpoint = try configured.endpoint(of: service) else { return nil }
        // FIPS promises nothing of these, so a place of the user's breaks no promise.
        if !service.isOfIdentityCenter { try rules.refuseCustom() }
        return endpoint
    }

    /// A bucket of S3, by its host name where it has one, else by its path.
    /// - Parameter byPath: always by its path.
    package func place(
        ofBucket bucket: String, byPath: Bool = false, in region: Region
    ) throws(SettingError) -> Place {
        var place = try place(of: .s3, in: region)
        place.endpoint = place.endpoint.addressing(bucket: bucket, byPath: byPath)
        return place
    }
}

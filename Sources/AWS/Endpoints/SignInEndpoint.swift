extension AWSSettings {
    /// Where AWS's sign-in service renews what `aws login` began.
    /// Source: botocore's endpoint rule set of this service.
    func signInEndpoint(in region: Region) throws(SettingError) -> Endpoint {
        let usesFIPS = try flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        let usesDualStack = try flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        let partition = Partition.of(region: region.name)
        let name = usesFIPS ? "signin-fips" : "signin"
        return switch (usesFIPS, usesDualStack) {
        case (_, true): Endpoint(host: "\(name).\(region).\(partition.dualStackSuffix)")
        case (true, false) where region.name == partition.globalRegion && partition == .government:
            Endpoint(host: "\(name).amazonaws-us-gov.com")
        case (true, false) where partition == .government:
            Endpoint(host: "\(region).\(name).amazonaws-us-gov.com")
        case (true, false): Endpoint(host: "\(name).\(region).\(partition.suffix)")
        case (false, false): Endpoint(host: "\(region).\(partition.signInSuffix)")
        }
    }
}

extension Partition {
    fileprivate var signInSuffix: String {
        switch self {
        case .china: "signin.amazonaws.cn"
        case .government: "signin.amazonaws-us-gov.com"
        case .iso: "signin.c2shome.ic.gov"
        case .isoB: "signin.sc2shome.sgov.gov"
        case .isoE: "signin.csphome.adc-e.uk"
        case .isoF: "signin.csphome.hci.ic.gov"
        case .europe: "signin.amazonaws-eusc.eu"
        default: "signin.aws.amazon.com"
        }
    }
}

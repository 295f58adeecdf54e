/// How AWS's own hosts are named. Source: botocore's endpoint rules of the services named in `AWSService`.
struct HostRules: Sendable {
    private let settings: AWSSettings
    private let usesFIPS: Bool
    private let usesDualStack: Bool

    private static let fips = (variable: "AWS_USE_FIPS_ENDPOINT", property: "use_fips_endpoint")
    private static let dualStack = (variable: "AWS_USE_DUALSTACK_ENDPOINT", property: "use_dualstack_endpoint")

    init(_ settings: AWSSettings) throws(SettingError) {
        self.settings = settings
        usesFIPS = try settings.flag(Self.fips.variable, Self.fips.property)
        usesDualStack = try settings.flag(Self.dualStack.variable, Self.dualStack.property)
    }

    /// The region that answers for a service: Organizations lives in one of each partition, and `aws-global` is none.
    func region(of service: AWSService, in region: Region) -> String {
        let partition = Partition.of(region: region.name)
        let hasOnePlace =
            service == .organizations && !usesDualStack && (!usesFIPS || [.aws, .government].contains(partition))
        return hasOnePlace || region.name == partition.pseudoRegion ? partition.globalRegion : region.name
    }

    func host(of service: AWSService, in region: Region) -> String {
        let partition = Partition.of(region: region.name)
        let regionName = self.region(of: service, in: region)
        if region.name == Partition.aws.pseudoRegion, [.sts, .s3].contains(service), !usesFIPS, !usesDualStack {
            return "\(service.host).\(partition.suffix)"
        }
        if service == .s3 {
            let name = "s3" + (usesFIPS ? "-fips" : "") + (usesDualStack ? ".dualstack" : "")
            return "\(name).\(regionName).\(partition.suffix)"
        }
        // The government's plain hosts are FIPS hosts already, and IAM Identity Center has none elsewhere.
        let isPlain = partition == .government ? !usesDualStack : service.isOfIdentityCenter
        let isFIPSName = usesFIPS && !isPlain
        let suffix = usesDualStack ? partition.dualStackSuffix : partition.suffix
        return "\(service.host)\(isFIPSName ? "-fips" : "").\(regionName).\(suffix)"
    }

    /// FIPS and dual stack are names of AWS's own hosts: a place of the user's cannot promise them.
    func refuseCustom() throws(SettingError) {
        let problem = "cannot be used together with an endpoint URL"
        if usesFIPS { throw complaint(Self.fips, problem) }
        if usesDualStack { throw complaint(Self.dualStack, problem) }
    }

    func refuseFIPSBuckets(in region: Region) throws(SettingError) {
        guard usesFIPS, Partition.of(region: region.name) == .china else { return }
        throw complaint(Self.fips, "cannot be used with S3 in China, which has no FIPS hosts there")
    }

    private func complaint(_ flag: (variable: String, property: String), _ problem: String) -> SettingError {
        SettingError(settings.setting([flag.variable], flag.property)?.origin ?? flag.variable, problem)
    }
}

import Evidence

/// All that was read of an account.
struct AccountInventory: Sendable {
    var identity: CallerIdentity
    var homeRegion: String
    var regions: [RegionInventory] = []
    /// Not enabled for the account.
    var disabledRegions: [String] = []
    /// Enabled, but not asked for.
    var otherRegions: [String] = []
}

/// All that was read of one region, and what could not be.
struct RegionInventory: Sendable {
    var region: String
    var vpcs: AccountInquiry.Listed<Vpc>
    var flowLogs: AccountInquiry.Listed<FlowLog>
    var subnets: [Subnet] = []
    var interfaces: [NetworkInterface] = []
    /// The exchanges that explain, and those of them that failed.
    var explaining: [ExchangeRecorder.Key] = []
    var explanationFailures: [(CallFailure, ExchangeRecorder.Key)] = []
}

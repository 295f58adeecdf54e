import AWS
package import Evidence

/// What a scan read of the whole estate, and the exchanges that prove it.
package struct Inventory: Sendable {
    var accounts: [AccountInventory]
    package var exchanges: [Exchange]
    var citations: [ExchangeRecorder.Key: Citation]

    /// As `data/run.json` keeps them: all that a replay needs to ask the same questions.
    package var runAccounts: [Run.Account] {
        accounts.map { Run.Account(id: $0.id, homeRegion: $0.homeRegion, credentialSource: $0.credentialSource) }
    }

    /// Whether something was not read because the scan was stopped.
    package var wasInterrupted: Bool {
        exchanges.contains { $0.outcome != .refused && $0.error?.code == OwnCode.cancelled }
    }
}

/// All that was read of an account.
struct AccountInventory: Sendable {
    var id: String
    var homeRegion: String
    var credentialSource: String?
    /// Nil where nobody could say who asks.
    var identity: CallerIdentity?
    /// Why nothing of it could be read.
    var failure: FailedCall?
    /// Why AWS did not list its regions, where those that the user named were read all the same.
    var unlistedRegions: FailedCall?
    /// The regions that AWS lists for it, enabled or not; those that the user named where it lists none.
    var known: [AvailableRegion] = []
    var regions: [RegionInventory] = []
    /// What the destinations of its flow logs tell; nil where they were not asked.
    var destinations: DestinationInventory?

    /// The partition that its caller belongs to, else the one of its home region.
    var partition: String { identity?.partition ?? Partition.of(region: homeRegion).name }
    /// Not enabled for the account.
    var disabledRegions: [String] { known.filter { !$0.isEnabled }.map(\.name).sortedByBytes() }
    var enabledRegions: [String] { known.filter(\.isEnabled).map(\.name).sortedByBytes() }
    /// Enabled, but not asked for.
    var otherRegions: [String] {
        let read = Set(regions.map(\.region))
        return enabledRegions.filter { !read.contains($0) }
    }
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

    /// By the id of each VPC and flow log that AWS's answers contradict each other about: the exchanges that do.
    var vpcConflicts: [String: [ExchangeRecorder.Key]] = [:]
    var flowLogConflicts: [String: [ExchangeRecorder.Key]] = [:]

    /// How many VPCs were listed; nil where none could be.
    var vpcCount: Int? {
        vpcs.failure != nil && vpcs.pages.isEmpty ? nil : Set(vpcs.records.map(\.vpcId)).count
    }
    var isWhole: Bool { vpcs.failure == nil && flowLogs.failure == nil }
}

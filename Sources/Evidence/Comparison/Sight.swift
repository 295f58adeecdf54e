/// A region of an account.
package struct RegionPlace: Hashable, Sendable, Comparable {
    package let account: String
    package let region: String

    package init(_ account: String, _ region: String) {
        self.account = account
        self.region = region
    }

    package static func < (a: Self, b: Self) -> Bool {
        a.account == b.account ? a.region.precedes(b.region) : a.account.precedes(b.account)
    }
}

/// Where a VPC is seen: one that is shared is seen from several accounts.
package struct VPCPlace: Hashable, Sendable, Comparable {
    package let region: RegionPlace
    package let vpcId: String

    package init(_ vpc: some ComparedVPC) {
        region = RegionPlace(vpc.account, vpc.region)
        vpcId = vpc.vpcId
    }

    init(_ vpc: Baseline.VPC) {
        region = RegionPlace(vpc.account, vpc.region)
        vpcId = vpc.vpcId
    }

    package static func < (a: Self, b: Self) -> Bool {
        a.region == b.region ? a.vpcId.precedes(b.vpcId) : a.region < b.region
    }
}

/// How far a run could see.
struct Sight {
    let accounts: Set<String>
    let statuses: [RegionPlace: Scope.Status]
    private let halfListed: Set<RegionPlace>

    init(_ run: some ComparedRun) {
        accounts = Set(run.accounts)
        statuses = Dictionary(
            run.regions.map { (RegionPlace($0.account, $0.region), $0.status) }, uniquingKeysWith: { first, _ in first }
        )
        halfListed = Set(run.gaps.lazy.filter { $0.hides == .vpcs }.map { RegionPlace($0.account, $0.region) })
    }

    /// Whether a VPC that was not seen here was not here.
    func listedAllVPCs(of place: RegionPlace) -> Bool {
        switch statuses[place] {
        case .read, .partial: !halfListed.contains(place)
        case .unreadable, .disabled, .notRequested, nil: false
        }
    }

    func asked(_ place: RegionPlace) -> Bool { statuses[place]?.isAsked == true }
}

extension Scope.Status {
    /// Whether AWS was asked for the region's VPCs.
    var isAsked: Bool {
        switch self {
        case .read, .partial, .unreadable: true
        case .disabled, .notRequested: false
        }
    }
}

extension String {
    /// By UTF-8 bytes: the same on every machine.
    func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

package import Evidence

/// An estate that exists only here: accounts, regions, VPCs and flow logs, and what AWS refuses of them.
/// `exhibit demo` scans one; tests make others.
package struct SampleEstate: Sendable {
    package var accounts: [Account]

    package init(_ accounts: [Account]) {
        self.accounts = accounts
    }

    package struct Account: Sendable {
        package var id: String
        package var arn: String
        package var homeRegion: String
        package var regions: [Region]
        /// Listed by DescribeRegions as not opted in.
        package var disabledRegions: [String]
        /// By the name of a log group, bucket or stream; the rest is of any kind.
        package var destinations: [String: SampleDestination]

        package init(
            id: String, arn: String, homeRegion: String, regions: [Region], disabledRegions: [String] = [],
            destinations: [String: SampleDestination] = [:]
        ) {
            self.destinations = destinations
            self.id = id
            self.arn = arn
            self.homeRegion = homeRegion
            self.regions = regions
            self.disabledRegions = disabledRegions
        }
    }

    package struct Region: Sendable {
        package var name: String
        package var vpcs: [SampleVpc]
        package var flowLogs: [FlowLog]
        package var subnets: [(subnet: String, vpc: String)]
        package var interfaces: [(interface: String, vpc: String)]
        /// Records on one page; AWS gives up to 1,000.
        package var pageSize: Int
        /// What AWS says instead of an answer, by action; the page at which it begins to, from 1.
        package var refusals: [String: Refusal]

        package init(
            _ name: String, vpcs: [SampleVpc] = [], flowLogs: [FlowLog] = [],
            subnets: [(subnet: String, vpc: String)] = [], interfaces: [(interface: String, vpc: String)] = [],
            pageSize: Int = 1000, refusals: [String: Refusal] = [:]
        ) {
            self.name = name
            self.vpcs = vpcs
            self.flowLogs = flowLogs
            self.subnets = subnets
            self.interfaces = interfaces
            self.pageSize = pageSize
            self.refusals = refusals
        }
    }

    package struct Refusal: Sendable {
        package var status: Int
        package var code: String
        package var message: String
        package var fromPage: Int

        package init(status: Int, code: String, message: String, fromPage: Int = 1) {
            self.status = status
            self.code = code
            self.message = message
            self.fromPage = fromPage
        }
    }
}

/// A VPC of a sample estate.
package struct SampleVpc: Sendable {
    package var vpcId: String
    package var ownerId: String?
    package var cidrBlock: String
    package var isDefault: Bool
    package var tags: [Tag]

    package init(
        _ vpcId: String, owner: String?, cidrBlock: String = "10.0.0.0/16", isDefault: Bool = false,
        tags: [Tag] = []
    ) {
        self.vpcId = vpcId
        ownerId = owner
        self.cidrBlock = cidrBlock
        self.isDefault = isDefault
        self.tags = tags
    }
}

import Evidence
package import Scan

extension SampleEstate {
    /// An estate that a seed repeats: VPCs that are logged in every way, badly, below themselves or not at all;
    /// default VPCs, VPCs that accounts share, hostile tags, regions without a VPC, pages of any size.
    ///
    /// - Parameters:
    ///   - accounts: how many, each with its own regions.
    ///   - regions: how many an account has enabled, us-east-1 first.
    ///   - vpcs: how many a region has at most; those of other accounts come on top.
    package static func random(
        using generator: inout SeededGenerator, accounts: Int = 1, regions: Int = 2, vpcs: Int = 6
    ) -> SampleEstate {
        var estate = RandomEstate(generator: generator, accounts: accounts, regions: regions, vpcs: vpcs)
        defer { generator = estate.generator }
        return estate.make()
    }
}

/// The dice of a random estate.
private struct RandomEstate {
    var generator: SeededGenerator
    let accounts: Int
    let regions: Int
    let vpcs: Int

    private static let stranger = "999988887777"
    private static let regionNames = [
        "us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-1", "sa-east-1", "ca-central-1",
        "eu-north-1", "ap-northeast-1", "us-east-2", "us-west-1", "eu-west-2", "eu-west-3", "ap-south-1",
        "ap-southeast-2", "ap-northeast-2", "ap-northeast-3",
    ]

    init(generator: SeededGenerator, accounts: Int, regions: Int, vpcs: Int) {
        self.generator = generator
        self.accounts = accounts
        self.regions = regions
        self.vpcs = vpcs
    }

    mutating func make() -> SampleEstate {
        var estate = SampleEstate((0..<accounts).map { account(String(100_000_000_001 + $0)) })
        for sharing in estate.accounts.indices where accounts > 1 {
            for region in estate.accounts[sharing].regions { share(region, with: &estate, except: sharing) }
        }
        return estate
    }

    private mutating func account(_ id: String) -> SampleEstate.Account {
        let others = Self.regionNames.dropFirst().prefix(regions + 2).shuffled(using: &generator)
        let enabled = ["us-east-1"] + others.prefix(max(0, regions - 1))
        return SampleEstate.Account(
            id: id, arn: "arn:aws:sts::\(id):assumed-role/SecurityAudit/exhibit", homeRegion: "us-east-1",
            regions: enabled.map { region($0, of: id) },
            disabledRegions: others.dropFirst(regions).prefix(number(0...2)).map(\.self))
    }

    private mutating func region(_ name: String, of account: String) -> SampleEstate.Region {
        var region = SampleEstate.Region(name, pageSize: chance(50) ? 1000 : number(1...4))
        let count = chance(15) ? 0 : number(0...vpcs)
        region.vpcs = (0..<count).map { vpc(of: account, isDefault: $0 == 0 && chance(50)) }
        if chance(20) { region.vpcs.append(vpc(of: Self.stranger, isDefault: false)) }
        region.vpcs.shuffle(using: &generator)
        for vpc in region.vpcs where vpc.ownerId != Self.stranger { log(vpc, of: account, in: &region) }
        if chance(20) { region.flowLogs.append(flowLog(on: id("tgw"), in: account)) }
        if chance(10) { region.flowLogs.append(flowLog(on: id("vpc"), in: account)) }
        region.flowLogs.shuffle(using: &generator)
        return region
    }

    private mutating func vpc(of account: String, isDefault: Bool) -> SampleVpc {
        var tags: [Tag] = chance(70) ? [Tag("Name", HostileText.random(using: &generator))] : []
        if chance(30) { tags.append(Tag("owner", HostileText.random(using: &generator))) }
        let isOld = account != Self.stranger && chance(10)
        return SampleVpc(
            id("vpc"), owner: isOld ? nil : account, cidrBlock: "10.\(number(0...255)).0.0/16",
            isDefault: isDefault, tags: tags)
    }

    /// Gives a VPC flow logs of its own, and subnets and interfaces that may have some.
    private mutating func log(_ vpc: SampleVpc, of account: String, in region: inout SampleEstate.Region) {
        for _ in 0..<number(0...2) { region.flowLogs.append(flowLog(on: vpc.vpcId, in: account)) }
        for _ in 0..<number(0...3) {
            let subnet = id("subnet")
            region.subnets.append((subnet, vpc.vpcId))
            if chance(30) { region.flowLogs.append(flowLog(on: subnet, in: account)) }
        }
        if chance(20) {
            let interface = id("eni")
            region.interfaces.append((interface, vpc.vpcId))
            region.flowLogs.append(flowLog(on: interface, in: account))
        }
    }

    /// Half of them work; the others lack or mistake one field or another.
    private mutating func flowLog(on resource: String, in account: String) -> FlowLog {
        let flowLogId = id("fl")
        if chance(15) { return .toBucket(flowLogId, on: resource) }
        var log = FlowLog.working(flowLogId, on: resource, in: account, traffic: chance(50) ? "ALL" : "REJECT")
        guard chance(60) else { return log }
        if chance(40) { log.trafficType = one(of: ["ACCEPT", nil, "NEW"]) }
        if chance(30) { log.flowLogStatus = one(of: ["INACTIVE", nil]) }
        if chance(40) { log.deliverLogsStatus = one(of: ["FAILED", nil, "PENDING"]) }
        if chance(30) { log.deliverLogsErrorMessage = one(of: ["Access error", "Rate limited", nil]) }
        return log
    }

    /// Lets another account see some VPCs of a region; their flow logs stay with their owner.
    private mutating func share(
        _ region: SampleEstate.Region, with estate: inout SampleEstate, except owner: Int
    ) {
        let account = estate.accounts[owner].id
        for guest in estate.accounts.indices where guest != owner {
            let place = estate.accounts[guest].regions.firstIndex { $0.name == region.name }
            guard let place, chance(50) else { continue }
            for var vpc in region.vpcs where vpc.ownerId == account && !vpc.isDefault && chance(30) {
                vpc.tags = []
                estate.accounts[guest].regions[place].vpcs.append(vpc)
            }
        }
    }

    /// `vpc-` and seventeen hexadecimal digits.
    private mutating func id(_ kind: String) -> String {
        let digits = String(generator.next() | 1 << 63, radix: 16)
        return "\(kind)-0\(digits)"
    }

    private mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func one(of values: [String?]) -> String? { values[number(0...values.count - 1)] }
}

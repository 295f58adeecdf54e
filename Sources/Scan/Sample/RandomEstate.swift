extension SampleEstate {
    /// A small and wild estate that a seed repeats: VPCs that are logged in every way, badly, below themselves
    /// or not at all; default VPCs, VPCs that accounts share, hostile tags, regions without a VPC, pages of any
    /// size. Everything that is there can be read.
    ///
    /// - Parameters:
    ///   - accounts: how many, each with its own regions.
    ///   - regions: how many an account has enabled, us-east-1 first.
    ///   - vpcs: how many a region has at most; those of other accounts come on top.
    package static func random(
        using generator: inout some RandomNumberGenerator, accounts: Int = 1, regions: Int = 2, vpcs: Int = 6
    ) -> SampleEstate {
        var dice = EstateDice(generator: generator, habits: .wild)
        defer { generator = dice.generator }
        return dice.estate(accounts: accounts, regions: regions) { dice, _, _ in
            dice.chance(15) ? 0 : dice.number(0...vpcs)
        }
    }

    /// An estate in which exactly so many VPCs are listed, as large ones are: most are logged, about a quarter
    /// is not, flow logs were made over ten years, some tags are hostile; from 1,000 VPCs on, some regions
    /// refuse to tell their flow logs. The same number and seed give the same estate.
    package static func generated(vpcs: Int, seed: UInt64) -> SampleEstate {
        let accounts = min(100, 1 + vpcs / 1000)
        let regions = min(EstateDice<SampleGenerator>.regionNames.count, 2 + vpcs / 10)
        var habits = EstateHabits.usual
        habits.refusing = vpcs < 1000 ? 0 : 2
        var dice = EstateDice(generator: SampleGenerator(seed: seed), habits: habits)
        var counts = Array(repeating: Array(repeating: 0, count: regions), count: accounts)
        for _ in 0..<vpcs {
            let region = min(dice.number(0...regions - 1), dice.number(0...regions - 1))
            counts[dice.number(0...accounts - 1)][region] += 1
        }
        return dice.estate(accounts: accounts, regions: regions) { _, account, region in counts[account][region] }
    }
}

/// How an estate is kept, in per cent.
struct EstateHabits {
    /// VPCs with one flow log that works, and nothing else to tell.
    var plainlyLogged: Int
    /// VPCs of earlier accounts that a later one sees.
    var shared: Int
    /// Regions with a VPC of an account that is not in the run.
    var strangers: Int
    /// Regions that refuse to tell their flow logs.
    var refusing = 0
    /// Names that attack a report.
    var hostile: Int
    var smallPages: Int

    static let wild = EstateHabits(plainlyLogged: 0, shared: 20, strangers: 20, hostile: 100, smallPages: 50)
    static let usual = EstateHabits(plainlyLogged: 55, shared: 2, strangers: 0, hostile: 15, smallPages: 0)
}

extension EstateDice {
    /// - Parameter count: how many VPCs are listed in a region of an account, by their places; guests of a wild
    ///   estate come on top.
    mutating func estate(
        accounts: Int, regions: Int, count: (inout Self, _ account: Int, _ region: Int) -> Int
    ) -> SampleEstate {
        /// VPCs that other accounts could see, by region.
        var shareable: [String: [SampleVpc]] = [:]
        var estate = SampleEstate([])
        for account in 0..<accounts {
            let id = String(100_000_000_001 + account)
            let names = regionNames(regions)
            var sample = SampleEstate.Account(
                id: id, arn: "arn:aws:sts::\(id):assumed-role/SecurityAudit/exhibit", homeRegion: "us-east-1",
                regions: [], disabledRegions: names.disabled)
            for (place, name) in names.enabled.enumerated() {
                let size = count(&self, account, place)
                var guests = (shareable[name] ?? []).filter { _ in chance(habits.shared) }
                if chance(habits.strangers) { guests.append(vpc(of: Self.stranger, isDefault: false)) }
                // An exact number stays exact: guests take places of the account's own.
                let isExact = habits.strangers == 0
                if isExact { guests = Array(guests.prefix(size / 2)) }
                let region = region(name, of: id, own: isExact ? size - guests.count : size, guests: guests)
                shareable[name] = region.vpcs.filter { $0.ownerId == id && !$0.isDefault }.map(\.untagged)
                sample.regions.append(region)
            }
            estate.accounts.append(sample)
        }
        return estate
    }

    private mutating func region(
        _ name: String, of account: String, own: Int, guests: [SampleVpc]
    ) -> SampleEstate.Region {
        var region = SampleEstate.Region(name, pageSize: chance(habits.smallPages) ? number(1...4) : 1000)
        region.vpcs = (0..<own).map { vpc(of: account, isDefault: $0 == 0 && chance(50)) }
        for vpc in region.vpcs { log(vpc, of: account, in: &region) }
        region.vpcs = (region.vpcs + guests).shuffled(using: &generator)
        if chance(20) { region.flowLogs.append(flowLog(on: id("tgw"), in: account)) }
        if chance(10) { region.flowLogs.append(flowLog(on: id("vpc"), in: account)) }
        region.flowLogs.shuffle(using: &generator)
        if own > 0, chance(habits.refusing) {
            region.refusals["DescribeFlowLogs"] = SampleEstate.Refusal(
                status: 403, code: "UnauthorizedOperation",
                message: "You are not authorized to perform this operation.")
        }
        return region
    }

    /// Gives a VPC flow logs of its own, and subnets and interfaces that may have some.
    private mutating func log(_ vpc: SampleVpc, of account: String, in region: inout SampleEstate.Region) {
        if chance(habits.plainlyLogged) {
            return region.flowLogs.append(workingFlowLog(on: vpc.vpcId, in: account))
        }
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
}

extension SampleVpc {
    /// As another account sees it.
    fileprivate var untagged: SampleVpc {
        var vpc = self
        vpc.tags = []
        return vpc
    }
}

import Evidence

/// What the parts of a random estate are drawn from.
struct EstateDice<Generator: RandomNumberGenerator> {
    var generator: Generator
    let habits: EstateHabits

    static var stranger: String { "999988887777" }
    static var regionNames: [String] {
        [
            "us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-1", "sa-east-1", "ca-central-1",
            "eu-north-1", "ap-northeast-1", "us-east-2", "us-west-1", "eu-west-2", "eu-west-3", "ap-south-1",
            "ap-southeast-2", "ap-northeast-2", "ap-northeast-3",
        ]
    }

    /// So many enabled regions, us-east-1 first, and up to two that are not enabled.
    mutating func regionNames(_ count: Int) -> (enabled: [String], disabled: [String]) {
        let others = Self.regionNames.dropFirst().prefix(count + 2).shuffled(using: &generator)
        let disabled = others.dropFirst(count).prefix(number(0...2))
        return (["us-east-1"] + others.prefix(max(0, count - 1)), Array(disabled))
    }

    mutating func vpc(of account: String, isDefault: Bool) -> SampleVpc {
        var tags: [Tag] = chance(70) ? [Tag("Name", name())] : []
        if chance(30) { tags.append(Tag("owner", name())) }
        let isOld = account != Self.stranger && chance(10)
        return SampleVpc(
            id("vpc"), owner: isOld ? nil : account, cidrBlock: "10.\(number(0...255)).0.0/16",
            isDefault: isDefault, tags: tags)
    }

    mutating func workingFlowLog(on resource: String, in account: String) -> FlowLog {
        let flowLogId = id("fl")
        var log =
            chance(15)
            ? FlowLog.toBucket(flowLogId, on: resource)
            : .working(flowLogId, on: resource, in: account, traffic: chance(50) ? "ALL" : "REJECT")
        log.creationTime = creationTime()
        return log
    }

    /// Half of them work; the others lack or mistake one field or another.
    mutating func flowLog(on resource: String, in account: String) -> FlowLog {
        var log = workingFlowLog(on: resource, in: account)
        guard chance(60) else { return log }
        if chance(40) { log.trafficType = one(of: ["ACCEPT", nil, "NEW"]) }
        if chance(30) { log.flowLogStatus = one(of: ["INACTIVE", nil]) }
        if chance(40) { log.deliverLogsStatus = one(of: ["FAILED", nil, "PENDING"]) }
        if chance(30) { log.deliverLogsErrorMessage = one(of: ["Access error", "Rate limited", nil]) }
        return log
    }

    /// In the ten years before 2026, more of them late than early.
    private mutating func creationTime() -> String {
        let month = max(number(0...119), number(0...119))
        let digits = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(2016 + month / 12)-\(digits(month % 12 + 1))-\(digits(number(1...28)))T09:30:00.000Z"
    }

    private mutating func name() -> String {
        chance(habits.hostile) ? SampleName.hostile(using: &generator) : SampleName.usual(using: &generator)
    }

    /// `vpc-` and seventeen hexadecimal digits.
    mutating func id(_ kind: String) -> String {
        let digits = String(generator.next() | 1 << 63, radix: 16)
        return "\(kind)-0\(digits)"
    }

    mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func one(of values: [String?]) -> String? { values[number(0...values.count - 1)] }
}

/// Random numbers that a seed repeats (SplitMix64).
/// Source: https://prng.di.unimi.it/splitmix64.c
struct SampleGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

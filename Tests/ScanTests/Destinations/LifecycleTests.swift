import Evidence
import Support
import Testing

@testable import Scan

/// How long a bucket keeps what lies below a prefix: what may end it is never left out.
struct LifecycleTests {
    private static let prefix = "vpc/AWSLogs/111122223333/vpcflowlogs/eu-west-1/"
    private static let now = SampleRun.start

    private func retention(_ rules: String...) throws -> Retention {
        let body =
            "<LifecycleConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + rules.map { "<Rule>\($0)</Rule>" }.joined() + "</LifecycleConfiguration>"
        return try Lifecycle(reading: Array(body.utf8)).retention(below: Self.prefix, at: Self.now)
    }

    private func rule(_ filter: String, days: Int, status: String = "Enabled") -> String {
        "<ID>x</ID>\(filter)<Status>\(status)</Status><Expiration><Days>\(days)</Days></Expiration>"
    }

    @Test func rulesOfTheWholeBucketAndOfThePrefixCount() throws {
        for filter in [
            "", "<Prefix/>", "<Filter/>", "<Filter><Prefix></Prefix></Filter>", "<Prefix>vpc/</Prefix>",
            "<Filter><Prefix>vpc/AWSLogs</Prefix></Filter>", "<Filter><And><Prefix>v</Prefix></And></Filter>",
        ] {
            #expect(try retention(rule(filter, days: 90)) == .days(90), "\(filter)")
        }
        #expect(try retention(rule("", days: 400), rule("<Prefix>vpc/</Prefix>", days: 30)) == .days(30))
    }

    @Test func rulesOfOthersDoNot() throws {
        #expect(try retention(rule("<Prefix>elb/</Prefix>", days: 1)) == .forever)
        #expect(try retention(rule("<Prefix>vpc/AWSLogs/444455556666/</Prefix>", days: 1)) == .forever)
        #expect(try retention(rule("", days: 1, status: "Disabled")) == .forever)
        let others =
            "<Status>Enabled</Status><Transition><Days>1</Days></Transition>"
            + "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>"
        #expect(try retention(others) == .forever)
        let marker = "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>"
        #expect(try retention("<Status>Enabled</Status>" + marker) == .forever)
    }

    @Test func narrowerRulesMayApplyOrNot() throws {
        let tag = "<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>"
        let and = "<Filter><And><Prefix>vpc/</Prefix><Tag><Key>k</Key></Tag></And></Filter>"
        let size = "<Filter><ObjectSizeGreaterThan>5</ObjectSizeGreaterThan></Filter>"
        let deeper = "<Prefix>\(Self.prefix)2026/</Prefix>"
        for filter in [tag, and, size, deeper, "<Filter><SomethingNew/></Filter>"] {
            #expect(try retention(rule(filter, days: 7)) == .days(atLeast: 7, atMost: nil), "\(filter)")
            #expect(
                try retention(rule(filter, days: 7), rule("", days: 90)) == .days(atLeast: 7, atMost: 90), "\(filter)")
            #expect(try retention(rule(filter, days: 90), rule("", days: 7)) == .days(7), "\(filter)")
        }
    }

    @Test func aDateEndsEverythingOnceItHasCome() throws {
        func until(_ date: String) -> String {
            "<Status>Enabled</Status><Expiration><Date>\(date)</Date></Expiration>"
        }
        #expect(try retention(until("2020-01-01T00:00:00.000Z")) == .days(0))
        let later = Timestamp(milliseconds: Self.now.milliseconds + 10 * 86_400_000 + 1)
        #expect(try retention(until(later.description)) == .days(10))
    }

    @Test(arguments: [
        "", "<LifecycleConfiguration/>", "<html/>", "<Error><Code>x</Code></Error>",
        "<LifecycleConfiguration><Rule/></LifecycleConfiguration>",
        "<LifecycleConfiguration><Rule><Status>enabled</Status></Rule></LifecycleConfiguration>",
        "<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration/></Rule></LifecycleConfiguration>",
        "<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Days>soon</Days></Expiration></Rule></LifecycleConfiguration>",
        "<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Days>-1</Days></Expiration></Rule></LifecycleConfiguration>",
        "<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Date>soon</Date></Expiration></Rule></LifecycleConfiguration>",
    ])
    func whatCannotBeReadIsNotForever(_ body: String) {
        #expect(throws: (any Error).self) { try Lifecycle(reading: Array(body.utf8)) }
    }

    /// More rules never make records last longer, and what is said to be sure holds whichever narrow rules apply.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func moreRulesNeverKeepLonger(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let prefixes = ["", "vpc/", "elb/", Self.prefix, Self.prefix + "2026/"]
        var rules: [Lifecycle.Rule] = []
        var last = Int.max
        for _ in 0..<8 {
            let days = Int.random(in: 1...500, using: &generator)
            rules.append(
                Lifecycle.Rule(
                    prefix: prefixes.randomElement(using: &generator) ?? "",
                    isNarrowed: Bool.random(using: &generator), end: .days(days)))
            let retention = Lifecycle(rules: rules).retention(below: Self.prefix, at: Self.now)
            let least = retention.days ?? Int.max
            #expect(least <= last)
            last = least
            for minimum in [1, 30, 365] {
                let applying = rules.filter { Self.prefix.hasPrefix($0.prefix) || $0.prefix.hasPrefix(Self.prefix) }
                let ends = applying.compactMap { rule -> Int? in
                    if case .days(let days)? = rule.end { days } else { nil }
                }
                if retention.lasts(minimum) == true { #expect(ends.allSatisfy { $0 >= minimum }) }
                if retention.lasts(minimum) == false { #expect(ends.contains { $0 < minimum }) }
            }
        }
    }
}

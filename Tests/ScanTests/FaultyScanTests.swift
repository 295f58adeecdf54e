import AWS
import Evidence
import Scan
import Support
import Testing

/// Whatever goes wrong on the way to AWS, a verdict is the true one or `not-assessed`.
@Suite(.timeLimit(.minutes(10))) struct FaultyScanTests {
    private struct Case: Sendable {
        var estate: SampleEstate
        var plan: FaultPlan
        var truth: Dossier

        var depth: Depth?

        init(seed: UInt64, plan: FaultPlan? = nil, depth: Depth? = nil) async throws {
            self.depth = depth
            var generator = SeededGenerator(seed: seed)
            estate = SampleEstate.random(using: &generator, accounts: 1 + Int(seed % 2), regions: 2 + Int(seed % 3))
            let regions = Set(estate.accounts.flatMap { $0.regions.map(\.name) }).sorted()
            self.plan = plan ?? FaultPlan.random(using: &generator, regions: regions)
            self.plan.seed = seed
            truth = try await SampleRun.of(estate, depth: depth).dossier
        }

        var scan: FaultyScan { FaultyScan(estate: estate, plan: plan, depth: depth) }
    }

    /// How the cases of a property came out.
    private struct Tally: Sendable, CustomStringConvertible {
        var complete = 0
        var partial = 0
        var notMade = 0

        mutating func count(_ outcome: FaultyScan.Outcome, _ truth: Dossier) {
            if outcome.dossier == nil {
                notMade += 1
            } else if outcome.dossier?.digest == truth.digest {
                complete += 1
            } else {
                partial += 1
            }
        }

        static func += (sum: inout Tally, more: Tally) {
            sum.complete += more.complete
            sum.partial += more.partial
            sum.notMade += more.notMade
        }

        var description: String { "\(complete) complete, \(partial) partial, \(notMade) not made" }
    }

    /// Scans a case for each seed, some at a time; none may lie.
    private func tally(
        _ seeds: Range<UInt64>, plan: FaultPlan? = nil, depth: Depth? = nil, atATime width: UInt64 = 4,
        _ scan: @escaping @Sendable (UInt64, FaultyScan) async throws -> FaultyScan.Outcome
    ) async throws -> Tally {
        try await withThrowingTaskGroup(of: Tally.self) { group in
            for first in 0..<width {
                group.addTask {
                    var tally = Tally()
                    for seed in seeds where seed % width == first {
                        let one = try await Case(seed: seed, plan: plan, depth: depth)
                        let outcome = try await scan(seed, one.scan)
                        tally.count(outcome, one.truth)
                        #expect(outcome.dossier?.lies(against: one.truth) ?? [] == [], "seed \(seed), \(one.plan)")
                        if case .evidence? = outcome.failure { Issue.record("seed \(seed): \(outcome)") }
                    }
                    return tally
                }
            }
            return try await group.reduce(into: Tally()) { $0 += $1 }
        }
    }

    @Test func noFaultMakesALie() async throws {
        let tally = try await tally(0..<220) { seed, scan in
            var scan = scan
            if seed % 5 == 0 { scan.retries = RetryPolicy(mode: .adaptive) }
            if seed % 7 == 0 { scan.renewals = 0 }
            return try await scan.simulated()
        }
        print("220 random estates and fault plans: \(tally)")
        #expect(tally.complete > 50)
        #expect(tally.partial > 50)
    }

    /// With destinations and records to be asked for as well, and retention part of the verdict.
    @Test func norDoesOneWhereDestinationsAreAsked() async throws {
        let depth = Depth(checksDestinations: true, recordHours: 30, minRetentionDays: 90)
        let tally = try await tally(4000..<4120, depth: depth) { seed, scan in
            var scan = scan
            if seed % 7 == 0 { scan.renewals = 0 }
            return try await scan.simulated()
        }
        print("120 with destinations: \(tally)")
        #expect(tally.complete > 20)
        #expect(tally.partial > 30)
    }

    @Test func norDoesOneOnTheNetwork() async throws {
        let tally = try await tally(1000..<1036, atATime: 12) { try await $1.networked() }
        print("36 of them over connections: \(tally)")
        #expect(tally.complete > 5)
        #expect(tally.partial > 5)
    }

    @Test(
        arguments: [
            [.throttled: 5], [.throttled: 20], [.dropped: 10], [.throttled: 20, .dropped: 10], [.truncated: 10],
            [.cut: 5], [.slow: 30], [.throttled: 10, .internalError: 10, .gatewayPage: 10],
        ] as [[FaultPlan.Fault: Int]])
    func ordinaryTroubleLeavesTheScanComplete(_ shares: [FaultPlan.Fault: Int]) async throws {
        for seed in 2000..<2008 as Range<UInt64> {
            let one = try await Case(seed: seed, plan: FaultPlan(shares))
            let outcome = try await one.scan.simulated()
            #expect(outcome.dossier?.digest == one.truth.digest, "seed \(seed): \(outcome.failure as Any)")
        }
    }

    @Test(arguments: [FaultPlan.Fault.throttled, .dropped])
    func whereHalfIsLostWhatIsSaidIsTrue(_ fault: FaultPlan.Fault) async throws {
        let tally = try await tally(3000..<3020, plan: FaultPlan([fault: 50])) { try await $1.simulated() }
        print("50 % \(fault): \(tally)")
        #expect(tally.complete > 10)
    }

    @Test(arguments: ["ExpiredToken", "ExpiredTokenException", "RequestExpired"])
    func credentialsMayExpireInTheMidst(_ code: String) async throws {
        var plan = FaultPlan()
        plan.callsPerCredentials = 12
        plan.expiryCode = code
        for seed in 4000..<4010 as Range<UInt64> {
            let one = try await Case(seed: seed, plan: plan)
            let outcome = try await one.scan.simulated()
            #expect(outcome.dossier?.digest == one.truth.digest, "seed \(seed): \(outcome.failure as Any)")
        }
    }

    @Test func credentialsThatAreNotRenewedAreSaidToHaveExpired() async throws {
        var plan = FaultPlan()
        plan.callsPerCredentials = 4
        let one = try await Case(seed: 4100, plan: plan)
        var scan = one.scan
        scan.renewals = 0
        let dossier = try #require(try await scan.simulated().dossier)
        #expect(!dossier.gaps.isEmpty)
        for gap in dossier.gaps {
            #expect(gap.code == "ExpiredToken")
            #expect(gap.message.hasPrefix("the token has expired (the credentials have expired, and where they"))
        }
        #expect(dossier.lies(against: one.truth) == [])
    }

    @Test(arguments: ["RequestTimeTooSkewed", "RequestExpired", "AuthFailure", "SignatureDoesNotMatch"])
    func aWrongClockIsMadeUpFor(_ code: String) async throws {
        for skew in [-86_400, -301, 299, 320, 31_536_000] as [Int64] {
            var plan = FaultPlan()
            plan.skew = skew
            plan.skewCode = code
            let one = try await Case(seed: 5000, plan: plan)
            let outcome = try await one.scan.simulated()
            #expect(outcome.dossier?.digest == one.truth.digest, "\(skew) s: \(outcome.failure as Any)")
        }
    }

    /// Two listings of 400 pages in one region, which ask two and a half times faster than AWS gives tokens.
    @Test(arguments: [RetryPolicy.Mode.standard, .adaptive])
    func awsOwnBucketIsWaitedFor(_ mode: RetryPolicy.Mode) async throws {
        let vpcs = (0..<400).map { SampleVpc("vpc-\($0)", owner: "100000000001") }
        let logs = vpcs.map { FlowLog.working("fl-\($0.vpcId)", on: $0.vpcId, in: "100000000001") }
        let estate = SampleEstate([
            .init(
                id: "100000000001", arn: "arn:aws:iam::100000000001:user/a", homeRegion: "us-east-1",
                regions: [.init("us-east-1", vpcs: vpcs, flowLogs: logs, pageSize: 1)])
        ])
        var plan = FaultPlan()
        plan.bucket = .aws
        let retries = mode == .standard ? RetryPolicy.patient : RetryPolicy(mode: .adaptive)
        let outcome = try await FaultyScan(estate: estate, plan: plan, retries: retries).simulated()
        let truth = try await SampleRun.of(estate).dossier
        print("\(mode): \(outcome.calls) calls, \(outcome.throttles) throttled, \(outcome.took)")
        #expect(outcome.dossier?.digest == truth.digest)
        #expect(outcome.throttles > 0)
        #expect(outcome.throttles < 200)
    }
}

import AWS
import Evidence
import Foundation
import Scan
import Support
import Synchronization
import Testing

/// Scans without end: what a process holds after them is what it held before. `make endurance` makes the long run;
/// the tests make a short one.
struct EnduranceTests {
    /// In a process of its own, in which nobody else opens anything.
    @Test func scansLeaveNothingBehind() async throws {
        let process = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            try await Endurance.driving { scan in
                for seed in 0..<UInt64(Endurance.isLong ? 200 : 10) { try await scan(seed) }
                let before = try await Endurance.Holdings.settled()
                print("to begin with: \(before)")
                for round in 1...10 as ClosedRange<UInt64> {
                    for seed in 0..<UInt64(Endurance.isLong ? 100 : 3) { try await scan(round << 32 + seed) }
                    print("after tenth \(round): \(try Endurance.Holdings())")
                }
                let after = try await Endurance.Holdings.settled(like: before)
                #expect(after.descriptors <= before.descriptors + Endurance.pooled)
                #expect(after.connections <= before.connections + Endurance.pooled)
                // Allocators keep what they once had: memory may waver, and does not grow with the number of scans.
                if Endurance.isLong { #expect(after.kilobytes < before.kilobytes + before.kilobytes / 10) }
            }
        }
        print(String(decoding: process?.standardOutputContent ?? [], as: UTF8.self))
    }

    /// One account with so many regions, and a third of all attempts goes wrong.
    @Test(.timeLimit(.minutes(60))) func thousandsOfRegionsEndWithTheTruth() async throws {
        let account = "100000000001"
        let regions = (1...(Endurance.isLong ? 10_000 : 200)).map { number in
            SampleEstate.Region(
                "eu-endless-\(number)", vpcs: [SampleVpc("vpc-\(number)", owner: account)],
                flowLogs: number % 3 == 0 ? [] : [.working("fl-\(number)", on: "vpc-\(number)", in: account)])
        }
        let estate = SampleEstate([
            .init(id: account, arn: "arn:aws:iam::\(account):user/a", homeRegion: "eu-endless-1", regions: regions)
        ])
        let truth = try await SampleRun.of(estate).dossier
        var plan = FaultPlan(
            [.throttled: 10, .internalError: 5, .dropped: 5, .truncated: 5, .cut: 3, .garbage: 3, .empty: 2], seed: 11)
        plan.refusals = Dictionary(
            uniqueKeysWithValues: stride(from: 7, to: regions.count, by: 50).map { index in
                (regions[index].name, .init(status: 403, code: "UnauthorizedOperation", message: "no"))
            })
        let outcome = try await FaultyScan(estate: estate, plan: plan).simulated()
        let dossier = try #require(outcome.dossier, "\(String(describing: outcome.failure))")
        print("\(regions.count) regions: \(outcome.calls) calls in \(outcome.took), \(dossier.gaps.count) gaps")
        #expect(dossier.lies(against: truth) == [])
        #expect(dossier.scope.regions.count == regions.count)
        #expect(outcome.calls > 2 * regions.count)
        let unread = Set(dossier.scope.regions.filter { $0.status != .read }.map(\.region))
        #expect(unread.isSuperset(of: plan.refusals.keys))
        #expect(unread.count < regions.count / 10)
    }
}

private enum Endurance {
    static let isLong = ProcessInfo.processInfo.environment["EXHIBIT_ENDURANCE"] != nil

    /// As many connections as the client keeps open to one host, whatever the number of scans: both their ends lie here.
    static let pooled = 2 * FaultyScan.limits.connectionsPerHost / 8

    /// Gives the body a scan over real connections, some of which end too early: of one of twenty estates, all with the
    /// process's one client.
    static func driving(_ body: (_ scan: (UInt64) async throws -> Void) async throws -> Void) async throws {
        let current = Mutex<StubAWS?>(nil)
        try await StubServer.serving(isRecording: false) { request in
            current.withLock(\.self)?.answer(request) ?? .drop
        } to: { server in
            let transport = NetworkTransport(limits: FaultyScan.limits)
            try await body { seed in
                var generator = SeededGenerator(seed: seed % 20)
                let estate = SampleEstate.random(using: &generator, accounts: 1, regions: 3)
                let plan = FaultPlan([.throttled: 5, .dropped: 5, .truncated: 5, .garbage: 5], seed: seed)
                let scan = FaultyScan(estate: estate, plan: plan)
                let outcome = try await scan.networked(at: server.url, through: transport) { aws in
                    current.withLock { $0 = aws }
                }
                #expect(outcome.dossier != nil)
            }
            try await transport.shutdown()
        }
    }

    /// What a process holds of the system.
    struct Holdings: Equatable, CustomStringConvertible {
        var descriptors: Int
        var connections: Int
        /// Resident; 0 where the system does not tell.
        var kilobytes: Int

        /// After what is closed elsewhere has had time to be so.
        static func settled(like earlier: Holdings? = nil) async throws -> Holdings {
            var now = try Holdings()
            for _ in 0..<50 where earlier.map({ $0.descriptors != now.descriptors }) ?? true {
                try await Task.sleep(for: .milliseconds(40))
                now = try Holdings()
            }
            return now
        }

        init() throws {
            let names = try FileManager.default.contentsOfDirectory(atPath: "/dev/fd")
            descriptors = names.count
            var sockets = 0
            for name in names {
                var facts = stat()
                guard let number = Int32(name), fstat(number, &facts) == 0 else { continue }
                if facts.st_mode & S_IFMT == S_IFSOCK { sockets += 1 }
            }
            connections = sockets
            let statm = "/proc/self/statm"
            guard FileManager.default.fileExists(atPath: statm) else {
                kilobytes = 0
                return
            }
            let pages = try String(contentsOfFile: statm, encoding: .utf8).split(separator: " ")
            kilobytes = (pages.count > 1 ? Int(pages[1]) ?? 0 : 0) * Int(getpagesize()) / 1024
        }

        var description: String { "\(descriptors) descriptors, \(connections) connections, \(kilobytes) kB" }
    }
}

import AWS
import Evidence
import Scan
import Support
import Testing

/// Times that cannot all be, and clocks that are wrong in honest runs.
@Suite struct RecordedTimesTests {
    private static let start: Int64 = 1_795_424_645_678
    private static let minute: Int64 = 60_000
    private static let year: Int64 = 365 * 24 * 60 * minute

    private func run(_ from: Int64 = 0, _ to: Int64 = 10_000, clockOffset: Int64? = nil) -> Run {
        Run(
            id: "run", startedAt: Timestamp(milliseconds: Self.start + from),
            finishedAt: Timestamp(milliseconds: Self.start + to),
            tool: Tool(name: "exhibit", version: "0", commit: nil, sha256: nil), arguments: [], source: .live,
            settings: .init(policy: .cis, includesDefaultVPCs: false, remediation: false, formats: [], regions: []),
            accounts: [.init(id: "111122223333", homeRegion: "us-east-1")], clockOffset: clockOffset)
    }

    /// - Parameter ahead: AWS's clock, in milliseconds.
    private func exchange(
        _ attempts: [(Int64, Int64, String?)], ahead: Int64?, host: String = "ec2.us-east-1.amazonaws.com"
    ) -> Exchange {
        let end = attempts.last?.1 ?? 0
        return Exchange(
            number: 7, account: "111122223333", region: "us-east-1", service: "ec2", action: "DescribeVpcs", page: 1,
            parameters: [:], endpoint: "https://\(host)/", outcome: .answered, httpStatus: 200,
            httpDate: ahead.map { HTTPDate.text(Timestamp(milliseconds: Self.start + end + $0)) },
            attempts: attempts.map {
                .init(
                    start: Timestamp(milliseconds: Self.start + $0.0), end: Timestamp(milliseconds: Self.start + $0.1),
                    code: $0.2)
            })
    }

    private func contradicts(_ run: Run, _ exchanges: Exchange...) -> Bool {
        do {
            try RecordedTimes.check(run, exchanges)
            return false
        } catch {
            #expect("\(error)".contains("times contradict each other"), "\(error)")
            return true
        }
    }

    @Test func attemptsLieWithinTheRunOneAfterTheOther() {
        #expect(!contradicts(run(), exchange([(0, 10_000, nil)], ahead: 0)))
        #expect(!contradicts(run(), exchange([(0, 5, "Throttling"), (5, 9, nil)], ahead: 0)))
        #expect(!contradicts(run(), exchange([], ahead: nil)))
        #expect(contradicts(run(10_000, 0)))
        #expect(contradicts(run(), exchange([(-1, 5, nil)], ahead: 0)))
        #expect(contradicts(run(), exchange([(5, 10_001, nil)], ahead: 0)))
        #expect(contradicts(run(), exchange([(5, 4, nil)], ahead: 0)))
        #expect(contradicts(run(), exchange([(5, 9, "Throttling"), (8, 10, nil)], ahead: 0)))
    }

    /// AWS takes what is signed up to 15 minutes off, without a word.
    @Test func aClockThatAWSToleratesNeedsNoExplanation() throws {
        for ahead in [-14 * Self.minute, -3_000, 0, 14 * Self.minute] {
            #expect(!contradicts(run(), exchange([(0, 5, nil)], ahead: ahead)))
        }
        for ahead in [-Self.year, -17 * Self.minute, 17 * Self.minute, Self.year] {
            #expect(contradicts(run(), exchange([(0, 5, nil)], ahead: ahead)))
        }
        #expect(try RecordedTimes.check(run(), [exchange([(0, 5, nil)], ahead: 14 * Self.minute)]) == nil)
    }

    /// A clock that is wrong by days: the run recorded by how much.
    @Test func anOffsetThatTheRunRecordedExplainsAWrongClock() throws {
        let wrong = exchange([(0, 5, nil)], ahead: Self.year)
        #expect(!contradicts(run(clockOffset: Self.year), wrong))
        #expect(contradicts(run(clockOffset: -Self.year), wrong))
        #expect(contradicts(run(clockOffset: Self.year), wrong, exchange([(0, 5, nil)], ahead: 0)))
        #expect(try RecordedTimes.check(run(clockOffset: Self.year), [wrong]) == Self.year)
    }

    /// Versions that recorded none show it by their own retries.
    @Test func aRetryAtAWSTimeExplainsAWrongClock() {
        let corrected = exchange([(0, 5, "RequestExpired"), (5, 9, nil)], ahead: Self.year)
        let next = exchange([(10, 12, nil)], ahead: Self.year)
        #expect(!contradicts(run(), corrected, next))
        #expect(contradicts(run(), next))
        #expect(contradicts(run(), corrected, exchange([(10, 12, nil)], ahead: 0)))
    }

    /// An emulator's clock is none of AWS's, and that the answers are not AWS's is said elsewhere.
    @Test func aCustomEndpointHasNoClockOfAWS() {
        #expect(!contradicts(run(), exchange([(0, 5, nil)], ahead: Self.year, host: "aws.example.com")))
    }

    @Test func aLongAttemptLeavesRoomForItsAnswer() {
        #expect(!contradicts(run(0, 3_600_000), exchange([(0, 3_600_000, nil)], ahead: -1_800_000)))
    }
}

/// A clock that counts on from where it was read.
@Suite struct SteadyClockTests {
    @Test func itNeverGoesBackAndKeepsPace() async throws {
        let before = SteadyClock.now()
        try await Task.sleep(for: .milliseconds(30))
        let after = SteadyClock.now()
        #expect((25...5_000).contains(after.milliseconds - before.milliseconds))
    }
}

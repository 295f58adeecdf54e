import AWS
import Evidence
import Scan
import Support
import Synchronization

/// A scan of a sample estate through live sessions and a stub AWS that makes troubles.
struct FaultyScan: Sendable {
    let estate: SampleEstate
    let plan: FaultPlan
    var retries = RetryPolicy.patient
    /// How often there are other credentials.
    var renewals = 1000
    var depth: Depth?

    /// What came of it, and the AWS that was asked.
    struct Outcome: Sendable {
        /// Nil where the scan could not be made at all.
        var dossier: Dossier?
        var failure: ScanFailure?
        var calls: Int
        var throttles: Int
        var took: Duration
    }

    /// In simulated time, within this process.
    func simulated() async throws -> Outcome {
        let time = SimulatedTime(seed: plan.seed)
        let aws = StubAWS(estate, plan, now: time.effects.now)
        let transport = StubWire(aws, sleep: time.effects.sleep)
        let sessions = try sessions(at: "http://stub.invalid", transport, time.effects)
        var outcome = try await time.run { [depth] in try await Self.scan(sessions, aws, depth) }
        outcome.took = time.elapsed
        return outcome
    }

    /// Over real connections, without the waiting between attempts.
    func networked() async throws -> Outcome {
        let current = Mutex<StubAWS?>(nil)
        return try await StubServer.serving { request in
            current.withLock(\.self)?.answer(request) ?? .drop
        } to: { server in
            let transport = NetworkTransport(limits: Self.limits)
            let outcome = try await networked(at: server.url, through: transport) { aws in
                current.withLock { $0 = aws }
            }
            try await transport.shutdown()
            return outcome
        }
    }

    /// The same against a server that is there already, which is told the AWS that it is to be.
    func networked(
        at url: String, through transport: NetworkTransport, _ answering: (StubAWS) -> Void
    ) async throws -> Outcome {
        let effects = Effects(now: Effects.real.now, sleep: { _ in }, random: Effects.real.random)
        let aws = StubAWS(estate, plan, now: effects.now)
        answering(aws)
        return try await Self.scan(try sessions(at: url, transport, effects), aws, depth)
    }

    static var limits: TransportLimits {
        var limits = TransportLimits.patient
        limits.read = .milliseconds(200) * Sanitizer.patience
        return limits
    }

    private func sessions(
        at url: String, _ transport: any HTTPTransport, _ effects: Effects
    ) throws -> [LiveSession] {
        let endpoints = try Endpoints(custom: url, settings: AWSSettings(environment: [:]))
        let slots = CallSlots(32)
        let clock = ClockOffset()
        return try estate.accounts.map {
            LiveSession(
                homeRegion: try Region($0.homeRegion), endpoints: endpoints,
                credentials: StubIdentity(of: $0.id, renewals: renewals), transport: transport, slots: slots,
                retries: retries, state: RetryState(clock: clock), version: "9.9", effects: effects)
        }
    }

    private static func scan(
        _ sessions: [LiveSession], _ aws: StubAWS, _ depth: Depth?
    ) async throws -> Outcome {
        var outcome = Outcome(calls: 0, throttles: 0, took: .zero)
        do {
            outcome.dossier = try await SampleRun.of(sessions, depth: depth).dossier
        } catch let failure as ScanFailure {
            outcome.failure = failure
        }
        outcome.calls = aws.calls
        outcome.throttles = aws.throttles
        return outcome
    }
}

extension Dossier {
    /// Whatever this dossier says that the truth does not hold, or leaves out without saying so.
    func lies(against truth: Dossier) -> [String] {
        var lies: [String] = []
        var seen: Set<String> = []
        let known = Dictionary(truth.assessments.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        var isWhole = true
        for assessment in assessments {
            seen.insert(assessment.id)
            guard let told = known[assessment.id] else {
                lies.append("\(assessment.id) does not exist")
                continue
            }
            for policy in PolicyName.allCases {
                let verdict = assessment.byPolicy[policy].verdict
                if verdict != told.byPolicy[policy].verdict { isWhole = false }
                if verdict != .notAssessed, verdict != told.byPolicy[policy].verdict {
                    lies.append("\(assessment.id) is \(verdict), and not \(told.byPolicy[policy].verdict)")
                }
            }
        }
        for missing in truth.assessments where !seen.contains(missing.id) {
            isWhole = false
            let isSaid = gaps.contains { gap in
                // An account that does not say which regions it has hides all of them.
                let isOfAll = ["GetCallerIdentity", "DescribeRegions"].contains(gap.action)
                return gap.hides == .vpcs && gap.account == missing.account
                    && (isOfAll || gap.region == missing.region)
            }
            if !isSaid { lies.append("\(missing.id) is left out") }
        }
        for policy in PolicyName.allCases where !isWhole {
            let status = summary.byPolicy[policy].status
            let isSound = status == .incomplete || status == truth.summary.byPolicy[policy].status
            if !isSound { lies.append("\(policy) is \(status), though not everything was read") }
        }
        if gaps.isEmpty, !isWhole || digest != truth.digest { lies.append("there is no gap, and yet a difference") }
        return lies
    }
}

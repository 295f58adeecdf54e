import Evidence

/// How one call is asked again and again: what was tried, what it cost, and what is left to try.
struct RetryCourse {
    enum Step {
        /// There is an answer, or no use in asking again.
        case end
        /// `why` is for the log.
        case again(after: Duration, why: String)
    }

    let policy: RetryPolicy
    let quota: RetryQuota
    let clock: ClockOffset
    /// Gives other credentials where some have expired; nil where there are none to be had.
    let provider: (any CredentialProvider)?

    /// What to say of the failure, if it stays one.
    private(set) var remarks: [String] = []
    /// What the next attempt is signed with, where it is decided already.
    private(set) var renewed: Credentials?
    /// The scan was stopped while other credentials were waited for.
    private(set) var wasStopped = false
    private var attempts = 0
    private var fruitless = 0
    private var lastCost: Int?
    private var hasAskedForOthers = false
    private var hasCorrectedClock = false

    init(
        policy: RetryPolicy, quota: RetryQuota, clock: ClockOffset, provider: (any CredentialProvider)?
    ) {
        self.policy = policy
        self.quota = quota
        self.clock = clock
        self.provider = provider
    }

    /// What to do after an attempt.
    /// - Parameter used: what it was signed with, if it was.
    mutating func next(after outcome: CallOutcome, signedWith used: Credentials?, _ effects: Effects) async -> Step {
        attempts += 1
        if outcome.trouble?.isFruitless == true { fruitless += 1 }
        renewed = nil
        if outcome.isSuccess {
            quota.refund(lastCost)
            return .end
        }
        let mayGoOn = attempts < policy.maxAttempts
        let code = outcome.error?.code ?? ""
        if SigningTrouble.expired.contains(code), mayGoOn, await renew(insteadOf: used) {
            return .again(after: .zero, why: "with other credentials")
        }
        if SigningTrouble.skewed.contains(code), let error = clockError(outcome), mayGoOn, !hasCorrectedClock {
            hasCorrectedClock = true
            clock.correct(to: error.awsTime, at: error.machineTime)
            return .again(after: .zero, why: "at AWS's time")
        }
        guard let trouble = outcome.trouble else {
            explain(outcome, code, used)
            return .end
        }
        guard mayGoOn, fruitless < policy.maxFruitlessAttempts else { return .end }
        guard quota.pay(trouble.cost) else {
            remarks.append("no more, since too many calls failed here: the retry quota is used up")
            return .end
        }
        lastCost = trouble.cost
        let delay = RetryPolicy.delay(
            afterAttempt: attempts, trouble, fraction: effects.randomFraction(),
            wish: RetryPolicy.wish(outcome.header("x-amz-retry-after")))
        return .again(after: delay, why: "\(trouble)")
    }

    /// Once a call: asks for credentials that are not the expired ones. False where there are none.
    private mutating func renew(insteadOf used: Credentials?) async -> Bool {
        guard let provider, let used, !hasAskedForOthers else { return false }
        hasAskedForOthers = true
        do throws(CredentialFailure) {
            let others = try await provider.credentials(insteadOf: used)
            guard others != used else { return false }
            renewed = others
            return true
        } catch {
            wasStopped = error.code.name == CredentialFailure.cancelled.code.name
            remarks.append("renewing the credentials failed: \(error.description)")
            return false
        }
    }

    private struct ClockError {
        var awsTime: Timestamp
        /// When the answer came.
        var machineTime: Timestamp
    }

    /// Nil where the request was signed at AWS's time, or nobody knows.
    private func clockError(_ outcome: CallOutcome) -> ClockError? {
        guard let date = outcome.header("Date").flatMap(HTTPDate.read), let signedAt = outcome.signedAt,
            let end = outcome.attempt?.end,
            abs(date.milliseconds - signedAt.milliseconds) > ClockOffset.tolerance
        else { return nil }
        return ClockError(awsTime: date, machineTime: end)
    }

    /// Says whether the credentials or the clock are to blame for a refusal.
    private mutating func explain(_ outcome: CallOutcome, _ code: String, _ used: Credentials?) {
        guard remarks.isEmpty else { return }
        if hasCorrectedClock {
            remarks.append("\(Self.clockDiffers), and at AWS's time the call was refused too")
        } else if SigningTrouble.skewed.contains(code), clockError(outcome) != nil {
            remarks.append(Self.clockDiffers)
        } else if SigningTrouble.expired.contains(code), used?.sessionToken != nil {
            remarks.append(hasAskedForOthers ? Self.expiredWithoutOthers : Self.expired)
        }
    }

    private static let clockDiffers = "\(SigningTrouble.clockDiffers) from AWS's by more than 5 minutes"
    private static let expired = SigningTrouble.haveExpired
    private static let expiredWithoutOthers = "\(expired), and where they come from has none that AWS takes"
}

extension CallOutcome {
    /// A success that could be read.
    fileprivate var isSuccess: Bool { answer != nil && error == nil && trouble == nil }
}

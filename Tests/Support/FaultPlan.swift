package import Scan

/// What goes wrong between Exhibit and AWS, as a value that a seed repeats: for the same attempt of the same call,
/// the same thing goes wrong, whatever came before it.
package struct FaultPlan: Sendable {
    /// What may happen to an attempt.
    package enum Fault: String, Sendable, CaseIterable {
        case throttled, internalError
        /// The connection ends before an answer, in the midst of one, or without either side noticing.
        case dropped, truncated, cut
        /// It comes late, or never.
        case slow, silent
        /// What others say in AWS's place.
        case garbage, empty, gatewayPage, proxyPage
        /// XML that means ill.
        case doctype, laughs, wrongRoot
    }

    /// As AWS throttles: each account, region and action has so many tokens, which come back at this rate.
    package struct Bucket: Sendable {
        package var capacity: Double
        package var perSecond: Double

        package static let aws = Bucket(capacity: 100, perSecond: 20)

        package init(capacity: Double, perSecond: Double) {
            self.capacity = capacity
            self.perSecond = perSecond
        }
    }

    package var seed: UInt64
    /// How many of a hundred attempts meet it; together up to 100.
    package var shares: [Fault: Int]
    package var bucket: Bucket?
    /// After so many calls, AWS takes only credentials that are newer.
    package var callsPerCredentials: Int?
    package var expiryCode = "ExpiredToken"
    /// How many seconds AWS's clock is ahead of this machine's.
    package var skew: Int64 = 0
    package var skewCode = "RequestTimeTooSkewed"
    /// What a region says to every call of EC2.
    package var refusals: [String: SampleEstate.Refusal] = [:]

    package init(_ shares: [Fault: Int] = [:], seed: UInt64 = 0) {
        self.shares = shares
        self.seed = seed
    }

    /// What happens to an attempt that bears this name.
    func fault(of attempt: String) -> Fault? {
        var generator = dice(for: attempt)
        var number = Int(generator.next() % 100)
        for fault in Fault.allCases {
            number -= shares[fault, default: 0]
            if number < 0 { return fault }
        }
        return nil
    }

    /// A number below a limit, for the details of what happens.
    func number(below limit: Int, for attempt: String) -> Int {
        var generator = dice(for: "\(attempt) detail")
        return Int(generator.next() % UInt64(max(1, limit)))
    }

    /// FNV-1a over the seed and the name.
    private func dice(for name: String) -> SeededGenerator {
        let hash = name.utf8.reduce(seed ^ 0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return SeededGenerator(seed: hash)
    }
}

extension FaultPlan {
    /// Any troubles at all, from a few percent to more than half of the attempts.
    package static func random(using generator: inout SeededGenerator, regions: [String]) -> FaultPlan {
        var plan = FaultPlan(seed: generator.next())
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
        var left = number(0...1) == 0 ? 30 : 75
        for fault in Fault.allCases.shuffled(using: &generator).prefix(number(0...5)) {
            let share = number(1...max(1, left / 2))
            plan.shares[fault] = share
            left = max(1, left - share)
        }
        if number(0...3) == 0 {
            plan.bucket = Bucket(capacity: Double(number(2...10)), perSecond: Double(number(1...20)))
        }
        if number(0...3) == 0 {
            plan.callsPerCredentials = number(3...20)
            plan.expiryCode = ["ExpiredToken", "ExpiredTokenException", "RequestExpired"][number(0...2)]
        }
        if number(0...3) == 0 {
            plan.skew = [-7200, -301, 60, 310, 86_400, 31_536_000][number(0...5)]
            plan.skewCode =
                [
                    "RequestTimeTooSkewed", "RequestExpired", "AuthFailure", "SignatureDoesNotMatch",
                ][number(0...3)]
        }
        for region in regions where number(0...4) == 0 { plan.refusals[region] = Self.refusals[number(0...2)] }
        return plan
    }

    private static let refusals = [
        SampleEstate.Refusal(
            status: 403, code: "UnauthorizedOperation",
            message: "You are not authorized because no identity-based policy allows the action"),
        SampleEstate.Refusal(
            status: 403, code: "UnauthorizedOperation",
            message: "You are not authorized, with an explicit deny in a service control policy"),
        SampleEstate.Refusal(
            status: 401, code: "AuthFailure",
            message: "AWS was not able to validate the provided access credentials"),
    ]
}

import AWS
package import Evidence
package import Scan
import Synchronization

/// An AWS of the tests' own: the accounts of a sample estate behind EC2's and STS's HTTP, with troubles on purpose.
///
/// It looks at who asks and when the request was signed, not at the signature itself.
package final class StubAWS: Sendable {
    private let sessions: [String: SampleSession]
    private let plan: FaultPlan
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    private struct State {
        var calls = 0
        var throttles = 0
        /// By account, region and action: the tokens that are left, and when that was.
        var buckets: [String: (tokens: Double, at: Timestamp)] = [:]
        /// By access key: how many calls it was good for.
        var uses: [String: Int] = [:]
    }

    /// - Parameter now: the time of the machine that asks; AWS's is off by the plan's skew.
    package init(_ estate: SampleEstate, _ plan: FaultPlan, now: @escaping @Sendable () -> Timestamp) {
        let awsTime: @Sendable () -> Timestamp = {
            Timestamp(milliseconds: now().milliseconds + plan.skew * 1000)
        }
        sessions = Dictionary(
            estate.accounts.map { ($0.id, SampleSession(account: $0, clock: awsTime)) }, uniquingKeysWith: { $1 })
        self.plan = plan
        self.now = awsTime
    }

    /// How many requests came, and how many of them were throttled.
    package var calls: Int { state.withLock(\.calls) }
    package var throttles: Int { state.withLock(\.throttles) }

    package func answer(_ request: StubRequest) -> StubAnswer {
        state.withLock { $0.calls += 1 }
        guard let scope = SignedScope(request), let session = sessions[scope.account],
            let service = APIRequest.Service(rawValue: scope.service), let asked = request.question(of: service)
        else { return refusal(401, "AuthFailure", "nobody is known who signs like this") }

        let (action, parameters) = (asked.action, asked.parameters)
        let question = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        let name = "\(scope.account) \(scope.region) \(action) \(question) \(request["amz-sdk-request"] ?? "")"
        let fault = plan.fault(of: name)
        if let answer = fault.flatMap({ instead($0, action) }) { return answer }
        if isThrottled("\(scope.account) \(scope.region) \(action)") { return throttle() }
        if abs(now().milliseconds - scope.signedAt.milliseconds) > 300_000 {
            return refusal(403, plan.skewCode, "the request's time is not AWS's")
        }
        if hasExpired(scope.key) {
            return refusal(plan.expiryCode == "ExpiredToken" ? 403 : 400, plan.expiryCode, "the token has expired")
        }
        if service == .ec2, action != "DescribeRegions", let refused = plan.refusals[scope.region] {
            return refusal(refused.status, refused.code, refused.message)
        }

        let reply = session.reply(to: asked, in: scope.region)
        var answer = StubAnswer(
            status: reply.httpStatus ?? 500,
            headers: [("x-amzn-requestid", reply.requestId ?? ""), ("Date", reply.httpDate ?? "")])
        answer.body = reply.body ?? []
        switch fault {
        case .truncated: answer = answer.truncated(after: plan.number(below: answer.body.count, for: name))
        case .cut: answer.body = Array(answer.body.prefix(plan.number(below: answer.body.count - 10, for: name)))
        case .slow: answer.delay = .milliseconds(15)
        default: break
        }
        return answer
    }

    /// What comes in the answer's place.
    private func instead(_ fault: FaultPlan.Fault, _ action: String) -> StubAnswer? {
        switch fault {
        case .throttled: throttle()
        case .internalError: refusal(500, "InternalError", "An internal error has occurred")
        case .dropped: .drop
        case .silent: .hang
        case .garbage: StubAnswer("\u{0}\u{1B}]0;owned\u{7}{\"vpcSet\":[]}<<<")
        case .empty: StubAnswer("")
        case .gatewayPage: StubAnswer(status: 502, "<html><body>Bad Gateway</body></html>")
        case .proxyPage: StubAnswer("<!DOCTYPE html><html><body>Please log in</body></html>")
        case .doctype:
            StubAnswer(
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><\(action)Response>&x;</\(action)Response>")
        case .laughs:
            StubAnswer(
                "<!DOCTYPE a [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                    + "<\(action)Response><vpcSet/><flowLogSet>&b;</flowLogSet></\(action)Response>")
        case .wrongRoot: StubAnswer("<DescribeTeapotsResponse><vpcSet/><flowLogSet/></DescribeTeapotsResponse>")
        case .truncated, .cut, .slow: nil
        }
    }

    private func throttle() -> StubAnswer {
        state.withLock { $0.throttles += 1 }
        return refusal(503, "RequestLimitExceeded", "Request limit exceeded.")
    }

    private func isThrottled(_ name: String) -> Bool {
        guard let bucket = plan.bucket else { return false }
        let now = now()
        return state.withLock { state in
            let last = state.buckets[name] ?? (bucket.capacity, now)
            let gained = Double(now.milliseconds - last.at.milliseconds) / 1000 * bucket.perSecond
            let tokens = min(bucket.capacity, last.tokens + max(0, gained))
            state.buckets[name] = (tokens >= 1 ? tokens - 1 : tokens, now)
            return tokens < 1
        }
    }

    private func hasExpired(_ key: String) -> Bool {
        guard let most = plan.callsPerCredentials else { return false }
        return state.withLock { state in
            state.uses[key, default: 0] += 1
            return state.uses[key, default: 0] > most
        }
    }

    private func refusal(_ status: Int, _ code: String, _ message: String) -> StubAnswer {
        StubAnswer(
            status: status,
            "<Response><Errors><Error><Code>\(code)</Code><Message>\(message)</Message></Error></Errors>"
                + "<RequestID>r-\(code)</RequestID></Response>", headers: [("Date", HTTPDate.text(now()))])
    }
}

import Evidence
package import Logging

/// An account of AWS, asked over the network: signs, sends, waits and asks again.
///
/// No secret leaves it: the answers are searched for what the request was signed with.
package struct LiveSession: AccountSession {
    package let homeRegion: String
    private let endpoints: Endpoints
    private let credentials: any CredentialProvider
    private let transport: any HTTPTransport
    private let slots: CallSlots
    private let retries: RetryPolicy
    private let state: RetryState
    private let userAgent: String
    private let effects: Effects
    private let logger: Logger
    private let events: @Sendable (SessionEvent) -> Void

    /// - Parameters:
    ///   - slots: shared by all sessions of a scan.
    ///   - state: shared by all sessions that are one client: the same identity on the same machine.
    ///   - version: of Exhibit, for the header User-Agent.
    ///   - logger: hears of every attempt, and never of a secret.
    ///   - events: hears of every call as it begins, waits and ends.
    package init(
        homeRegion: Region, endpoints: Endpoints, credentials: any CredentialProvider,
        transport: any HTTPTransport, slots: CallSlots, retries: RetryPolicy, state: RetryState = RetryState(),
        version: String, effects: Effects = .real,
        logger: Logger = Logger(label: "exhibit") { _ in SwiftLogNoOpLogHandler() },
        events: @escaping @Sendable (SessionEvent) -> Void = { _ in }
    ) {
        self.homeRegion = homeRegion.name
        self.endpoints = endpoints
        self.credentials = credentials
        self.transport = transport
        self.slots = slots
        self.retries = retries
        self.state = state
        userAgent = "exhibit/\(version)"
        self.effects = effects
        self.logger = logger
        self.events = events
    }

    package func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        events(SessionEvent(.began, of: request, in: region))
        let (reply, told): (Reply, Result<Value, any Error>?)
        var wrong = "InvalidRegion"
        do throws(SettingError) {
            let region = try Region(region)
            wrong = "InvalidSetting"
            let place = try endpoints.place(of: request, in: region)
            (reply, told) = await call(request, at: place, in: region, reading: reading)
        } catch {
            let failure = Exchange.Failure(code: wrong, message: error.description)
            (reply, told) = (Reply(endpoint: "", attempts: [], failure: failure), nil)
        }
        let code = reply.attempts.last.map(\.code) ?? reply.failure?.code
        events(SessionEvent(.ended(attempts: reply.attempts.count, code: code), of: request, in: region))
        return (reply, told)
    }

    private func call<Value: Sendable>(
        _ request: APIRequest, at place: Endpoints.Place, in region: Region,
        reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        let endpoint = place.endpoint
        let draft = HTTPRequest(request, to: endpoint, userAgent: userAgent, invocation: effects.randomUUID())
        let signer = SigV4(service: request.service.rawValue, region: place.signingRegion)
        let rate = retries.mode == .adaptive ? state.rate(of: request.service, in: region) : nil
        var course = RetryCourse(
            policy: retries, quota: state.quota(of: request.service, in: region), clock: state.clock,
            provider: credentials)

        var attempts: [Exchange.Attempt] = []
        func reply(_ outcome: CallOutcome) -> Reply {
            outcome.reply(endpoint: endpoint.description, attempts: attempts, remarks: course.remarks)
        }
        while true {
            let used: Credentials
            do throws(CredentialFailure) {
                used = if let renewed = course.renewed { renewed } else { try await credentials.credentials() }
            } catch {
                let failure = Exchange.Failure(code: error.code.name, message: error.description)
                return (Reply(endpoint: endpoint.description, attempts: attempts, failure: failure), nil)
            }
            do { try await rate?.take(effects) } catch { return (reply(CallOutcome(.cancelled)), nil) }

            var outcome = await attempt(attempts.count + 1, draft, of: request.service, signer, used)
            let told = outcome.read(by: reading)
            guard let attempt = outcome.attempt else { return (reply(outcome), told) }
            attempts.append(attempt)
            rate?.learn(wasThrottled: outcome.trouble == .throttled, effects)

            let step = await course.next(after: outcome, signedWith: used, effects)
            logger.debug("\(attempt.line(of: request, in: region, number: attempts.count))\(step.line)")
            guard case .again(let delay, _) = step else {
                return course.wasStopped ? (reply(CallOutcome(.cancelled)), nil) : (reply(outcome), told)
            }
            let waits = SessionEvent.Step.waits(attempt: attempts.count, code: attempt.code ?? "", delay: delay)
            events(SessionEvent(waits, of: request, in: region.name))
            guard delay > .zero else { continue }
            do { try await effects.sleep(delay) } catch { return (reply(CallOutcome(.cancelled)), nil) }
        }
    }

    /// Signs and sends once. Each attempt bears its own date, so that a late one is not refused for its age.
    private func attempt(
        _ number: Int, _ draft: HTTPRequest, of service: APIRequest.Service, _ signer: SigV4,
        _ credentials: Credentials
    ) async -> CallOutcome {
        var draft = draft
        draft.headers.append(
            HTTPHeader("amz-sdk-request", "attempt=\(number); max=\(retries.maxAttempts)"))

        let outcome = await slots.withSlot { [draft, transport, effects, clock = state.clock] in
            let start = effects.now()
            let signedAt = clock.signingTime(at: start)
            let signed = signer.sign(draft, with: credentials, at: signedAt)
            do throws(TransportFailure) {
                let answer = try await transport.send(signed.request)
                return CallOutcome(
                    answer, from: service, Redaction(credentials, signed), start: start, end: effects.now(),
                    signedAt: signedAt)
            } catch {
                return CallOutcome(error, start: start, end: effects.now())
            }
        }
        return outcome ?? CallOutcome(.cancelled)
    }
}

extension Exchange.Attempt {
    /// `DescribeVpcs in eu-west-1, attempt 1: 200 in 43 ms, request 8f3…`
    fileprivate func line(of request: APIRequest, in region: Region, number: Int) -> String {
        let result = [httpStatus.map(String.init), code?.visible()].compactMap(\.self).joined(separator: " ")
        let id = requestId.map { ", request \($0.visible())" } ?? ""
        let milliseconds = end.milliseconds - start.milliseconds
        return "\(request.action) in \(region), attempt \(number): \(result) in \(milliseconds) ms\(id)"
    }
}

extension RetryCourse.Step {
    /// `; again in 512 ms (throttled)`
    fileprivate var line: String {
        guard case .again(let delay, let why) = self else { return "" }
        return delay > .zero ? "; again in \(Int(delay / .milliseconds(1))) ms (\(why))" : "; again at once (\(why))"
    }
}

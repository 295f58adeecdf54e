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
    private let userAgent: String
    private let effects: Effects
    private let logger: Logger
    private let events: @Sendable (SessionEvent) -> Void

    /// - Parameters:
    ///   - slots: shared by all sessions of a scan.
    ///   - version: of Exhibit, for the header User-Agent.
    ///   - logger: hears of every attempt, and never of a secret.
    ///   - events: hears of every call as it begins, waits and ends.
    package init(
        homeRegion: Region, endpoints: Endpoints, credentials: any CredentialProvider,
        transport: any HTTPTransport, slots: CallSlots, retries: RetryPolicy, version: String,
        effects: Effects = .real, logger: Logger = Logger(label: "exhibit") { _ in SwiftLogNoOpLogHandler() },
        events: @escaping @Sendable (SessionEvent) -> Void = { _ in }
    ) {
        self.homeRegion = homeRegion.name
        self.endpoints = endpoints
        self.credentials = credentials
        self.transport = transport
        self.slots = slots
        self.retries = retries
        userAgent = "exhibit/\(version)"
        self.effects = effects
        self.logger = logger
        self.events = events
    }

    package func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        events(SessionEvent(.began, of: request, in: region))
        let reply = await send(request, to: region)
        let told = reply.read(by: reading)
        let code = reply.failure?.code ?? reply.attempts.last?.code
        events(SessionEvent(.ended(attempts: reply.attempts.count, code: code), of: request, in: region))
        return (reply, told)
    }

    private func send(_ request: APIRequest, to regionName: String) async -> Reply {
        let region: Region
        do {
            region = try Region(regionName)
        } catch {
            return Reply(
                endpoint: "", attempts: [],
                failure: Exchange.Failure(code: "InvalidRegion", message: error.description))
        }
        let endpoint = endpoints.endpoint(of: request.service, in: region)
        let draft = HTTPRequest(request, to: endpoint, userAgent: userAgent, invocation: effects.randomUUID())
        let signer = SigV4(service: request.service.rawValue, region: region.name)

        var attempts: [Exchange.Attempt] = []
        while true {
            let outcome: Outcome
            do throws(CredentialFailure) {
                outcome = try await attempt(attempts.count + 1, draft, signer)
            } catch {
                let failure = Exchange.Failure(code: error.code.name, message: error.description)
                return Reply(endpoint: endpoint.description, attempts: attempts, failure: failure)
            }
            if let attempt = outcome.attempt {
                attempts.append(attempt)
                logger.debug("\(attempt.line(of: request, in: region, number: attempts.count))")
            }

            guard let trouble = outcome.trouble, attempts.count < retries.maxAttempts else {
                return outcome.reply(endpoint: endpoint, attempts: attempts)
            }
            let delay = RetryPolicy.delay(
                afterAttempt: attempts.count, trouble, fraction: effects.randomFraction())
            let code = attempts.last?.code ?? ""
            events(
                SessionEvent(.waits(attempt: attempts.count, code: code, delay: delay), of: request, in: region.name))
            do {
                try await effects.sleep(delay)
            } catch {
                return Outcome(.cancelled).reply(endpoint: endpoint, attempts: attempts)
            }
        }
    }

    /// Signs and sends once. Each attempt bears its own date, so that a late one is not refused for its age.
    private func attempt(
        _ number: Int, _ draft: HTTPRequest, _ signer: SigV4
    ) async throws(CredentialFailure) -> Outcome {
        let credentials = try await credentials.credentials()
        var draft = draft
        draft.headers.append(
            HTTPHeader("amz-sdk-request", "attempt=\(number); max=\(retries.maxAttempts)"))

        let outcome = await slots.withSlot { [draft, transport, effects] in
            let start = effects.now()
            let signed = signer.sign(draft, with: credentials, at: start)
            do throws(TransportFailure) {
                let answer = try await transport.send(signed.request)
                return Outcome(answer, Redaction(credentials, signed), start: start, end: effects.now())
            } catch {
                return Outcome(error, start: start, end: effects.now())
            }
        }
        return outcome ?? Outcome(.cancelled)
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

/// What came of one attempt.
private struct Outcome: Sendable {
    /// Nil when it was not begun.
    let attempt: Exchange.Attempt?
    let answer: HTTPAnswer?
    let isRedacted: Bool
    let failure: TransportFailure?
    /// Nil when asking again would not help.
    let trouble: RetryPolicy.Trouble?

    init(_ answer: HTTPAnswer, _ redaction: Redaction, start: Timestamp, end: Timestamp) {
        var answer = answer
        answer.headers.removeAll { redaction.cleaned($0.value) != nil }
        var cleaned = redaction.cleaned(answer.body)
        var error: ErrorAnswer?
        if !(200..<300).contains(answer.status) {
            let body = cleaned ?? answer.body
            error = ErrorAnswer(status: answer.status, body: body, redaction)
            // A secret in other words, as in `&#65;`: no telling where it stands, so nothing is kept.
            if error != ErrorAnswer(status: answer.status, body: body) {
                cleaned = Redaction.mark
                error = ErrorAnswer(status: answer.status, body: cleaned)
            }
        }
        answer.body = cleaned ?? answer.body

        attempt = Exchange.Attempt(
            start: start, end: end, httpStatus: answer.status, code: error?.code,
            requestId: answer.requestId ?? error?.requestId)
        trouble = error.flatMap { RetryPolicy.trouble(status: answer.status, code: $0.code) }
        self.answer = answer
        isRedacted = cleaned != nil
        failure = nil
    }

    init(_ failure: TransportFailure, start: Timestamp, end: Timestamp) {
        attempt = Exchange.Attempt(start: start, end: end, code: failure.code)
        trouble = failure.isTransient ? .transient : nil
        answer = nil
        isRedacted = false
        self.failure = failure
    }

    /// A failure without an attempt.
    init(_ failure: TransportFailure) {
        attempt = nil
        trouble = nil
        answer = nil
        isRedacted = false
        self.failure = failure
    }

    func reply(endpoint: Endpoint, attempts: [Exchange.Attempt]) -> Reply {
        let times = attempts.count > 1 ? " (\(attempts.count) attempts)" : ""
        return Reply(
            endpoint: endpoint.description, attempts: attempts, httpStatus: answer?.status,
            httpDate: answer?.date, requestId: answer?.requestId, body: answer?.body,
            isRedacted: isRedacted,
            failure: failure.map { Exchange.Failure(code: $0.code, message: "\($0)\(times)") })
    }
}

extension HTTPAnswer {
    fileprivate var requestId: String? { RequestId.checked(headers["x-amzn-requestid"]) }

    /// Nil for what is longer than any date, or not visible ASCII.
    fileprivate var date: String? {
        headers["Date"].flatMap { $0.utf8.count <= 64 && $0.utf8.allSatisfy { 0x20...0x7E ~= $0 } ? $0 : nil }
    }
}

extension HTTPRequest {
    /// A question as it is sent, but for its signature.
    package init(_ request: APIRequest, to endpoint: Endpoint, userAgent: String, invocation: String) {
        self.init(
            "POST", scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.path,
            headers: [
                HTTPHeader("Content-Type", QueryBody.contentType), HTTPHeader("User-Agent", userAgent),
                HTTPHeader("amz-sdk-invocation-id", invocation),
            ],
            body: Array(QueryBody.text(request).utf8))
    }
}

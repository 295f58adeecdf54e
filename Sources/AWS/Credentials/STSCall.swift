import Evidence
import XML

/// One question to STS, with its attempts.
struct STSCall: Sendable {
    let request: APIRequest
    let endpoint: Endpoint
    let region: Region
    /// Nil for a request that is not signed.
    let credentials: Credentials?
    /// Gives others where those have expired; nil where there are none to be had.
    let source: (any CredentialProvider)?
    /// What is cut out of the answer beside the credentials and the signature.
    let secrets: [String]
    let retries: RetryPolicy

    /// Less than a whole MFA code is not worth hiding, and would cut up ordinary words.
    private static let shortestSecret = 6

    /// What came of it, without its body: of a refusal AWS's code and message stand in `failure`.
    func run(_ surroundings: Surroundings) async -> (Reply, Credentials?) {
        let effects = surroundings.effects
        let draft = HTTPRequest(
            request, to: endpoint, userAgent: surroundings.userAgent, invocation: effects.randomUUID())
        var course = RetryCourse(
            policy: retries, quota: RetryQuota(), clock: surroundings.clock, provider: source)
        var attempts: [Exchange.Attempt] = []
        var used = credentials
        while true {
            used = course.renewed ?? used
            var outcome = await attempt(draft, used, surroundings)
            let told = outcome.read { try Credentials(ofAnswer: $0, to: request.action) }
            if let attempt = outcome.attempt { attempts.append(attempt) }
            let step = await course.next(after: outcome, signedWith: used, effects)
            if case .again(let delay, _) = step, await waited(delay, effects) { continue }
            let reply = outcome.reply(endpoint: endpoint.description, attempts: attempts, remarks: course.remarks)
            return (reply.withoutBody(told), told?.credentials)
        }
    }

    /// False when the task is cancelled meanwhile.
    private func waited(_ delay: Duration, _ effects: Effects) async -> Bool {
        do { try await effects.sleep(delay) } catch { return false }
        return true
    }

    private func attempt(
        _ draft: HTTPRequest, _ credentials: Credentials?, _ surroundings: Surroundings
    ) async -> CallOutcome {
        let effects = surroundings.effects
        let start = effects.now()
        let signedAt = surroundings.clock.signingTime(at: start)
        var sent = draft
        var secrets = secrets
        if let credentials {
            let signer = SigV4(service: request.service.rawValue, region: region.name)
            let signed = signer.sign(draft, with: credentials, at: signedAt)
            sent = signed.request
            secrets += [credentials.secretAccessKey, signed.authorization, signed.signature]
            if let token = credentials.sessionToken { secrets.append(token) }
        }
        do throws(TransportFailure) {
            let answer = try await surroundings.transport.send(sent)
            // A success is read and not kept: cut up, it would hold no credentials.
            let hidden = answer.status == HTTPAnswer.success ? [] : secrets
            let redaction = Redaction(secrets: hidden, shortest: Self.shortestSecret)
            return CallOutcome(answer, from: .sts, redaction, start: start, end: effects.now(), signedAt: signedAt)
        } catch {
            return CallOutcome(error, start: start, end: effects.now())
        }
    }
}

extension Reply {
    /// - Parameter told: what its body was read as.
    fileprivate func withoutBody(_ told: Result<Credentials, any Error>?) -> Reply {
        var reply = self
        reply.body = nil
        reply.requestId = attempts.last?.requestId
        if case .failure? = told {
            // What XMLReader says of it may quote it.
            reply.failure = Exchange.Failure(code: "UnreadableAnswer", message: "the answer holds no credentials")
        } else if told == nil, reply.failure == nil, let httpStatus {
            let error = ErrorAnswer(status: httpStatus, body: body, from: .sts)
            reply.failure = Exchange.Failure(code: error.code, message: error.message)
        }
        return reply
    }
}

extension Result<Credentials, any Error> {
    fileprivate var credentials: Credentials? {
        if case .success(let credentials) = self { credentials } else { nil }
    }
}

/// The answer is a success, and holds no credentials.
private struct NoCredentials: Error {}

extension Credentials {
    fileprivate init(ofAnswer body: [UInt8], to action: String) throws {
        let root = try XMLReader.read(body, roots: ["\(action)Response"])
        let result = root.child("AssumeRoleResult") ?? root.child("AssumeRoleWithWebIdentityResult")
        guard root.repeatedName() == nil, let keys = result?.child("Credentials"),
            let token = keys.text("SessionToken"),
            let expiration = keys.text("Expiration").flatMap(Timestamp.iso8601)
        else { throw NoCredentials() }
        try self.init(
            accessKeyId: keys.text("AccessKeyId") ?? "", secretAccessKey: keys.text("SecretAccessKey") ?? "",
            sessionToken: token, expiration: expiration, from: "STS")
    }
}

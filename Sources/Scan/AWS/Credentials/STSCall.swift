import Evidence
import XML

/// One question to STS, with its attempts.
struct STSCall: Sendable {
    let request: APIRequest
    let endpoint: Endpoint
    let region: Region
    /// Nil for a request that is not signed.
    let credentials: Credentials?
    /// What is cut out of the answer beside the credentials and the signature.
    let secrets: [String]
    let retries: RetryPolicy

    /// What an attempt came to.
    private struct Outcome {
        var attempt: Exchange.Attempt
        var credentials: Credentials?
        /// Nil where there are credentials.
        var failure: Exchange.Failure?
        /// Nil when asking again would not help.
        var trouble: Trouble?
    }

    /// What came of it, without its body: of a refusal AWS's code and message stand in `failure`.
    func run(_ surroundings: Surroundings) async -> (Reply, Credentials?) {
        let effects = surroundings.effects
        let draft = HTTPRequest(request, to: endpoint, userAgent: "exhibit", invocation: effects.randomUUID())
        var reply = Reply(endpoint: endpoint.description, attempts: [])
        while true {
            let outcome = await attempt(draft, surroundings)
            reply.attempts.append(outcome.attempt)
            reply.httpStatus = outcome.attempt.httpStatus
            reply.requestId = outcome.attempt.requestId
            reply.failure = outcome.failure
            if let credentials = outcome.credentials { return (reply, credentials) }
            guard let trouble = outcome.trouble, reply.attempts.count < retries.maxAttempts else {
                return (reply, nil)
            }
            do {
                try await effects.sleep(
                    RetryPolicy.delay(
                        afterAttempt: reply.attempts.count, trouble, fraction: effects.randomFraction()))
            } catch {
                return (reply, nil)
            }
        }
    }

    private func attempt(_ draft: HTTPRequest, _ surroundings: Surroundings) async -> Outcome {
        let start = surroundings.effects.now()
        var sent = draft
        var secrets = secrets
        if let credentials {
            let signer = SigV4(service: request.service.rawValue, region: region.name)
            let signed = signer.sign(draft, with: credentials, at: start)
            sent = signed.request
            secrets += [credentials.secretAccessKey, signed.authorization, signed.signature]
            if let token = credentials.sessionToken { secrets.append(token) }
        }
        do throws(TransportFailure) {
            let answer = try await surroundings.transport.send(sent)
            return read(answer, Redaction(secrets: secrets), start: start, end: surroundings.effects.now())
        } catch {
            return Outcome(
                attempt: Exchange.Attempt(start: start, end: surroundings.effects.now(), code: error.code),
                failure: Exchange.Failure(code: error.code, message: error.description),
                trouble: Trouble(error))
        }
    }

    private func read(_ answer: HTTPAnswer, _ redaction: Redaction, start: Timestamp, end: Timestamp) -> Outcome {
        var attempt = Exchange.Attempt(
            start: start, end: end, httpStatus: answer.status,
            requestId: RequestId.checked(answer.headers["x-amzn-requestid"]))
        guard (200..<300).contains(answer.status) else {
            let error = ErrorAnswer(status: answer.status, body: answer.body, redaction)
            attempt.code = error.code
            attempt.requestId = attempt.requestId ?? error.requestId
            return Outcome(
                attempt: attempt,
                failure: Exchange.Failure(code: error.code, message: error.message),
                trouble: Trouble(status: answer.status, code: error.code))
        }
        do {
            let credentials = try Credentials(ofAnswer: answer.body, to: request.action)
            return Outcome(attempt: attempt, credentials: credentials)
        } catch {
            // Cut short on its way, as a rule. What XMLReader says of it may quote it.
            attempt.code = "UnreadableAnswer"
            let failure = Exchange.Failure(code: "UnreadableAnswer", message: "the answer holds no credentials")
            return Outcome(attempt: attempt, failure: failure, trouble: .unreadable)
        }
    }
}

/// The answer is a success, and holds no credentials.
private struct NoCredentials: Error {}

extension Credentials {
    fileprivate init(ofAnswer body: [UInt8], to action: String) throws {
        let root = try XMLReader.read(body, roots: ["\(action)Response"])
        let result = root.child("AssumeRoleResult") ?? root.child("AssumeRoleWithWebIdentityResult")
        guard let keys = result?.child("Credentials"), let token = keys.text("SessionToken"),
            let expiration = keys.text("Expiration").flatMap(Timestamp.iso8601)
        else { throw NoCredentials() }
        try self.init(
            accessKeyId: keys.text("AccessKeyId") ?? "", secretAccessKey: keys.text("SecretAccessKey") ?? "",
            sessionToken: token, expiration: expiration, from: "STS")
    }
}

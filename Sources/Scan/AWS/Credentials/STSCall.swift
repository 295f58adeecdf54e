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

    struct Outcome: Sendable {
        var reply: Reply
        var reading: Reading
        var credentials: Credentials?
    }

    /// What an attempt came to.
    private struct Attempt {
        var outcome: Outcome
        var record: Exchange.Attempt
        /// Nil when asking again would not help.
        var trouble: RetryPolicy.Trouble?
    }

    func run(_ surroundings: Surroundings) async -> Outcome {
        let effects = surroundings.effects
        let draft = HTTPRequest(request, to: endpoint, userAgent: "exhibit", invocation: effects.randomUUID())
        var attempts: [Exchange.Attempt] = []
        while true {
            var attempt = await attempt(draft, surroundings)
            attempts.append(attempt.record)
            attempt.outcome.reply.attempts = attempts
            guard let trouble = attempt.trouble, attempts.count < RetryPolicy().maxAttempts else {
                return attempt.outcome
            }
            do {
                try await effects.sleep(
                    RetryPolicy.delay(afterAttempt: attempts.count, trouble, fraction: effects.randomFraction()))
            } catch {
                return attempt.outcome
            }
        }
    }

    private func attempt(_ draft: HTTPRequest, _ surroundings: Surroundings) async -> Attempt {
        let start = surroundings.effects.now()
        var request = draft
        var secrets = secrets
        if let credentials {
            let signer = SigV4(service: self.request.service.rawValue, region: region.name)
            let signed = signer.sign(draft, with: credentials, at: start)
            request = signed.request
            secrets += [credentials.secretAccessKey, signed.authorization, signed.signature]
            secrets += credentials.sessionToken.map { [$0] } ?? []
        }
        do throws(TransportFailure) {
            let answer = try await surroundings.transport.send(request)
            return read(answer, Redaction(secrets: secrets), start: start, end: surroundings.effects.now())
        } catch {
            let record = Exchange.Attempt(start: start, end: surroundings.effects.now(), code: error.code)
            return failed(
                error.code, error.description, record, refused: false, trouble: error.isTransient ? .transient : nil)
        }
    }

    private func read(_ answer: HTTPAnswer, _ redaction: Redaction, start: Timestamp, end: Timestamp) -> Attempt {
        let id = RequestId.checked(answer.headers["x-amzn-requestid"])
        var record = Exchange.Attempt(start: start, end: end, httpStatus: answer.status, requestId: id)
        guard (200..<300).contains(answer.status) else {
            let error = ErrorAnswer(status: answer.status, body: answer.body, redaction)
            record.code = error.code
            record.requestId = id ?? error.requestId
            return failed(
                error.code, error.message, record, refused: error.isFromAWS,
                trouble: RetryPolicy.trouble(status: answer.status, code: error.code))
        }
        do {
            let credentials = try Credentials(ofAnswer: answer.body, to: self.request.action)
            let reply = Reply(
                endpoint: endpoint.description, attempts: [], httpStatus: answer.status, requestId: id)
            return Attempt(
                outcome: Outcome(
                    reply: reply, reading: Reading(outcome: .answered, requestId: id, failure: nil),
                    credentials: credentials),
                record: record)
        } catch {
            // Cut short on its way, as a rule.
            return failed(
                "UnreadableAnswer", "the answer cannot be read", record, refused: false, trouble: .transient)
        }
    }

    private func failed(
        _ code: String, _ message: String, _ record: Exchange.Attempt, refused: Bool, trouble: RetryPolicy.Trouble?
    ) -> Attempt {
        let failure = CallFailure(
            action: request.action, region: region.name, code: code, message: message, requestId: record.requestId,
            wasRefused: refused)
        let hasAnswer = record.httpStatus != nil
        let reply = Reply(
            endpoint: endpoint.description, attempts: [], httpStatus: record.httpStatus, requestId: record.requestId,
            failure: hasAnswer ? nil : Exchange.Failure(code: code, message: message))
        let reading = Reading(outcome: refused ? .refused : .failed, requestId: record.requestId, failure: failure)
        return Attempt(outcome: Outcome(reply: reply, reading: reading), record: record, trouble: trouble)
    }
}

/// The answer is a success, and holds no credentials.
private struct NoCredentials: Error {}

extension Credentials {
    fileprivate init(ofAnswer body: [UInt8], to action: String) throws {
        let root = try XMLReader.read(body, roots: ["\(action)Response"])
        let result = root.child("AssumeRoleResult") ?? root.child("AssumeRoleWithWebIdentityResult")
        guard let keys = result?.child("Credentials"), let token = keys.text("SessionToken"),
            let expiration = keys.text("Expiration").flatMap(Timestamp.init(ofCredentials:))
        else { throw NoCredentials() }
        try self.init(
            accessKeyId: keys.text("AccessKeyId") ?? "", secretAccessKey: keys.text("SecretAccessKey") ?? "",
            sessionToken: token, expiration: expiration, from: "STS")
    }
}

import Evidence

/// What came of one attempt.
struct CallOutcome: Sendable {
    /// Nil when it was not begun.
    private(set) var attempt: Exchange.Attempt?
    private(set) var answer: HTTPAnswer?
    private(set) var isRedacted = false
    /// Why there is no answer.
    private(set) var failure: TransportFailure?
    /// What AWS says instead of doing what it was asked.
    private(set) var error: ErrorAnswer?
    /// Nil when asking again would not help.
    private(set) var trouble: Trouble?
    /// The time that it was signed with, which AWS's clock corrects.
    private(set) var signedAt: Timestamp?

    /// - Parameter signedAt: AWS's time as it was thought to be; `start` and `end` are the machine's.
    init(
        _ answer: HTTPAnswer, from service: APIRequest.Service, _ redaction: Redaction, start: Timestamp,
        end: Timestamp,
        signedAt: Timestamp
    ) {
        var answer = answer
        answer.headers.removeAll { redaction.cleaned($0.value) != nil }
        var cleaned = redaction.cleaned(answer.body)
        if answer.status != HTTPAnswer.success {
            let body = cleaned ?? answer.body
            error = ErrorAnswer(status: answer.status, body: body, from: service, redaction)
            // A secret in other words, as in `&#65;`: no telling where it stands, so nothing is kept.
            if error != ErrorAnswer(status: answer.status, body: body, from: service) {
                cleaned = Redaction.mark
                error = ErrorAnswer(status: answer.status, body: cleaned, from: service)
            }
        }
        answer.body = cleaned ?? answer.body

        attempt = Exchange.Attempt(
            start: start, end: end, httpStatus: answer.status, code: error?.code,
            requestId: answer.requestId ?? error?.requestId)
        if let error {
            trouble = Trouble(status: answer.status, code: error.code)
            // Whoever sent it, it was not AWS, or not all of it came.
            if trouble == nil, !error.isFromAWS, answer.status < 300 || answer.status >= 400 { trouble = .unreadable }
        }
        self.answer = answer
        isRedacted = cleaned != nil
        self.signedAt = signedAt
    }

    init(_ failure: TransportFailure, start: Timestamp, end: Timestamp) {
        attempt = Exchange.Attempt(start: start, end: end, code: failure.code)
        trouble = Trouble(failure)
        self.failure = failure
    }

    /// A failure without an attempt.
    init(_ failure: TransportFailure) {
        self.failure = failure
    }

    /// Reads a success; one that cannot be read is a trouble.
    mutating func read<Value>(by reading: ([UInt8]) throws -> Value) -> Result<Value, any Error>? {
        let told = reply(endpoint: "", attempts: []).read(by: reading)
        if case .failure = told {
            trouble = .unreadable
            attempt?.code = "UnreadableAnswer"
        }
        return told
    }

    /// A header of the answer.
    func header(_ name: String) -> String? { answer?.headers[name] }

    /// - Parameter remarks: what else there is to say of a failure, beside AWS's own words.
    func reply(endpoint: String, attempts: [Exchange.Attempt], remarks: [String] = []) -> Reply {
        var remarks = remarks
        if attempts.count > 1 { remarks.insert("\(attempts.count) attempts", at: 0) }
        let end = remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"
        let said: Exchange.Failure? =
            if let failure {
                Exchange.Failure(code: failure.code, message: "\(failure)\(end)")
            } else if let error, !end.isEmpty {
                Exchange.Failure(code: error.code, message: error.message + end)
            } else {
                nil
            }
        return Reply(
            endpoint: endpoint, attempts: attempts, httpStatus: answer?.status, httpDate: answer?.date,
            requestId: answer?.requestId, body: answer?.body, isRedacted: isRedacted, failure: said)
    }
}

extension HTTPAnswer {
    fileprivate var requestId: String? {
        RequestId.checked(headers["x-amzn-requestid"] ?? headers["x-amz-request-id"])
    }

    /// Nil for what is longer than any date, or not visible ASCII.
    fileprivate var date: String? {
        headers["Date"].flatMap { $0.utf8.count <= 64 && $0.utf8.allSatisfy { 0x20...0x7E ~= $0 } ? $0 : nil }
    }
}

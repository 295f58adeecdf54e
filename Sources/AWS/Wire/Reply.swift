package import Evidence

/// What came of a question, after all retries.
package struct Reply: Sendable {
    package var endpoint: String
    package var attempts: [Exchange.Attempt]
    /// Of the last attempt; nil when there was no answer.
    package var httpStatus: Int?
    package var httpDate: String?
    /// From the header `x-amzn-requestid`, or S3's own.
    package var requestId: String?
    package var body: [UInt8]?
    /// Something secret was cut out of the body.
    package var isRedacted: Bool
    /// Why there was no answer, or what there is to say of one that is an error beside its own words. Its code is
    /// the answer's, if there is one.
    package var failure: Exchange.Failure?

    package init(
        endpoint: String, attempts: [Exchange.Attempt], httpStatus: Int? = nil, httpDate: String? = nil,
        requestId: String? = nil, body: [UInt8]? = nil, isRedacted: Bool = false,
        failure: Exchange.Failure? = nil
    ) {
        self.endpoint = endpoint
        self.attempts = attempts
        self.httpStatus = httpStatus
        self.httpDate = httpDate
        self.requestId = requestId
        self.body = body
        self.isRedacted = isRedacted
        self.failure = failure
    }
}

extension Reply {
    /// AWS gives whole answers to all that is asked with status 200. Another success is not the answer (202), or not
    /// all of it (206), or not AWS's (203).
    package var isSuccess: Bool { httpStatus == HTTPAnswer.success }

    /// What a success says; nil when it is none.
    package func read<Value>(by reading: ([UInt8]) throws -> Value) -> Result<Value, any Error>? {
        guard let body, isSuccess else { return nil }
        return Result { try reading(body) }
    }
}

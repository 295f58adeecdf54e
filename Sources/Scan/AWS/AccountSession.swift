package import Evidence

/// One account, ready to be asked: AWS itself, the record of an earlier run, or the built-in sample.
package protocol AccountSession: Sendable {
    /// Where GetCallerIdentity and DescribeRegions are asked.
    var homeRegion: String { get }

    /// The account that must answer; nil where it is whichever the credentials belong to.
    var expectedAccount: String? { get }

    /// Where the credentials come from, in words; nil where nobody can tell. Never a part of a credential.
    var credentialSource: String? { get }

    /// Asks one question and waits for the outcome. It never throws: what went wrong is in the reply.
    ///
    /// - Parameter reading: makes a value of the body of a success. What it refuses to read counts as a fault on
    ///   the way, and may be asked for again.
    func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?)

    /// What is kept in the place of an answer that is not asked for, or not kept.
    func decline(_ request: APIRequest, to region: String, because failure: Exchange.Failure) async -> Reply

    /// Whether it can be asked this at all: a record holds only what was asked then.
    func answers(_ request: APIRequest, in region: String) -> Bool

    /// The calls that got the credentials it asks with, in the order they were made.
    func credentialCalls() async -> [CredentialCall]

    /// How it puts a question: the record of an earlier version may hold it in fewer words.
    func wording(of request: APIRequest, in region: String) -> APIRequest
}

extension AccountSession {
    package func wording(of request: APIRequest, in region: String) -> APIRequest { request }
    package func decline(
        _ request: APIRequest, to region: String, because failure: Exchange.Failure
    ) async -> Reply { Reply(endpoint: "", attempts: [], failure: failure) }

    package var expectedAccount: String? { nil }

    package var credentialSource: String? { nil }

    package func answers(_ request: APIRequest, in region: String) -> Bool { true }

    package func credentialCalls() async -> [CredentialCall] { [] }
}

/// A question to a service of AWS, whatever its protocol.
package struct APIRequest: Sendable, Hashable {
    package enum Service: String, Sendable {
        case ec2
        case sts
        /// CloudWatch Logs.
        case logs
        case s3
        case firehose
    }

    package var service: Service
    package var action: String
    /// Beside Action and Version, by their wire names: `Filter.1.Name`, `NextToken`. Of S3 the bucket is `Bucket`.
    package var parameters: [String: String]

    package init(_ service: Service, _ action: String, _ parameters: [String: String] = [:]) {
        self.service = service
        self.action = action
        self.parameters = parameters
    }
}

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

/// One question to AWS and what came back: the unit of evidence, one line of `data/exchanges.jsonl`.
package struct Exchange: Codable, Sendable, Hashable {
    /// Its place in the package, from 1, in the order account, region, action, page.
    package var number: Int
    package var account: String
    package var region: String
    /// `ec2`, `sts`, `logs`, `s3` or `firehose`.
    package var service: String
    package var action: String
    /// From 1, counted over the pages of one listing.
    package var page: Int
    /// What was asked beside action and version; never a credential.
    package var parameters: [String: String]
    package var endpoint: String
    package var outcome: Outcome
    package var httpStatus: Int?
    /// The header Date of the answer: AWS's own clock.
    package var httpDate: String?
    package var requestId: String?
    package var attempts: [Attempt]
    package var error: Failure?
    package var body: Body?

    package enum Outcome: String, Codable, Sendable {
        case answered
        /// AWS said no.
        case refused
        /// No answer, or none that can be read.
        case failed
        case notStarted = "not-started"
    }

    package struct Attempt: Codable, Sendable, Hashable {
        package var start: Timestamp
        package var end: Timestamp
        package var httpStatus: Int?
        package var code: String?
        package var requestId: String?

        package init(
            start: Timestamp, end: Timestamp, httpStatus: Int? = nil, code: String? = nil,
            requestId: String? = nil
        ) {
            self.start = start
            self.end = end
            self.httpStatus = httpStatus
            self.code = code
            self.requestId = requestId
        }
    }

    package struct Failure: Codable, Sendable, Hashable {
        /// AWS's code, or one of Exhibit's own where there was no answer of AWS.
        package var code: String
        package var message: String

        package init(code: String, message: String) {
            self.code = code
            self.message = message
        }
    }

    package struct Body: Codable, Sendable, Hashable {
        /// Relative to the package.
        package var file: String
        package var bytes: Int
        package var sha256: String
        /// Something secret was cut out; the rest is byte for byte.
        package var redacted: Bool

        package init(file: String, bytes: Int, sha256: String, redacted: Bool = false) {
            self.file = file
            self.bytes = bytes
            self.sha256 = sha256
            self.redacted = redacted
        }
    }

    package init(
        number: Int, account: String, region: String, service: String, action: String, page: Int,
        parameters: [String: String], endpoint: String, outcome: Outcome, httpStatus: Int? = nil,
        httpDate: String? = nil, requestId: String? = nil, attempts: [Attempt] = [],
        error: Failure? = nil, body: Body? = nil
    ) {
        self.number = number
        self.account = account
        self.region = region
        self.service = service
        self.action = action
        self.page = page
        self.parameters = parameters
        self.endpoint = endpoint
        self.outcome = outcome
        self.httpStatus = httpStatus
        self.httpDate = httpDate
        self.requestId = requestId
        self.attempts = attempts
        self.error = error
        self.body = body
    }

    /// Where a body lies in the package. Account and region are validated where they enter the program.
    package static func bodyFile(
        number: Int, account: String, region: String, action: String, service: String = "ec2"
    ) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let form = ["logs", "firehose"].contains(service) ? "json" : "xml"
        return "data/\(account)/\(region)/\(padded)-\(action).\(form)"
    }
}

/// Where the bodies of answers wait, by their SHA-256, until the package is sealed.
package protocol BodyStore: Sendable {
    func put(_ body: [UInt8], sha256: String) throws
}

import Evidence

/// The exchanges with AWS, as SARIF knows web requests, web responses and artifacts.
struct SARIFExchanges {
    let requests: [SARIFLog.WebRequest]
    let responses: [SARIFLog.WebResponse]
    /// The bodies that lie in the package.
    let artifacts: [SARIFLog.Artifact]
    /// Where the body of an exchange stands in `artifacts`, by the exchange's number.
    private let indexes: [Int: Int]

    init(_ exchanges: [Exchange]) {
        requests = exchanges.map(SARIFLog.WebRequest.init)
        responses = exchanges.map(SARIFLog.WebResponse.init)
        var artifacts: [SARIFLog.Artifact] = []
        var indexes: [Int: Int] = [:]
        for exchange in exchanges {
            guard let body = exchange.body else { continue }
            indexes[exchange.number] = artifacts.count
            artifacts.append(SARIFLog.Artifact(body, of: exchange))
        }
        self.artifacts = artifacts
        self.indexes = indexes
    }

    /// The bodies that something follows from; of a citation of several, the first, as the citation names it.
    func attachments(of citations: [Citation]) -> [SARIFLog.Attachment]? {
        let attachments = citations.compactMap { citation in
            indexes[citation.exchange].map { index in
                SARIFLog.Attachment(
                    description: .init("Exchange \(citation.numbers) with AWS."),
                    artifactLocation: .init(uri: artifacts[index].location.uri, index: index))
            }
        }
        return attachments.isEmpty ? nil : attachments
    }
}

extension SARIFLog {
    /// What relative addresses are relative to. Where the package lies is nobody's business.
    struct BaseIds: Encodable {
        let package = BaseId(description: .init("The evidence package that this file lies in."))

        struct BaseId: Encodable {
            var description: Message
        }

        enum CodingKeys: String, CodingKey {
            case package = "PACKAGE"
        }
    }

    struct PackageFile: Encodable {
        var uri: String
        let uriBaseId = "PACKAGE"
        var index: Int?
    }

    struct Artifact: Encodable {
        var location: PackageFile
        var length: Int
        let roles = ["analysisTarget", "attachment"]
        let mimeType: String
        var hashes: [String: String]
        var properties: Properties

        struct Properties: Encodable {
            var exchange: Int
            /// Something secret was cut out.
            var redacted: Bool
        }
    }

    struct Attachment: Encodable {
        var description: Message
        var artifactLocation: PackageFile
    }

    struct WebRequest: Encodable {
        let protocolName = "HTTP"
        var target: String
        let method = "POST"
        var parameters: [String: String]
        var properties: Properties

        enum CodingKeys: String, CodingKey {
            case protocolName = "protocol"
            case target, method, parameters, properties
        }

        struct Properties: Encodable {
            var exchange: Int
            var account: String
            var region: String
            var service: String
            var page: Int
            var outcome: Exchange.Outcome
            var attempts: [Exchange.Attempt]
        }
    }

    struct WebResponse: Encodable {
        var statusCode: Int?
        var headers: [String: String]?
        var noResponseReceived: Bool
        var properties: Properties

        struct Properties: Encodable {
            var exchange: Int
            var error: Exchange.Failure?
            var file: String?
            var sha256: String?
        }
    }

    struct Suppression: Encodable {
        let kind = "external"
        let status = "accepted"
        var justification: String
        var properties: Properties

        struct Properties: Encodable {
            var owner: String
            var approver: String
            var ticket: String
            var approvedOn: String
            var expiresOn: String
            var compensatingControl: String?
        }

        init(_ exception: Exception) {
            justification = exception.reason
            properties = Properties(
                owner: exception.owner, approver: exception.approver, ticket: exception.ticket,
                approvedOn: exception.approvedOn, expiresOn: exception.expiresOn,
                compensatingControl: exception.compensatingControl)
        }
    }
}

extension SARIFLog.Artifact {
    fileprivate init(_ body: Exchange.Body, of exchange: Exchange) {
        self.init(
            location: .init(uri: body.file), length: body.bytes,
            mimeType: body.file.hasSuffix(".json") ? "application/json" : "text/xml", hashes: ["sha-256": body.sha256],
            properties: .init(exchange: exchange.number, redacted: body.redacted))
    }
}

extension SARIFLog.WebRequest {
    fileprivate init(_ exchange: Exchange) {
        self.init(
            target: exchange.endpoint,
            parameters: exchange.parameters.merging(["Action": exchange.action]) { given, _ in given },
            properties: .init(
                exchange: exchange.number, account: exchange.account, region: exchange.region,
                service: exchange.service, page: exchange.page, outcome: exchange.outcome,
                attempts: exchange.attempts))
    }
}

extension SARIFLog.WebResponse {
    fileprivate init(_ exchange: Exchange) {
        var headers: [String: String] = [:]
        headers["Date"] = exchange.httpDate
        headers["x-amzn-RequestId"] = exchange.requestId
        self.init(
            statusCode: exchange.httpStatus, headers: headers.isEmpty ? nil : headers,
            noResponseReceived: exchange.httpStatus == nil,
            properties: .init(
                exchange: exchange.number, error: exchange.error, file: exchange.body?.file,
                sha256: exchange.body?.sha256))
    }
}

import Evidence
import Foundation
import AWS
import Synchronization

/// A network that answers in turn and keeps what it was asked.
final class CannedNetwork: HTTPTransport {
    private let answers: Mutex<[Result<HTTPAnswer, TransportFailure>]>
    private let asked = Mutex<[HTTPRequest]>([])

    init(_ answers: [Result<HTTPAnswer, TransportFailure>]) {
        self.answers = Mutex(answers)
    }

    var requests: [HTTPRequest] { asked.withLock(\.self) }

    /// The bodies as forms, in order.
    var forms: [[String: String]] { requests.map { Form.read($0.body) } }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        asked.withLock { $0.append(request) }
        let next = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        return try (next ?? .failure(.refused(host: request.authority))).get()
    }
}

enum Form {
    static func read(_ body: [UInt8]) -> [String: String] {
        let pairs = String(decoding: body, as: UTF8.self).split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map { part in
                part.replacing("+", with: " ").removingPercentEncoding ?? String(part)
            }
            return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        }
        return Dictionary(pairs) { $1 }
    }
}

extension HTTPAnswer {
    /// What STS says when it gives credentials.
    static func role(
        _ key: String = "ASIAROLE", action: String = "AssumeRole", expires: Timestamp = Surroundings.inAnHour
    ) -> HTTPAnswer {
        HTTPAnswer(
            status: 200, headers: [HTTPHeader("x-amzn-requestid", "req-1")],
            body: Array(
                """
                <\(action)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(action)Result>
                <Credentials><AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>MARKEDrolesecretMARKED</SecretAccessKey>
                <SessionToken>MARKEDroletokenMARKED</SessionToken><Expiration>\(expires)</Expiration></Credentials>
                </\(action)Result></\(action)Response>
                """.utf8))
    }

    static func refusal(_ code: String, _ message: String, status: Int = 403) -> HTTPAnswer {
        HTTPAnswer(
            status: status, headers: [HTTPHeader("x-amzn-requestid", "req-2")],
            body: Array(
                "<ErrorResponse><Error><Code>\(code)</Code><Message>\(message)</Message></Error></ErrorResponse>".utf8))
    }
}

extension Surroundings {
    static let inAnHour = Timestamp(milliseconds: januaryOf2009.milliseconds + 3_600_000)

    /// - Parameter observe: hears of each call to STS.
    func tokens(
        _ settings: AWSSettings? = nil, observe: @escaping CallObserver = { _, _ in }
    ) throws -> SecurityTokens {
        SecurityTokens(
            settings: settings ?? AWSSettings(environment: environment), surroundings: self,
            endpoints: try Endpoints(settings: settings ?? AWSSettings(environment: environment)), observe: observe)
    }
}

/// Credentials that a test hands out, and a count of how often.
final class GivenCredentials: CredentialProvider {
    typealias Give = @Sendable (_ time: Int) async throws(CredentialFailure) -> Credentials
    private let give: Give
    private let count = Mutex(0)
    private let refused = Mutex<[Credentials]>([])

    init(_ give: @escaping Give) {
        self.give = give
    }

    convenience init(_ credentials: Credentials) {
        self.init { _ in credentials }
    }

    var times: Int { count.withLock(\.self) }
    var stale: [Credentials] { refused.withLock(\.self) }

    func credentials() async throws(CredentialFailure) -> Credentials {
        let time = count.withLock { count in
            count += 1
            return count
        }
        return try await give(time)
    }

    func credentials(insteadOf stale: Credentials) async throws(CredentialFailure) -> Credentials {
        refused.withLock { $0.append(stale) }
        return try await credentials()
    }
}

extension Credentials {
    static func test(_ key: String, expires: Timestamp? = nil) throws(CredentialFailure) -> Credentials {
        try Credentials(
            accessKeyId: key, secretAccessKey: "MARKEDbasesecretMARKED", sessionToken: "MARKEDbasetokenMARKED",
            expiration: expires, from: "the test")
    }
}

import Evidence
import Foundation
import AWS
import Support
import Synchronization

/// A recording of aws-sdk-rust, played back: it answers as AWS did, and writes down what was asked otherwise.
final class Recording: HTTPTransport {
    private struct File: Decodable {
        var events: [Event]
    }

    private struct Event: Decodable {
        var connection_id: Int
        var action: Action
    }

    private struct Action: Decodable {
        var Request: RequestEvent?
        var Response: ResponseEvent?
        var Data: DataEvent?
    }

    private struct RequestEvent: Decodable {
        var request: Head
    }

    private struct Head: Decodable {
        var uri: String
        var method: String
        var headers: [String: [String]]
    }

    private struct ResponseEvent: Decodable {
        var response: Outcome
    }

    private struct Outcome: Decodable {
        var Ok: Answer
    }

    private struct Answer: Decodable {
        var status: Int
        var headers: [String: [String]]
    }

    private struct DataEvent: Decodable {
        var data: Body
        var direction: String
    }

    private struct Body: Decodable {
        var Utf8: String
    }

    private struct Exchange: Sendable {
        var method = ""
        var uri = ""
        var headers: [String: String] = [:]
        var form = ""
        var answer = HTTPAnswer(status: 0)
    }

    private let name: String
    private let rest: Mutex<[Exchange]>
    private let found = Mutex<[String]>([])

    /// - Parameter name: of the case; `differences` bear it.
    init(_ path: String, name: String) throws {
        self.name = name
        var exchanges: [Int: Exchange] = [:]
        for event in try JSONDecoder().decode(File.self, from: Data(SharedData.bytes(path))).events {
            var exchange = exchanges[event.connection_id] ?? Exchange()
            if let head = event.action.Request?.request {
                exchange.method = head.method
                exchange.uri = head.uri
                exchange.headers = head.headers.mapValues { $0.first ?? "" }
            } else if let answer = event.action.Response?.response.Ok {
                exchange.answer.status = answer.status
                exchange.answer.headers = answer.headers.map { HTTPHeader($0.key, $0.value.first ?? "") }
            } else if let data = event.action.Data {
                if data.direction == "Request" {
                    exchange.form += data.data.Utf8
                } else {
                    exchange.answer.body += Array(data.data.Utf8.utf8)
                }
            }
            exchanges[event.connection_id] = exchange
        }
        rest = Mutex(exchanges.sorted { $0.key < $1.key }.map(\.value))
    }

    /// What was asked otherwise than it was recorded, or not at all.
    var differences: [String] {
        found.withLock(\.self) + rest.withLock { $0.map { "not asked: \($0.method) \($0.uri)" } }
    }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        guard let next = rest.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
            found.withLock { $0.append("not recorded: \(request.method) \(request.url)") }
            throw .refused(host: request.authority)
        }
        var differences: [String] = []
        func compare(_ what: String, _ asked: String?, _ recorded: String?) {
            if asked != recorded { differences.append("\(what): \(asked ?? "none"), recorded \(recorded ?? "none")") }
        }
        compare("method", request.method, next.method)
        compare("URL", Self.ordered(request.url), Self.ordered(next.uri))
        for (header, value) in next.headers
        where !Self.ownHeaders.contains(header.lowercased()) && !Self.isMasked(header, in: name) {
            compare(header, request.headers[header], value)
        }
        if !Self.isMasked("key", in: name) {
            compare("key", Self.key(request.headers["Authorization"]), Self.key(next.headers["authorization"]))
        }
        let (asked, recorded) = (Form.read(request.body), Form.read(Array(next.form.utf8)))
        for key in Set(asked.keys).union(recorded.keys) where !Self.isMasked(key, in: name) {
            compare(key, asked[key], recorded[key])
        }
        found.withLock { $0 += differences }
        return next.answer
    }

    /// What each client sets in its own way.
    private static let ownHeaders: Set = [
        "accept", "authorization", "content-length", "content-type", "host", "user-agent", "x-amz-date",
        "x-amz-user-agent", "amz-sdk-request", "amz-sdk-invocation-id",
    ]

    /// Names made of the time; and what was made unrecognisable in the recordings but not in the files beside them.
    private static func isMasked(_ key: String, in name: String) -> Bool {
        key == "RoleSessionName" && name != "web_identity_token_env"
            || name.hasPrefix("web_identity_token") && ["WebIdentityToken", "RoleArn"].contains(key)
            || ["web_identity_token_source_profile", "ecs_assume_role"].contains(name)
                && ["key", "x-amz-security-token"].contains(key)
    }

    /// The order of a query does not matter; an empty path is a slash.
    private static func ordered(_ url: String) -> String {
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? parts[1].split(separator: "&").sorted().joined(separator: "&") : ""
        let isBare = parts[0].split(separator: "/", omittingEmptySubsequences: false).count == 3
        return parts[0] + (isBare ? "/" : "") + (query.isEmpty ? "" : "?\(query)")
    }

    /// `AKIAFAKE`: who signed; nil where nobody did. Where for is seen by the URL.
    private static func key(_ authorization: String?) -> String? {
        guard let authorization, authorization.hasPrefix("AWS4-HMAC-SHA256") else { return nil }
        return authorization.split(separator: "Credential=").last.map { String($0.prefix { $0 != "/" }) }
    }
}

import Evidence
import Foundation
import AWS
import Support
import Testing

/// A whole request as botocore 1.44.5 made it at a frozen clock.
struct GoldenRequest: Decodable {
    var name: String
    var service: String
    var region: String
    var credentials: Keys
    var timestamp: String
    var method: String
    var url: String
    var headers: [String: String]
    var body: String?
    var canonicalRequest: String?
    var stringToSign: String?

    struct Keys: Decodable {
        var accessKeyId: String
        var secretAccessKey: String
        var sessionToken: String?
    }

    static func all() throws -> [GoldenRequest] {
        struct File: Decodable { var cases: [GoldenRequest] }
        let bytes = try SharedData.bytes("sigv4/botocore-golden-requests.json")
        return try JSONDecoder().decode(File.self, from: Data(bytes)).cases
    }

    static func named(_ name: String) throws -> GoldenRequest {
        try #require(try all().first { $0.name == name })
    }

    var keys: Credentials {
        get throws {
            try Credentials(
                accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken, from: "the file")
        }
    }

    var date: Timestamp {
        get throws {
            let style = Date.ISO8601FormatStyle(
                dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted)
            return Timestamp(try Date(timestamp, strategy: style))
        }
    }

    /// The region that Authorization names: global services sign with another than they are asked for.
    var signingRegion: String {
        get throws {
            let authorization = try #require(headers["Authorization"])
            return String(try #require(authorization.split(separator: "/").dropFirst(2).first))
        }
    }

    /// As it was before it was signed. Content-Length is added by botocore's HTTP client afterwards.
    var unsigned: HTTPRequest {
        get throws {
            let added: Set = [
                "authorization", "content-length", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token",
            ]
            let url = try #require(URLComponents(string: url))
            return HTTPRequest(
                method, authority: try #require(url.host), path: url.percentEncodedPath,
                query: url.percentEncodedQuery ?? "",
                headers: headers.filter { !added.contains($0.key.lowercased()) }
                    .map { HTTPHeader($0.key, $0.value) },
                body: Array((body ?? "").utf8))
        }
    }

    /// The headers that are sent, by lower-case name, without Content-Length.
    var sentHeaders: [String: String] {
        Dictionary(uniqueKeysWithValues: headers.map { ($0.key.lowercased(), $0.value) })
            .filter { $0.key != "content-length" }
    }
}

extension HTTPRequest {
    var headersByName: [String: String] {
        Dictionary(uniqueKeysWithValues: headers.map { ($0.name.lowercased(), $0.value) })
    }
}

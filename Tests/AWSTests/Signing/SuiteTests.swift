import Evidence
import Foundation
import AWS
import Support
import Testing

/// The header-signing cases of AWS's own test suite (awslabs/aws-c-auth).
@Suite struct SuiteTests {
    private static let folder = "sigv4/aws-c-auth/tests/aws-signing-test-suite/v4"

    static let cases = [
        "get-header-key-duplicate", "get-header-value-multiline", "get-header-value-order",
        "get-header-value-trim", "get-relative-normalized", "get-relative-relative-normalized",
        "get-relative-relative-unnormalized", "get-relative-unnormalized", "get-slash-dot-slash-normalized",
        "get-slash-dot-slash-unnormalized", "get-slash-normalized", "get-slash-pointless-dot-normalized",
        "get-slash-pointless-dot-unnormalized", "get-slash-unnormalized", "get-slashes-normalized",
        "get-slashes-unnormalized", "get-space-normalized", "get-space-unnormalized", "get-unreserved",
        "get-utf8", "get-vanilla", "get-vanilla-empty-query-key", "get-vanilla-query",
        "get-vanilla-query-order-encoded", "get-vanilla-query-order-key-case",
        "get-vanilla-query-unreserved", "get-vanilla-utf8-query", "get-vanilla-with-session-token",
        "post-header-key-case", "post-header-key-sort", "post-header-value-case", "post-sts-header-after",
        "post-sts-header-before", "post-vanilla", "post-vanilla-empty-query-value", "post-vanilla-query",
        "post-x-www-form-urlencoded", "post-x-www-form-urlencoded-parameters",
    ]

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
    func allThirtyEightAreHere() throws {
        #expect(try SharedData.names(in: Self.folder) == Self.cases)
        #expect(Self.cases.count == 38)
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"), arguments: cases)
    func signsLikeAWS(_ name: String) throws {
        let folder = "\(Self.folder)/\(name)"
        let context = try JSONDecoder().decode(Context.self, from: Data(SharedData.bytes("\(folder)/context.json")))
        var signer = SigV4(service: context.service, region: context.region)
        signer.normalizesPath = context.normalize
        signer.addsContentHash = context.signBody
        signer.signsSessionToken = !(context.omitSessionToken ?? false)

        let date = Timestamp(try Date(context.timestamp, strategy: .iso8601))
        let request = try HTTPRequest(text: SharedData.text("\(folder)/request.txt"))
        let signed = signer.sign(request, with: try context.credentials.value, at: date)

        #expect(signed.canonicalRequest == (try SharedData.text("\(folder)/header-canonical-request.txt")))
        #expect(signed.stringToSign == (try SharedData.text("\(folder)/header-string-to-sign.txt")))
        #expect(signed.signature == (try SharedData.text("\(folder)/header-signature.txt")))
        let expected = try HTTPRequest(text: SharedData.text("\(folder)/header-signed-request.txt"))
        #expect(signed.request.lines == expected.lines)
    }

    private struct Context: Decodable {
        var credentials: Keys
        var normalize: Bool
        var region: String
        var service: String
        var signBody: Bool
        var timestamp: String
        var omitSessionToken: Bool?

        enum CodingKeys: String, CodingKey {
            case credentials, normalize, region, service, timestamp
            case signBody = "sign_body"
            case omitSessionToken = "omit_session_token"
        }

        struct Keys: Decodable {
            var accessKeyId: String
            var secretAccessKey: String
            var token: String?

            enum CodingKeys: String, CodingKey {
                case accessKeyId = "access_key_id"
                case secretAccessKey = "secret_access_key"
                case token
            }

            var value: Credentials {
                get throws {
                    try Credentials(
                        accessKeyId: accessKeyId, secretAccessKey: secretAccessKey, sessionToken: token,
                        from: "the case")
                }
            }
        }
    }
}

extension HTTPRequest {
    /// Reads a request as the suite writes it: target unencoded, header values perhaps over several lines.
    fileprivate init(text: String) throws {
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = parts[0].split(separator: "\n")
        let first = lines.removeFirst()
        let method = try #require(first.split(separator: " ").first)
        let target = first.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
        let pathAndQuery = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)

        var headers: [HTTPHeader] = []
        for line in lines {
            if line.hasPrefix(" "), var last = headers.popLast() {
                last.value += "\n\(line)"
                headers.append(last)
            } else {
                let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                headers.append(HTTPHeader(String(pair[0]), String(pair[1])))
            }
        }
        let body = parts.count > 1 ? parts[1] : ""
        self.init(
            String(method), authority: try #require(headers["host"]), path: String(pathAndQuery[0]),
            query: pathAndQuery.count > 1 ? String(pathAndQuery[1]) : "",
            headers: headers.filter { $0.name.lowercased() != "host" }, body: Array(body.utf8))
    }

    /// All that is in it, the headers in any order.
    fileprivate var lines: [String] {
        let head = "\(method) \(url)"
        let body = String(decoding: body, as: UTF8.self).trimmingCharacters(in: .newlines)
        return [head] + headers.map { "\($0.name.lowercased()):\($0.value)" }.sorted() + [body]
    }
}

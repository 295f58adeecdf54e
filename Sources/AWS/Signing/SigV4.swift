import Crypto
package import Evidence

/// Signs requests with AWS Signature Version 4, in headers: a pure function of request, credentials and date.
/// Source: AWS IAM User Guide, "Create a signed AWS API request".
package struct SigV4: Sendable, Hashable {
    package var service: String
    package var region: String
    /// Signs the path without its `.`, `..` and empty segments.
    package var normalizesPath: Bool
    /// Signs the path percent-encoded once more than it is on the wire.
    package var encodesPathAgain: Bool
    /// Adds the header x-amz-content-sha256.
    package var addsContentHash: Bool
    /// Off, the session token is sent beside the signature instead of under it.
    package var signsSessionToken = true

    /// With the rules of the service: S3 takes paths as they are and wants the hash, all others do not.
    package init(service: String, region: String) {
        self.service = service
        self.region = region
        normalizesPath = service != "s3"
        encodesPathAgain = service != "s3"
        addsContentHash = service == "s3"
    }

    package func sign(
        _ request: HTTPRequest, with credentials: Credentials, at date: Timestamp
    ) -> SignedRequest {
        let time = Self.basicTime(date)
        let day = String(time.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let contentHash = sha256Hex(request.body)

        var request = request
        request.headers.append(HTTPHeader("X-Amz-Date", time))
        if signsSessionToken { request.add(sessionToken: credentials.sessionToken) }
        if addsContentHash { request.headers.append(HTTPHeader("X-Amz-Content-SHA256", contentHash)) }

        let signed = CanonicalHeaders(of: request)
        let canonicalRequest = [
            request.method, canonicalPath(request.path), Self.canonicalQuery(request.query), signed.text,
            signed.names, contentHash,
        ].joined(separator: "\n")
        let stringToSign = [
            "AWS4-HMAC-SHA256", time, scope, sha256Hex(Array(canonicalRequest.utf8)),
        ].joined(separator: "\n")

        var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey)".utf8))
        for part in [day, region, service, "aws4_request"] {
            key = SymmetricKey(data: Self.code(part, key))
        }
        let signature = Self.hex(Self.code(stringToSign, key))
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyId)/\(scope), "
            + "SignedHeaders=\(signed.names), Signature=\(signature)"
        request.headers.append(HTTPHeader("Authorization", authorization))
        if !signsSessionToken { request.add(sessionToken: credentials.sessionToken) }

        return SignedRequest(
            request: request, canonicalRequest: canonicalRequest, stringToSign: stringToSign,
            authorization: authorization, signature: signature)
    }

    private func canonicalPath(_ path: String) -> String {
        let path = normalizesPath ? Self.normalized(path) : path
        guard encodesPathAgain else { return path }
        return PercentEncoding.encode(path.utf8, keeping: [UInt8(ascii: "/")])
    }

    private static func normalized(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") {
            switch segment {
            case ".": continue
            case "..": _ = segments.popLast()
            default: segments.append(segment)
            }
        }
        let endsInFolder = path.hasSuffix("/") && !segments.isEmpty
        return "/" + segments.joined(separator: "/") + (endsInFolder ? "/" : "")
    }

    private static func canonicalQuery(_ query: String) -> String {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                name: PercentEncoding.encode(PercentEncoding.decode(parts[0])),
                value: parts.count > 1 ? PercentEncoding.encode(PercentEncoding.decode(parts[1])) : ""
            )
        }
        .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
        .map { "\($0.name)=\($0.value)" }
        .joined(separator: "&")
    }

    /// `20150830T123600Z`
    private static func basicTime(_ date: Timestamp) -> String {
        date.withoutZone.filter { $0 != "-" && $0 != ":" } + "Z"
    }

    private static func code(_ text: String, _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// A request with its signature, and what the signature was made of.
package struct SignedRequest: Sendable, Hashable, Discreet {
    package let request: HTTPRequest
    package let canonicalRequest: String
    package let stringToSign: String
    /// The header Authorization.
    package let authorization: String
    package let signature: String

    package var description: String { "signed \(request)" }
}

extension HTTPRequest {
    fileprivate mutating func add(sessionToken: String?) {
        if let sessionToken { headers.append(HTTPHeader("X-Amz-Security-Token", sessionToken)) }
    }
}

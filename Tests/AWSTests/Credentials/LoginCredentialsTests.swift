import Crypto
import Evidence
import Foundation
import AWS
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct LoginCredentialsTests {
    private let session = "arn:aws:iam::111122223333:user/ann"
    private let key = P256.Signing.PrivateKey()

    private var path: String {
        let hash = SHA256.hash(data: Data(session.utf8)).map { String(format: "%02x", $0) }.joined()
        return "/home/.aws/login/cache/\(hash).json"
    }

    private func bench(_ more: [String: String] = [:]) -> ProviderBench {
        var bench = ProviderBench()
        bench.profileName = "dev"
        bench.profiles.profiles["dev"] = Profiles.Section(
            "dev", ["login_session": session, "region": "eu-west-1"].merging(more) { $1 })
        return bench
    }

    private func provider(_ bench: ProviderBench, _ transport: any HTTPTransport = NoTransport()) -> LoginCredentials {
        LoginCredentials(
            profile: bench.profiles.profiles["dev"] ?? Profiles.Section("dev", [:]), bench.surroundings(transport),
            settings: bench.settings)
    }

    private func file(expiresAt: String, pem: String? = nil, _ more: String = "") -> String {
        let pem = (pem ?? key.pemRepresentation).replacingOccurrences(of: "\n", with: "\\n")
        return #"{"accessToken":{"accessKeyId":"AKID","secretAccessKey":"s3cr3t-key","sessionToken":"s3cr3t-token","#
            + #""accountId":"111122223333","expiresAt":"\#(expiresAt)"},"clientId":"arn:aws:signin:::x","#
            + #""refreshToken":"s3cr3t-refresh","dpopKey":"\#(pem)","idToken":"s3cr3t-id"\#(more)}"#
    }

    private let answer =
        #"{"accessToken":{"accessKeyId":"AKID2","secretAccessKey":"s3cr3t-key2","sessionToken":"s3cr3t-token2"},"#
        + #""tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"s3cr3t-next"}"#

    @Test func keysThatLastAreTakenFromTheFile() async throws {
        let bench = bench()
        bench.files[path] = file(expiresAt: "2026-01-02T12:05:01Z")
        let keys = try await provider(bench).credentials()
        #expect(keys.accessKeyId == "AKID")
        #expect(keys.secretAccessKey == "s3cr3t-key")
        #expect(keys.sessionToken == "s3cr3t-token")
        #expect(keys.expiration?.description == "2026-01-02T12:05:01.000Z")
    }

    @Test func keysThatSoonExpireAreRenewedAndWrittenBack() async throws {
        var bench = bench()
        bench.files[path] = file(expiresAt: "2026-01-02T12:05:00Z")
        try await bench.serving { [answer] _ in
            StubAnswer(answer)
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL_SIGNIN"] = server.url
            let keys = try await provider(bench, transport).credentials()
            #expect(keys.accessKeyId == "AKID2")
            #expect(keys.secretAccessKey == "s3cr3t-key2")
            #expect(keys.sessionToken == "s3cr3t-token2")
            #expect(keys.expiration?.description == "2026-01-02T12:15:00.000Z")

            let request = try #require(server.requests.first)
            #expect(request.method == "POST")
            #expect(request.path == "/v1/token")
            #expect(request["content-type"] == "application/json")
            #expect(
                try JSONDecoder().decode([String: String].self, from: Data(request.body)) == [
                    "clientId": "arn:aws:signin:::x", "refreshToken": "s3cr3t-refresh", "grantType": "refresh_token",
                ])
            try check(try #require(request["dpop"]), url: server.url + "/v1/token")

            let saved = try #require(bench.files[path])
            for part in [
                "AKID2", "s3cr3t-key2", "s3cr3t-token2", "s3cr3t-next", "111122223333", "s3cr3t-id",
                "2026-01-02T12:15:00Z", "PRIVATE KEY",
            ] {
                #expect(saved.contains(part))
            }
            #expect(!saved.contains("s3cr3t-refresh"))
            _ = try await provider(bench, transport).credentials()
            #expect(server.requests.count == 1)
        }
    }

    /// The parts of a proof, and its signature by the key that it names.
    private func check(_ proof: String, url: String) throws {
        let parts = proof.split(separator: ".").map(String.init)
        #expect(parts.count == 3)
        let head = try JSONDecoder().decode(Head.self, from: try data(parts[0]))
        #expect(head.typ == "dpop+jwt")
        #expect(head.alg == "ES256")
        #expect(head.jwk.kty == "EC")
        #expect(head.jwk.crv == "P-256")
        let claims = try JSONDecoder().decode(Claims.self, from: try data(parts[1]))
        #expect(claims.htm == "POST")
        #expect(claims.htu == url)
        #expect(claims.iat == 1_767_355_200)
        #expect(claims.jti.count == 36)
        let point = try data(head.jwk.x) + data(head.jwk.y)
        #expect(point == key.publicKey.rawRepresentation)
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: try data(parts[2]))
        #expect(key.publicKey.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
    }

    private struct Head: Decodable {
        let typ, alg: String
        let jwk: Key

        struct Key: Decodable {
            let kty, crv, x, y: String
        }
    }

    private struct Claims: Decodable {
        let htm, htu, jti: String
        let iat: Int
    }

    private func data(_ text: String) throws -> Data {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        return try #require(Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)))
    }

    @Test(arguments: [
        (StubAnswer(status: 400, #"{"error":"TOKEN_EXPIRED","message":"s3cr3t"}"#), "ExpiredCredentials", 1),
        (StubAnswer(status: 403, "s3cr3t"), "ExpiredCredentials", 1),
        (StubAnswer(status: 500, "s3cr3t"), "CredentialsUnavailable", 3),
        (StubAnswer("s3cr3t"), "CredentialsUnavailable", 3),
    ])
    func aRefusalSaysToLogInAgain(_ answer: StubAnswer, _ code: String, _ times: Int) async throws {
        var bench = bench()
        let before = file(expiresAt: "2026-01-02T11:59:00Z")
        bench.files[path] = before
        try await bench.serving { _ in
            answer
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL"] = server.url
            let failure = try await failure(of: provider(bench, transport))
            #expect(failure.code.name == code)
            #expect("\(failure)".contains("run `aws login --profile dev`") == (code == "ExpiredCredentials"))
            #expect(server.requests.count == times)
            #expect(bench.files[path] == before)
        }
    }

    /// What is still good serves where it cannot be renewed, or a new one could not be written down.
    @Test(arguments: [true, false]) func aSignInServesToItsEnd(isReadOnly: Bool) async throws {
        var bench = bench()
        let before = file(expiresAt: "2026-01-02T12:01:00Z")
        bench.files[path] = before
        if isReadOnly { bench.files.lock() }
        try await bench.serving { _ in
            StubAnswer(status: 400, "s3cr3t")
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL"] = server.url
            _ = try await provider(bench, transport).credentials()
            #expect(server.requests.count == (isReadOnly ? 0 : 1))
            #expect(bench.files[path] == before)
        }
    }

    @Test func aSignInThatAnotherProgramHasRenewedIsReadAgain() async throws {
        var bench = bench()
        bench.files[path] = file(expiresAt: "2026-01-02T11:59:00Z")
        let (files, path, other) = (bench.files, path, file(expiresAt: "2026-01-02T12:14:00Z"))
        try await bench.serving { _ in
            files[path] = other
            return StubAnswer(status: 400, "s3cr3t")
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL"] = server.url
            let credentials = try await provider(bench, transport).credentials()
            #expect(credentials.expiration?.description == "2026-01-02T12:14:00.000Z")
            #expect(server.requests.count == 1)
        }
    }

    @Test func whatIsNotThereIsNamed() async throws {
        var bench = bench()
        let failure = try await failure(of: provider(bench))
        #expect(failure.code == .missing)
        #expect(
            "\(failure)"
                == "aws login for profile dev in /home/.aws/config: there is no \(path): run `aws login --profile dev`")
        bench.environment["AWS_LOGIN_CACHE_DIRECTORY"] = "~/elsewhere"
        #expect("\(try await AWSTests.failure(of: provider(bench)))".contains("/home/elsewhere/"))
    }

    @Test func brokenFilesAreNotShown() async throws {
        let bench = bench()
        for text in [
            "s3cr3t", "{}", #"{"accessToken":"s3cr3t"}"#,
            file(expiresAt: "s3cr3t"), file(expiresAt: "2026-01-02T11:00:00Z", pem: "s3cr3t"),
            file(expiresAt: "2026-01-02T11:00:00Z").replacingOccurrences(of: "refreshToken", with: "s3cr3t"),
        ] {
            bench.files[path] = text
            let failure = try await failure(of: provider(bench))
            #expect("\(failure)".contains(path))
        }
    }

    /// From botocore's endpoint rule set.
    @Test(arguments: [
        ("eu-west-1", false, false, "eu-west-1.signin.aws.amazon.com"),
        ("cn-north-1", false, false, "cn-north-1.signin.amazonaws.cn"),
        ("us-gov-east-1", false, false, "us-gov-east-1.signin.amazonaws-us-gov.com"),
        ("us-gov-east-1", true, false, "us-gov-east-1.signin-fips.amazonaws-us-gov.com"),
        ("us-gov-west-1", true, false, "signin-fips.amazonaws-us-gov.com"),
        ("eusc-de-east-1", false, false, "eusc-de-east-1.signin.amazonaws-eusc.eu"),
        ("us-east-2", true, false, "signin-fips.us-east-2.amazonaws.com"),
        ("us-east-2", false, true, "signin.us-east-2.api.aws"),
        ("us-east-2", true, true, "signin-fips.us-east-2.api.aws"),
    ])
    func hostsAreThoseOfBotocore(_ region: String, _ fips: Bool, _ dualStack: Bool, _ host: String) async throws {
        for isInToken in [true, false] {
            var bench = bench(["region": isInToken ? "eu-west-3" : region])
            bench.environment["AWS_USE_FIPS_ENDPOINT"] = "\(fips)"
            bench.environment["AWS_USE_DUALSTACK_ENDPOINT"] = "\(dualStack)"
            bench.files[path] = file(
                expiresAt: "2026-01-02T11:00:00Z", isInToken ? #","signInRegion":"\#(region)""# : "")
            let failure = try await failure(of: provider(bench))
            #expect("\(failure)".contains("the request to \(host) could not be sent"), "\(failure)")
        }
    }
}

import Evidence
import Foundation
import AWS
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct ContainerCredentialsTests {
    private let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private let answer =
        #"{"AccessKeyId":"AKID","SecretAccessKey":"s3cr3t-key","Token":"s3cr3t-token","#
        + #""Expiration":"2026-01-02T18:00:00Z","RoleArn":"arn:aws:iam::111122223333:role/r"}"#

    private func provider(_ bench: ProviderBench, _ transport: any HTTPTransport) -> ContainerCredentials {
        ContainerCredentials(bench.surroundings(transport), timeLimit: .seconds(30))
    }

    @Test func theAgentIsAskedWithTheTokenOfTheFile() async throws {
        var bench = ProviderBench()
        bench.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
        bench.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "s3cr3t-other"
        try await bench.serving { [answer] _ in
            StubAnswer(answer)
        } to: { server, transport in
            bench.environment[full] = server.url + "/v1/c:r=d?a=1&b"
            for token in ["s3cr3t one", "s3cr3t two"] {
                bench.files["/token"] = token
                let credentials = try await provider(bench, transport).credentials()
                #expect(credentials.accessKeyId == "AKID")
                #expect(credentials.secretAccessKey == "s3cr3t-key")
                #expect(credentials.sessionToken == "s3cr3t-token")
                #expect(credentials.expiration?.description == "2026-01-02T18:00:00.000Z")
                #expect(server.requests.last?.path == "/v1/c:r=d?a=1&b")
                #expect(server.requests.last?["authorization"] == token)
                #expect(server.requests.last?["accept"] == "application/json")
            }
            bench.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = nil
            _ = try await provider(bench, transport).credentials()
            #expect(server.requests.last?["authorization"] == "s3cr3t-other")
        }
    }

    @Test(arguments: [
        (StubAnswer(status: 401, "s3cr3t"), "HTTP status 401 (3 attempts)"),
        (StubAnswer(status: 500, "s3cr3t"), "HTTP status 500 (3 attempts)"),
        (StubAnswer("s3cr3t"), "not what it should be (3 attempts)"),
        (StubAnswer(String(repeating: " ", count: 70_000)), "larger than 65536 bytes (3 attempts)"),
        (StubAnswer("{\"AccessKeyId\":\"s3cr3t").truncated(after: 5), "closed the connection"),
    ])
    func anAgentThatFailsIsAskedThreeTimes(_ answer: StubAnswer, _ words: String) async throws {
        var bench = ProviderBench()
        try await bench.serving { _ in
            answer
        } to: { server, transport in
            bench.environment[full] = server.url + "/s3cr3t"
            let failure = try await failure(of: provider(bench, transport))
            #expect(failure.code == .unavailable)
            #expect("\(failure)".contains(words), "\(failure)")
            #expect("\(failure)".contains(full))
            #expect(server.requests.count == 3)
            #expect(bench.slept == [.seconds(1), .seconds(1)])
        }
    }

    @Test func aPassingTroubleIsOvercome() async throws {
        var bench = ProviderBench()
        let answers = Answers([StubAnswer(status: 503), StubAnswer("garbage"), StubAnswer(answer)])
        try await bench.serving { _ in
            answers.next()
        } to: { server, transport in
            bench.environment[full] = server.url
            let keys = try await provider(bench, transport).credentials()
            #expect(keys.accessKeyId == "AKID")
            #expect(server.requests.map(\.path) == ["/", "/", "/"])
        }
    }

    @Test(arguments: ["AccessKeyId", "SecretAccessKey", "Token", "Expiration"])
    func anAbsentKeyIsNamed(_ key: String) async throws {
        var bench = ProviderBench()
        bench.environment[relative] = "/x"
        let body = answer.replacingOccurrences(of: "\"\(key)\"", with: "\"X\"")
        let transport = ScriptedTransport { _ in HTTPAnswer(status: 200, body: Array(body.utf8)) }
        let failure = try await failure(of: provider(bench, transport))
        #expect(failure.code == .incomplete)
        #expect("\(failure)".contains("has no \(key)"))
    }

    @Test func noVariableMeansNoContainer() async throws {
        var bench = ProviderBench()
        bench.environment[full] = ""
        #expect(try await failure(of: provider(bench, NoTransport())).code == .missing)
    }

    @Test(arguments: [
        "http://127.0.0.1:9/", "http://127.255.1.2", "http://LOCALHOST/", "http://[::1]:8/x", "http://[0:0::1]/",
        "http://169.254.170.2/", "http://169.254.170.23/", "http://[fd00:ec2::23]/", "http://[FD00:0EC2:0::23]/",
        "https://anywhere.example/", "https://10.0.0.1",
    ])
    func theseHostsAreAsked(_ url: String) async throws {
        var bench = ProviderBench()
        bench.environment[full] = url
        #expect(try await failure(of: provider(bench, NoTransport())).code == .unavailable)
    }

    @Test(arguments: [
        "http://10.0.0.1/", "http://anywhere.example/s3cr3t", "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example/", "http://169.254.170.20/", "http://169.254.169.254/",
        "http://[fd00:ec2::24]/", "http://[::ffff:127.0.0.1]/", "http://0127.0.0.1/", "http://2130706433/",
        "http://s3cr3t:s3cr3t@localhost/", "http://localhost#@evil.example/", "http:///x", "ftp://localhost/",
        "/credentials", "s3cr3t", "http://localhost/a b", "http://localhost/\r\nX: s3cr3t", "http://localhost/é",
    ])
    func theseAreNot(_ url: String) async throws {
        var bench = ProviderBench()
        bench.environment[full] = url
        let failure = try await failure(of: provider(bench, NoTransport()))
        #expect(failure.code == .invalid, "\(failure)")
        #expect("\(failure)".contains(full))
    }

    @Test(arguments: ["@evil.example/", "x", ".evil.example"])
    func aRelativePlaceStaysOnTheHost(_ target: String) async throws {
        var bench = ProviderBench()
        bench.environment[relative] = target
        #expect(try await failure(of: provider(bench, NoTransport())).code == .invalid)
    }

    @Test(arguments: ["s3cr3t\n", "s3cr3t\r\nX-Evil: 1", "", "s3cr3té", "s3cr3t\u{0}"])
    func aTokenThatIsNoHeaderIsRefused(_ token: String) async throws {
        var bench = ProviderBench()
        bench.environment[relative] = "/x"
        bench.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
        bench.files["/token"] = token
        #expect(try await failure(of: provider(bench, NoTransport())).code == .invalid)
    }

    @Test func aTokenFileThatIsNotThereIsNamed() async throws {
        var bench = ProviderBench()
        bench.environment[relative] = "/x"
        bench.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
        let failure = try await failure(of: provider(bench, NoTransport()))
        #expect(failure.code == .unavailable)
        #expect("\(failure)".contains("/token, does not exist"))
    }

    private struct Case: Decodable {
        let docs: String
        let env: [String: String]
        let result: [String: String]
    }

    /// All cases apply.
    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)")) func theCasesOfTheSDKs() async throws {
        let file = "aws-fixtures/smithy-rs/aws/rust-runtime/aws-config/test-data/ecs-tests.json"
        let cases = try JSONDecoder().decode([String: [Case]].self, from: Data(try SharedData.bytes(file)))["tests"]
        #expect(cases?.count == 11)
        for example in cases ?? [] {
            var bench = ProviderBench()
            bench.environment = example.env
            let transport = ScriptedTransport { [answer] (request) throws(TransportFailure) in
                if request.url == example.result["Ok"] { return HTTPAnswer(status: 200, body: Array(answer.utf8)) }
                throw .unsendable(host: request.url)
            }
            if example.result["Ok"] != nil {
                let keys = try await provider(bench, transport).credentials()
                #expect(keys.accessKeyId == "AKID", "\(example.docs)")
            } else {
                let failure = try await failure(of: provider(bench, transport))
                #expect(failure.code == (example.env.isEmpty ? .missing : .invalid), "\(example.docs)")
            }
        }
    }
}

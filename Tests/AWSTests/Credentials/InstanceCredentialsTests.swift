import Evidence
import Foundation
import AWS
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct InstanceCredentialsTests {
    private static let roles = "/latest/meta-data/iam/security-credentials/"

    /// A metadata service whose answers a test can spoil.
    private struct Instance: Sendable {
        var token = StubAnswer("s3cr3t-session==")
        var list = StubAnswer("audit@role\n")
        var keys = StubAnswer(document(expiring: "2026-01-02T18:00:00Z"))

        func answer(_ request: StubRequest) -> StubAnswer {
            switch (request.method, request.path) {
            case ("PUT", "/latest/api/token"): token
            case ("GET", roles): list
            case ("GET", roles + "audit@role"): keys
            default: StubAnswer(status: 500, "unexpected")
            }
        }
    }

    private static func document(code: String = "Success", expiring: String) -> String {
        #"{"Code":"\#(code)","AccessKeyId":"AKID","SecretAccessKey":"s3cr3t-key","Token":"s3cr3t-token","#
            + #""Expiration":"\#(expiring)"}"#
    }

    private func provider(_ bench: ProviderBench, _ transport: any HTTPTransport) -> InstanceCredentials {
        InstanceCredentials(bench.surroundings(transport), settings: bench.settings)
    }

    /// What an instance gives, and what it was asked.
    private func outcome(
        of instance: Instance, _ bench: ProviderBench = ProviderBench()
    ) async throws -> (Result<Credentials, CredentialFailure>, [StubRequest]) {
        var bench = bench
        return try await bench.serving {
            instance.answer($0)
        } to: { server, transport in
            bench.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server.url
            let provider = provider(bench, transport)
            do throws(CredentialFailure) {
                return (.success(try await provider.credentials()), server.requests)
            } catch {
                #expect(!"\(error)".contains(ProviderBench.mark), "\(error)")
                return (.failure(error), server.requests)
            }
        }
    }

    @Test func theRoleIsAskedForWithAToken() async throws {
        let (result, requests) = try await outcome(of: Instance())
        let keys = try result.get()
        #expect(keys.accessKeyId == "AKID")
        #expect(keys.secretAccessKey == "s3cr3t-key")
        #expect(keys.sessionToken == "s3cr3t-token")
        #expect(keys.expiration?.description == "2026-01-02T18:00:00.000Z")
        #expect(requests.map(\.method) == ["PUT", "GET", "GET"])
        #expect(requests[0]["x-aws-ec2-metadata-token-ttl-seconds"] == "21600")
        #expect(requests[1]["x-aws-ec2-metadata-token"] == "s3cr3t-session==")
        #expect(requests[2]["x-aws-ec2-metadata-token"] == "s3cr3t-session==")
    }

    @Test(arguments: [403, 404, 405])
    func aServiceWithoutTokensIsAskedAsOfOld(_ status: Int) async throws {
        var instance = Instance()
        instance.token = StubAnswer(status: status)
        let (result, requests) = try await outcome(of: instance)
        #expect(try result.get().accessKeyId == "AKID")
        #expect(requests.map(\.method) == ["PUT", "GET", "GET"])
        #expect(requests.allSatisfy { $0["x-aws-ec2-metadata-token"] == nil })

        var bench = ProviderBench()
        bench.environment["AWS_EC2_METADATA_V1_DISABLED"] = "true"
        let (refused, asked) = try await outcome(of: instance, bench)
        #expect(refused.failure?.code == .unavailable)
        #expect(refused.failure?.description.contains("version 1 is disabled") == true)
        #expect(asked.count == 1)
    }

    @Test func aBadRequestEndsIt() async throws {
        var instance = Instance()
        instance.token = StubAnswer(status: 400, "s3cr3t")
        let (result, requests) = try await outcome(of: instance)
        #expect(result.failure?.code == .unavailable)
        #expect(requests.count == 1)
    }

    /// Silence of the token is a hop limit, perhaps; silence of everything is no instance.
    @Test func silenceIsWaitedForOnce() async throws {
        let transport = ScriptedTransport { (request) throws(TransportFailure) in
            if request.method == "PUT" { throw .timeout(host: request.authority) }
            let isList = request.path == Self.roles
            return HTTPAnswer(
                status: 200, body: (isList ? Instance().list : Instance().keys).body)
        }
        #expect(try await provider(ProviderBench(), transport).credentials().accessKeyId == "AKID")

        var instance = Instance()
        instance.token = .hang
        instance.list = .hang
        var bench = ProviderBench()
        bench.environment["AWS_METADATA_SERVICE_TIMEOUT"] = "1"
        let (result, requests) = try await outcome(of: instance, bench)
        #expect(result.failure?.code == .unavailable)
        #expect(requests.count <= 2)
    }

    @Test func noServiceMeansNoInstanceUnlessItWasNamed() async throws {
        for failure in [
            TransportFailure.refused(host: "h"), .unreachable(host: "h"), .cannotResolve(host: "h"),
            .timeout(host: "h"),
        ] {
            var bench = ProviderBench()
            let transport = ScriptedTransport { (_) throws(TransportFailure) in throw failure }
            #expect(try await AWSTests.failure(of: provider(bench, transport)).code == .missing)
            bench.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://10.0.0.1"
            #expect(try await AWSTests.failure(of: provider(bench, transport)).code == .unavailable)
        }
    }

    @Test func aDisabledServiceIsNotAsked() async throws {
        var bench = ProviderBench()
        bench.environment["AWS_EC2_METADATA_DISABLED"] = "TRUE"
        #expect(try await failure(of: provider(bench, NoTransport())).code == .missing)
        bench.environment["AWS_EC2_METADATA_DISABLED"] = "s3cr3t"
        #expect(try await failure(of: provider(bench, NoTransport())).code == .invalid)
    }

    @Test(arguments: [StubAnswer(status: 404, "<html>"), StubAnswer(""), StubAnswer("\n")])
    func noRoleIsNoCredentials(_ list: StubAnswer) async throws {
        var instance = Instance()
        instance.list = list
        let (result, requests) = try await outcome(of: instance)
        #expect(result.failure?.code == .missing)
        #expect(result.failure?.description.contains("no IAM role") == true)
        #expect(requests.count == 2)
    }

    @Test(arguments: ["../../user-data", "a/b", "a b", "a?b", "é", ".", "..", "~", "s3cr3t\u{0}", "%2e", "<html>"])
    func whatIsNoNameOfARoleIsNotAskedFor(_ name: String) async throws {
        var instance = Instance()
        instance.list = StubAnswer(name)
        let (result, requests) = try await outcome(of: instance)
        #expect(result.failure?.code == .unavailable)
        #expect(requests.allSatisfy { $0.path == Self.roles || $0.method == "PUT" })
    }

    @Test(arguments: [
        (StubAnswer(status: 500, "s3cr3t"), 3), (StubAnswer("s3cr3t"), 3), (.drop, 3), (StubAnswer(status: 401), 1),
        (StubAnswer(String(repeating: "s", count: 70_000)), 1),
    ])
    func aServiceThatMisbehavesIsUnavailable(_ keys: StubAnswer, _ times: Int) async throws {
        var instance = Instance()
        instance.keys = keys
        let (result, requests) = try await outcome(of: instance)
        #expect(result.failure?.code == .unavailable, "\(result)")
        #expect(requests.count == 2 + times)
    }

    /// Where containers are one hop too far away the token never comes, and version 1 is refused.
    @Test func whereTheTokenDoesNotComeTheHopLimitIsNamed() async throws {
        var instance = Instance()
        instance.token = .drop
        instance.list = StubAnswer(status: 401)
        let (result, _) = try await outcome(of: instance)
        #expect(result.failure?.code == .unavailable)
        #expect(result.failure?.description.contains("raise the hop limit of the instance to 2") == true)
    }

    @Test func attemptsAndTimeAreTheUsers() async throws {
        var instance = Instance()
        instance.keys = StubAnswer(status: 500)
        var bench = ProviderBench()
        bench.environment["AWS_METADATA_SERVICE_NUM_ATTEMPTS"] = "1"
        #expect(try await outcome(of: instance, bench).1.count == 3)
        bench.environment["AWS_METADATA_SERVICE_TIMEOUT"] = "soon"
        #expect(try await failure(of: provider(bench, NoTransport())).code == .invalid)
    }

    @Test func passingTroublesAreOvercome() async throws {
        let all = Answers([
            StubAnswer(status: 503), StubAnswer("t"), StubAnswer(status: 503), StubAnswer("r"), StubAnswer("garbage"),
            StubAnswer(Self.document(expiring: "2026-01-02T18:00:00Z")),
        ])
        var bench = ProviderBench()
        try await bench.serving { _ in
            all.next()
        } to: { server, transport in
            bench.environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server.url
            let keys = try await provider(bench, transport).credentials()
            #expect(keys.accessKeyId == "AKID")
            #expect(server.requests.count == 6)
        }
    }

    @Test(arguments: [("AssumeRoleUnauthorizedAccess", "trust policy"), ("s3cr3t", "no credentials now")])
    func aRefusalSaysWhatToLookAt(_ code: String, _ words: String) async throws {
        var instance = Instance()
        instance.keys = StubAnswer("{\"Code\":\"\(code)\",\"Message\":\"s3cr3t\"}")
        let (result, _) = try await outcome(of: instance)
        #expect(result.failure?.code == .unavailable)
        #expect(result.failure?.description.contains(words) == true)
    }

    /// Half of the chance gives 15 + 6 minutes.
    @Test(arguments: [
        ("2026-01-02T12:21:01Z", "2026-01-02T12:21:01.000Z"), ("2026-01-02T12:21:00Z", "2026-01-02T12:21:00.000Z"),
        ("2026-01-02T12:20:59Z", "2026-01-02T12:21:00.000Z"), ("2026-01-01T00:00:00Z", "2026-01-02T12:21:00.000Z"),
    ])
    func oldKeysServeWhileTheServiceIsIll(_ given: String, _ taken: String) async throws {
        var instance = Instance()
        instance.keys = StubAnswer(Self.document(expiring: given))
        #expect(try await outcome(of: instance).0.get().expiration?.description == taken)
    }

    private struct Case: Decodable {
        let docs: String
        let env: [String: String]
        let fs: [String: String]
        let result: [String: String]
        let endpoint_override: String?
        let mode_override: String?
    }

    /// These set the endpoint or the mode in a program's own code, which Exhibit has no option for.
    private static let doNotApply: Set = [
        "explicit endpoint override", "explicit mode override", "environment variable overrides endpoint mode override",
    ]

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)")) func theEndpointCasesOfTheSDKs() async throws {
        let file =
            "aws-fixtures/smithy-rs/aws/rust-runtime/aws-config/test-data/imds-config/imds-endpoint-tests.json"
        let all = try JSONDecoder().decode([String: [Case]].self, from: Data(try SharedData.bytes(file)))["tests"] ?? []
        #expect(all.count == 14)
        #expect(
            Set(all.filter { $0.endpoint_override != nil || $0.mode_override != nil }.map(\.docs)) == Self.doNotApply)
        for example in all where !Self.doNotApply.contains(example.docs) {
            var bench = ProviderBench()
            bench.environment = example.env
            bench.profiles = Profiles(plain: example.fs["config"] ?? "")
            let transport = ScriptedTransport { (request) throws(TransportFailure) in
                throw .tls(host: "<\(request.url)>")
            }
            bench.environment["AWS_EC2_METADATA_V1_DISABLED"] = "true"
            let failure = try await failure(of: provider(bench, transport))
            if let url = example.result["Ok"] {
                #expect("\(failure)".contains("<\(url)>"), "\(example.docs): \(failure)")
            } else {
                #expect(failure.code == .invalid, "\(example.docs)")
            }
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        switch self {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}

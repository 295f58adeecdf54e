import Evidence
import AWS
import Synchronization
import Testing

@Suite struct AssumedRoleTests {
    private let arn = "arn:aws:iam::123456789012:role/audit"

    private struct Heard {
        var request: APIRequest
        var reply: Reply
    }

    private func role(mfa: String? = nil, seconds: Int? = nil) throws -> Role {
        try Role(
            arn: arn, externalId: "MARKEDexternalMARKED", sessionName: "me", mfaSerial: mfa, seconds: seconds,
            origin: "profile “a” in /home/.aws/config")
    }

    private func failure(
        _ surroundings: Surroundings, role: Role, from source: GivenCredentials? = nil
    ) async throws -> CredentialFailure {
        let base = try source ?? GivenCredentials(.test("AKIDBASE"))
        let assumed = AssumedRole(role, from: base, by: try surroundings.tokens(), surroundings)
        let failure = await #expect(throws: CredentialFailure.self) { try await assumed.credentials() }
        return try #require(failure)
    }

    @Test func theCallIsSignedWithTheSourceAndSaysWhatTheRoleSays() async throws {
        let network = CannedNetwork([.success(.role())])
        let surroundings = Surroundings.fixture(["AWS_REGION": "eu-west-1"], transport: network)
        let base = try GivenCredentials(.test("AKIDBASE"))
        let assumed = AssumedRole(
            try role(seconds: 1800), from: base, by: try surroundings.tokens(), surroundings)
        let keys = try await assumed.credentials()
        #expect(keys.accessKeyId == "ASIAROLE")
        #expect(keys.secretAccessKey == "MARKEDrolesecretMARKED")
        #expect(keys.sessionToken == "MARKEDroletokenMARKED")
        #expect(keys.expiration == Surroundings.inAnHour)

        let request = try #require(network.requests.first)
        #expect(request.url == "https://sts.eu-west-1.amazonaws.com/")
        let signature = try #require(request.headers["Authorization"])
        #expect(signature.contains("Credential=AKIDBASE/20090101/eu-west-1/sts/aws4_request"))
        #expect(request.headers["x-amz-security-token"] == "MARKEDbasetokenMARKED")
        #expect(
            network.forms == [
                [
                    "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": arn, "RoleSessionName": "me",
                    "ExternalId": "MARKEDexternalMARKED", "DurationSeconds": "1800",
                ]
            ])
    }

    /// And so are all calls to come, of whatever service.
    @Test func theCallIsSignedAtAWSsTime() async throws {
        var refused = HTTPAnswer.refusal("RequestTimeTooSkewed", "no")
        refused.headers.append(HTTPHeader("Date", "Thu, 01 Jan 2009 08:00:00 GMT"))
        let network = CannedNetwork([.success(refused), .success(.role()), .success(.role())])
        let surroundings = Surroundings.fixture(["AWS_REGION": "eu-west-1"], transport: network)
        for _ in 1...2 {
            let assumed = AssumedRole(
                try role(), from: try GivenCredentials(.test("AKIDBASE")), by: try surroundings.tokens(), surroundings)
            _ = try await assumed.credentials()
        }
        let dates = network.requests.map { $0.headers["x-amz-date"]?.prefix(11) }
        #expect(dates == ["20090101T00", "20090101T08", "20090101T08"])
    }

    @Test(arguments: [201, 202, 203, 206]) func onlyStatus200GivesCredentials(_ status: Int) async throws {
        var answer = HTTPAnswer.role()
        answer.status = status
        let network = CannedNetwork(Array(repeating: .success(answer), count: 9))
        let calls = Mutex<[Reply]>([])
        let surroundings = Surroundings.fixture(["AWS_REGION": "eu-west-1"], transport: network)
        let tokens = try surroundings.tokens { _, reply in calls.withLock { $0.append(reply) } }
        let assumed = AssumedRole(try role(), from: try GivenCredentials(.test("AKIDBASE")), by: tokens, surroundings)
        await #expect(throws: CredentialFailure.self) { try await assumed.credentials() }
        let reply = try #require(calls.withLock(\.self).last)
        #expect(reply.failure?.code == "HTTP\(status)" && reply.body == nil)
    }

    @Test(arguments: [
        ("arn:aws-cn:iam::123456789012:role/a", "sts.cn-northwest-1.amazonaws.com.cn"),
        ("arn:aws-us-gov:iam::123456789012:role/a", "sts.us-gov-west-1.amazonaws.com"),
        ("arn:aws:iam::123456789012:role/a", "sts.us-east-1.amazonaws.com"),
    ])
    func withoutARegionThePartitionTellsWhereToAsk(_ arn: String, _ host: String) async throws {
        let network = CannedNetwork([.success(.role())])
        let surroundings = Surroundings.fixture(transport: network)
        let assumed = AssumedRole(
            try Role(arn: arn, origin: "--role-arn"), from: try GivenCredentials(.test("AKIDBASE")),
            by: try surroundings.tokens(), surroundings)
        _ = try await assumed.credentials()
        #expect(network.requests.map(\.authority) == [host])
        #expect(network.forms.first?["RoleSessionName"] == "exhibit-1230768000")
    }

    @Test func aRefusalNamesRoleProfileFileAndRequestAndNoSecret() async throws {
        let echo = "User MARKEDbasesecretMARKED, MARKEDbasetokenMARKED and MARKEDexternalMARKED may not"
        let network = CannedNetwork([.success(.refusal("AccessDenied", echo))])
        let calls = Mutex<[Heard]>([])
        let surroundings = Surroundings.fixture(transport: network)
        let tokens = try surroundings.tokens { request, reply in
            calls.withLock { $0.append(Heard(request: request, reply: reply)) }
        }
        let assumed = AssumedRole(
            try role(), from: try GivenCredentials(.test("AKIDBASE")), by: tokens, surroundings)
        let failure = try #require(await #expect(throws: CredentialFailure.self) { try await assumed.credentials() })
        #expect(failure.code.name == "AccessDenied")
        let heard = try #require(calls.withLock(\.self).first?.reply)
        #expect(heard.httpStatus == 403 && heard.body == nil && heard.requestId == "req-2")
        #expect(heard.failure?.code == "AccessDenied")
        #expect(heard.failure?.message == "User [redacted], [redacted] and [redacted] may not")
        #expect(
            failure.description
                == "no credentials of role \(arn) (profile “a” in /home/.aws/config): AccessDenied: User [redacted], "
                + "[redacted] and [redacted] may not (request req-2)")
        #expect(network.requests.count == 1)
    }

    @Test func troubleIsRetriedAndEachAttemptRecorded() async throws {
        let truncated = HTTPAnswer(status: 200, body: Array(HTTPAnswer.role().body.prefix(80)))
        let network = CannedNetwork([
            .failure(.closedEarly(host: "sts")), .success(truncated), .success(.role()),
        ])
        let calls = Mutex<[Heard]>([])
        let surroundings = Surroundings.fixture(transport: network)
        let tokens = try surroundings.tokens { request, reply in
            calls.withLock { $0.append(Heard(request: request, reply: reply)) }
        }
        let assumed = AssumedRole(
            try role(), from: try GivenCredentials(.test("AKIDBASE")), by: tokens, surroundings)
        _ = try await assumed.credentials()

        let call = try #require(calls.withLock(\.self).first)
        #expect(call.reply.attempts.map(\.code) == ["ConnectionClosed", "UnreadableAnswer", nil])
        #expect(call.reply.attempts.map(\.httpStatus) == [nil, 200, 200])
        #expect(call.reply.endpoint == "https://sts.us-east-1.amazonaws.com/" && call.reply.failure == nil)
        #expect(call.reply.body == nil && call.reply.requestId == "req-1")
        #expect(call.request.action == "AssumeRole")
        #expect(call.request.parameters == ["RoleArn": arn, "RoleSessionName": "me"])
    }

    @Test func whatStaysUnreadableFails() async throws {
        let network = CannedNetwork(
            Array(repeating: .success(HTTPAnswer(status: 200, body: Array("<a/>".utf8))), count: 10))
        let failure = try await failure(.fixture(transport: network), role: role())
        #expect(failure.code.name == "UnreadableAnswer")
        #expect(network.requests.count == RetryPolicy.patient.maxFruitlessAttempts)
    }

    @Test func expiredSourceCredentialsAreRenewedOnce() async throws {
        let network = CannedNetwork([.success(.refusal("ExpiredToken", "old", status: 403)), .success(.role())])
        let surroundings = Surroundings.fixture(transport: network)
        let base = GivenCredentials { time throws(CredentialFailure) in try .test("AKIDBASE\(time)") }
        let assumed = AssumedRole(try role(), from: base, by: try surroundings.tokens(), surroundings)
        _ = try await assumed.credentials()
        #expect(base.stale.map(\.accessKeyId) == ["AKIDBASE1"])
        #expect(network.requests.last?.headers["Authorization"]?.contains("AKIDBASE2/") == true)
    }

    @Test func anMFACodeIsAskedForOnce() async throws {
        let network = CannedNetwork([.success(.role())])
        let questions = Mutex<[String]>([])
        let clock = Mutex(Surroundings.januaryOf2009)
        let surroundings = Surroundings.fixture(
            transport: network,
            prompt: { question in
                questions.withLock { $0.append(question) }
                return " 123 456\n"
            }, now: { clock.withLock(\.self) })
        let device = "arn:aws:iam::123456789012:mfa/me"
        let assumed = AssumedRole(
            try role(mfa: device), from: try GivenCredentials(.test("AKIDBASE")), by: try surroundings.tokens(),
            surroundings)
        let first = try await assumed.credentials()
        #expect(try await assumed.credentials() == first)
        #expect(questions.withLock(\.self) == ["MFA code of \(device): "])
        #expect(network.forms.map { $0["TokenCode"] } == ["123456"])
        #expect(network.forms.map { $0["SerialNumber"] } == [device])

        clock.withLock { $0 = Surroundings.inAnHour }
        let failure = await #expect(throws: CredentialFailure.self) { try await assumed.credentials() }
        #expect(failure?.code == .expired)
        #expect(network.requests.count == 1)
    }

    @Test func withoutACodeNothingIsAsked() async throws {
        let network = CannedNetwork([])
        let device = try role(mfa: "GAHT12345678")
        let nobody = try await failure(.fixture(transport: network), role: device)
        #expect(nobody.description.contains("there is no terminal to ask"))
        let wrong = try await failure(.fixture(transport: network, prompt: { _ in "MARKED" }), role: device)
        #expect(wrong.description.contains("six digits") && !wrong.description.contains("MARKED"))
        let silent = try await failure(
            .fixture(transport: network, prompt: { _ in throw CancellationError() }), role: device)
        #expect(silent.description.hasSuffix("and none was given"))
        #expect(network.requests.isEmpty)
    }

    @Test func nothingIsShownOfASecret() async throws {
        let surroundings = Surroundings.fixture(transport: CannedNetwork([.success(.role())]))
        let calls = Mutex<[Heard]>([])
        let tokens = try surroundings.tokens { request, reply in
            calls.withLock { $0.append(Heard(request: request, reply: reply)) }
        }
        let assumed = AssumedRole(
            try role(), from: try GivenCredentials(.test("AKIDBASE")), by: tokens, surroundings)
        let keys = try await assumed.credentials()
        var dumped = ""
        dump(keys, to: &dumped)
        dump(try role(), to: &dumped)
        dump(calls.withLock(\.self), to: &dumped)
        dump(assumed, to: &dumped)
        dumped += "\(keys)\(assumed)\(calls.withLock(\.self))\(try role())"
        #expect(dumped.contains("audit") && !dumped.contains("MARKED"))
    }
}

import Evidence
import Foundation
import AWS
import Support
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct SSOCredentialsTests {
    private let profile = [
        "sso_session": "corp", "sso_account_id": "111122223333", "sso_role_name": "Read Only",
    ]
    private let session = ["sso_start_url": "https://corp.example/start", "sso_region": "eu-west-1"]
    /// SHA-1 of "corp".
    private let path = "/home/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
    private let answer =
        #"{"roleCredentials":{"accessKeyId":"AKID","secretAccessKey":"s3cr3t-key","sessionToken":"s3cr3t-token","#
        + #""expiration":1767358800500}}"#

    private func bench(_ profile: [String: String]? = nil, _ session: [String: String]? = nil) -> ProviderBench {
        var bench = ProviderBench()
        bench.profileName = "dev"
        bench.profiles.profiles["dev"] = Profiles.Section("dev", profile ?? self.profile)
        bench.profiles.ssoSessions["corp"] = Profiles.Section("corp", session ?? self.session)
        return bench
    }

    private func provider(_ bench: ProviderBench, _ transport: any HTTPTransport = NoTransport()) -> SSOCredentials {
        SSOCredentials(
            profile: bench.profiles.profiles["dev"] ?? Profiles.Section("dev", [:]), profiles: bench.profiles,
            bench.surroundings(transport), settings: bench.settings)
    }

    private func token(expiresAt: String = "2026-01-02T20:00:00Z", _ more: String = "") -> String {
        #"{"accessToken":"s3cr3t-access","expiresAt":"\#(expiresAt)"\#(more)}"#
    }

    private let renewable =
        #","clientId":"s3cr3t-client","clientSecret":"s3cr3t-secret","refreshToken":"s3cr3t-refresh","#
        + #""registrationExpiresAt":"2026-03-01T00:00:00Z","other":{"kept":[1,1.5,true,null,"é/"]}"#

    @Test func theTokenBuysCredentials() async throws {
        var bench = bench()
        bench.files[path] = token()
        try await bench.serving { [answer] _ in
            StubAnswer(answer)
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL_SSO"] = server.url + "/below/"
            let credentials = try await provider(bench, transport).credentials()
            #expect(credentials.accessKeyId == "AKID")
            #expect(credentials.secretAccessKey == "s3cr3t-key")
            #expect(credentials.sessionToken == "s3cr3t-token")
            #expect(credentials.expiration?.milliseconds == 1_767_358_800_500)
            let request = try #require(server.requests.first)
            #expect(request.method == "GET")
            #expect(
                request.path
                    == "/below/federation/credentials?role_name=Read%20Only&account_id=111122223333")
            #expect(request["x-amz-sso_bearer_token"] == "s3cr3t-access")
            #expect(request["authorization"] == nil)
        }
    }

    @Test(arguments: [
        (StubAnswer(status: 401, "s3cr3t"), "ExpiredCredentials", "run `aws sso login --profile dev`", 1),
        (StubAnswer(status: 403, "s3cr3t"), "ForbiddenException", "no access to the role Read Only in account 1111", 1),
        (StubAnswer(status: 404, "s3cr3t"), "ResourceNotFoundException", "no such thing", 1),
        (StubAnswer(status: 418, "s3cr3t"), "CredentialsUnavailable", "HTTP status 418", 1),
        (StubAnswer(status: 302, "s3cr3t"), "CredentialsUnavailable", "HTTP status 302", 1),
        (StubAnswer(status: 503, "s3cr3t"), "CredentialsUnavailable", "HTTP status 503 (3 attempts)", 3),
        (StubAnswer(status: 429, "s3cr3t"), "CredentialsUnavailable", "HTTP status 429 (3 attempts)", 3),
        (StubAnswer("s3cr3t"), "CredentialsUnavailable", "not what it should be (3 attempts)", 3),
        (StubAnswer("{}"), "CredentialsUnavailable", "not what it should be (3 attempts)", 3),
        (StubAnswer(String(repeating: "s3cr3t", count: 20_000)), "CredentialsUnavailable", "larger than 65536", 1),
        (.drop, "CredentialsUnavailable", "closed the connection", 3),
    ])
    func whatIsNoAnswerSaysWhatToDo(_ answer: StubAnswer, _ code: String, _ words: String, _ times: Int) async throws {
        var bench = bench()
        bench.files[path] = token()
        try await bench.serving { _ in
            answer
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL"] = server.url
            let failure = try await failure(of: provider(bench, transport))
            #expect(failure.code.name == code)
            #expect("\(failure)".contains(words), "\(failure)")
            #expect("\(failure)".hasPrefix("IAM Identity Center for profile dev in /home/.aws/config: "))
            #expect(server.requests.count == times)
            #expect(bench.slept.count == times - 1)
        }
    }

    @Test func aPassingTroubleIsOvercome() async throws {
        var bench = bench()
        bench.files[path] = token()
        let answers = Answers([StubAnswer(status: 500), .drop, StubAnswer(answer)])
        try await bench.serving { _ in
            answers.next()
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL_SSO"] = server.url
            let keys = try await provider(bench, transport).credentials()
            #expect(keys.accessKeyId == "AKID")
            #expect(bench.slept == [.milliseconds(25), .milliseconds(50)])
        }
    }

    @Test func aTokenThatSoonExpiresIsRenewedAndWrittenBack() async throws {
        var bench = bench()
        bench.files[path] = token(expiresAt: "2026-01-02T12:14:59Z", renewable)
        try await bench.serving { [answer] request in
            StubAnswer(
                request.method == "POST"
                    ? #"{"accessToken":"s3cr3t-new","expiresIn":3600,"refreshToken":"s3cr3t-next"}"# : answer)
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL_SSO"] = server.url
            bench.environment["AWS_ENDPOINT_URL_SSO_OIDC"] = server.url
            _ = try await provider(bench, transport).credentials()
            #expect(server.requests.map(\.method) == ["POST", "GET"])
            #expect(server.requests[0].path == "/token")
            #expect(server.requests[0]["content-type"] == "application/json")
            let sent = try JSONDecoder().decode([String: String].self, from: Data(server.requests[0].body))
            #expect(
                sent == [
                    "grantType": "refresh_token", "clientId": "s3cr3t-client", "clientSecret": "s3cr3t-secret",
                    "refreshToken": "s3cr3t-refresh",
                ])
            #expect(server.requests[1]["x-amz-sso_bearer_token"] == "s3cr3t-new")
            #expect(
                bench.files[path]
                    == #"{"accessToken":"s3cr3t-new","clientId":"s3cr3t-client","clientSecret":"s3cr3t-secret","#
                    + #""expiresAt":"2026-01-02T13:00:00Z","other":{"kept":[1,1.5,true,null,"é/"]},"#
                    + #""refreshToken":"s3cr3t-next","registrationExpiresAt":"2026-03-01T00:00:00Z"}"#)
        }
    }

    @Test func aTokenThatLastsIsLeftAlone() async throws {
        var bench = bench()
        bench.files[path] = token(expiresAt: "2026-01-02T12:15:00Z", renewable)
        try await bench.serving { [answer] _ in
            StubAnswer(answer)
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL"] = server.url
            _ = try await provider(bench, transport).credentials()
            #expect(server.requests.map(\.method) == ["GET"])
        }
    }

    /// Refused or unreachable, an old token that is still good serves.
    @Test(arguments: [StubAnswer(status: 400, "s3cr3t"), StubAnswer(status: 500), StubAnswer("s3cr3t")])
    func aTokenThatCannotBeRenewedServesToItsEnd(_ trouble: StubAnswer) async throws {
        for (expiresAt, isGood) in [("2026-01-02T12:00:01Z", true), ("2026-01-02T12:00:00Z", false)] {
            var bench = bench()
            bench.files[path] = token(expiresAt: expiresAt, renewable)
            try await bench.serving { [answer] request in
                request.method == "POST" ? trouble : StubAnswer(answer)
            } to: { server, transport in
                bench.environment["AWS_ENDPOINT_URL"] = server.url
                if isGood {
                    let keys = try await provider(bench, transport).credentials()
                    #expect(keys.accessKeyId == "AKID")
                    #expect(server.requests.last?["x-amz-sso_bearer_token"] == "s3cr3t-access")
                } else {
                    let failure = try await failure(of: provider(bench, transport))
                    #expect(failure.code == (trouble.status == 400 ? .expired : .unavailable))
                    #expect("\(failure)".contains("the token expired"), "\(failure)")
                }
                #expect(bench.files[path] == token(expiresAt: expiresAt, renewable))
            }
        }
    }

    /// A time that cannot be reckoned with once ended the program: the token that is there still does.
    @Test(arguments: ["-1", "9223372036854775807"]) func aLifetimeThatIsNoneRenewsNothing(_ seconds: String)
        async throws
    {
        var bench = bench()
        let old = token(expiresAt: "2026-01-02T12:14:59Z", renewable)
        bench.files[path] = old
        try await bench.serving { [answer] request in
            StubAnswer(request.method == "POST" ? #"{"accessToken":"s3cr3t-new","expiresIn":\#(seconds)}"# : answer)
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL_SSO"] = server.url
            bench.environment["AWS_ENDPOINT_URL_SSO_OIDC"] = server.url
            _ = try await provider(bench, transport).credentials()
            #expect(server.requests.map(\.method) == ["POST", "POST", "POST", "GET"])
            #expect(bench.files[path] == old)
        }
    }

    /// Where a new one cannot be written down, one that is still good is not renewed: that may spend the user's refresh
    /// token. One that is not is renewed, and kept for as long as the program runs.
    @Test(arguments: [("2026-01-02T12:10:00Z", ["GET", "GET"]), ("2026-01-02T11:59:59Z", ["POST", "GET", "GET"])])
    func aFolderThatCannotBeWrittenToDoesNoHarm(_ expiresAt: String, _ methods: [String]) async throws {
        var bench = bench()
        let old = token(expiresAt: expiresAt, renewable)
        bench.files[path] = old
        bench.files.lock()
        try await bench.serving { [answer] request in
            StubAnswer(request.method == "POST" ? #"{"accessToken":"s3cr3t-new","expiresIn":3600}"# : answer)
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL"] = server.url
            let provider = provider(bench, transport)
            for _ in 1...2 { _ = try await provider.credentials() }
            #expect(server.requests.map(\.method) == methods)
            let used = methods.count == 3 ? "s3cr3t-new" : "s3cr3t-access"
            #expect(server.requests.last?["x-amz-sso_bearer_token"] == used)
            #expect(bench.files[path] == old)
        }
    }

    /// The refresh token is spent: another program has renewed the token with it, and is writing it down.
    @Test func aTokenThatAnotherProgramHasRenewedIsReadAgain() async throws {
        var bench = bench()
        bench.files[path] = token(expiresAt: "2026-01-02T11:59:59Z", renewable)
        let (files, path) = (bench.files, path)
        let other = token().replacing("s3cr3t-access", with: "s3cr3t-other")
        try await bench.serving { [answer] request in
            guard request.method == "POST" else { return StubAnswer(answer) }
            files[path] = other
            return StubAnswer(status: 400, #"{"error":"invalid_grant"}"#)
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL"] = server.url
            let keys = try await provider(bench, transport).credentials()
            #expect(keys.accessKeyId == "AKID")
            #expect(server.requests.last?["x-amz-sso_bearer_token"] == "s3cr3t-other")
            #expect(bench.files[path] == other)
        }
    }

    /// The AWS CLI empties a token file before it fills it.
    @Test(arguments: ["", "{", #"{"accessToken":"s3cr3"#]) func aFileThatIsBeingWrittenIsReadAgain(_ cut: String)
        async throws
    {
        var bench = bench()
        bench.files[path] = cut
        let (files, path, whole) = (bench.files, path, token())
        let waits = Mutex(0)
        bench.onSleep = {
            if waits.withLock({
                $0 += 1; return $0
            }) == 3 {
                files[path] = whole
            }
        }
        try await bench.serving { [answer] _ in
            StubAnswer(answer)
        } to: { server, transport in
            bench.environment["AWS_ENDPOINT_URL"] = server.url
            let keys = try await provider(bench, transport).credentials()
            #expect(keys.accessKeyId == "AKID")
            #expect(bench.slept == [.milliseconds(200), .milliseconds(200), .milliseconds(200)])
        }
    }

    /// Without a session the token is found by the start URL, and is not renewed.
    @Test func profilesOfOldStandForThemselves() async throws {
        let old = profile.merging(session) { $1 }.filter { $0.key != "sso_session" }
        let place = "/home/.aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json"
        let bench = bench(old)
        let failure = try await failure(of: provider(bench))
        #expect(failure.code == .missing)
        #expect("\(failure)".hasSuffix("there is no token in \(place): run `aws sso login --profile dev`"))

        bench.files[place] = token(expiresAt: "2026-01-02T12:00:00Z", renewable)
        let expired = try await AWSTests.failure(of: provider(bench))
        #expect(expired.code == .expired)
        #expect(
            "\(expired)".hasSuffix("the token expired at 2026-01-02 12:00:00 UTC: run `aws sso login --profile dev`"))
    }

    @Test(arguments: [
        ("", "is empty: log in again: run `aws sso login --profile dev`"), ("s3cr3t", "log in again"),
        (#"["s3cr3t"]"#, "is not the JSON that the AWS CLI writes there: log in again: run `aws sso login"),
        (#"{"accessToken":"s3cr3t"}"#, "no accessToken or no expiresAt"),
        (#"{"accessToken":5,"expiresAt":"2026-01-02T20:00:00Z"}"#, "no accessToken or no expiresAt"),
        (#"{"accessToken":"s3cr3t","expiresAt":"s3cr3t"}"#, "no accessToken or no expiresAt"),
        (#"{"accessToken":"s3cr3t\r\nx: y","expiresAt":"2026-01-02T20:00:00Z"}"#, "a character that no token has"),
    ])
    func aBrokenTokenFileIsNamedAndNotShown(_ text: String, _ words: String) async throws {
        let bench = bench()
        bench.files[path] = text
        let failure = try await failure(of: provider(bench))
        #expect("\(failure)".contains(words), "\(failure)")
        #expect("\(failure)".contains(path))
    }

    @Test(arguments: ["sso_region", "sso_start_url", "sso_account_id", "sso_role_name"])
    func anAbsentSettingIsNamed(_ key: String) async throws {
        let failure = try await failure(
            of: provider(bench(profile.filter { $0.key != key }, session.filter { $0.key != key })))
        #expect(failure.code == .incomplete)
        #expect("\(failure)".hasSuffix("has no \(key)"))
    }

    @Test(arguments: ["sso_region", "sso_start_url"])
    func settingsThatContradictAreRefused(_ key: String) async throws {
        var own = profile
        own[key] = session[key]
        let bench = bench(own)
        bench.files[path] = token(expiresAt: "2026-01-02T11:00:00Z")
        #expect(try await failure(of: provider(bench)).code == .expired)
        own[key] = "another"
        #expect("\(try await failure(of: provider(self.bench(own))))".contains("\(key) of profile dev"))
    }

    @Test func aSessionThatIsNotThereIsNamed() async throws {
        var bench = bench()
        bench.profiles.ssoSessions = [:]
        #expect("\(try await failure(of: provider(bench)))".contains("sso-session corp, and there is no such section"))
    }

    @Test func aRegionThatIsNoneIsRefused() async throws {
        let bench = bench(nil, ["sso_start_url": "https://a.example", "sso_region": "evil.example/"])
        #expect(try await failure(of: provider(bench)).code == .invalid)
    }

    /// From botocore's endpoint rule sets, but that they know FIPS hosts that are not there.
    @Test(arguments: [
        ("eu-west-1", false, false, "portal.sso.eu-west-1.amazonaws.com"),
        ("eu-west-1", true, false, "portal.sso.eu-west-1.amazonaws.com"),
        ("eu-west-1", false, true, "portal.sso.eu-west-1.api.aws"),
        ("eu-west-1", true, true, "portal.sso.eu-west-1.api.aws"),
        ("us-gov-west-1", true, false, "portal.sso.us-gov-west-1.amazonaws.com"),
        ("us-gov-west-1", true, true, "portal.sso-fips.us-gov-west-1.api.aws"),
        ("cn-north-1", false, false, "portal.sso.cn-north-1.amazonaws.com.cn"),
    ])
    func hostsAreThoseOfBotocore(_ region: String, _ fips: Bool, _ dualStack: Bool, _ host: String) async throws {
        var bench = bench(nil, ["sso_start_url": "https://a.example", "sso_region": region])
        bench.environment["AWS_USE_FIPS_ENDPOINT"] = "\(fips)"
        bench.environment["AWS_USE_DUALSTACK_ENDPOINT"] = "\(dualStack)"
        bench.files[path] = token()
        let failure = try await failure(of: provider(bench))
        #expect("\(failure)".contains("the request to \(host) could not be sent"), "\(failure)")
    }

    @Test func anEndpointOfTheUsersIsTakenFromWhereverItStands() async throws {
        var bench = bench(profile.merging(["services": "local", "endpoint_url": "http://d.example"]) { $1 })
        bench.files[path] = token()
        func host() async throws -> String {
            let words = "\(try await failure(of: provider(bench)))".split(separator: " ")
            return words.first { $0.hasSuffix(".example") }.map(String.init) ?? ""
        }
        func services(_ key: String) -> Profiles.Section {
            Profiles.Section(
                name: "local",
                properties: [key: .init("", nested: ["endpoint_url": "http://c.example"], file: "config")])
        }
        #expect("\(try await failure(of: provider(bench)))".contains("is not there: [services local]"))
        bench.profiles.services["local"] = services("sso_oidc")
        #expect(try await host() == "d.example")
        bench.profiles.services["local"] = services("sso")
        #expect(try await host() == "c.example")
        bench.environment["AWS_ENDPOINT_URL"] = "http://b.example"
        #expect(try await host() == "b.example")
        bench.environment["AWS_ENDPOINT_URL_SSO"] = "http://a.example"
        #expect(try await host() == "a.example")
        bench.environment["AWS_USE_FIPS_ENDPOINT"] = "true"
        bench.environment["AWS_ENDPOINT_URL"] = nil
        bench.profiles.profiles["dev"]?.properties["endpoint_url"] = nil
        #expect(try await host() == "a.example")
        bench.environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
        #expect("\(try await failure(of: provider(bench)))".contains("portal.sso.eu-west-1.amazonaws.com"))
    }
}

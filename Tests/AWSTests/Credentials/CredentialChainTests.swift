import Evidence
import AWS
import Testing

@Suite struct CredentialChainTests {
    private let keys = ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "MARKEDenvironmentMARKED"]
    private let files = FixtureFiles([
        "/home/.aws/credentials": """
        [a]
        aws_access_key_id = AKIDPROFILE
        aws_secret_access_key = MARKEDprofileMARKED
        [half]
        aws_access_key_id = AKIDHALF
        [region]
        region = eu-west-1
        [sourced]
        source_profile = a
        [empty]
        [role]
        role_arn = arn:aws:iam::111122223333:role/r
        source_profile = a
        [sso]
        sso_start_url = https://a.example
        sso_region = eu-west-1
        sso_account_id = 111122223333
        sso_role_name = r
        [two]
        role_arn = arn:aws:iam::111122223333:role/s
        source_profile = sso
        [process]
        credential_process = x
        [login]
        login_session = x
        [named]
        credential_source = EcsContainer
        """
    ])

    private func chain(
        _ environment: [String: String], profile: String? = nil, network: any HTTPTransport = NoNetwork()
    ) throws -> any CredentialProvider {
        let surroundings = Surroundings.fixture(
            environment.merging(["HOME": "/home", "AWS_EC2_METADATA_DISABLED": "true"]) { $1 }, files: files,
            transport: network)
        return CredentialChain.standard(
            settings: try AWSSettings.load(surroundings: surroundings, profile: profile),
            surroundings: surroundings,
            endpoints: try Endpoints(settings: AWSSettings(environment: surroundings.environment)), observe: { _, _ in }
        )
    }

    private func failure(_ environment: [String: String], profile: String? = nil) async throws -> CredentialFailure {
        let chain = try chain(environment, profile: profile)
        return try #require(await #expect(throws: CredentialFailure.self) { try await chain.credentials() })
    }

    @Test func theEnvironmentBeatsAProfileThatIsNotGivenAsAnOption() async throws {
        var environment = keys
        environment["AWS_PROFILE"] = "a"
        #expect(try await chain(environment).credentials().accessKeyId == "AKIDENV")
        #expect(try await chain(environment, profile: "a").credentials().accessKeyId == "AKIDPROFILE")
        #expect(try await chain(["AWS_PROFILE": "a"]).credentials().accessKeyId == "AKIDPROFILE")
    }

    @Test func aGivenProfileSkipsTheWebIdentityOfTheEnvironment() async throws {
        let environment = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/r"]
        #expect(try await failure(environment, profile: "region").code == .incomplete)
        #expect(try await failure(environment).code == .unavailable)
    }

    /// A container's identity is near, and a web identity: neither is the user's choice.
    @Test(arguments: ["region", "sourced", "empty"]) func aNamedProfileIsUsedOrNothingIs(_ name: String) async throws {
        let near = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/r",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v1",
        ]
        for (environment, option) in [(near, name), (near.merging(["AWS_PROFILE": name]) { $1 }, nil)] {
            let failure = try await failure(environment, profile: option)
            #expect(failure.code != .missing)
            let words = name == "sourced" ? "source_profile of profile “sourced”" : "profile “\(name)”"
            #expect("\(failure)".contains(words), "\(failure)")
            if name != "sourced" {
                let setting = option == nil ? "AWS_PROFILE" : "--profile"
                #expect("\(failure)".hasPrefix("\(setting) chooses a profile without credentials, and nothing is used"))
            }
        }
    }

    @Test(arguments: [
        ("a", "profile a (keys)"),
        ("role", "profile role (role arn:aws:iam::111122223333:role/r from keys of profile a)"),
        ("sso", "profile sso (IAM Identity Center)"), ("process", "profile process (credential_process)"),
        ("login", "profile login (aws login)"), ("named", "profile named (credential_source EcsContainer)"),
        ("two", "profile two (role arn:aws:iam::111122223333:role/s from IAM Identity Center of profile sso)"),
    ])
    func theSourceIsToldInWords(_ name: String, _ words: String) throws {
        let settings = try AWSSettings.load(surroundings: .fixture(files: files), profile: name)
        #expect(try ProfilePlan(for: name, in: settings.profiles).source(ofProfile: name) == words)
    }

    @Test func theSourceIsThatOfThePlaceThatGave() async throws {
        let named = try chain(["AWS_PROFILE": "a"])
        #expect(named.source == nil)
        _ = try await named.credentials()
        #expect(named.source == "profile a (keys)")
        var environment = keys
        let own = try chain(environment)
        _ = try await own.credentials()
        #expect(own.source == "the environment (AWS_ACCESS_KEY_ID)")
        environment["AWS_PROFILE"] = "a"
        let before = try chain(environment)
        _ = try await before.credentials()
        #expect(before.source == "the environment (AWS_ACCESS_KEY_ID), which goes before AWS_PROFILE")
    }

    @Test func whatIsSetUpAndFailsEndsTheChain() async throws {
        let half = try await failure(["AWS_PROFILE": "half"])
        #expect(half.code == .incomplete)
        #expect(
            half.description
                == "profile “half” in /home/.aws/credentials has aws_access_key_id, and no aws_secret_access_key "
                + "beside it")
        let environment = try await failure(["AWS_PROFILE": "a", "AWS_ACCESS_KEY_ID": "AKID"])
        #expect(environment.code == .incomplete)
    }

    @Test func whereNothingIsFoundOneSentenceSaysWhereAndWhatToDo() async throws {
        let nothing = try await failure([:])
        #expect(nothing.code == .missing)
        #expect(
            nothing.description
                == "no AWS credentials in the environment, profile “default” of /home/.aws/config and "
                + "/home/.aws/credentials, a web identity, a container, the metadata of an EC2 instance: set "
                + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run “aws configure” or “aws sso login”, or choose a "
                + "profile with --profile")
    }

    @Test func thePlaceThatGaveIsKeptTo() async throws {
        let first = GivenCredentials { time throws(CredentialFailure) in
            throw CredentialFailure(time == 1 ? .missing : .invalid, "never again")
        }
        let second = GivenCredentials { time throws(CredentialFailure) in
            if time == 3 { throw CredentialFailure(.missing, "gone") }
            return try .test("KEY\(time)")
        }
        let chain = CredentialChain([.init("one", first), .init("two", second)])
        let stale = try await chain.credentials()
        #expect(try await chain.credentials(insteadOf: stale).accessKeyId == "KEY2")
        #expect(second.stale == [stale] && first.times == 1)
        let failure = await #expect(throws: CredentialFailure.self) { try await chain.credentials() }
        #expect(failure?.code == .unavailable)
        #expect(failure?.description == "two gives no more credentials: gone")
    }

    @Test func severalRolesShareOneBase() async throws {
        let network = CannedNetwork([.success(.role("ASIAONE")), .success(.role("ASIATWO"))])
        let surroundings = Surroundings.fixture(transport: network)
        let base = try GivenCredentials(.test("AKIDBASE"))
        let shared = RenewingCredentials(base, now: surroundings.effects.now)
        let tokens = try surroundings.tokens()
        for (account, key) in [("111111111111", "ASIAONE"), ("222222222222", "ASIATWO")] {
            let role = try Role(typed: "arn:aws:iam::\(account):role/audit", from: "--account")
            let provider: RenewingCredentials = .assuming(role, from: shared, by: tokens, surroundings)
            #expect(try await provider.credentials().accessKeyId == key)
            #expect(try await provider.credentials().accessKeyId == key)
        }
        #expect(base.times == 1 && network.requests.count == 2)
    }

    @Test func noDescriptionShowsASecret() async throws {
        let chain = try chain(keys, profile: "a")
        let credentials = try await chain.credentials()
        var dumped = ""
        dump(chain, to: &dumped)
        dump(credentials, to: &dumped)
        #expect(!(dumped + "\(chain)\(credentials)" + String(reflecting: chain)).contains("MARKED"))
    }
}

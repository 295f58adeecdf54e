import Evidence
import AWS
import Testing

@Suite struct EnvironmentCredentialsTests {
    private let full = [
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "verysecretverysecret",
        "AWS_SESSION_TOKEN": "tokentokentoken",
    ]
    private let noon = Timestamp(milliseconds: 1_767_355_200_000)  // 2026-01-02T12:00:00Z

    private func provider(_ environment: [String: String]) -> EnvironmentCredentials {
        EnvironmentCredentials(environment) { [noon] in noon }
    }

    private func failure(_ environment: [String: String]) async throws -> CredentialFailure {
        let failure = await #expect(throws: CredentialFailure.self) {
            try await provider(environment).credentials()
        }
        return try #require(failure)
    }

    @Test func allThreeAreRead() async throws {
        let keys = try await provider(full).credentials()
        #expect(keys.accessKeyId == "AKIDEXAMPLE")
        #expect(keys.secretAccessKey == "verysecretverysecret")
        #expect(keys.sessionToken == "tokentokentoken")
        #expect(keys.expiration == nil)
    }

    @Test func theTokenMayBeAbsentOrHaveItsOldName() async throws {
        var environment = full
        environment["AWS_SESSION_TOKEN"] = ""
        #expect(try await provider(environment).credentials().sessionToken == nil)
        environment["AWS_SECURITY_TOKEN"] = "old"
        #expect(try await provider(environment).credentials().sessionToken == "old")
    }

    @Test(arguments: [[:], ["AWS_ACCESS_KEY_ID": ""], ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""]])
    func noneSaysWhichVariablesToSet(_ environment: [String: String]) async throws {
        let failure = try await failure(environment)
        #expect(failure.code == .missing)
        #expect(
            "\(failure)"
                == "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and with temporary "
                + "credentials AWS_SESSION_TOKEN")
    }

    @Test(arguments: [nil, ""])
    func halfSaysWhichHalfIsMissing(_ other: String?) async throws {
        var environment = full
        environment["AWS_SECRET_ACCESS_KEY"] = other
        let noSecret = try await failure(environment)
        #expect(noSecret.code == .incomplete)
        #expect("\(noSecret)" == "AWS_ACCESS_KEY_ID is set, set AWS_SECRET_ACCESS_KEY too")

        environment = full
        environment["AWS_ACCESS_KEY_ID"] = other
        let noKey = try await failure(environment)
        #expect(noKey.code == .missing)
        #expect("\(noKey)".contains("set AWS_ACCESS_KEY_ID too"))
        #expect(!"\(noKey)".contains("verysecret"))
    }

    @Test(arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
    func whatCannotStandInAHeaderIsRefusedWithoutBeingShown(_ variable: String) async throws {
        for bad in ["hidden\n", " hidden", "hid\r\nX-Evil: 1", "hidé", "hid\u{0}"] {
            var environment = full
            environment[variable] = bad
            let failure = try await failure(environment)
            #expect(failure.code == .invalid)
            #expect(!"\(failure)".contains("hid"))
        }
    }

    @Test func expirationIsReadAndKept() async throws {
        var environment = full
        environment["AWS_CREDENTIAL_EXPIRATION"] = "2026-01-02T12:00:01Z"
        #expect(try await provider(environment).credentials().expiration?.milliseconds == noon.milliseconds + 1000)
        environment["AWS_CREDENTIAL_EXPIRATION"] = "2026-01-02T12:00:00.500Z"
        #expect(try await provider(environment).credentials().expiration?.milliseconds == noon.milliseconds + 500)
        environment["AWS_CREDENTIAL_EXPIRATION"] = "2026-01-02T12:00:00Z"
        #expect(try await failure(environment).code == .expired)
        environment["AWS_CREDENTIAL_EXPIRATION"] = "tomorrow"
        #expect(try await failure(environment).code == .invalid)
    }

    @Test func noDescriptionLeaks() async throws {
        let provider = provider(full)
        let keys = try await provider.credentials()
        var dumped = ""
        dump(provider, to: &dumped)
        dump(keys, to: &dumped)
        for text in ["\(provider)", String(reflecting: provider), "\(keys)", String(reflecting: [keys]), dumped] {
            #expect(!text.contains("secret"))
            #expect(!text.contains("tokentoken"))
            #expect(!text.contains("AKID"))
        }
    }
}

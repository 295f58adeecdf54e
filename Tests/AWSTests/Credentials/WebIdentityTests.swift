import AWS
import Testing

@Suite struct WebIdentityTests {
    private let environment = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/ci",
    ]

    private func failure(
        _ environment: [String: String], files: FixtureFiles = FixtureFiles(),
        network: CannedNetwork = CannedNetwork([])
    ) async throws -> CredentialFailure {
        let surroundings = Surroundings.fixture(environment, files: files, transport: network)
        let provider = EnvironmentWebIdentity(by: try surroundings.tokens(), surroundings)
        return try #require(await #expect(throws: CredentialFailure.self) { try await provider.credentials() })
    }

    @Test func theTokenIsReadEachTimeAndTheRequestIsNotSigned() async throws {
        let answer = HTTPAnswer.role(action: "AssumeRoleWithWebIdentity")
        let network = CannedNetwork([.success(answer), .success(answer)])
        let files = FixtureFiles(["/token": "one\n"])
        let surroundings = Surroundings.fixture(environment, files: files, transport: network)
        let provider = EnvironmentWebIdentity(by: try surroundings.tokens(), surroundings)
        _ = try await provider.credentials()
        try files.replace("/token", with: Array("two".utf8))
        _ = try await provider.credentials()
        #expect(network.forms.map { $0["WebIdentityToken"] } == ["one", "two"])
        #expect(network.forms.map { $0["Action"] } == Array(repeating: "AssumeRoleWithWebIdentity", count: 2))
        #expect(network.requests.allSatisfy { $0.headers["Authorization"] == nil })
    }

    @Test func halfASettingIsAnErrorAndNoneIsMissing() async throws {
        #expect(try await failure([:]).code == .missing)
        #expect(try await failure(["AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/ci"]).code == .missing)
        let half = try await failure(["AWS_WEB_IDENTITY_TOKEN_FILE": "/token"])
        #expect(half.code == .incomplete)
        #expect(half.description == "AWS_WEB_IDENTITY_TOKEN_FILE is set, set AWS_ROLE_ARN too")
    }

    @Test func aTokenThatCannotBeReadNamesItsFile() async throws {
        let absent = try await failure(environment)
        #expect(absent.code == .unavailable)
        #expect(
            absent.description
                == "the web identity token for role arn:aws:iam::123456789012:role/ci (AWS_ROLE_ARN) is not there: "
                + "/token")
        let unreadable = try await failure(environment, files: FixtureFiles(unreadable: ["/token"]))
        #expect(unreadable.description.hasSuffix("/token cannot be opened: permission denied"))
        for text in ["", " \n", "MARKED MARKED", "MARKEDé"] {
            let wrong = try await failure(environment, files: FixtureFiles(["/token": text]))
            #expect(wrong.code == .invalid && !wrong.description.contains("MARKED"))
        }
    }

    @Test func aRefusalThatQuotesTheTokenDoesNotShowIt() async throws {
        let token = "MARKEDtokenMARKEDtokenMARKED"
        let network = CannedNetwork([.success(.refusal("InvalidIdentityToken", "no \(token)", status: 400))])
        let failure = try await failure(environment, files: FixtureFiles(["/token": token]), network: network)
        #expect(failure.code.name == "InvalidIdentityToken")
        #expect(failure.description.hasSuffix("InvalidIdentityToken: no [redacted] (request req-2)"))
    }
}

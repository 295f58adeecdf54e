import Evidence
import Foundation
import AWS
import Support
import Testing

/// The cases of aws-sdk-rust: an environment, files, recorded traffic, and what credentials come of them.
///
/// Account ids are not compared: Exhibit asks GetCallerIdentity.
@Suite struct RecordedCasesTests {
    private static let folder = "aws-fixtures/smithy-rs/aws/rust-runtime/aws-config/test-data"

    /// Exhibit asks more than was recorded, and rightly so.
    private static let asksMore = [
        "imds_token_fail": "where tokens are forbidden it asks without one, as the AWS CLI does",
        "sso_server_error": "a server's error is met with further attempts",
    ]

    /// Exhibit asks another host than the one that was recorded.
    private static let asksElsewhere = [
        "e2e_fips_and_dual_stack_sso": "IAM Identity Center has no FIPS hosts in commercial regions"
    ]

    /// What Exhibit says where aws-sdk-rust says it in its own words.
    private static let sentences = [
        "eks_pod_identity_no_token_file": "/token.jwt",
        "empty_config": "no AWS credentials in profile “default”",
        "imds_default_chain_error": "no AWS credentials in",
        "imds_disabled": "no AWS credentials in the environment",
        "imds_no_iam_role": "profile “default” in /home/.aws/config",
        "imds_token_fail": "profile “default” in /home/.aws/config",
        "profile_overrides_web_identity": "credential_source Environment of profile “A” in /home/.aws/config",
        "sso_no_token_file": "profile “sso-test” in /home/.aws/config",
        "sso_server_error": "profile “sso-test” in /home/.aws/config",
        "web_identity_source_profile_no_env":
            "web_identity_token_file of profile “B” in /home/.aws/config needs a role",
        "web_identity_token_invalid_jwt": "InvalidIdentityToken: No OpenIDConnect provider found in your account",
        "credential_process_failure": "profile “default” in /home/.aws/config",
        "credential_process_invalid": "profile “default” in /home/.aws/config",
        "invalid_config": "line 2 of /home/.aws/config has no name",
        "invalid_sso_credentials_config": "gives a token and no credentials",
        "sso_token": "gives a token and no credentials",
    ]

    private struct Case: Decodable {
        var result: Outcome
    }

    private struct Outcome: Decodable {
        var Ok: Keys?
        var ErrorContains: String?
    }

    fileprivate struct Keys: Decodable, Equatable {
        var access_key_id: String
        var secret_access_key: String
        var session_token: String?
        var expiry: Int64?
    }

    /// Runs `echo`, and `exit`, as the cases want them.
    private struct Shell: ProgramRunner {
        func run(_ program: String, _ arguments: [String]) async throws(SettingError) -> ProgramOutcome {
            switch (program, arguments.first) {
            case ("exit", let status): return ProgramOutcome(status: Int(status ?? "") ?? 1, output: [])
            case ("echo", let text):
                let decoded = arguments.contains("base64") ? Data(base64Encoded: text ?? "") : Data((text ?? "").utf8)
                return ProgramOutcome(status: 0, output: Array(decoded ?? Data()))
            default: throw SettingError(program, "is not there")
            }
        }
    }

    private static func names(_ folder: String) -> [String] {
        do { return try SharedData.names(in: "\(self.folder)/\(folder)") } catch { return [] }
    }

    @Test func theCasesAreAllThere() throws {
        guard SharedData.isHere else { return }
        #expect(Self.names("default-credential-provider-chain").count == 29)
        #expect(Self.names("profile-provider").count == 18)
        let all = Set(Self.names("default-credential-provider-chain") + Self.names("profile-provider"))
        #expect(Set(Self.sentences.keys).isSubset(of: all))
    }

    @Test(
        .enabled(if: SharedData.isHere, "\(SharedData.reason)"), arguments: names("default-credential-provider-chain"))
    func theDefaultChainFindsThem(_ name: String) async throws {
        try await run(name, in: "default-credential-provider-chain") { settings, surroundings, endpoints in
            CredentialChain.standard(
                settings: settings, surroundings: surroundings, endpoints: endpoints,
                observe: { _, _ in })
        }
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"), arguments: names("profile-provider"))
    func aProfileAloneFindsThem(_ name: String) async throws {
        try await run(name, in: "profile-provider") { settings, surroundings, endpoints in
            let tokens = SecurityTokens(
                settings: settings, surroundings: surroundings, endpoints: endpoints, observe: { _, _ in })
            return CredentialChain([.profile(settings, by: tokens, surroundings)])
        }
    }

    private func run(
        _ name: String, in group: String,
        _ provider: (AWSSettings, Surroundings, Endpoints) throws -> any CredentialProvider
    ) async throws {
        let folder = "\(Self.folder)/\(group)/\(name)"
        func json<Value: Decodable>(_ file: String, as type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(SharedData.bytes("\(folder)/\(file)")))
        }
        let recording = try Recording("\(folder)/http-traffic.json", name: name)
        let surroundings = Surroundings.fixture(
            try json("env.json", as: [String: String].self), files: try files(below: "\(folder)/fs"),
            programs: Shell(), transport: recording)
        let result: Result<Keys, any Error>
        do {
            let settings = try AWSSettings.load(surroundings: surroundings, profile: nil)
            let endpoints = try Endpoints(settings: settings)
            result = .success(Keys(try await provider(settings, surroundings, endpoints).credentials()))
        } catch {
            result = .failure(error)
        }

        let expected = try json("test-case.json", as: Case.self).result
        switch result {
        case .success(let keys):
            #expect(keys == expected.Ok)
        case .failure(let error):
            let sentence = try #require(Self.sentences[name], "\(error)")
            #expect(expected.ErrorContains != nil && "\(error)".contains(sentence), "\(error)")
        }
        let differences = recording.differences
        let isMore = Self.asksMore[name] != nil && differences.allSatisfy { $0.hasPrefix("not recorded: ") }
        let isElsewhere = Self.asksElsewhere[name] != nil && differences.allSatisfy { $0.contains("portal.sso") }
        #expect(isMore || isElsewhere || differences == [], "\(differences)")
    }

    private func files(below path: String) throws -> FixtureFiles {
        let root = try SharedData.url(path)
        var files: [String: [UInt8]] = [:]
        let names = FileManager.default.enumerator(atPath: root.path(percentEncoded: false))
        while let name = names?.nextObject() as? String {
            let file = root.appending(path: name)
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            files["/\(name)"] = Array(try Data(contentsOf: file))
        }
        return FixtureFiles(bytes: files)
    }
}

extension RecordedCasesTests.Keys {
    fileprivate init(_ credentials: Credentials) {
        self.init(
            access_key_id: credentials.accessKeyId, secret_access_key: credentials.secretAccessKey,
            session_token: credentials.sessionToken,
            expiry: credentials.expiration.map { $0.milliseconds / 1000 })
    }
}

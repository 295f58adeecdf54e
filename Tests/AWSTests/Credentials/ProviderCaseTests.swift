import Evidence
import Foundation
import Support
import Synchronization
import Testing

@testable import AWS

/// The SDKs' cases of whole set-ups, as far as one provider alone decides them.
@Suite(.timeLimit(.minutes(5)), .enabled(if: SharedData.isHere, "\(SharedData.reason)")) struct ProviderCaseTests {
    static let folder = "aws-fixtures/smithy-rs/aws/rust-runtime/aws-config/test-data"
    /// Not `e2e_fips_and_dual_stack_sso`: it asks a FIPS host that IAM Identity Center does not have.
    static let sso = [
        "profile-provider/sso_credentials", "profile-provider/sso_override_global_env_url",
        "profile-provider/sso_token", "profile-provider/invalid_sso_credentials_config",
        "default-credential-provider-chain/sso_assume_role", "default-credential-provider-chain/sso_no_token_file",
        "default-credential-provider-chain/sso_server_error",
    ]
    static let container = [
        "ecs_credentials", "ecs_credentials_invalid_profile", "eks_pod_identity_credentials",
        "eks_pod_identity_no_token_file",
    ].map { "default-credential-provider-chain/\($0)" }
    static let instance = [
        "imds_config_with_no_creds", "imds_default_chain_error", "imds_default_chain_retries",
        "imds_default_chain_success", "imds_disabled", "imds_no_iam_role", "imds_token_fail",
    ].map { "default-credential-provider-chain/\($0)" }
    /// Not `credential_process` and `credential_process_account_id_fallback`: their command is a pipe, and Exhibit
    /// runs programs without a shell, as the AWS CLI does.
    static let process = ["credential_process_failure", "credential_process_invalid"].map { "profile-provider/\($0)" }

    @Test(arguments: sso) func ofIdentityCenter(_ name: String) async throws {
        try await check(name) { SSOCredentials(profile: $0, profiles: $1, $2, settings: $3) }
    }

    @Test(arguments: container) func ofContainers(_ name: String) async throws {
        try await check(name) { _, _, surroundings, _ in ContainerCredentials(surroundings) }
    }

    @Test(arguments: instance) func ofInstances(_ name: String) async throws {
        try await check(name) { _, _, surroundings, settings in
            InstanceCredentials(surroundings, settings: settings)
        }
    }

    @Test(arguments: process) func ofPrograms(_ name: String) async throws {
        try await check(name) { profile, _, surroundings, _ in
            ProcessCredentials(
                command: profile["credential_process"] ?? "", profile: profile.name, file: "config", surroundings)
        }
    }

    /// The cases give no account and no role, which a token alone does not need: they are filled in here.
    @Test(arguments: ["profile_keys", "profile_keys_case_insensitive", "profile_name"])
    func ofTokens(_ name: String) async throws {
        let example = try Example("default-token-provider-chain/\(name)")
        var profile = try #require(example.bench.settings.profile)
        for key in ["sso_account_id", "sso_role_name"] {
            profile.properties[key] = Profiles.Property("1", file: "config")
        }
        let token = SSOToken(
            session: try SSOSession(profile, example.bench.profiles), surroundings: example.bench.surroundings(),
            settings: example.bench.settings, memory: TokenMemory())
        #expect(try await token.text() == example.result.Ok?.token)
    }

    private func check<Provider: CredentialProvider & Discreet>(
        _ name: String, _ provider: (Profiles.Section, Profiles, Surroundings, AWSSettings) -> Provider
    ) async throws {
        var example = try Example(name)
        if let expiry = example.result.Ok?.expiry {
            example.bench.now = Timestamp(milliseconds: Int64(expiry) * 1000 - 3_600_000)
        }
        let traffic = Traffic(example.traffic)
        let bench = example.bench
        let provider = provider(
            bench.settings.profile ?? Profiles.Section("default", [:]), bench.profiles, bench.surroundings(traffic),
            bench.settings)
        if let wanted = example.result.Ok {
            let keys = try await provider.credentials()
            #expect(keys.accessKeyId == wanted.access_key_id)
            #expect(keys.secretAccessKey == wanted.secret_access_key)
            #expect(keys.sessionToken == wanted.session_token)
            #expect(keys.expiration?.milliseconds == wanted.expiry.map { Int64($0) * 1000 })
            #expect(traffic.isDone)
        } else {
            _ = try await failure(of: provider)
        }
    }
}

/// One folder of a case: what is set, what lies on disk, what goes over the wire and what comes of it.
private struct Example {
    var bench = ProviderBench()
    let result: Result
    let traffic: [Traffic.Exchange]

    struct Result: Decodable {
        let Ok: Keys?

        struct Keys: Decodable {
            let access_key_id, secret_access_key, session_token, token: String?
            let expiry: Int?
        }
    }

    private struct Case: Decodable {
        let result: Result
    }

    init(_ name: String) throws {
        let folder = "\(ProviderCaseTests.folder)/\(name)"
        func decoded<Value: Decodable>(_ type: Value.Type, _ file: String) throws -> Value {
            try JSONDecoder().decode(type, from: Data(try SharedData.bytes("\(folder)/\(file)")))
        }
        bench.environment = try decoded([String: String].self, "env.json")
        result = try decoded(Case.self, "test-case.json").result
        traffic = try Traffic.Exchange.all(decoded(Traffic.Recording.self, "http-traffic.json"))
        bench.profileName = bench.environment["AWS_PROFILE"] ?? "default"

        let root = try SharedData.url("\(folder)/fs")
        guard FileManager.default.fileExists(atPath: root.path) else { return }
        for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
            let file = root.appending(path: path)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue {
                bench.files["/" + path] = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            }
        }
        bench.profiles = Profiles(plain: bench.files["/home/.aws/config"] ?? "")
    }
}

/// Plays a recording: each request must be the next one of it.
private final class Traffic: HTTPTransport {
    private let left: Mutex<[Exchange]>

    init(_ exchanges: [Exchange]) {
        left = Mutex(exchanges)
    }

    var isDone: Bool { left.withLock(\.isEmpty) }

    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        let next = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let next else { throw .unsendable(host: request.authority) }
        #expect(request.method == next.method)
        #expect(Self.parts(request.url) == Self.parts(next.url))
        for (name, values) in next.headers
        where !["user-agent", "x-amz-user-agent", "host"].contains(name.lowercased()) {
            #expect(request.headers[name] == values.first, "\(name)")
        }
        return next.answer
    }

    /// The order of a query does not matter.
    private static func parts(_ url: String) -> [String] {
        let parts = url.split(separator: "?", maxSplits: 1)
        return [String(parts[0])] + (parts.count > 1 ? parts[1].split(separator: "&").map(String.init).sorted() : [])
    }

    struct Exchange: Sendable {
        var method: String
        var url: String
        var headers: [String: [String]]
        var answer: HTTPAnswer

        static func all(_ recording: Recording) -> [Exchange] {
            var all: [Exchange] = []
            for event in recording.events {
                if let request = event.action.Request?.request {
                    all.append(
                        Exchange(
                            method: request.method, url: request.uri, headers: request.headers,
                            answer: HTTPAnswer(status: 0)))
                } else if let response = event.action.Response?.response.Ok, !all.isEmpty {
                    all[all.count - 1].answer.status = response.status
                } else if let data = event.action.Data, data.direction == "Response", !all.isEmpty {
                    all[all.count - 1].answer.body += Array((data.data.Utf8 ?? "").utf8)
                }
            }
            return all
        }
    }

    struct Recording: Decodable {
        let events: [Event]

        struct Event: Decodable { let action: Action }

        struct Action: Decodable {
            let Request: Asked?
            let Response: Answered?
            let Data: Piece?
        }

        struct Asked: Decodable {
            let request: Request

            struct Request: Decodable {
                let uri, method: String
                let headers: [String: [String]]
            }
        }

        struct Answered: Decodable {
            let response: Response

            struct Response: Decodable { let Ok: Status? }
            struct Status: Decodable { let status: Int }
        }

        struct Piece: Decodable {
            let data: Text
            let direction: String

            struct Text: Decodable { let Utf8: String? }
        }
    }
}

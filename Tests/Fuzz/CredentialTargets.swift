import Evidence
import Foundation
import Synchronization

@testable import AWS

/// What programs and services say that hand out credentials, and the files in which tokens are kept.
extension FuzzTarget {
    static let credentialDocument = FuzzTarget("credential-document") { bytes in
        let document = try CredentialDocument(bytes)
        for kind in [CredentialDocument.Kind.program, .service] {
            refusing(kind) { _ = try document.credentials($0, from: "a service") }
        }
    }

    /// The first line names who is asked, the second is what any file holds, the others are answers in turn, or what a
    /// program prints. Credentials that are taken can be signed with, and are renewed in time.
    static let credentialServices = FuzzTarget("credential-services") { bytes in
        let lines = bytes.lines
        guard lines.count > 1, let provider = providers[lines[0].text] else { return }
        let source = try provider(Given(file: lines[1], answers: Array(lines.dropFirst(2))).surroundings)
        let credentials = try waiting { try await RenewingCredentials(source, now: { noon }).credentials() }
        let request = HTTPRequest("POST", authority: "ec2.eu-west-1.amazonaws.com", body: Array("Action=x".utf8))
        let signed = SigV4(service: "ec2", region: "eu-west-1").sign(request, with: credentials, at: noon)
        expect(
            signed.request.headers.allSatisfy { $0.value.utf8.allSatisfy { (0x20...0x7E).contains($0) } },
            "a header is a line of visible characters")
    }

    /// How long a service says that a token is good.
    static let lifetimes = FuzzTarget("lifetimes") { bytes in
        let lifetime = try JSONDecoder().decode(Lifetime.self, from: bytes.data)
        _ = noon.adding(seconds: lifetime.seconds).iso8601
    }

    private static let noon = Timestamp(milliseconds: 1_795_424_645_678)

    private static let providers: [String: @Sendable (Surroundings) throws -> any CredentialProvider] = [
        "process": { ProcessCredentials(command: "program", profile: "p", file: "config", $0) },
        "container": { ContainerCredentials($0) },
        "instance": { InstanceCredentials($0, settings: $0.settings) },
        "sso": { SSOCredentials(profile: $0.profile, profiles: $0.settings.profiles, $0, settings: $0.settings) },
        "login": { LoginCredentials(profile: $0.profile, $0, settings: $0.settings) },
        "role": {
            let own = try Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", from: "the environment")
            return AssumedRole(try $0.role, from: StaticCredentials(credentials: own), by: try $0.tokens, $0)
        },
        "web-identity": { WebIdentity(try $0.role, tokenFile: "/token", by: try $0.tokens, $0) },
    ]
}

private struct StaticCredentials: CredentialProvider {
    let credentials: Credentials

    func credentials() async throws(CredentialFailure) -> Credentials { credentials }
}

/// One file, a network that answers in turn, and a program that prints the next answer.
private final class Given: SettingFiles, HTTPTransport, ProgramRunner {
    private let file: [UInt8]
    private let answers: Mutex<[[UInt8]]>

    init(file: [UInt8], answers: [[UInt8]]) {
        self.file = file
        self.answers = Mutex(answers)
    }

    var surroundings: Surroundings {
        Surroundings(
            environment: [
                "HOME": "/home/somebody", "AWS_REGION": "eu-west-1",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/role", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token",
            ], files: self, programs: self, transport: self,
            effects: Effects(
                now: { Timestamp(milliseconds: 1_795_424_645_678) }, sleep: { _ in }, random: { 1 << 63 }))
    }

    private func next() -> [UInt8]? { answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

    func read(_ path: String) throws(SettingError) -> [UInt8]? { file }
    func canReplace(_ path: String) -> Bool { true }
    func replace(_ path: String, with bytes: [UInt8]) throws(SettingError) {}

    func run(_ program: String, _ arguments: [String]) async throws(SettingError) -> ProgramOutcome {
        ProgramOutcome(status: 0, output: next() ?? [])
    }

    /// An answer that is an error of STS has its status.
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        guard let body = next() else { throw .refused(host: request.authority) }
        return HTTPAnswer(status: body.starts(with: "<Error".utf8) ? 403 : 200, body: body)
    }
}

extension Surroundings {
    fileprivate var profile: Profiles.Section {
        let values = [
            "sso_session": "s", "sso_account_id": "111122223333", "sso_role_name": "Auditor", "login_session": "l",
        ]
        return Profiles.Section(name: "p", properties: values.mapValues { Profiles.Property($0, file: "config") })
    }

    fileprivate var settings: AWSSettings {
        let session = ["sso_start_url": "https://example.com/start", "sso_region": "eu-west-1"]
        let section = Profiles.Section(
            name: "s", properties: session.mapValues { Profiles.Property($0, file: "config") })
        return AWSSettings(
            environment: environment, profiles: Profiles(profiles: ["p": profile], ssoSessions: ["s": section]),
            profileName: "p")
    }

    fileprivate var role: Role {
        get throws { try Role(arn: "arn:aws:iam::111122223333:role/auditor", origin: "--role-arn") }
    }

    fileprivate var tokens: SecurityTokens {
        get throws {
            SecurityTokens(
                settings: settings, surroundings: self, endpoints: try Endpoints(settings: settings),
                observe: { _, reply in FuzzTarget.expect(reply.body == nil, "no body with credentials is kept") })
        }
    }
}

import Foundation
import Support
import Testing

/// Scans with marked credentials from every place that can be set up without AWS: no byte of stdout, stderr and
/// the package is theirs, though every refusal quotes the signed request.
@Suite(.timeLimit(.minutes(5))) struct SecretsTests {
    /// A way to credentials.
    struct Way: Sendable, CustomTestStringConvertible {
        var name: String
        var environment: [String: String] = [:]
        /// Below HOME.
        var files: [String: String] = [:]
        var arguments: [String] = []
        /// The question in whose refusal the way ends, by action or path.
        var gate = "GetCallerIdentity"

        var testDescription: String { name }
    }

    private static let keys = [
        "AWS_ACCESS_KEY_ID": "AKIDOWN", "AWS_SECRET_ACCESS_KEY": SecretsCloud.secret("own"),
        "AWS_SESSION_TOKEN": SecretsCloud.secret("owntoken"),
    ]
    private static let keysInFile = """
        [base]
        aws_access_key_id = AKIDBASE
        aws_secret_access_key = \(SecretsCloud.secret("base"))
        aws_session_token = \(SecretsCloud.secret("basetoken"))
        """
    private static let arn = "arn:aws:iam::\(ScanTests.account):role/audit"
    /// SHA-1 of “corp”.
    private static let tokenFile = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"

    static let ways = [
        Way(name: "environment", environment: keys),
        Way(name: "credentials file", files: [".aws/credentials": keysInFile], arguments: ["--profile", "base"]),
        Way(
            name: "role of a profile", environment: ["AWS_PROFILE": "audit"],
            files: [
                ".aws/credentials": keysInFile,
                ".aws/config": """
                [profile audit]
                role_arn = \(arn)
                source_profile = base
                external_id = \(SecretsCloud.plain("external"))
                """,
            ], gate: "AssumeRole"),
        Way(
            name: "role of the command line", environment: keys,
            arguments: ["--role-arn", arn, "--external-id", SecretsCloud.plain("external")], gate: "AssumeRole"),
        Way(
            name: "short external id", environment: keys,
            arguments: ["--role-arn", arn, "--external-id=\(SecretsCloud.mark)"], gate: "AssumeRole"),
        Way(
            name: "accounts", environment: keys,
            arguments: ["--account", "\(ScanTests.account)=\(arn)", "--external-id", SecretsCloud.plain("external")],
            gate: "AssumeRole"),
        Way(
            name: "program",
            files: [
                ".aws/config": "[default]\ncredential_process = /bin/cat \"credentials of a program\"",
                "credentials of a program": SecretsCloud.document("program"),
            ]),
        Way(
            name: "web identity",
            environment: [
                "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": arn, "AWS_ROLE_SESSION_NAME": "me",
            ], files: ["token": SecretsCloud.plain("web")], gate: "AssumeRoleWithWebIdentity"),
        Way(name: "Identity Center", files: sso, gate: "/federation/credentials"),
        Way(name: "Identity Center's renewal", files: sso, gate: "/token"),
        Way(
            name: "container",
            environment: ["AWS_CONTAINER_AUTHORIZATION_TOKEN": SecretsCloud.plain("container")], gate: "/ecs"),
        Way(name: "instance", gate: "/latest/meta-data/iam/security-credentials/audit"),
        Way(name: "instance's token", gate: "/latest/api/token"),
    ]

    private static let sso = [
        ".aws/config": """
        [default]
        sso_session = corp
        sso_account_id = \(ScanTests.account)
        sso_role_name = audit
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = https://corp.example/start
        """,
        tokenFile: """
        {"accessToken": "\(SecretsCloud.plain("access"))", "expiresAt": "<soon>", "clientId": "client",
        "clientSecret": "\(SecretsCloud.plain("client"))", "refreshToken": "\(SecretsCloud.plain("refresh"))",
        "registrationExpiresAt": "2099-01-01T00:00:00Z"}
        """,
    ]

    /// Two regions: one is read, and the flow logs of the other are refused.
    @Test(arguments: ways) func aScanShowsNone(_ way: Way) async throws {
        let outcome = try await shown(way, SecretsCloud())
        #expect(outcome.status == 3, "\(outcome.errors)")
        #expect(outcome.errors.contains(" debug ") && outcome.output.contains("AccessDenied"), "\(outcome.output)")
    }

    @Test(arguments: ways) func norDoesARefusal(_ way: Way) async throws {
        let outcome = try await shown(way, SecretsCloud(refused: way.gate))
        // The token of Identity Center is still good, and an instance is then asked as in version 1.
        let isOvercome = ["/token", "/latest/api/token"].contains(way.gate)
        #expect(outcome.status == (isOvercome ? 3 : 2), "\(outcome.errors)")
        #expect(isOvercome || outcome.output.isEmpty)
    }

    /// Programs that fail, and whose output is no credentials.
    @Test(arguments: ["/bin/sh -c 'cat secret; exit 3'", "/bin/cat secret secret", "/bin/cat half"])
    func norDoesAProgramThatFails(_ command: String) async throws {
        let whole = SecretsCloud.document("program")
        let way = Way(
            name: command,
            files: [
                ".aws/config": "[default]\ncredential_process = \(command)", "secret": whole,
                "half": String(whole.dropLast(20)),
            ])
        let outcome = try await shown(way, SecretsCloud())
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains("credential_process"), "\(outcome.errors)")
    }

    @Test(arguments: [200, 407, 403]) func norDoesAProxy(_ status: Int) async throws {
        try await cloud(SecretsCloud()) { server, folder in
            try await StubProxy.leading(to: server.port, status: status) { proxy in
                let password = SecretsCloud.plain("proxy")
                var way = Way(name: "proxy", environment: Self.keys)
                way.environment["HTTP_PROXY"] = "http://user:\(password)@127.0.0.1:\(proxy.port)"
                way.environment["AWS_ENDPOINT_URL"] = "http://ec2.example:8080"
                let outcome = try await shown(way, server, folder)
                #expect(outcome.status == (status == 200 ? 3 : 2), "\(outcome.errors)")
                #expect(proxy.heads.first?.contains("CONNECT ec2.example:8080") == true)
            }
        }
    }

    @Test(arguments: [
        ["--endpoint-url", "http://user:\(SecretsCloud.mark)@127.0.0.1:1/"],
        ["--endpoint-url", "http://127.0.0.1:1/?\(SecretsCloud.mark)"],
        ["--role-arn", arn, "--external-id", "\(SecretsCloud.mark) with spaces"],
    ])
    func norDoesAnOptionThatIsRefused(_ arguments: [String]) async throws {
        let outcome = try await shown(
            Way(name: "options", environment: Self.keys, arguments: arguments), SecretsCloud())
        #expect(outcome.status == 64, "\(outcome.errors)")
    }

    private func cloud<Value>(
        _ cloud: SecretsCloud, _ body: (StubServer, URL) async throws -> Value
    ) async throws -> Value {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(
                SampleEstateOf.regions(["us-east-1", "eu-west-1"]), fault: { cloud.answer($0, $1) }
            ) { try await body($0, folder) }
        }
    }

    private func shown(_ way: Way, _ cloud: SecretsCloud) async throws -> Program.Outcome {
        try await self.cloud(cloud) { server, folder in try await shown(way, server, folder) }
    }

    /// Runs the scan and looks for marks in all that it leaves behind.
    private func shown(_ way: Way, _ server: StubServer, _ folder: URL) async throws -> Program.Outcome {
        let (home, work) = (folder.appendingPathComponent("home"), folder.appendingPathComponent("work"))
        for (path, text) in way.files {
            let file = home.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            // A program is started where Exhibit is.
            let text = text.replacing("\"credentials of a program\"", with: "\"\(home.path)/credentials of a program\"")
                .replacing("cat secret", with: "cat \(home.path)/secret").replacing(" half", with: " \(home.path)/half")
                .replacing("<soon>", with: Date(timeIntervalSinceNow: 300).formatted(.iso8601))
            try Data(text.utf8).write(to: file)
        }
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        var environment = [
            "HOME": home.path, "AWS_ENDPOINT_URL": server.url,
            "AWS_METADATA_SERVICE_TIMEOUT": "30", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url,
        ].merging(way.environment) { $1 }
        if environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] != nil {
            environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "\(server.url)/ecs"
        }
        let outcome = try await Binary.run(
            ["scan", "--log-level", "debug"] + way.arguments, in: work, environment: environment)

        var files = try Binary.files(in: work)
        #expect(files.isEmpty == (outcome.status != 3))
        let record = files.first { $0.key.hasSuffix("exchanges.jsonl") }?.value ?? Data()
        #expect(files.isEmpty || String(decoding: record, as: UTF8.self).contains("[redacted]"))
        files["stdout"] = Data(outcome.output.utf8)
        files["stderr"] = Data(outcome.errors.utf8)
        let signatures = server.requests.compactMap { $0["Authorization"]?.split(separator: "Signature=").last }
        let forms = SecretsCloud.forms + signatures.map(String.init)
        for (name, bytes) in files {
            for form in forms {
                #expect(bytes.range(of: Data(form.utf8)) == nil, "\(form) in \(name) of \(way.name)")
            }
        }
        return outcome
    }
}

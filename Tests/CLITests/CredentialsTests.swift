import AWS
import Evidence
import Foundation
import Scan
import Support
import Testing

/// Credentials as users of the AWS CLI have them, with the built program.
@Suite(.timeLimit(.minutes(5))) struct CredentialsTests {
    private static let account = SampleEstateOf.account
    private static let device = "arn:aws:iam::\(account):mfa/me"

    /// Runs the body with an AWS and a folder with files, which is HOME.
    private func serving(
        home files: [String: String], plan: FaultPlan = FaultPlan(),
        _ body: (StubServer, URL) async throws -> Void
    ) async throws {
        let aws = StubAWS(
            SampleEstate([SampleEstateOf.regions(["us-east-1", "eu-west-1", "eu-west-2"])]), plan,
            now: Effects.real.now)
        try await TemporaryFolder.with { folder in
            for (path, text) in files {
                let file = folder.appendingPathComponent(path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.replacing("HOME", with: folder.path).utf8).write(to: file)
            }
            try await StubServer.serving {
                $0.action == "AssumeRole"
                    ? .role("AssumeRole", key: "ASIA-\(Self.account)-1", secret: "a-secret-of-a-role", token: "t")
                    : aws.answer($0)
            } to: {
                try await body($0, folder)
            }
        }
    }

    private func run(
        _ arguments: [String], home files: [String: String] = [:], environment: [String: String] = [:],
        plan: FaultPlan = FaultPlan(), _ check: (Program.Outcome, StubServer, URL) async throws -> Void
    ) async throws {
        try await serving(home: files, plan: plan) { server, folder in
            let outcome = try await Binary.run(
                ["scan", "--endpoint-url", server.url] + arguments, in: folder,
                environment: ["HOME": folder.path, "AWS_EC2_METADATA_DISABLED": "true"].merging(environment) { $1 })
            try await check(outcome, server, folder)
        }
    }

    private static func keys(_ name: String, of account: String = account) -> String {
        "[\(name)]\r\naws_access_key_id = ASIA-\(account)-1\r\naws_secret_access_key = a-secret-key-of-it\r\n"
            + "aws_session_token=t\r\n"
    }

    /// In the files of a Windows editor.
    @Test func theProfileOfTheOptionBeatsTheKeysOfTheEnvironment() async throws {
        let strange = ["AWS_ACCESS_KEY_ID": "ASIA-000000000000-1", "AWS_SECRET_ACCESS_KEY": "a-strange-secret-key"]
        let files = [
            ".aws/credentials": Self.keys("audit"), ".aws/config": "[profile audit]\r\nregion = eu-west-1\r\n",
        ]
        try await run(["--profile", "audit"], home: files, environment: strange) { outcome, server, _ in
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(server.requests.first?["Authorization"]?.contains("/eu-west-1/sts/") == true)
        }
        // As the CLI has it, AWS_PROFILE does not.
        try await run([], home: files, environment: strange.merging(["AWS_PROFILE": "audit"]) { $1 }) { outcome, _, _ in
            #expect(outcome.status == 2, "\(outcome.output)")
            #expect(outcome.errors.contains("AuthFailure"), "\(outcome.errors)")
        }
    }

    @Test(arguments: [["--profile", "adit"], []]) func anUnknownProfileIsAnsweredWithTheNearest(
        _ arguments: [String]
    ) async throws {
        try await run(
            arguments, home: [".aws/credentials": Self.keys("audit")], environment: ["AWS_PROFILE": "adit"]
        ) { outcome, server, _ in
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("no “adit” in"), "\(outcome.errors)")
            #expect(outcome.errors.contains("did you mean “audit”?"), "\(outcome.errors)")
            #expect(server.requests.isEmpty)
        }
    }

    @Test func withoutHOMETheEnvironmentIsEnough() async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(SampleEstateOf.regions(["us-east-1"])) { server in
                var program = Program.exhibit
                program.folder = folder
                program.environment = Binary.environment(Binary.keys).filter { $0.key != "HOME" }
                let arguments = ["scan", "--endpoint-url", server.url]
                #expect(try await program.run(arguments).status == 0)
                program.environment = Binary.environment(["AWS_EC2_METADATA_DISABLED": "true"])
                    .filter { $0.key != "HOME" }
                let none = try await program.run(arguments)
                #expect(none.status == 2)
                #expect(none.errors.contains("HOME is not set"), "\(none.errors)")
            }
        }
    }

    @Test(arguments: [
        (["--region", "eu-west-1, eu-wset-2"], "did you mean eu-west-2?"),
        (["--region", "eu-west-1,"], "--region"),
        (["--region", "us-gov-west-1"], "there is no region"),
        (["--region", "eu-south-1"], "is not enabled"),
    ])
    func aRegionThatIsNoneIsRefused(_ arguments: [String], _ words: String) async throws {
        var estate = SampleEstateOf.regions(["us-east-1", "eu-west-1", "eu-west-2"])
        estate.disabledRegions = ["eu-south-1"]
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(estate) { server in
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url] + arguments, in: folder, environment: Binary.keys)
                #expect(outcome.status == 64, "\(outcome.output)")
                #expect(outcome.errors.contains(words), "\(outcome.errors)")
                #expect(try Binary.files(in: folder).isEmpty)
            }
        }
    }

    /// Each run of the program gives a new key, which is good for four calls.
    @Test(arguments: ["RequestExpired", "ExpiredToken"])
    func credentialsThatExpireInTheMidstAreRenewed(_ code: String) async throws {
        var plan = FaultPlan()
        plan.callsPerCredentials = 4
        plan.expiryCode = code
        let script = """
            n=$(($(cat HOME/count) + 1))
            echo $n > HOME/count
            echo '{"Version":1,"AccessKeyId":"ASIA-\(Self.account)-'$n'","SecretAccessKey":"a-secret-of-a-program",'
            echo '"SessionToken":"a-token"}'
            """
        let files = [
            ".aws/config": "[default]\ncredential_process = /bin/sh HOME/give\n", "give": script, "count": "0",
        ]
        try await run(["--concurrency", "1"], home: files, plan: plan) { outcome, _, folder in
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            let count = try String(contentsOf: folder.appendingPathComponent("count"), encoding: .utf8)
            #expect(count == "2\n")
        }
    }

    private static let mfa = [
        ".aws/credentials": keys("base"),
        ".aws/config": """
        [profile audit]
        role_arn = arn:aws:iam::\(account):role/audit
        source_profile = base
        mfa_serial = \(device)
        """,
    ]

    @Test(.enabled(if: Program.named("python3") != nil, "needs python3"))
    func anMFACodeIsAskedForOnceAtTheTerminal() async throws {
        // A pseudo terminal, at which somebody types the code when he is asked.
        let script = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
            said, typed = b"", False
            while True:
                try: piece = os.read(terminal, 4096)
                except OSError: break
                if not piece: break
                said += piece
                if not typed and b"MFA code of" in said:
                    typed = True
                    os.write(terminal, b"749302\\n")
            sys.stdout.buffer.write(said)
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """
        try await typing(script) { outcome, server, folder in
            #expect(outcome.status == 0, "\(outcome.output)")
            let asks = outcome.output.ranges(of: "MFA code of \(Self.device): ").count
            #expect(asks == 1, "\(outcome.output)")
            let asked = server.requests.filter { $0.action == "AssumeRole" }
            #expect(asked.map { $0.form["TokenCode"] } == ["749302"])
            #expect(asked.map { $0.form["SerialNumber"] } == [Self.device])
            let files = try Binary.files(in: folder.appendingPathComponent("p"))
            for name in ["data/exchanges.jsonl", "data/run.json", "findings.json"] {
                let text = String(decoding: files[name] ?? Data(), as: UTF8.self)
                #expect(!text.isEmpty && !text.contains("749302") && !text.contains("TokenCode"), "\(name)")
            }
        }
    }

    @Test(.enabled(if: Program.named("python3") != nil, "needs python3"))
    func withoutATerminalAnMFACodeIsSaidToBeWanted() async throws {
        // A session of its own has no terminal.
        let script = """
            import os, sys
            pid = os.fork()
            if pid == 0:
                os.setsid()
                os.execv(sys.argv[1], sys.argv[1:])
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """
        try await typing(script) { outcome, server, _ in
            #expect(outcome.status == 2, "\(outcome.output)")
            #expect(outcome.errors.contains("wants an MFA code of \(Self.device)"), "\(outcome.errors)")
            #expect(server.requests.isEmpty)
        }
    }

    /// Scans with a profile that wants a code, through a Python script that starts the program.
    private func typing(
        _ script: String, _ check: (Program.Outcome, StubServer, URL) async throws -> Void
    ) async throws {
        let files = [
            ".aws/credentials": Self.keys("base"),
            ".aws/config": """
            [profile audit]
            role_arn = arn:aws:iam::\(Self.account):role/audit
            source_profile = base
            mfa_serial = \(Self.device)
            """,
        ]
        try await serving(home: files) { server, folder in
            var python = try #require(Program.named("python3"))
            python.folder = folder
            python.environment = Binary.environment(["HOME": folder.path, "TERM": "xterm"])
            let outcome = try await python.run(
                [
                    "-c", script, Program.exhibit.path, "scan", "--profile", "audit", "--endpoint-url", server.url,
                    "--output", "p",
                ])
            try await check(outcome, server, folder)
        }
    }
}

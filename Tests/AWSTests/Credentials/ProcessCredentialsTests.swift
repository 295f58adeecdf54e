import Evidence
import Foundation
import AWS
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProcessCredentialsTests {
    private let bench = ProviderBench()
    private let good =
        #"{"Version":1,"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"s3cr3t/+","SessionToken":"s3cr3t=="}"#

    private func provider(_ command: String) -> ProcessCredentials {
        ProcessCredentials(command: command, profile: "dev", file: "~/.aws/config", bench.surroundings())
    }

    /// Runs the body with the path of a program, in a folder with a space, that runs these lines.
    private func withProgram<Value>(_ lines: String, _ body: (String) async throws -> Value) async throws -> Value {
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("get keys")
            try Data("#!/bin/sh\n\(lines)\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
            return try await body(file.path)
        }
    }

    private func failure(printing text: String) async throws -> CredentialFailure {
        try await withProgram("cat <<'END'\n\(text)\nEND") {
            try await AWSTests.failure(of: provider("'\($0)'"))
        }
    }

    @Test func whatAProgramPrintsIsRead() async throws {
        let credentials = try await withProgram("[ \"$1\" = 'two words' ] && echo '\(good)'") {
            try await provider("\"\($0)\" two\\ words").credentials()
        }
        #expect(credentials.accessKeyId == "AKIDEXAMPLE")
        #expect(credentials.secretAccessKey == "s3cr3t/+")
        #expect(credentials.sessionToken == "s3cr3t==")
        #expect(credentials.expiration == nil)
    }

    @Test(arguments: [
        "2026-01-02T13:00:00Z", "2026-01-02T13:00:00.000Z", "2026-01-02T13:00:00+00:00", "2026-01-02T15:30:00+0230",
        "2026-01-02T13:00:00UTC",
    ])
    func expirationsAreReadInAllTheirForms(_ text: String) async throws {
        let json = good.dropLast() + #","Expiration":"\#(text)"}"#
        let credentials = try await withProgram("echo '\(json)'") { try await provider("'\($0)'").credentials() }
        #expect(credentials.expiration?.milliseconds == ProviderBench.noon.milliseconds + 3_600_000)
    }

    @Test func anEmptyTokenIsNone() async throws {
        let json = #"{"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"s3cr3t","SessionToken":""}"#
        let credentials = try await withProgram("echo '\(json)'") { try await provider("'\($0)'").credentials() }
        #expect(credentials.sessionToken == nil)
    }

    @Test func aFailingProgramIsNamedByItsProfileAndFile() async throws {
        let failure = try await withProgram("echo '\(good)'; exit 3") {
            try await AWSTests.failure(of: provider("'\($0)' --password s3cr3t"))
        }
        #expect(failure.code == .unavailable)
        #expect(
            "\(failure)"
                == "credential_process of profile dev in ~/.aws/config: the program failed with exit status 3; "
                + "run it by hand to see why")
    }

    @Test(arguments: [
        ("", "is not the JSON"), ("s3cr3t", "is not the JSON"), ("[]", "is not the JSON"),
        (#"{"Version":"1","SecretAccessKey":"s3cr3t"}"#, "is not the JSON"),
        (#"{"Version":2,"AccessKeyId":"s3cr3t","SecretAccessKey":"s3cr3t"}"#, #"must say "Version": 1"#),
        (#"{"AccessKeyId":"s3cr3t","SecretAccessKey":"s3cr3t"}"#, #"must say "Version": 1"#),
        (#"{"Version":1,"SecretAccessKey":"s3cr3t"}"#, "has no AccessKeyId"),
        (#"{"Version":1,"AccessKeyId":"s3cr3t"}"#, "has no SecretAccessKey"),
        (#"{"Version":1,"AccessKeyId":"s3cr3t","SecretAccessKey":"s3cr3t\n"}"#, "line break"),
        (#"{"Version":1,"AccessKeyId":"s3cr3t","SecretAccessKey":"s3cr3t","Expiration":"s3cr3t"}"#, "is not a time"),
        (
            #"{"Version":1,"AccessKeyId":"s3cr3t","SecretAccessKey":"s3cr3t","Expiration":"2026-01-02T12:00:00Z"}"#,
            "expired at 2026-01-02 12:00:00 UTC"
        ),
    ])
    func whatIsNotCredentialsIsRefusedWithoutBeingShown(_ text: String, _ words: String) async throws {
        let failure = try await failure(printing: text)
        #expect("\(failure)".contains(words), "\(failure)")
        #expect("\(failure)".contains("credential_process of profile dev in ~/.aws/config"))
    }

    @Test(arguments: [
        ("", "names no program"), ("'open s3cr3t", "has a quotation mark that is not closed"),
        ("s3cr3t \\", "ends with a backslash"), ("KEY=s3cr3t x", "the program is not found"),
        ("/no/such/s3cr3t", "the program"),
    ])
    func aCommandThatCannotBeRunIsNotShown(_ command: String, _ words: String) async throws {
        let failure = try await AWSTests.failure(of: provider(command))
        #expect("\(failure)".contains(words), "\(failure)")
    }

    @Test func nothingOfASuccessIsShown() async throws {
        try await withProgram("echo '\(good)'") { path in
            let provider = provider("'\(path)' s3cr3t")
            let credentials = try await provider.credentials()
            var dumped = "\(provider) \(String(reflecting: provider)) \(credentials)"
            dump(provider, to: &dumped)
            dump(credentials, to: &dumped)
            #expect(!dumped.contains(ProviderBench.mark))
        }
    }
}

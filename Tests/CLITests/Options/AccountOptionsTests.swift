import Foundation
import Support
import Testing

@testable import CLI

struct AccountOptionsTests {
    static let role = "arn:aws:iam::111122223333:role/audit"

    @Test(arguments: [
        "111122223333=\(role)", "111122223333 \(role)", "111122223333\t\(role)", "111122223333 = \(role)",
        "111122223333=arn:aws:iam::111122223333:role/a/path/Audit_+=,.@-1",
        "111122223333=arn:aws-us-gov:iam::111122223333:role/audit",
    ])
    func anAccountAndItsRole(text: String) throws {
        #expect(try AccountRole(text).account == "111122223333")
    }

    @Test(arguments: [
        ("", "12 digits"), ("11112222333=\(role)", "12 digits"), ("１１１１２２２２３３３３=\(role)", "12 digits"),
        ("111122223333", "the ARN of a role"), ("111122223333=", "the ARN of a role"),
        ("111122223333=audit", "the ARN of a role"),
        ("111122223333=arn:aws:iam::111122223333:user/audit", "the ARN of a role"),
        ("111122223333=arn:xx:iam::111122223333:role/audit", "the ARN of a role"),
        ("111122223333=arn:aws:iam::111122223333:role/", "the ARN of a role"),
        ("111122223333=arn:aws:iam::111122223333:role/a b", "the ARN of a role"),
        ("444455556666=\(role)", "the role of account 444455556666 belongs to account 111122223333"),
    ])
    func noAccountAndRole(text: String, says: String) {
        let error = #expect(throws: AccountRole.Unusable.self) { try AccountRole(text) }
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }

    @Test func aFileOfAccounts() throws {
        let text = """
            # ours
            111122223333=\(Self.role)   # the first\r

              444455556666 arn:aws:iam::444455556666:role/x\r
            """
        let accounts = try AccountFile.parse(text, of: "accounts.txt")
        #expect(accounts.map(\.role.account) == ["111122223333", "444455556666"])
        #expect(accounts.map(\.origin) == ["accounts.txt line 2", "accounts.txt line 4"])
    }

    /// As an editor of Windows saves it, with every character that IAM allows in a path.
    @Test func aFileOfAnotherSystem() throws {
        let path = "arn:aws:iam::111122223333:role/a#b=c\"'<>;/x="
        let accounts = try AccountFile.parse("\u{FEFF}111122223333=\(path)\r\n# x\r\n", of: "a.txt")
        #expect(accounts.map(\.role.role.description) == [path])
    }

    @Test(.timeLimit(.minutes(2))) func aLargeOrganization() async throws {
        let text = (0..<20_000).map {
            "\(100_000_000_000 + $0) arn:aws:iam::\(100_000_000_000 + $0):role/OrganizationAudit\n"
        }
        .joined()
        #expect(text.utf8.count > 1 << 20)
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("accounts.txt")
            try Data(text.utf8).write(to: file)
            #expect(try AccountFile.read(file.path).count == 20_000)
        }
    }

    @Test(arguments: [
        ("# nothing\n", "--accounts: a.txt names no account"),
        (
            "111122223333=\(role)\n\n444455556666=nothing\n",
            "a.txt line 3: what follows account 444455556666 must be the ARN"
        ),
        ("\u{1B}[2J", "a.txt line 1: it must begin with an account id"),
    ])
    func aFileWithAMistake(text: String, says: String) {
        let error = #expect(throws: UsageFailure.self) { _ = try AccountFile.parse(text, of: "a.txt") }
        #expect(error?.description.hasPrefix(says) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        (["--account", "1=2"], "12 digits"),
        (["--account", "444455556666=\(role)"], "belongs to account 111122223333"),
        (["--account", "111122223333=\(role)", "--account", "111122223333=\(role)2"], "is given twice"),
        (["--role-arn", "audit"], "what was given may be the name of a role alone"),
        (["--role-arn", "arn:aws:iam::111122223333:rol/audit"], "has “rol” where role/ and its name stand"),
        (["--role-arn", role, "--account", "111122223333=\(role)"], "--role-arn cannot be used with --account"),
        (["--external-id", "k7"], "--external-id needs"),
        (["--role-arn", role, "--external-id", "MARKED id"], "--external-id must have"),
        (["--accounts", "nowhere.txt"], "--accounts: there is no file nowhere.txt"),
        (["--accounts", "."], "--accounts: . cannot be read: is a directory"),
        (["--region", "eu-wset-1a"], "did you mean eu-west-1?"),
        (["--region", "eu-west-1,"], "--region"),
        (["--region", "useast1"], "did you mean us-east-1?"),
    ])
    func usage(arguments: [String], says: String) async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(["scan"] + arguments, in: folder, environment: Binary.keys)
            #expect(outcome.status == 64, "\(outcome.errors)")
            #expect(outcome.errors.contains(says), "\(outcome.errors)")
            #expect(!outcome.errors.contains("MARKED"))
        }
    }

    @Test func regionsComeInListsAndRepeats() async throws {
        try await TemporaryFolder.with { folder in
            let estate = SampleEstateOf.regions(["us-east-1", "eu-west-1", "eu-west-2", "sa-east-1"])
            try await SampleServer.serving(estate) { server in
                let outcome = try await Binary.run(
                    [
                        "scan", "--endpoint-url", server.url, "--region", "us-east-1, eu-west-1", "--region",
                        "sa-east-1,us-east-1",
                    ], in: folder, environment: Binary.keys)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.errors.contains("reading regions us-east-1, eu-west-1 and sa-east-1 of 1 account"))
                #expect(outcome.errors.contains("3 of 3 regions read, 3 VPCs"))
            }
        }
    }

    @Test func theExternalIdIsNotKept() {
        #expect(
            RedactedArguments.redact(["scan", "--external-id", "secret", "--external-id=secret", "--quiet"])
                == ["scan", "--external-id", "[redacted]", "--external-id=[redacted]", "--quiet"])
    }
}

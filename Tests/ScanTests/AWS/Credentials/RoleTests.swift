import Scan
import Testing

@Suite struct RoleTests {
    @Test func anARNOfARoleIsTaken() throws {
        let role = try Role(typed: "arn:aws-us-gov:iam::123456789012:role/path/a.b@c", from: "--role-arn")
        #expect(role.account == "123456789012")
        #expect("\(role)" == "role arn:aws-us-gov:iam::123456789012:role/path/a.b@c (--role-arn)")
    }

    @Test(arguments: [
        "", "audit", "arn:aws:iam::123456789012:user/a", "arn:aws:iam::12345678901:role/a",
        "arn:aws:iam:us-east-1:123456789012:role/a", "arn:aws:sts::123456789012:role/a",
        "arn:aws:iam::123456789012:role/", "arn:aws:iam::123456789012:role/a b", "arn:aws:iam::123456789012:role/é",
        "arn:other:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/a:b", "\u{1B}[2J",
    ])
    func anythingElseIsNot(_ text: String) {
        let error = #expect(throws: SettingError.self) { try Role(typed: text, from: "--role-arn") }
        #expect(
            error?.description
                == "--role-arn must be the ARN of a role, as in arn:aws:iam::123456789012:role/audit")
    }

    /// AWS quotes what it finds malformed; it never gets to see that.
    @Test func partsThatAWSWouldRefuseAreNotSentAndNotShown() {
        let arn = "arn:aws:iam::123456789012:role/a"
        for make: () throws -> Role in [
            { try Role(typed: arn, externalId: "MARKED MARKED", from: "--external-id") },
            { try Role(typed: arn, externalId: "M", from: "--external-id") },
            { try Role(typed: arn, sessionName: "MARKED/MARKED", from: "--role-arn") },
            { try Role(arn: arn, mfaSerial: "MARKED\nMARKED", origin: "profile “a”") },
            { try Role(arn: arn, seconds: 899, origin: "profile “a”") },
            { try Role(arn: arn, seconds: 43201, origin: "profile “a”") },
        ] {
            let error = #expect(throws: SettingError.self) { try make() }
            #expect(error?.description.contains("MARKED") == false)
            #expect(error?.description.contains(" must be ") == true)
        }
    }
}

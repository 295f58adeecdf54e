import AWS
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
        let start = "--role-arn must be the ARN of a role, as in arn:aws:iam::123456789012:role/audit; what was given "
        #expect(error?.description.hasPrefix(start) == true)
        #expect(error?.description.unicodeScalars.contains("\u{1B}") == false)
    }

    @Test(arguments: [
        ("", "is empty"), ("audit", "may be the name of a role alone"),
        ("arn:aws:iam::123456789012:rol/audit", "has “rol” where role/ and its name stand"),
        ("arn:aws:iam::123456789012:user/anna", "is that of a user"),
        ("arn:aws:iam::123456789012:instance-profile/x", "is that of an instance-profile"),
        ("arn:aws:sts::123456789012:assumed-role/audit/anna", "is a session of a role, not the role itself"),
        ("'arn:aws:iam::123456789012:role/audit'", "has quotation marks around it"),
        ("arn:aws:iam:::role/x", "names no account"), ("arn:aws:iam::1234:role/x", "has no account id of 12 digits"),
        ("arn:aws:iam::123456789012:role/a b", "has a blank or another character that no ARN has"),
        ("arn:aws:s3:::bucket", "is not of IAM, whose ARNs begin with arn:aws:iam::"),
        ("arn:aws:iam::123456789012:role", "has “role” where role/ and its name stand"),
        ("arn:aws:iam", "has fewer than the six parts of an ARN"), ("role/audit", "does not begin with arn:"),
    ])
    func theSentenceSaysWhatIsWrong(_ text: String, _ fault: String) {
        let error = #expect(throws: SettingError.self) { try Role(typed: text, from: "--role-arn") }
        #expect(error?.description.hasSuffix("; what was given \(fault)") == true, "\(error?.description ?? "")")
    }

    /// IAM allows every visible character of ASCII in a path, and letters, digits and `_+=,.@-` in a name.
    @Test func aPathMayHoldWhatIAMAllows() throws {
        let visible = String(String.UnicodeScalarView((0x21...0x7E).compactMap { Unicode.Scalar($0) }))
        let arn = "arn:aws:iam::123456789012:role/\(visible)/A_+=,.@-z9"
        #expect(try Role(typed: arn, from: "--role-arn").account == "123456789012")
        #expect(try Role(arn: arn, origin: "profile “a”").arn == arn)
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

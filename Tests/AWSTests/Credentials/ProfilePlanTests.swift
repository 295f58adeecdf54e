import Foundation
import AWS
import Support
import Testing

@Suite struct ProfilePlanTests {
    private struct Case: Decodable {
        var docs: String
        var input: Input
        var output: Output
    }

    private struct Input: Decodable {
        var profiles: [String: [String: String]]
        var selected_profile: String
        var sso_sessions: [String: [String: String]]?
    }

    private struct Output: Decodable {
        var ProfileChain: [Link]?
        var Error: String?
    }

    private struct Link: Decodable {
        var AccessKey: [String: String]?
        var AssumeRole: [String: String]?
        var NamedSource: String?
        var WebIdentityToken: [String: String]?
        var Sso: [String: String]?
    }

    /// How Exhibit says what the cases expect in the words of aws-sdk-rust.
    private static let sentences = [
        "profile must contain `source_profile`": "needs a source_profile or a credential_source",
        "profile contained both source_profile and credential_source": "exclude each other",
        "profile missing aws_secret_access_key": "no aws_secret_access_key beside it",
        "profile missing aws_access_key_id": "no aws_access_key_id beside it",
        "profile `B` did not contain credential information": "profile “B” says nothing of credentials",
        "profile `A` did not contain credential information": "profile “A” in f says nothing of credentials",
        "could not find source profile B referenced from A": "no “B” in",
        "No profiles were defined": "no profile “A”",
        "profile formed an infinite loop": "its own source",
        "`role_arn` was missing": "needs a role_arn",
        "if `sso_role_name` is set, then `sso_account_id` must also be set": "needs sso_account_id beside it",
        "if `sso_account_id` is set, then `sso_role_name` must also be set": "needs sso_role_name beside it",
        "`sso_region` can only be specified in the [sso-session] config when a session name is given":
            "leave it to the session",
        "sso-session named `oops` (referenced by profile `A`) was not found": "[sso-session] that is not there",
    ]

    private func sections(_ values: [String: [String: String]]) -> Profiles.Sections {
        values.reduce(into: [:]) { sections, section in
            sections[section.key] = Profiles.Section(
                name: section.key, properties: section.value.mapValues { Profiles.Property($0, file: "f") })
        }
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)")) func allCasesOfTheSDKsHold() throws {
        let path = "aws-fixtures/smithy-rs/aws/rust-runtime/aws-config/test-data/assume-role-tests.json"
        let tests = try JSONDecoder().decode([Case].self, from: Data(SharedData.bytes(path)))
        #expect(tests.count == 28)
        for test in tests {
            let profiles = Profiles(
                profiles: sections(test.input.profiles), ssoSessions: sections(test.input.sso_sessions ?? [:]))
            if let expected = test.output.Error {
                let error = #expect(throws: CredentialFailure.self, "\(test.docs)") {
                    try ProfilePlan(for: test.input.selected_profile, in: profiles)
                }
                let sentence = try #require(Self.sentences[expected], "\(test.docs)")
                #expect(error?.description.contains(sentence) == true, "\(test.docs): \(error?.description ?? "")")
            } else {
                let plan = try ProfilePlan(for: test.input.selected_profile, in: profiles)
                let chain = try #require(test.output.ProfileChain)
                try compare(plan.base, to: try #require(chain.first), profiles, test.docs)
                #expect(plan.roles.count == chain.count - 1, "\(test.docs)")
                for (role, link) in zip(plan.roles, chain.dropFirst()) {
                    compare(role, to: link.AssumeRole ?? [:], test.docs)
                }
            }
        }
    }

    private func compare(_ role: Role, to expected: [String: String], _ docs: String) {
        #expect(role.arn == expected["role_arn"], "\(docs)")
        #expect(role.externalId == expected["external_id"], "\(docs)")
        #expect(role.sessionName == expected["role_session_name"], "\(docs)")
    }

    private func compare(_ base: ProfilePlan.Base, to link: Link, _ profiles: Profiles, _ docs: String) throws {
        switch base {
        case .keys(let section):
            let expected = try #require(link.AccessKey, "\(docs)")
            #expect(section["aws_access_key_id"] == expected["access_key_id"], "\(docs)")
            #expect(section["aws_secret_access_key"] == expected["secret_access_key"], "\(docs)")
        case .named(let source, _):
            #expect(source.rawValue == link.NamedSource, "\(docs)")
        case .webIdentity(let role, let tokenFile):
            let expected = try #require(link.WebIdentityToken, "\(docs)")
            compare(role, to: expected, docs)
            #expect(tokenFile == expected["web_identity_token_file"], "\(docs)")
        case .sso(let section):
            for (key, value) in try #require(link.Sso, "\(docs)") {
                let session = section["sso_session"].flatMap { profiles.ssoSessions[$0] }
                #expect((section[key] ?? session?[key]) == value, "\(docs)")
            }
        case .process, .login:
            Issue.record("\(docs): no case is about a program or a login")
        }
    }

    private func failure(_ values: [String: [String: String]]) throws -> CredentialFailure {
        let error = #expect(throws: CredentialFailure.self) {
            try ProfilePlan(for: "a", in: Profiles(profiles: sections(values)))
        }
        return try #require(error)
    }

    @Test func aProfileWithoutCredentialsIsMissingAndASourceWithoutThemIsAnError() throws {
        let role = ["role_arn": "arn:aws:iam::1:role/r", "source_profile": "b"]
        #expect(try failure(["a": ["region": "x"]]).code == .missing)
        #expect(try failure([:]).code == .missing)
        #expect(try failure(["a": role, "b": ["region": "x"]]).code == .incomplete)
        #expect(try failure(["a": role]).code == .invalid)
        // A profile that is its own source must have the keys itself.
        #expect(try failure(["a": ["role_arn": "arn:aws:iam::1:role/r", "source_profile": "a"]]).code == .incomplete)
    }

    @Test func whatIsWrongIsSaidWithProfileFileAndRemedy() throws {
        let role = ["role_arn": "arn:aws:iam::1:role/r"]
        func sentence(_ more: [String: String]) throws -> String {
            try failure(["a": role.merging(more) { $1 }, "prod": [:]]).description
        }
        #expect(
            try sentence(["source_profile": "prd"]).hasPrefix(
                "source_profile of profile “a” in f names a profile that is not there: no “prd” in"))
        #expect(try sentence(["source_profile": "prd"]).hasSuffix("did you mean “prod”?"))
        #expect(
            try sentence(["credential_source": "Imds"])
                == "credential_source of profile “a” in f must be one of Environment, Ec2InstanceMetadata, "
                + "EcsContainer")
        #expect(
            try sentence(["credential_source": "environment", "duration_seconds": "an hour"])
                == "duration_seconds of profile “a” in f must be a number of seconds from 900 to 43200")
        #expect(
            try sentence(["credential_source": "environment", "duration_seconds": "60"])
                == "the duration of profile “a” in f must be a number of seconds from 900 to 43200")
        let secret = try sentence(["credential_source": "environment", "external_id": "MARKED MARKED"])
        #expect(secret.hasPrefix("the external id of profile “a” in f must be") && !secret.contains("MARKED"))
    }

    @Test func allOptionsOfARoleAreRead() throws {
        let values = [
            "a": [
                "role_arn": "arn:aws:iam::123456789012:role/r", "credential_source": "ENVIRONMENT",
                "external_id": "ext", "mfa_serial": "arn:aws:iam::123456789012:mfa/me", "duration_seconds": "3600",
                "role_session_name": "me",
            ]
        ]
        let plan = try ProfilePlan(for: "a", in: Profiles(profiles: sections(values)))
        let role = try #require(plan.roles.first)
        #expect(role.mfaSerial == "arn:aws:iam::123456789012:mfa/me" && role.seconds == 3600)
        #expect(role.externalId == "ext" && role.sessionName == "me" && role.origin == "profile “a” in f")
    }

    /// As in the AWS CLI: `aws login` and `aws configure` may both have written to one profile.
    @Test(arguments: ["login_session", "credential_process"])
    func keysOfTheCredentialsFileBeatWhatTheConfigFileSays(_ property: String) throws {
        func isKeys(_ keyFile: String) throws -> Bool {
            let keys = ["aws_access_key_id", "aws_secret_access_key"].map {
                ($0, Profiles.Property("k", file: keyFile))
            }
            let properties = Dictionary(keys + [(property, Profiles.Property("x", file: "config"))]) { $1 }
            let section = Profiles.Section(name: "a", properties: properties)
            if case .keys = try ProfilePlan(for: "a", in: Profiles(profiles: ["a": section])).base { return true }
            return false
        }
        #expect(try isKeys("credentials"))
        #expect(try !isKeys("config"))
    }
}

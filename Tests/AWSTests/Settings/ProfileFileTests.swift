import Foundation
import AWS
import Support
import Testing

/// The files are read through `Profiles.load`, as everything else reads them.
@Suite struct ProfileFileTests {
    private func profiles(config: String = "", credentials: String = "") throws(SettingError) -> Profiles {
        try Profiles.load(
            .fixture(files: FixtureFiles(["/home/.aws/config": config, "/home/.aws/credentials": credentials])))
    }

    private func values(_ sections: Profiles.Sections) -> [String: [String: String]] {
        sections.mapValues { $0.properties.mapValues(\.value) }
    }

    private struct Suite: Decodable {
        var tests: [Case]
    }

    private struct Case: Decodable {
        var name: String
        var input: Input
        var output: Output
    }

    private struct Input: Decodable {
        var configFile: String?
        var credentialsFile: String?
    }

    private struct Output: Decodable {
        var config: Config?
        var errorContaining: String?
    }

    private struct Config: Decodable {
        var profiles: [String: [String: String]]
        var sso_sessions: [String: [String: String]]?
    }

    /// How Exhibit says what the cases expect in the words of aws-sdk-rust.
    private static let sentences = [
        "Profile definition must end with ']'": "no closing bracket",
        "Expected a profile definition": "stands before the first section",
        "Property did not have a name": "no name before its equals sign",
        "Expected an '=' sign defining a property": "is no setting",
        "Expected a property definition": "is no setting",
        "Expected an '=' sign defining a sub-property": "is no setting",
        "Sub-property did not have a name": "no name before its equals sign",
        "Expected a property definition, found continuation": "is no setting",
    ]

    /// Names that the SDKs skip and the AWS CLI takes.
    private static let takenByTheCLI = [
        "Profile names support alphanumeric characters and - / . % @ _ : +": ["foo!bar"],
        "Invalid profile names are ignored.": ["in valid 2"],
        "Credentials profiles with prefix are ignored.": ["profile foo"],
        "profile name with extra whitespace in credentials": ["profile bar"],
    ]

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)")) func allCasesOfTheSDKsHold() throws {
        let path = "aws-fixtures/smithy-rs/aws/rust-runtime/aws-runtime/test-data/profile-parser-tests.json"
        let suite = try JSONDecoder().decode(Suite.self, from: Data(SharedData.bytes(path)))
        #expect(suite.tests.count == 65)
        for test in suite.tests {
            let input = (config: test.input.configFile ?? "", credentials: test.input.credentialsFile ?? "")
            if let expected = test.output.errorContaining {
                let sentence = try #require(Self.sentences[expected])
                let error = #expect(throws: SettingError.self, "\(test.name)") {
                    try profiles(config: input.config, credentials: input.credentials)
                }
                #expect(error?.problem.contains(sentence) == true, "\(test.name): \(error?.description ?? "")")
                #expect(error?.setting.hasSuffix(" of /home/.aws/config") == true)
            } else {
                let config = try #require(test.output.config)
                let read = try profiles(config: input.config, credentials: input.credentials)
                let more = Self.takenByTheCLI[test.name] ?? []
                #expect(Set(more).isSubset(of: read.profiles.keys), "\(test.name)")
                #expect(
                    values(read.profiles.filter { !more.contains($0.key) }) == config.profiles, "\(test.name)")
                #expect(values(read.ssoSessions) == config.sso_sessions ?? [:], "\(test.name)")
            }
        }
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)")) func theFilesOfBotocoreAreRead() throws {
        func read(_ name: String) throws -> Profiles {
            let bytes = try SharedData.bytes("aws-fixtures/botocore/tests/unit/cfg/\(name)")
            return try Profiles.load(.fixture(files: FixtureFiles(bytes: ["/home/.aws/config": bytes])))
        }
        let personal = try read("aws_config").profiles["personal"]
        #expect(personal?["aws_security_token"] == "fiebaz")
        #expect(try read("foo_config").profiles["default"]?["foo_region"] == "us-west-1")
        #expect(try read("aws_third_config").profiles.keys.sorted() == ["default", "third"])
        #expect(try read("aws_config_other").profiles["default"]?["aws_access_key_id"] == "other_foo")
        #expect(try read("aws_config_nocreds").profiles["default"]?.properties.count == 1)
        // Names that botocore skips too; a name with a blank stands in quotes.
        #expect(try read("aws_bad_profile").profiles.keys.sorted() == ["default", "my profile", "personal1"])

        let nested = try #require(try read("aws_config_nested").profiles["default"])
        #expect(nested.properties["s3"]?.nested == ["signature_version": "s3v4", "addressing_style": "path"])
        #expect(nested.properties["cloudwatch"]?.nested == ["signature_version": "v4"])
        #expect(nested["region"] == "us-west-2")
        let services = try read("aws_services_config").services["my-services"]
        #expect(services?.properties["s3"]?.nested["endpoint_url"] == "https://localhost:5678/")
        #expect(try read("aws_sso_session_config").ssoSessions["sso"]?["sso_region"] == "us-east-1")
        #expect(try read("boto_config").profiles.isEmpty)
        #expect(try read("boto_config_empty").profiles.isEmpty)

        for (name, sentence) in [
            ("aws_config_bad", "line 1 of /home/.aws/config stands before the first section"),
            ("aws_credentials", "line 1 of /home/.aws/config stands before the first section"),
            ("aws_config_nested_bad", "line 5 of /home/.aws/config is no setting"),
            ("aws_config_badbytes", "line 1 of /home/.aws/config holds a byte that is not UTF-8"),
        ] {
            let error = #expect(throws: SettingError.self) { try read(name) }
            #expect(error?.description.hasPrefix(sentence) == true, "\(name): \(error?.description ?? "")")
        }
    }

    /// As the AWS CLI reads them, where the SDKs' cases say nothing.
    @Test func whatPeopleWriteBeyondTheCasesIsRead() throws {
        let config = """
            \u{FEFF}[default]
              region = eu-west-1
              # a comment, not a second line of the region
              output = json
            [profile "my profile"]
            s3 =
                endpoint_url = http://a.example   # a note
            [services 'x']
            """
        let read = try profiles(config: config)
        #expect(values(read.profiles)["default"] == ["region": "eu-west-1", "output": "json"])
        let s3 = read.profiles["my profile"]?.properties["s3"]
        #expect(s3?.nested == ["endpoint_url": "http://a.example"])
        #expect(s3?.file == "/home/.aws/config")
        #expect(read.services.keys.sorted() == ["x"])
    }

    /// As `aws configure --profile` writes them, and as the AWS CLI reads them.
    @Test(arguments: [
        ("[profile 'Foo Bar']", "Foo Bar"), ("[profile \"Foo Bar\"]", "Foo Bar"), ("[profile a&b]", "a&b"),
        ("[profile a[b]]", "a[b]"), ("[profile é中]", "é中"), ("[profile a\\ b] # note", "a b"),
        ("[profile 'a] b'] ; note", "a] b"), ("[profile a(b)*!~]", "a(b)*!~"), ("[ profile  'x y' ]", "x y"),
        ("[profile 'it''s']", "its"),
    ])
    func namesThatTheCLITakesAreTaken(_ heading: String, _ name: String) throws {
        #expect(try profiles(config: "\(heading)\nregion = x").profiles.keys.sorted() == [name])
        #expect(try profiles(config: heading.replacing("profile", with: "services")).services.keys.sorted() == [name])
    }

    @Test(arguments: [
        ("[Foo Bar]", "Foo Bar"), ("['Foo Bar']", "Foo Bar"), ("[\"Foo Bar\"]", "Foo Bar"), ("[a&b]", "a&b"),
        ("[a[b]]", "a[b]"), ("[é中] # note", "é中"), ("[it's]", "it's"), ("[profile x]", "profile x"),
    ])
    func namesInTheCredentialsFileStandAsTheyAre(_ heading: String, _ name: String) throws {
        #expect(try profiles(credentials: "\(heading)\nregion = x").profiles.keys.sorted() == [name])
    }

    @Test(arguments: ["[profile Foo Bar]", "[profile 'Foo Bar]", "[profile ]", "[profile \u{1B}x]", "[plugins]"])
    func otherHeadingsAreNoProfiles(_ heading: String) throws {
        #expect(try profiles(config: "\(heading)\nregion = x").profiles.isEmpty)
    }

    /// 6,000 profiles took more than the MiB that was allowed.
    @Test(.timeLimit(.minutes(1))) func aLargeFileIsRead() throws {
        let text = (1...20_000).map { "[profile p\($0)]\nrole_arn = arn:aws:iam::111122223333:role/a\n" }.joined()
        #expect(text.utf8.count > 1 << 20)
        #expect(try profiles(config: text).profiles.count == 20_000)
    }

    @Test func textBehindAHeadingIsAnError() {
        let error = #expect(throws: SettingError.self) { try profiles(config: "[default] region = x") }
        #expect(
            error?.description
                == "line 1 of /home/.aws/config has text behind the heading of a section: move it to the next line")
    }

    @Test func noErrorQuotesTheFile() throws {
        let secret = "MARKEDSECRETMARKEDSECRET"
        for config in [
            secret, "[\(secret)", "[default]\n\(secret)", "[default]\n=\(secret)", "[default]\ns3 =\n \(secret)",
            "[default] \(secret)", "[default]\n=\(secret)\n\u{0}",
        ] {
            let error = #expect(throws: SettingError.self) { try profiles(config: config) }
            #expect(error?.description.contains("MARKED") == false)
        }
    }

    @Test func noDescriptionShowsAValue() throws {
        let read = try profiles(credentials: "[default]\naws_secret_access_key = MARKED\ns3 =\n a = MARKED")
        var dumped = ""
        dump(read, to: &dumped)
        dump(read.profiles["default"]?.properties, to: &dumped)
        #expect(!(dumped + "\(read)" + String(reflecting: read.profiles)).contains("MARKED"))
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func hostileTextIsReadOrRefusedWithItsLine(_ seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        var text = ""
        for _ in 0..<Int.random(in: 0...30, using: &dice) {
            text += ["[profile ", "[", "]", "\n", "\r\n", " = ", "\n ", "#", "a"].randomElement(using: &dice) ?? ""
            if Int.random(in: 0...3, using: &dice) == 0 { text += HostileText.random(using: &dice) }
        }
        var bytes = Array(text.utf8)
        if seed % 4 == 0, !bytes.isEmpty { bytes[Int(seed) % bytes.count] = 0xFF }
        do throws(SettingError) {
            let read = try Profiles.load(.fixture(files: FixtureFiles(bytes: ["/home/.aws/config": bytes])))
            for (name, section) in read.profiles { #expect(name == section.name && !name.isEmpty) }
        } catch {
            #expect(error.setting.hasPrefix("line ") && error.setting.hasSuffix(" of /home/.aws/config"))
        }
    }

    /// Whatever stands between them, every section and every property comes back.
    @Test(arguments: 0..<200 as Range<UInt64>) func nothingIsLost(_ seed: UInt64) throws {
        var dice = SeededGenerator(seed: seed)
        var wanted: [String: [String: String]] = [:]
        var text = ""
        func filling() -> String {
            ["", "\n", "# note\n", " \t\n", "; [profile no]\n", "   # indented\n"].randomElement(using: &dice) ?? ""
        }
        for _ in 0..<Int.random(in: 1...8, using: &dice) {
            let name = "p-\(Int.random(in: 0...5, using: &dice))@x.y"
            let end = Bool.random(using: &dice) ? "\r\n" : "\n"
            text += filling() + "[profile \(name)]\(Bool.random(using: &dice) ? " # note" : "")\(end)"
            wanted[name, default: [:]].merge([:]) { $1 }
            let indent = Bool.random(using: &dice) ? "" : "  "
            for _ in 0..<Int.random(in: 0...4, using: &dice) {
                let key = "Key\(Int.random(in: 0...5, using: &dice))"
                let value = HostileText.random(using: &dice).unicodeScalars
                    .filter { $0.value > 0x20 && $0 != "#" && $0 != ";" && $0.value != 0x7F }
                let plain = String(String.UnicodeScalarView(value))
                text += "\(indent)\(key) \t= \(plain)\(Bool.random(using: &dice) ? " ; note" : "")\(end)" + filling()
                wanted[name]?[key.lowercased()] = plain
            }
        }
        #expect(values(try profiles(config: text).profiles) == wanted)
    }
}

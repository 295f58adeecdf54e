import Foundation
import AWS
import Support
import Testing

@Suite struct ProfilesLoadingTests {
    private struct Suite: Decodable {
        var tests: [Case]
    }

    private struct Case: Decodable {
        var name: String
        var environment: [String: String]
        var platform: String
        var profile: String?
        var configLocation: String
        var credentialsLocation: String
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)")) func filesAreLookedForWhereTheSDKsDo() throws {
        let path = "aws-fixtures/smithy-rs/aws/rust-runtime/aws-runtime/test-data/file-location-tests.json"
        let tests = try JSONDecoder().decode(Suite.self, from: Data(SharedData.bytes(path))).tests
        // Not applicable: Exhibit is for Linux and macOS, where HOME names the home and paths have slashes.
        let windows = tests.filter { $0.platform == "windows" }
        #expect(
            Set(windows.map(\.name)) == [
                "User home is loaded from $HOME with highest priority on windows platforms.",
                "User home is loaded from $USERPROFILE on windows platforms when $HOME is not set.",
                "User home is loaded from $HOMEDRIVE$HOMEPATH on windows platforms when $HOME and $USERPROFILE are "
                    + "not set.",
                "The default credentials location can be overridden by the user on windows platforms.",
            ])
        for test in tests where test.platform != "windows" {
            let files = FixtureFiles([test.credentialsLocation: "[default]\n[other]"])
            let settings = try AWSSettings.load(
                surroundings: .fixture(test.environment, files: files), profile: nil)
            #expect(files.reads == [test.configLocation, test.credentialsLocation], "\(test.name)")
            #expect(settings.profileName == test.profile ?? "default", "\(test.name)")
        }
    }

    @Test func aTildeIsHome() throws {
        let files = FixtureFiles()
        let variables = ["HOME": "/h/", "AWS_CONFIG_FILE": "~/c", "AWS_SHARED_CREDENTIALS_FILE": "~x/c"]
        _ = try Profiles.load(.fixture(variables, files: files))
        #expect(files.reads == ["/h/c", "~x/c"])

        let error = #expect(throws: SettingError.self) { try Profiles.load(.fixture(["AWS_CONFIG_FILE": "~/c"])) }
        #expect(error?.description == "AWS_CONFIG_FILE begins with ~, and HOME is not set")
    }

    @Test func withoutHomeAndFilesThereIsNothing() throws {
        let files = FixtureFiles()
        #expect(try Profiles.load(.fixture([:], files: files)).files == [])
        #expect(files.reads == [])
    }

    @Test func anUnreadableFileIsNotAnAbsentOne() {
        let files = FixtureFiles(unreadable: ["/home/.aws/credentials"])
        let error = #expect(throws: SettingError.self) {
            try AWSSettings.load(surroundings: .fixture(files: files), profile: nil)
        }
        #expect(error?.description == "/home/.aws/credentials cannot be opened: permission denied")
    }

    @Test func theProfileIsChosenInOrder() throws {
        let files = FixtureFiles(["/home/.aws/config": "[profile a]\n[profile b]\n[profile c]\n"])
        var environment = ["HOME": "/home"]
        func name(_ option: String? = nil) throws -> String {
            try AWSSettings.load(surroundings: .fixture(environment, files: files), profile: option).profileName
        }
        #expect(try name() == "default")
        environment["AWS_DEFAULT_PROFILE"] = "c"
        #expect(try name() == "c")
        environment["AWS_PROFILE"] = "b"
        #expect(try name() == "b")
        #expect(try name("a") == "a")
    }

    @Test func anUnknownProfileIsAnErrorThatNamesTheNearest() {
        let files = FixtureFiles(["/home/.aws/config": "[profile production]\n[profile test]"])
        func sentence(_ environment: [String: String], _ option: String? = nil) -> String? {
            let environment = environment.merging(["HOME": "/home"]) { $1 }
            return #expect(throws: SettingError.self) {
                try AWSSettings.load(surroundings: .fixture(environment, files: files), profile: option)
            }?.description
        }
        let places = "/home/.aws/config and /home/.aws/credentials"
        #expect(
            sentence([:], "prodution")
                == "--profile names a profile that is not there: no “prodution” in \(places); "
                + "did you mean “production”?")
        #expect(
            sentence(["AWS_PROFILE": "x"]) == "AWS_PROFILE names a profile that is not there: no “x” in \(places)")
        #expect(sentence([:], "default")?.hasPrefix("--profile names") == true)
        // A key in the wrong place is not shown.
        #expect(sentence(["AWS_PROFILE": String(repeating: "K", count: 40)])?.contains("KKKKKKKKKKKKKKKKK") == false)
    }

    /// The keys lie in the credentials file, and what the heading stands above is lost: a role that was to be assumed.
    @Test(arguments: ["[profile Foo Bar]", "[profile 'Foo Bar]", "[profile Foo  Bar]"])
    func aHeadingThatMeansTheChosenProfileEndsTheRun(_ heading: String) throws {
        let name = heading.contains("  ") ? "Foo  Bar" : "Foo Bar"
        let files = FixtureFiles([
            "/home/.aws/config": "[default]\n\n\(heading)\nregion = x", "/home/.aws/credentials": "[\(name)]\n[other]",
        ])
        for (environment, option) in [(["HOME": "/home"], name), (["HOME": "/home", "AWS_PROFILE": name], nil)] {
            let error = #expect(throws: SettingError.self) {
                try AWSSettings.load(surroundings: .fixture(environment, files: files), profile: option)
            }
            #expect(
                error?.description.hasPrefix("line 3 of /home/.aws/config begins a section for a profile and cannot be")
                    == true)
        }
        #expect(
            try AWSSettings.load(surroundings: .fixture(files: files), profile: "other").profileSetting == "--profile")
    }

    @Test func aBareNameInTheConfigFileIsPointedAt() throws {
        let files = FixtureFiles(["/home/.aws/config": "[audit]\nregion = x"])
        let error = #expect(throws: SettingError.self) {
            try AWSSettings.load(surroundings: .fixture(files: files), profile: "audit")
        }
        #expect(
            error?.description.hasSuffix(
                "; line 1 of /home/.aws/config has its name alone: write [profile NAME] there") == true)
    }

    @Test func theDefaultProfileOfTheEnvironmentMayBeAbsent() throws {
        let settings = try AWSSettings.load(
            surroundings: .fixture(["HOME": "/home", "AWS_PROFILE": "default"]), profile: nil)
        #expect(settings.profile == nil && settings.profileSetting == nil)
    }
}

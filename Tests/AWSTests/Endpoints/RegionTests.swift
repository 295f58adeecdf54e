import AWS
import Testing

@Suite struct RegionTests {
    @Test(arguments: ["eu-west-1", "us-gov-east-1", "eusc-de-east-1", "abc", String(repeating: "a", count: 32)])
    func namesAreTaken(_ name: String) throws {
        #expect(try Region(name).name == name)
    }

    @Test(arguments: [
        "", "ab", "-eu", "eu-", "EU-WEST-1", "eu west 1", "../../etc", "eu-west-1/", "eu-west-1\n", "eu.west.1",
        "éu-west-1", "eu-west-1@evil", String(repeating: "a", count: 33),
    ])
    func otherThingsAreRefused(_ name: String) throws {
        let error = #expect(throws: SettingError.self) { try Region(name, from: "--region") }
        let text = try #require(error).description
        #expect(text.hasPrefix("--region is not the name of a region: "))
        #expect(!text.contains("\n"))
    }

    /// Who swaps two variables gives a key for the region: not even half of it is shown.
    @Test func aSecretIsNotQuoted() throws {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
        let error = try #require(throws: SettingError.self) { try home(["AWS_REGION": secret]) }
        #expect(error.description.contains("“wJalrXUtnFEMI/K7…”"))
        #expect(!error.description.contains("wJalrXUtnFEMI/K7M"))
        let short = try #require(throws: SettingError.self) { try Region("EU-WEST-1") }
        #expect(short.description.contains("“EU-WEST-1”"))
        let heap = try #require(throws: SettingError.self) {
            try Region("a" + String(repeating: "\u{301}", count: 100_000))
        }
        #expect(heap.description.unicodeScalars.count < 200)
    }

    private func home(_ environment: [String: String], profile: String? = nil) throws(SettingError) -> Region {
        let properties = profile.map { ["region": Profiles.Property($0, file: "config")] } ?? [:]
        let profiles = Profiles(profiles: ["default": Profiles.Section(name: "default", properties: properties)])
        return try Region.home(AWSSettings(environment: environment, profiles: profiles))
    }

    @Test func homeComesFromTheSettings() throws {
        #expect(try home([:]).name == "us-east-1")
        #expect(try home([:], profile: "eu-west-2").name == "eu-west-2")
        #expect(try home(["AWS_REGION": "eu-west-3"], profile: "eu-west-2").name == "eu-west-3")
        #expect(try home(["AWS_DEFAULT_REGION": "eu-west-1"]).name == "eu-west-1")
        let both = ["AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-3"]
        #expect(try home(both).name == "eu-west-3")
        #expect(try home(["AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-2"]).name == "eu-west-2")
        let error = #expect(throws: SettingError.self) { try home(["AWS_REGION": "x/y/z"]) }
        #expect(error?.setting == "AWS_REGION")
        let inProfile = #expect(throws: SettingError.self) { try home([:], profile: "x/y/z") }
        #expect(inProfile?.setting == "region of profile default in config")
    }

    /// A zone is no region: the host that it makes is not there, and the network would get the blame.
    @Test func aZoneIsNamedWithItsVariableAndTheNearestRegion() throws {
        let error = #expect(throws: SettingError.self) { try home(["AWS_REGION": "us-east-1a"]) }
        #expect(
            error?.description
                == "AWS_REGION is not the name of a region such as eu-west-1: “us-east-1a” (did you mean us-east-1?)")
        let inProfile = #expect(throws: SettingError.self) { try home([:], profile: "eu-central") }
        #expect(inProfile?.setting == "region of profile default in config")
    }

    @Test(arguments: [("aws-global", "us-east-1"), ("aws-us-gov-global", "us-gov-west-1")])
    func aWholePartitionIsAskedInTheRegionThatSpeaksForIt(_ name: String, _ region: String) throws {
        #expect(try home(["AWS_REGION": name]).name == region)
    }
}

import Evidence

/// The settings of a user, from the environment and from the profile that is chosen: the environment first.
/// Source: AWS SDKs and Tools Reference Guide, "Settings reference".
package struct AWSSettings: Sendable {
    package let environment: [String: String]
    package let profiles: Profiles
    /// The name of the chosen profile, `default` where none was.
    package let profileName: String
    /// What chose it: `--profile`, `AWS_PROFILE`. Nil where nobody did.
    package let profileSetting: String?

    package init(
        environment: [String: String], profiles: Profiles = Profiles(), profileName: String = "default",
        profileSetting: String? = nil
    ) {
        self.environment = environment
        self.profiles = profiles
        self.profileName = profileName
        self.profileSetting = profileSetting
    }

    /// Nil where no file has it.
    package var profile: Profiles.Section? { profiles.profiles[profileName] }

    /// A setting and where it stands, for the sentence that complains about it.
    package struct Setting: Sendable {
        package var value: String
        package var origin: String
    }

    /// The first variable that is set, else the property of the profile. What is set to nothing counts as not set.
    package func setting(_ variables: [String], _ property: String? = nil) -> Setting? {
        for variable in variables {
            if let value = environment.setting(variable) { return Setting(value: value, origin: variable) }
        }
        guard let property, let profile, let value = profile[property], let file = profile.properties[property]?.file
        else { return nil }
        return Setting(value: value, origin: "\(property) of profile \(profileName.visible()) in \(file.visible())")
    }

    /// A setting that says `true` or `false`; `false` where it is not set.
    package func flag(_ variable: String, _ property: String? = nil) throws(SettingError) -> Bool {
        guard let setting = setting([variable], property) else { return false }
        switch setting.value.lowercased() {
        case "false": return false
        case "true": return true
        default: throw SettingError(setting.origin, "must be true or false")
        }
    }
}

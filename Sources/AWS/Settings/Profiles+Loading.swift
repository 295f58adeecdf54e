import Evidence

extension Profiles {
    /// Reads the config and the credentials file. One that is not there is none; one that cannot be read or
    /// understood is an error that names it, and the line.
    package static func load(
        environment: [String: String], files: any SettingFiles
    ) throws(SettingError) -> Profiles {
        let config = try environment.settingFile("AWS_CONFIG_FILE", default: "~/.aws/config")
        let credentials = try environment.settingFile(
            "AWS_SHARED_CREDENTIALS_FILE", default: "~/.aws/credentials")

        var profiles = Profiles()
        for (path, kind) in [(config, ProfileFile.Kind.config), (credentials, .credentials)] {
            guard let path else { continue }
            profiles.files.append(path)
            guard let bytes = try files.read(path) else { continue }
            let file = try ProfileFile(bytes, path: path, kind: kind)
            profiles.add(file.profiles)
            profiles.unusable += file.unusable
        }
        return profiles
    }

    /// Of a property that stands in both, the later file's counts.
    private mutating func add(_ others: Profiles) {
        for (name, section) in others.profiles {
            profiles[name, default: Section(name: name, properties: [:])].properties
                .merge(section.properties) { $1 }
        }
        ssoSessions.merge(others.ssoSessions) { $1 }
        services.merge(others.services) { $1 }
    }

    /// `/home/a/.aws/config and /home/a/.aws/credentials`, for sentences.
    var places: String {
        files.isEmpty ? "no file, for HOME is not set" : files.map { $0.visible() }.joined(separator: " and ")
    }
}

extension AWSSettings {
    /// The settings of a user as they are found: the environment, the files, and the profile that is chosen by
    /// `--profile`, AWS_PROFILE or AWS_DEFAULT_PROFILE, else `default`.
    ///
    /// Throws where a chosen profile is in no file.
    package static func load(
        environment: [String: String], files: any SettingFiles, profile option: String?
    ) throws(SettingError) -> AWSSettings {
        let profiles = try Profiles.load(environment: environment, files: files)
        var choice = option.map { (name: $0, setting: "--profile") }
        for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] where choice == nil {
            choice = environment.setting(variable).map { ($0, variable) }
        }
        guard let choice else { return AWSSettings(environment: environment, profiles: profiles) }

        if let error = profiles.unusableSection(of: choice.name) { throw error }
        let isDefaultOfEnvironment = option == nil && choice.name == "default"
        guard profiles.profiles[choice.name] != nil || isDefaultOfEnvironment else {
            throw SettingError(
                choice.setting, "names a profile that is not there: \(profiles.absence(of: choice.name))")
        }
        // A `default` that is nowhere chooses nothing.
        return AWSSettings(
            environment: environment, profiles: profiles, profileName: choice.name,
            profileSetting: profiles.profiles[choice.name] == nil ? nil : choice.setting)
    }
}

extension Profiles {
    /// A heading that means this profile and is none: without its settings others would be used, so it ends the run.
    func unusableSection(of name: String) -> SettingError? {
        unusable.first { $0.isProfile && $0.name == name }.map(error)
    }

    private func error(_ section: Unusable) -> SettingError {
        SettingError(
            "line \(section.line) of \(section.file.visible())",
            "begins a section for a profile and cannot be taken: write [profile NAME], a name with blanks or quotation "
                + "marks in quotes, as in [profile 'Foo Bar']")
    }

    /// `no “prd” in /home/a/.aws/config and /home/a/.aws/credentials; did you mean “prod”?`
    func absence(of name: String) -> String {
        let scalars = name.visible().unicodeScalars
        // Who swapped two settings gave a key instead, which has 40 characters.
        let shown = scalars.count > 24 ? "\(String(scalars.prefix(16)))…" : String(scalars)
        let near = NearestName.to(name, among: profiles.keys).map { "; did you mean “\($0.visible())”?" }
        let bare = unusable.first { !$0.isProfile && $0.name == name }.map {
            "; line \($0.line) of \($0.file.visible()) has its name alone: write [profile NAME] there"
        }
        return "no “\(shown)” in \(places)\(bare ?? near ?? "")"
    }
}

extension [String: String] {
    /// The path of a file that a variable names, else its usual one. Nil where that needs HOME, which is not set.
    fileprivate func settingFile(_ variable: String, default usual: String) throws(SettingError) -> String? {
        guard let path = setting(variable) else { return expandingHome(usual) }
        guard let expanded = expandingHome(path) else {
            throw SettingError(variable, "begins with ~, and HOME is not set")
        }
        return expanded
    }

    /// A path with HOME in the place of its first `~`; nil where HOME is needed and not set.
    func expandingHome(_ path: String) -> String? {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        guard var home = setting("HOME") else { return nil }
        if home.hasSuffix("/") { home.removeLast() }
        return home + path.dropFirst()
    }
}

import Evidence

/// The places that the user named instead of AWS's own.
/// Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
struct ConfiguredEndpoints: Sendable {
    /// `--endpoint-url`
    private let explicit: Endpoint?
    private let settings: AWSSettings
    private let areIgnored: Bool

    init(explicit url: String?, settings: AWSSettings) throws(SettingError) {
        if let url { explicit = try Endpoint(url, from: "--endpoint-url") } else { explicit = nil }
        self.settings = settings
        areIgnored = try settings.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
    }

    /// The nearest one; nil where none is named.
    func endpoint(of service: AWSService) throws(SettingError) -> Endpoint? {
        if let explicit { return explicit }
        guard !areIgnored else { return nil }
        let variables = ["AWS_ENDPOINT_URL_\(service.variableSuffix)", "AWS_ENDPOINT_URL"]
        if let setting = settings.setting(variables) { return try Endpoint(setting.value, from: setting.origin) }
        if let setting = try ofServices(service) { return try Endpoint(setting.value, from: setting.origin) }
        guard let setting = settings.setting([], "endpoint_url") else { return nil }
        return try Endpoint(setting.value, from: setting.origin)
    }

    /// What the `[services x]` section says that the profile names.
    private func ofServices(_ service: AWSService) throws(SettingError) -> AWSSettings.Setting? {
        guard let named = settings.setting([], "services") else { return nil }
        guard let section = settings.profiles.services[named.value] else {
            throw SettingError(named.origin, "names a section that is not there: [services \(named.value.visible())]")
        }
        guard let property = section.properties[service.settingName], let url = property.nested["endpoint_url"],
            !url.isEmpty
        else { return nil }
        let origin = "endpoint_url of \(service.settingName) in [services \(named.value.visible())]"
        return AWSSettings.Setting(value: url, origin: "\(origin) of \(property.file.visible())")
    }
}

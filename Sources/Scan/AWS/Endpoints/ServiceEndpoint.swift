import Evidence

extension AWSSettings {
    /// Where the user wants a service to be asked, or nil: AWS_ENDPOINT_URL_<ID>, AWS_ENDPOINT_URL, the profile's
    /// `services` section, its `endpoint_url`.
    ///
    /// - Parameter id: of the service, as in `sso_oidc`.
    /// Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
    func customEndpoint(of id: String) throws(SettingError) -> Endpoint? {
        let isIgnored = try flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
        guard !isIgnored, let url = customURL(of: id) else { return nil }
        for (variable, property) in [
            ("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"), ("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"),
        ] where try flag(variable, property) {
            throw SettingError(
                setting([variable], property)?.origin ?? variable, "cannot be used together with an endpoint URL")
        }
        return try Endpoint(url.value, from: url.origin)
    }

    private func customURL(of id: String) -> Setting? {
        if let url = setting(["AWS_ENDPOINT_URL_\(id.uppercased())", "AWS_ENDPOINT_URL"]) { return url }
        if let name = profile?["services"], let property = profiles.services[name]?.properties[id],
            let url = property.nested["endpoint_url"], !url.isEmpty
        {
            return Setting(
                value: url, origin: "endpoint_url of \(id) in services \(name.visible()) in \(property.file.visible())")
        }
        return setting([], "endpoint_url")
    }
}

extension NetworkSettings {
    /// Reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and AWS_CA_BUNDLE or `ca_bundle` of the profile.
    package init(settings: AWSSettings, files: any SettingFiles) throws(SettingError) {
        proxies = try ProxyRules(environment: settings.environment)
        if let bundle = settings.setting(["AWS_CA_BUNDLE"], "ca_bundle") {
            trustRoots = try TrustRoots(bundle.value, from: bundle.origin, files: files)
        } else {
            trustRoots = nil
        }
    }
}

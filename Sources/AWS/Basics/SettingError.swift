/// A setting of the user that cannot be used: which one, and what is wrong with it.
package struct SettingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// As the user knows it: `--region`, `AWS_ENDPOINT_URL`.
    package let setting: String
    /// The end of a sentence that begins with the setting.
    package let problem: String

    package init(_ setting: String, _ problem: String) {
        self.setting = setting
        self.problem = problem
    }

    package var description: String { "\(setting) \(problem)" }
}

extension [String: String] {
    /// An environment variable; one that is set to nothing counts as not set.
    func setting(_ variable: String) -> String? {
        guard let value = self[variable], !value.isEmpty else { return nil }
        return value
    }
}

/// Where a framework or standard asks for what a control checks.
package struct ControlMapping: Codable, Sendable, Hashable {
    package var framework: String
    package var version: String
    /// Requirements that the control is evidence for, by the framework's own word or by several independent sources.
    package var core: [String]
    /// Requirements that it supports, and that fewer sources name.
    package var secondary: [String]
    /// Where sources disagree; nil where they do not.
    package var remark: String?

    package init(
        _ framework: String, _ version: String, core: [String] = [], secondary: [String] = [], remark: String? = nil
    ) {
        self.framework = framework
        self.version = version
        self.core = core
        self.secondary = secondary
        self.remark = remark
    }
}

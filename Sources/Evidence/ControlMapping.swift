/// Where a framework or standard asks for what a control checks.
package struct ControlMapping: Encodable, Sendable, Hashable {
    package var framework: String
    /// `-` where there is one only.
    package var version: String
    package var requirements: [Requirement]
    /// Where sources disagree; nil where they do not.
    package var remark: String?

    package enum Tier: String, Encodable, Sendable, CaseIterable {
        /// The framework itself, AWS or several independent sources name it.
        case core
        /// It supports the requirement, and fewer sources say so.
        case secondary
    }

    package struct Requirement: Encodable, Sendable, Hashable {
        package var id: String
        package var title: String
        /// Level, baseline or profile; empty where there is none.
        package var level: String
        package var tier: Tier
        /// Who says so.
        package var source: String
        /// What else is to be known of it; empty where nothing is.
        package var note: String

        package init(id: String, title: String, level: String, tier: Tier, source: String, note: String) {
            self.id = id
            self.title = title
            self.level = level
            self.tier = tier
            self.source = source
            self.note = note
        }
    }

    package init(_ framework: String, _ version: String, _ requirements: [Requirement], remark: String? = nil) {
        self.framework = framework
        self.version = version
        self.requirements = requirements
        self.remark = remark
    }

    /// The ids of the requirements that the control is evidence for.
    package var core: [String] { ids(.core) }
    /// The ids of those that it supports.
    package var secondary: [String] { ids(.secondary) }

    private enum CodingKeys: String, CodingKey {
        case framework, version, core, secondary, remark
    }

    /// As findings.json has it: ids are enough there, and `exhibit controls` tells the rest.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(framework, forKey: .framework)
        try container.encode(version, forKey: .version)
        try container.encode(core, forKey: .core)
        try container.encode(secondary, forKey: .secondary)
        try container.encodeIfPresent(remark, forKey: .remark)
    }

    private func ids(_ tier: Tier) -> [String] { requirements.filter { $0.tier == tier }.map(\.id) }
}

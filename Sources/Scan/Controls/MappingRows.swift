import Evidence
import Foundation

// How a table of mappings is written down.

extension ControlMapping {
    static func of(
        _ framework: String, _ version: String, remark: String? = nil, _ groups: [Requirement]...
    ) -> ControlMapping {
        // Groups have their sources in common; a reader looks for numbers.
        let requirements = groups.flatMap(\.self).sorted {
            $0.id.compare($1.id, options: .numeric) == .orderedAscending
        }
        return ControlMapping(framework, version, requirements, remark: remark)
    }

    static func cis(
        _ version: String, _ id: String, title: String = "Ensure VPC flow logging is enabled in all VPCs",
        level: String = "Level 2", _ sources: MappingSource..., note: String
    ) -> ControlMapping {
        let requirement = Requirement(
            id: id, title: title, level: level, tier: .core, source: MappingSource.joined(sources), note: note)
        return ControlMapping("CIS AWS Foundations Benchmark", version, [requirement])
    }
}

/// Id, title, and the level, baseline or profile where there is one.
typealias MappingRow = (String, String, String)

extension [ControlMapping.Requirement] {
    static func core(_ rows: [MappingRow], _ sources: MappingSource..., note: String = "") -> Self {
        requirements(rows, .core, sources, note)
    }

    static func secondary(_ rows: [MappingRow], _ sources: MappingSource..., note: String = "") -> Self {
        requirements(rows, .secondary, sources, note)
    }

    private static func requirements(
        _ rows: [MappingRow], _ tier: ControlMapping.Tier, _ sources: [MappingSource], _ note: String
    ) -> Self {
        rows.map { id, title, level in
            ControlMapping.Requirement(
                id: id, title: title, level: level, tier: tier, source: MappingSource.joined(sources), note: note)
        }
    }
}

/// Who says so.
struct MappingSource: ExpressibleByStringLiteral {
    let text: String

    init(stringLiteral text: String) {
        self.text = text
    }

    static let securityHub: MappingSource = "AWS Security Hub ec2-controls.md EC2.6"
    static let managedServices: MappingSource =
        "AWS Managed Services Accelerate config rule table, ams-nist-cis-vpc-flow-logs-enabled"
    static let cisSheet: MappingSource = "cyberstrike-official CIS v7.0.0 4.7 sheet ()"

    static let mitre: MappingSource = "mitre/aws-foundations-cis-baseline v1.2.0 tag"

    static func prowler(_ framework: String) -> MappingSource {
        MappingSource(
            stringLiteral: "Prowler 3e000fa (repo HEAD 2026-08-21; also pip 5.46.0) "
                + "prowler/compliance/aws/\(framework)_aws.json")
    }

    /// Of its mappings that are not for one cloud.
    static func prowlerOfAll(_ framework: String) -> MappingSource {
        MappingSource(stringLiteral: "Prowler 3e000fa prowler/compliance/\(framework).json")
    }

    static func powerpipe(_ benchmark: String) -> MappingSource {
        MappingSource(stringLiteral: "Powerpipe steampipe-mod-aws-compliance a1d0b44 (v1.13.0) \(benchmark)")
    }

    static func cloudAudit(_ framework: String) -> MappingSource {
        MappingSource(stringLiteral: "cloud-audit 2.5.0 compliance/frameworks/\(framework).json")
    }

    static func joined(_ sources: [MappingSource]) -> String { sources.map(\.text).joined(separator: "; ") }
}

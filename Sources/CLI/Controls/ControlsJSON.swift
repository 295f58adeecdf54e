import Evidence
import Scan

extension ControlsFormat {
    /// For programs: all that is known of the control.
    static let json = ControlsFormat(name: "json") { control, output in
        try JSONText.write(ListOfControls(controls: [ControlJSON(control)]), .indented, to: output)
    }
}

private struct ListOfControls: Encodable {
    let schemaVersion = "1.0"
    let controls: [ControlJSON]
}

private struct ControlJSON: Encodable {
    let checkId: String
    let title: String
    let severity: String
    let benchmark: ControlDescription.Benchmark
    /// What `--benchmark` takes.
    let benchmarks: [String]
    let summary: String
    let rationale: String
    let commonCauses: [String]
    let detection: String
    let remediation: [String]
    let limits: [String]
    let helpURL: String
    let permissions: [String]
    let furtherPermissions: [PermissionsJSON]
    let policies: [PolicyJSON]
    let mappings: [MappingJSON]

    init(_ control: Control) {
        let description = control.description
        checkId = description.checkId
        title = description.title
        severity = description.severity
        benchmark = description.benchmark
        benchmarks = control.benchmarks.map(\.key)
        summary = description.summary
        rationale = description.rationale
        commonCauses = description.commonCauses
        detection = description.detection
        remediation = description.remediation
        limits = description.limits
        helpURL = description.helpURL
        permissions = description.permissions
        furtherPermissions = DepthWords.permissions.map {
            PermissionsJSON(options: $0.option, permissions: $0.permissions)
        }
        policies = control.policies().map {
            PolicyJSON(name: $0.name.rawValue, scope: $0.scope, rule: $0.rule)
        }
        mappings = description.mappings.map {
            MappingJSON(
                framework: $0.framework, version: $0.version, remark: $0.remark, requirements: $0.requirements)
        }
    }
}

/// What options need beside the control's own permissions.
private struct PermissionsJSON: Encodable {
    let options: String
    let permissions: [String]
}

private struct PolicyJSON: Encodable {
    let name: String
    let scope: String
    let rule: String
}

private struct MappingJSON: Encodable {
    let framework: String
    let version: String
    let remark: String?
    let requirements: [ControlMapping.Requirement]
}

/// Which fields of findings.json another version may have written otherwise, by the keys that lead there.
enum FindingsWords {
    /// Words for people, and what they are called. Everything else follows from the answers.
    static let names: [String: String] = [
        "control.title": control, "control.benchmark.title": control, "control.benchmark.url": control,
        "control.summary": control, "control.rationale": control, "control.commonCauses": control,
        "control.detection": control, "control.remediation": control, "control.limits": control,
        "control.helpURL": control, "control.permissions": control, "control.mappings": control,
        "policy.scope": policies, "policy.rule": policies, "policies.scope": policies, "policies.rule": policies,
        "assessments.reason.text": "the sentences of the reasons",
        "assessments.belowVPC.text": "what is said of subnets and interfaces",
        "assessments.flowLogs.destination.text": "what is said of destinations",
        "assessments.flowLogs.newestRecord.text": "what is said of records",
        "assessments.remediation": "the fixes",
        "gaps.advice": "the advice on gaps",
        "exceptions.remark": "the remarks on exceptions",
    ]
    private static let control = "the description of the control"
    private static let policies = "the policies in words"

    /// What this version writes and an earlier one did not.
    static let later: Set = ["gaps.attempts", "scope.customEndpoints"]

    /// Keys of words that not every one of them has.
    static let optional: [String: Set<String>] = [
        "control.mappings": ["remark"], "assessments.remediation": ["summary", "cli", "terraform", "cloudFormation"],
    ]
}

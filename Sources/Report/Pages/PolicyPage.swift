import Evidence

/// A policy beside the two others: what it says, and what it comes to here.
struct PolicyPage {
    let name: PolicyName
    let dossier: Dossier

    var page: Page {
        .object { [self] field in
            switch field {
            case "name": .own(name.rawValue)
            case "scope": .own(words.scope)
            case "rule": .own(words.rule)
            case "decides": .flag(name == dossier.policy.name)
            case "isBenchmark": .flag(name == .cis)
            case "status": .own(counts.status.rawValue)
            case "statusWord": .own(counts.status.words)
            case "bar": Bar(VerdictCounts(counts), longest: dossier.summary.total).page
            default: VerdictCounts(counts).field(field)
            }
        }
    }

    private var counts: Summary.Counts { dossier.summary.byPolicy[name] }

    /// The policy that decides speaks for itself; the others are told as they are built in.
    private var words: (scope: String, rule: String) {
        if name == dossier.policy.name { return (dossier.policy.scope, dossier.policy.rule) }
        return switch name {
        case .effective:
            (
                "VPCs that are not default VPCs",
                "Its VPC-level flow logs that are ACTIVE and not failing to deliver together record rejected "
                    + "traffic (REJECT or ALL)."
            )
        case .cis: ("all VPCs", "It has an ACTIVE VPC-level flow log: the benchmark's control as written.")
        case .cloudAudit:
            ("VPCs that are not default VPCs", "It has any VPC-level flow log: the original check of cloud-audit.")
        }
    }
}

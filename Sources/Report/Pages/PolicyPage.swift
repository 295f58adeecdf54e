import Evidence

/// A policy beside the two others: what it says, and what it comes to here.
struct PolicyPage {
    let policy: Policy
    let dossier: Dossier

    var page: Page {
        .object { [self] field in
            switch field {
            case "name": .own(policy.name.rawValue)
            case "scope": .own(policy.scope)
            case "rule": .own(policy.rule)
            case "decides": .flag(policy.name == dossier.policy.name)
            case "isBenchmark": .flag(policy.name == .cis)
            case "asWritten": .own(dossier.benchmarkAsWritten)
            case "status": .own(counts.status.rawValue)
            case "statusWord": .own(counts.status.words)
            case "accepted": counts.accepted == 0 ? .absent : .number(counts.accepted)
            case "bar": Bar(VerdictCounts(counts), longest: dossier.summary.total).page
            default: VerdictCounts(counts).field(field)
            }
        }
    }

    private var counts: Summary.Counts { dossier.summary.byPolicy[policy.name] }
}

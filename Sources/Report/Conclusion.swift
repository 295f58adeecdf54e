package import Evidence

/// What a run found, in sentences: the same words in every report and on the terminal.
///
/// Only the policy `cis` may be called the status of the benchmark's control.
package struct Conclusion: Sendable, Hashable {
    /// `FAIL`, `NOT APPLICABLE`.
    package let word: String
    /// What is so, and of how many VPCs.
    package let finding: String
    /// `CIS 3.7 as written: fail (9 VPCs without an active flow log, 2 of them default VPCs).`
    package let benchmark: String
    /// `Check aws-vpc-003 under policy effective: FAIL. 7 of 16 VPCs …`
    package let sentence: String
    /// The same without the names of custom endpoints, which are text from outside.
    let lead: String

    package init(_ dossier: Dossier) {
        let facts = Facts(dossier)
        word = dossier.summary.status.words.uppercased()
        finding = facts.finding
        benchmark = facts.benchmark
        let decides =
            dossier.policy.name == .cis
            ? "cis (\(dossier.benchmarkAsWritten))"
            : dossier.policy.name.rawValue
        let sample = dossier.run.source == .demo ? "Sample estate, not evidence of any account. " : ""
        let check = "\(sample)Check \(dossier.control.checkId) under policy \(decides): \(word). \(finding)"
        sentence = check + (dossier.endpointSentence.map { " \($0)" } ?? "")
        lead = check + (dossier.endpointRemark.map { " \($0)." } ?? "")
    }
}

/// What the sentences are made of.
private struct Facts {
    let dossier: Dossier
    let summary: Summary

    init(_ dossier: Dossier) {
        self.dossier = dossier
        summary = dossier.summary
    }

    var finding: String {
        ([subject] + remarks).joined(separator: "; ") + "."
    }

    private var subject: String {
        let total = summary.total.of("VPC")
        let flowLog = dossier.policy.name.flowLog + kept
        if summary.fail > 0 {
            let verb = summary.fail == 1 ? "has" : "have"
            return "\(summary.fail.grouped) of \(total) in \(place) \(verb) no \(flowLog)\(accepted)"
        }
        if summary.total == 0 {
            return summary.status == .notApplicable ? "There is no VPC in \(place)" : "No VPC was listed in \(place)"
        }
        if summary.pass == 0 { return "None of \(total) in \(place) could be passed or failed" }
        let verb = summary.pass == 1 ? "has" : "have"
        let subject = summary.pass == summary.total ? "All \(total)" : "\(summary.pass.grouped) of \(total)"
        return "\(summary.total == 1 ? "The only VPC" : subject) in \(place) \(verb) a\(flowLog.article) \(flowLog)"
    }

    /// What `--min-retention` adds to it.
    private var kept: String {
        dossier.policy.minRetentionDays.map { " whose records are kept for \($0.of("day"))" } ?? ""
    }

    private var accepted: String {
        switch summary.accepted {
        case 0: ""
        case summary.fail: ", accepted by exception"
        default: " (\(summary.accepted.grouped) of them accepted by exception)"
        }
    }

    private var remarks: [String] {
        var remarks: [String] = []
        if summary.notAssessed > 0 { remarks.append("\(summary.notAssessed.grouped) could not be assessed") }
        if summary.notApplicable > 0 {
            let verb = summary.notApplicable == 1 ? "is" : "are"
            remarks.append("\(summary.notApplicable.grouped) \(verb) not applicable")
        }
        let others = Set(dossier.scope.regions.filter { $0.status == .notRequested }.map(\.region)).count
        if others > 0 { remarks.append("\(others.of("enabled region")) \(others == 1 ? "was" : "were") not asked for") }
        let unlisted = Set(dossier.gaps.lazy.filter(\.hidesOtherRegions).map(\.account)).count
        if unlisted > 0 {
            remarks.append(
                "which other regions \(unlisted == 1 ? "the account has" : "\(unlisted.of("account")) have") could not "
                    + "be listed, so nothing is known of them")
        }
        let unread = Set(dossier.gaps.lazy.filter(\.hidesAccount).map(\.account)).count
        if unread > 0 { remarks.append("\(unread.of("account")) could not be read at all") }
        let hidden = dossier.gaps.lazy.filter { $0.hides == .vpcs && !$0.hidesAccount }
        let places = Set(hidden.map { [$0.account, $0.region] }).count
        if places > 0 { remarks.append("the VPCs of \(places.of("region")) could not be listed in full") }
        let silent = Set(dossier.gaps.lazy.filter { $0.hides == .flowLogs }.map { [$0.account, $0.region] }).count
        if silent > 0 && summary.notAssessed == 0 {
            remarks.append("the flow logs of \(silent.of("region")) could not be read in full")
        }
        return remarks
    }

    /// Where VPCs were listed, or should have been.
    private var place: String {
        let regions = dossier.scope.regions.filter { $0.status != .disabled && $0.status != .notRequested }
        return "\(dossier.accounts.count.of("account")) and \(Set(regions.map(\.region)).count.of("region"))"
    }

    var benchmark: String {
        let cis = summary.byPolicy.cis
        return "\(dossier.benchmarkAsWritten): \(cis.status.words) (\(why(cis)))."
    }

    private func why(_ cis: Summary.Counts) -> String {
        guard cis.accepted > 0 else { return whyNot(cis) }
        let open = cis.fail > cis.accepted
        let accepted = open ? "; \(cis.accepted.grouped) accepted by exception" : ", accepted by exception"
        return whyNot(cis) + accepted
    }

    private func whyNot(_ cis: Summary.Counts) -> String {
        if cis.fail > 0 {
            let defaults = dossier.assessments.count { $0.isDefault && $0.byPolicy.cis.verdict == .fail }
            let without = "\(cis.fail.of("VPC")) without an active flow log"
            return switch defaults {
            case 0: without
            case cis.fail: "\(cis.fail.of("default VPC")) without an active flow log"
            case 1: "\(without), 1 of them a default VPC"
            default: "\(without), \(defaults.grouped) of them default VPCs"
            }
        }
        return switch cis.status {
        case .incomplete where cis.notAssessed > 0: "\(cis.notAssessed.of("VPC")) could not be assessed"
        case .incomplete, .fail:
            dossier.gaps.contains { $0.hides == .vpcs }
                ? "what could not be read may hide VPCs" : "not all flow logs could be read"
        case .pass: "every VPC it applies to has an active flow log"
        case .notApplicable: "no VPC to judge"
        }
    }
}

extension Status {
    /// For people: `not applicable`.
    package var words: String { rawValue.replacing("-", with: " ") }
}

extension Verdict {
    /// For people: `not assessed`.
    package var words: String { rawValue.replacing("-", with: " ") }
}

extension PolicyName {
    /// What a VPC that passes has.
    fileprivate var flowLog: String {
        switch self {
        case .effective: "working flow log"
        case .cis: "active flow log"
        case .cloudAudit: "flow log"
        }
    }
}

extension String {
    /// `n` where `a` has to be `an`.
    fileprivate var article: String { hasPrefix("a") ? "n" : "" }
}

import Evidence
import Report
import Scan

/// What a finished run says on stdout: the verdict first, then what failed, what was not seen, and where
/// the reports are.
struct SummaryText {
    let dossier: Dossier
    let folder: String
    let files: [String]
    var wasInterrupted = false
    /// How many failed VPCs, and how many reasons for gaps, are named.
    private let shown = 20

    var lines: [String] {
        conclusion + interruption + depth + fails + accepted + gaps + ["", "Reports in \(folder.visible()):"]
            + files.map { "  \($0)" } + ["Digest \(dossier.digest)"]
    }

    private var conclusion: [String] {
        let conclusion = Conclusion(dossier)
        return [conclusion.sentence, conclusion.benchmark].map { $0.visible() }
    }

    private var fails: [String] {
        let failed = dossier.assessments.filter { $0.verdict == .fail && !$0.isAccepted }
        guard !failed.isEmpty else { return [] }
        let more = failed.count - shown
        return ["", "Failed:"]
            + failed.prefix(shown).map { vpc in
                let name = vpc.name.map { " (\(Self.short($0.visible())))" } ?? ""
                let below = vpc.belowVPC.map { " \($0.text.visible())" } ?? ""
                return "  \(vpc.account) \(vpc.region) \(vpc.vpcId)\(name): \(vpc.reason.text.visible())\(below)"
            }
            + (more > 0 ? ["  and \(more) more, listed in findings.json"] : [])
    }

    private var accepted: [String] {
        let accepted = dossier.assessments.filter(\.isAccepted)
        guard !accepted.isEmpty else { return [] }
        let more = accepted.count - shown
        return ["", "Failed, and accepted by exception: \(accepted.count)"]
            + accepted.prefix(shown).compactMap { vpc in
                vpc.exception.map {
                    "  \(vpc.account) \(vpc.region) \(vpc.vpcId): until \($0.expiresOn), approved by "
                        + "\(Self.short($0.approver.visible())) (\(Self.short($0.ticket.visible())))"
                }
            }
            + (more > 0 ? ["  and \(more) more, listed in findings.json"] : [])
    }

    private var interruption: [String] {
        guard wasInterrupted else { return [] }
        let asked = dossier.scope.regions.filter { $0.status != .disabled && $0.status != .notRequested }
        let read = asked.count { $0.status == .read }
        return ["Interrupted: \(read) of \(asked.count) regions were read before the scan was stopped."]
    }

    private var depth: [String] { dossier.depthSentences.map { $0.visible() } }

    /// Each reason once, with all that it kept from being read.
    private var gaps: [String] {
        let reasons = dossier.sharedGaps
        guard !reasons.isEmpty else { return [] }
        let more = reasons.count - shown
        return ["", "Not read:"]
            + reasons.prefix(shown).flatMap { Self.told($0) }
            + (more > 0 ? ["  and for \(more) more reasons, listed in findings.json"] : [])
    }

    private static func told(_ reason: SharedGap) -> [String] {
        guard let first = reason.gaps.first else { return [] }
        let attempts = reason.gaps.compactMap(\.attempts).max() ?? 0
        let more = reason.gaps.count > 1 ? " and others" : ""
        let request = first.requestId.map { "request \($0.visible())\(more)" }
        let isTold = attempts < 2 || first.message.contains("\(attempts) attempts")
        let facts = [isTold ? nil : "\(attempts) attempts", request].compactMap(\.self)
        let told = facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))"
        return [
            "  \(place(of: reason.gaps)): \(first.code.visible())\(told): \(short(first.message.visible(), to: 300))",
            "    \(reason.advice)",
        ]
    }

    private static func place(of gaps: [Gap]) -> String {
        if gaps.count == 1 { return "\(gaps[0].account) \(gaps[0].region) \(gaps[0].action)" }
        let accounts = Array(Set(gaps.map(\.account))).sortedByBytes().briefly(of: "account")
        let regions = Array(Set(gaps.map(\.region))).sortedByBytes().briefly(of: "region")
        return "\(accounts), \(regions), " + Array(Set(gaps.map(\.action))).sortedByBytes().joined(separator: ", ")
    }

    private static func short(_ text: String, to limit: Int = 60) -> String {
        text.count > limit ? text.prefix(limit - 1) + "…" : text
    }
}

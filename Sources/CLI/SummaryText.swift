import Evidence
import Report

/// What a finished run says on stdout: the verdict first, then what failed, what was not seen, and where
/// the reports are.
struct SummaryText {
    let dossier: Dossier
    let folder: String
    let files: [String]
    /// How many failed VPCs are named.
    private let shown = 20

    var lines: [String] {
        conclusion + fails + gaps + ["", "Reports in \(folder.visible()):"]
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

    private var gaps: [String] {
        guard !dossier.gaps.isEmpty else { return [] }
        return ["", "Not read:"]
            + dossier.gaps.prefix(shown).map { gap in
                let request = gap.requestId.map { ", request \($0.visible())" } ?? ""
                return "  \(gap.account) \(gap.region) \(gap.action): \(gap.code.visible())\(request). \(gap.advice)"
            }
            + (dossier.gaps.count > shown
                ? ["  and \(dossier.gaps.count - shown) more, listed in findings.json"] : [])
    }

    private static func short(_ name: String) -> String {
        name.count > 60 ? name.prefix(59) + "…" : name
    }
}

import Evidence

extension ComparisonFormat {
    /// The comment for a pull request: what got worse stands open, the rest is folded. It fits GitHub's limit by
    /// leaving out whole sections, those that do not fit after the graver ones, and says so.
    package static let markdown = ComparisonFormat(name: "markdown") { comparison, output in
        try output.write(ComparisonMarkdown(comparison: comparison).text)
    }
}

/// Everything from outside stands in code spans (`Escaping.markdown`).
struct ComparisonMarkdown {
    let comparison: Comparison
    /// A comment holds 65,536 characters, a check's summary 65,535 bytes.
    private let mostBytes = 65_535

    /// A part that is shown as a whole or not at all.
    struct Section {
        let title: String
        let count: Int
        let isGrave: Bool
        /// A blank line, the heading, the table, a blank line.
        let text: String
    }

    init(comparison: Comparison) {
        self.comparison = comparison
    }

    var text: String {
        let (head, sections) = (head, sections)
        let whole = head + sections.map(\.text).joined() + tail
        if whole.utf8.count <= mostBytes { return whole }
        var room = mostBytes - (head + omission(sections) + tail).utf8.count
        let gravestFirst =
            sections.indices.filter { sections[$0].isGrave } + sections.indices.filter { !sections[$0].isGrave }
        var kept: Set<Int> = []
        for index in gravestFirst where sections[index].text.utf8.count <= room {
            room -= sections[index].text.utf8.count
            kept.insert(index)
        }
        let left = sections.indices.filter { !kept.contains($0) }.map { sections[$0] }
        return head + omission(left) + kept.sorted().map { sections[$0].text }.joined() + tail
    }

    private var head: String {
        let words = ComparisonWords(comparison)
        let (old, new) = (comparison.old, comparison.new)
        let verdict = comparison.isEmpty ? "nothing changed" : comparison.gotWorse ? "WORSE" : "not worse"
        return """
            ## \(own(new.control.title)), compared: \(verdict)

            \(own(words.sentence))

            | | OLD | NEW |
            |---|---|---|
            | Check \(own(new.control.checkId)) | \(status(old)) | \(status(new)) |
            | CIS as written | \(own(Conclusion(old).benchmark)) | \(own(Conclusion(new).benchmark)) |
            | VPCs | \(counts(old)) | \(counts(new)) |
            | When | \(own(old.run.startedAt.forPeople)) | \(own(new.run.startedAt.forPeople)) |
            | Run | \(run(old)) | \(run(new)) |
            | Digest | \(text(old.digest)) | \(text(new.digest)) |

            Between them: \(own(words.timeBetween)). Unchanged: \(comparison.unchanged.of("VPC")).


            """ + comparison.remarks.map { "> \(own(words.sentence($0)))\n\n" }.joined()
    }

    private var tail: String {
        """
        Verdicts are made from the answers of AWS in both packages. The whole: `exhibit diff OLD NEW --format json`.

        """
    }

    private func omission(_ left: [Section]) -> String {
        guard !left.isEmpty else { return "" }
        let titles = left.map { "\($0.title) (\($0.count.grouped))" }.joined(separator: "; ")
        return "> Shortened to fit a comment. Left out: \(own(titles)).\n\n"
    }

    /// In the order in which they are read.
    private var sections: [Section] {
        let all = [accounts, regions] + GapChange.Kind.allCases.map(gaps) + comparison.groups.map(vpcs)
        return all.compactMap(\.self)
    }

    private var accounts: Section? {
        let scope = comparison.scope
        let rows =
            scope.accountsLost.map { "\(text($0)) | only in OLD" }
            + scope.accountsAdded.map { "\(text($0)) | only in NEW" }
        return section(
            "Accounts in one only", isGrave: !scope.accountsLost.isEmpty, columns: "Account | Where", rows)
    }

    private var regions: Section? {
        let regions = comparison.scope.regions
        return section(
            "Regions looked at differently", isGrave: regions.contains(where: \.isWorse),
            columns: "Account | Region | Change",
            regions.map { "\(text($0.place.account)) | \(text($0.place.region)) | \(own($0.step))" })
    }

    private func gaps(_ kind: GapChange.Kind) -> Section? {
        let gaps = comparison.changes.gaps(kind)
        return section(
            kind.title, isGrave: gaps.contains(where: \.isWorse),
            columns: "Account | Region | Action | Code | Hides | Message",
            gaps.map { gap in
                [
                    text(gap.place.account), text(gap.place.region), text(gap.action), text(gap.step), own(gap.hides),
                    text((gap.to ?? gap.from)?.message ?? ""),
                ].joined(separator: " | ")
            })
    }

    private func vpcs(_ group: Changes.Group) -> Section? {
        section(
            group.title, isGrave: group.isWorse, columns: "VPC | Account | Region | Name | Change | Reason",
            group.vpcs.map { vpc in
                [
                    text(vpc.place.vpcId), text(vpc.place.region.account), text(vpc.place.region.region),
                    text(vpc.name ?? ""), own(vpc.step), text(vpc.explanation),
                ].joined(separator: " | ")
            })
    }

    private func section(_ title: String, isGrave: Bool, columns: String, _ rows: [String]) -> Section? {
        guard !rows.isEmpty else { return nil }
        let ruler = columns.split(separator: "|").map { _ in "---" }.joined(separator: "|")
        let table = "| \(columns) |\n|\(ruler)|\n" + rows.map { "| \($0) |\n" }.joined()
        let heading = "\(own(title)) (\(rows.count.grouped))"
        return Section(
            title: title, count: rows.count, isGrave: isGrave,
            text: isGrave
                ? "### \(heading)\n\n\(table)\n"
                : "<details><summary>\(heading)</summary>\n\n\(table)\n</details>\n\n")
    }

    private func status(_ dossier: Dossier) -> String {
        "\(own(dossier.summary.status.words)) under policy \(own(ComparisonWords.words(dossier.policy, dossier.depth)))"
    }

    private func counts(_ dossier: Dossier) -> String {
        let summary = dossier.summary
        return "\(summary.total.grouped): \(summary.fail.grouped) fail, \(summary.notAssessed.grouped) not assessed, "
            + "\(summary.pass.grouped) pass, \(summary.notApplicable.grouped) not applicable"
    }

    private func run(_ dossier: Dossier) -> String {
        let origin = dossier.run.derivedFrom.map { ", derived from \(text($0.runId))" } ?? ""
        return "\(text(dossier.run.id)) by \(own("\(dossier.tool.name) \(dossier.tool.version)"))\(origin)"
    }

    private func own(_ text: String) -> String { Escaping.markdown.own(text) }
    private func text(_ text: String) -> String { text.isEmpty ? "" : Escaping.markdown.text(text) }
}

import Evidence

extension ComparisonFormat {
    /// For a terminal: the verdict first, then what the runs are, then what changed, the first 20 of each kind.
    package static let text = ComparisonFormat(name: "text") { comparison, output in
        for line in ComparisonText(comparison: comparison).lines { try output.write(line.visible() + "\n") }
    }
}

private struct ComparisonText {
    let comparison: Comparison
    /// How many of each kind are named.
    private let shown = 20

    init(comparison: Comparison) {
        self.comparison = comparison
    }

    var lines: [String] {
        let words = ComparisonWords(comparison)
        return [words.sentence, ""]
            + run("OLD", comparison.old) + run("NEW", comparison.new)
            + ["Between them: \(words.timeBetween)."]
            + comparison.remarks.map { "Note: \(words.sentence($0))" }
            + scope + gaps + vpcs
            + ["", "\(comparison.unchanged.of("VPC")) unchanged."]
    }

    private func run(_ label: String, _ dossier: Dossier) -> [String] {
        let run = dossier.run
        let origin = run.derivedFrom.map { ", derived from run \($0.runId)" } ?? ""
        let conclusion = Conclusion(dossier)
        return [
            "\(label)  \(run.startedAt.forPeople), run \(run.id)\(origin), \(dossier.tool.name) \(dossier.tool.version)",
            "     \(conclusion.sentence)",
            "     \(conclusion.benchmark)",
        ]
    }

    private var scope: [String] {
        let scope = comparison.scope
        let accounts =
            scope.accountsLost.map { "\($0): only in OLD" } + scope.accountsAdded.map { "\($0): only in NEW" }
        let regions = scope.regions.map { "\($0.place.account) \($0.place.region): \($0.step)" }
        return list("Accounts", accounts) + list("Regions", regions)
    }

    private var gaps: [String] {
        GapChange.Kind.allCases.flatMap { kind in
            list(
                kind.title,
                comparison.changes.gaps(kind).map { gap in
                    "\(gap.place.account) \(gap.place.region) \(gap.action): \(gap.step), hides \(gap.hides)"
                })
        }
    }

    private var vpcs: [String] {
        comparison.groups.flatMap { group in
            list(group.title, group.vpcs) { vpc in
                let name = vpc.name.map { " (\(Self.short($0.visible())))" } ?? ""
                return "\(vpc.place.region.account) \(vpc.place.region.region) \(vpc.place.vpcId)\(name): "
                    + "\(vpc.step). \(vpc.explanation)"
            }
        }
    }

    private func list(_ title: String, _ items: [String]) -> [String] { list(title, items) { $0 } }

    private func list<Item>(_ title: String, _ items: [Item], _ line: (Item) -> String) -> [String] {
        guard !items.isEmpty else { return [] }
        let more = items.count - shown
        return ["", "\(title) (\(items.count.grouped)):"] + items.prefix(shown).map { "  " + line($0) }
            + (more > 0 ? ["  and \(more.grouped) more; --format json lists all"] : [])
    }

    private static func short(_ name: String) -> String {
        name.count > 60 ? name.prefix(59) + "…" : name
    }
}

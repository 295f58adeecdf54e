import Evidence

extension ComparisonFormat {
    /// For programs; `docs/diff.schema.json` describes it.
    package static let json = ComparisonFormat(name: "json") { comparison, output in
        try JSONText.write(ComparisonDocument(comparison), .indented, to: output)
    }
}

private struct ComparisonDocument: Encodable {
    let schemaVersion = "1.0"
    let gotWorse: Bool
    let worsenings: [Worsening]
    let conclusion: String
    let remarks: [Remark]
    /// From the start of the one to the start of the other; negative when OLD is the later one.
    let secondsBetween: Int64
    let old: Side
    let new: Side
    let scope: ScopeChange
    let counts: Counts
    let gaps: [GapChange]
    let vpcs: [VPCChange]

    struct Remark: Encodable {
        let code: ComparisonRemark
        let text: String
    }

    /// What a run was and concluded.
    struct Side: Encodable {
        let tool: Tool
        let run: Dossier.RunSummary
        let policy: Policy
        let summary: Summary
        let benchmark: String
        let digest: String

        init(_ dossier: Dossier) {
            tool = dossier.tool
            run = dossier.run
            policy = dossier.policy
            summary = dossier.summary
            benchmark = Conclusion(dossier).benchmark
            digest = dossier.digest
        }
    }

    /// Of every kind, and of VPCs without a change.
    struct Counts: Encodable {
        let unchanged: Int
        let vpcs: [(VPCChange.Kind, Int)]
        let gaps: [(GapChange.Kind, Int)]

        private struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(_ name: String) { stringValue = name }
            init?(stringValue: String) { self.init(stringValue) }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: Name.self)
            try fields.encode(unchanged, forKey: Name("unchanged"))
            var kinds = fields.nestedContainer(keyedBy: Name.self, forKey: Name("vpcs"))
            for (kind, count) in vpcs { try kinds.encode(count, forKey: Name(kind.rawValue)) }
            kinds = fields.nestedContainer(keyedBy: Name.self, forKey: Name("gaps"))
            for (kind, count) in gaps { try kinds.encode(count, forKey: Name(kind.rawValue)) }
        }
    }

    init(_ comparison: Comparison) {
        let words = ComparisonWords(comparison)
        let (old, new) = (comparison.old, comparison.new)
        gotWorse = comparison.gotWorse
        worsenings = comparison.worsenings
        conclusion = words.sentence
        remarks = comparison.remarks.map { Remark(code: $0, text: words.sentence($0)) }
        secondsBetween = (new.run.startedAt.milliseconds - old.run.startedAt.milliseconds) / 1000
        self.old = Side(old)
        self.new = Side(new)
        scope = comparison.scope
        counts = Counts(
            unchanged: comparison.unchanged,
            vpcs: VPCChange.Kind.allCases.map { ($0, comparison.changes.count($0)) },
            gaps: GapChange.Kind.allCases.map { ($0, comparison.changes.count($0)) })
        gaps = comparison.gaps
        vpcs = comparison.vpcs
    }
}

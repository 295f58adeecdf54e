import Evidence

/// What changed since the baseline of a run.
struct ChangesPage {
    let comparison: BaselineComparison
    let deciding: Policy
    var depth: Depth?
    let extent: ReportPage.Extent

    private var baseline: Baseline { comparison.baseline }
    private var changes: Changes { comparison.changes }

    var page: Page {
        .object { [self] name in head(name) ?? lists(name) }
    }

    private func head(_ name: String) -> Page? {
        switch name {
        case "runId": .text(baseline.runId)
        case "finishedAt": .own(baseline.finishedAt.forPeople)
        case "digest": .text(baseline.digest)
        case "policyName": .own(baseline.policy.rawValue)
        case "sentence": .own(changes.sentence)
        case "unchanged": .number(changes.unchanged)
        case "gotWorse": .flag(changes.gotWorse)
        case "hasScope": .flag(!changes.scope.isEmpty)
        case "showsWorse": .flag(extent.showsWorse)
        case "showsOthers": .flag(extent.showsOtherChanges)
        default: nil
        }
    }

    private func lists(_ name: String) -> Page? {
        switch name {
        case "remarks": .list(remarks) { .own($0) }
        case "figures": .list(figures) { Self.figure($0.title, $0.count) }
        case "accounts": .list(accounts) { Self.account($0.id, $0.change) }
        case "regions": .list(changes.scope.regions) { Self.region($0) }
        case "worse": .list(groups.filter(\.isWorse)) { $0.page }
        case "others": .list(groups.filter { !$0.isWorse }) { $0.page }
        default: nil
        }
    }

    /// What must be known before the rest is read.
    private var remarks: [String] {
        comparison.remarks.compactMap { remark in
            switch remark {
            case .demoAndLive: "Only one of the two runs is of live AWS: they are not comparable."
            case .otherAccounts: "No account is in both runs: these are different estates."
            case .wrongOrder: "The run it is compared with is the later of the two."
            case .policiesDiffer:
                "That run was judged under policy \(Self.words(baseline)), this one under "
                    + "\(ComparisonWords.words(deciding, depth)): verdicts may differ for that alone."
            case .demo, .versionsDiffer, .sameAnswers: nil
            }
        }
    }

    private static func words(_ run: Baseline) -> String {
        ComparisonWords.words(run.policy, withDefaultVPCs: run.includesDefaultVPCs, run.depth)
    }

    private var figures: [(title: String, count: Int)] {
        let scope = changes.scope
        let lost = scope.accountsLost.count + scope.regions.count(where: \.isWorse)
        return [
            ("New fails", changes.vpcs.count { $0.worsening == .fails }),
            ("Fixed", changes.count(.fixed)),
            ("No longer readable", changes.vpcs.count { $0.worsening == .sight }),
            ("New gaps", changes.gaps.count(where: \.isWorse)),
            ("Regions or accounts lost", lost),
            ("Unchanged", changes.unchanged),
        ]
    }

    private var accounts: [(id: String, change: String)] {
        changes.scope.accountsLost.map { ($0, "no longer asked") }
            + changes.scope.accountsAdded.map { ($0, "asked for the first time") }
    }

    /// VPCs, then gaps, kind by kind.
    private var groups: [Group] {
        changes.groups.map { Group(title: $0.title, isWorse: $0.isWorse, vpcs: $0.vpcs, gaps: []) }
            + GapChange.Kind.allCases.map { kind in
                let gaps = changes.gaps(kind)
                return Group(title: kind.title, isWorse: gaps.contains(where: \.isWorse), vpcs: [], gaps: gaps)
            }.filter { !$0.gaps.isEmpty }
    }

    private static func figure(_ title: String, _ count: Int) -> Page {
        .object { name in
            switch name {
            case "title": .own(title)
            case "count": .number(count)
            default: nil
            }
        }
    }

    private static func account(_ id: String, _ change: String) -> Page {
        .object { name in
            switch name {
            case "account": .text(id)
            case "change": .own(change)
            default: nil
            }
        }
    }

    private static func region(_ region: RegionChange) -> Page {
        .object { name in
            switch name {
            case "account": .text(region.place.account)
            case "region": .text(region.place.region)
            case "change": .own(region.step)
            case "isWorse": .flag(region.isWorse)
            default: nil
            }
        }
    }
}

extension ChangesPage {
    /// What changed in one way.
    private struct Group {
        let title: String
        let isWorse: Bool
        let vpcs: [VPCChange]
        let gaps: [GapChange]

        var page: Page {
            .object { [self] name in
                switch name {
                case "title": .own(title)
                case "count": .number(vpcs.count + gaps.count)
                case "isOfVPCs": .flag(!vpcs.isEmpty)
                case "isOfGaps": .flag(!gaps.isEmpty)
                case "vpcs": .list(vpcs) { Self.page($0) }
                case "gaps": .list(gaps) { Self.page($0) }
                default: nil
                }
            }
        }

        private static func page(_ vpc: VPCChange) -> Page {
            .object { name in
                switch name {
                case "id": .text(vpc.id)
                case "vpcId": .text(vpc.place.vpcId)
                case "account": .text(vpc.place.region.account)
                case "region": .text(vpc.place.region.region)
                case "name": .maybe(vpc.name)
                case "change": .own(vpc.step)
                case "reason": .text(vpc.explanation)
                default: nil
                }
            }
        }

        private static func page(_ gap: GapChange) -> Page {
            .object { name in
                switch name {
                case "account": .text(gap.place.account)
                case "region": .text(gap.place.region)
                case "action": .text(gap.action)
                case "code": .text(gap.step)
                case "hides": .own(gap.hides)
                case "message": .text((gap.to ?? gap.from)?.message ?? "")
                default: nil
                }
            }
        }
    }
}

package import Evidence

/// The outermost page of every report for people: what the templates `report.html.mustache` and
/// `report.md.mustache` can name.
struct ReportPage {
    let dossier: Dossier
    let extent: Extent
    let look: Look
    private let mostFails: Int
    private let conclusion: Conclusion
    private let tallies: [RegionTally]
    private let anchors: [String]
    /// Where in `assessments`.
    private let fails: [Int]
    private let differing: [Int]
    private let flowLogs: [(vpc: Int, log: Int)]
    private let population: Population
    private let comparison: BaselineComparison?

    /// How much of a dossier a report shows, in whole sections.
    enum Extent: CaseIterable {
        case full, withoutPopulation, withoutFixes, withoutFails, gapsOnly, countsOnly
    }

    /// A report that shows no more than `mostFails` in full says how many others there are.
    ///
    /// - Parameter comparison: what changed since the dossier's baseline.
    init(
        _ dossier: Dossier, _ extent: Extent = .full, look: Look = .none, mostFails: Int = .max,
        since comparison: BaselineComparison?
    ) {
        self.comparison = comparison
        self.mostFails = mostFails
        self.dossier = dossier
        self.extent = extent
        self.look = look
        conclusion = Conclusion(dossier)
        tallies = RegionTally.all(dossier)
        anchors = Self.anchors(dossier.assessments)
        let assessments = dossier.assessments
        fails = assessments.indices.filter { assessments[$0].verdict == .fail }
        differing = assessments.indices.filter { index in
            PolicyName.allCases.contains {
                assessments[index].byPolicy[$0].verdict != assessments[index].byPolicy.cis.verdict
            }
        }
        let population = Population(dossier)
        flowLogs = population.listed.flatMap { vpc in
            assessments[vpc].flowLogs.indices.map { (vpc, $0) }
        }
        self.population = population
    }

    var page: Page {
        .object { [self] name in head(name) ?? section(name) ?? part(name) }
    }

    private func head(_ name: String) -> Page? {
        let summary = dossier.summary
        return switch name {
        case "style": .verbatim(look.style)
        case "script": .verbatim(look.script)
        case "styleHash": .own(look.styleHash)
        case "scriptHash": .own(look.scriptHash)
        case "title": .own(dossier.control.title)
        case "sentence": .own(conclusion.lead)
        case "finding": .own(conclusion.finding)
        case "benchmarkSentence": .own(conclusion.benchmark)
        case "status": .own(summary.status.rawValue)
        case "statusWord": .own(conclusion.word)
        case "benchmarkAsWritten": .own(dossier.benchmarkAsWritten)
        case "benchmarkStatus": .own(summary.byPolicy.cis.status.rawValue)
        case "benchmarkStatusWord": .own(summary.byPolicy.cis.status.words)
        case "accepted": summary.accepted == 0 ? .absent : .number(summary.accepted)
        case "bar": Bar(counts, longest: summary.total).page
        case "policy": PolicyPage(policy: dossier.policy, dossier: dossier).page
        case "control": dossier.control.page
        case "run": RunPage(dossier: dossier).page
        case "changes":
            comparison.map {
                ChangesPage(comparison: $0, deciding: dossier.policy, depth: dossier.depth, extent: extent).page
            } ?? .absent
        case "digest": .own(dossier.digest)
        default: counts.field(name)
        }
    }

    private func section(_ name: String) -> Page? {
        switch name {
        case "gaps": .list(dossier.gaps) { $0.page }
        case "gapCount": .number(dossier.gaps.count)
        case "chart": Chart(tallies).page
        case "loggedSince": LoggedSince(dossier).page
        case "depth": dossier.depth.map { DepthPage(depth: $0, dossier: dossier).page } ?? .absent
        case "shares": FlowLogShares(dossier).page
        case "fails": .list(Array(fails.prefix(mostFails))) { vpc($0) }
        case "failsLeft": .own(failsLeft == 0 ? "" : failsLeft.of("other VPC fails", "other VPCs fail"))
        case "exceptions": .list(dossier.exceptions) { $0.page }
        case "exceptionsSentence": .own(dossier.exceptions.sentence)
        case "hasExceptions": .flag(!dossier.exceptions.isEmpty)
        case "hasGaps": .flag(!dossier.gaps.isEmpty)
        case "hasFails": .flag(!fails.isEmpty)
        case "hasFixes": .flag(fails.contains { dossier.assessments[$0].remediation != nil })
        case "vpcs": .list(population.listed) { vpc($0) }
        case "vpcChunks": Population.chunks(population.listed) { vpc($0) }
        case "flowLogChunks": Population.chunks(flowLogs) { flowLog($0) }
        case "flowLogCount": .own(flowLogs.count.of("flow log"))
        case "isCompact": .flag(population.isCompact)
        case "compactRemark": .own(population.remark)
        case "passSums": population.sumsPage
        case "policies": .list(dossier.policies) { [self] in PolicyPage(policy: $0, dossier: dossier).page }
        case "otherPolicies":
            .list(dossier.policies.map(\.name).filter { $0 != dossier.policy.name }) { .own($0.rawValue) }
        case "differing": .list(Array(differing.prefix(mostFails))) { vpc($0) }
        case "differingLeft": .own(differingLeft == 0 ? "" : differingLeft.of("VPC"))
        case "differingCount": .own(differing.count.of("VPC"))
        case "regions": .list(tallies) { $0.page }
        case "regionCount": .own(tallies.count.of("region"))
        case "listed": .number(tallies.reduce(0) { $0 + ($1.region.vpcs ?? 0) })
        case "reconciles": .flag(tallies.allSatisfy(\.agrees))
        case "exchanges": .list(dossier.exchanges) { ExchangePage(exchange: $0).page }
        case "exchangeChunks": Population.chunks(dossier.exchanges) { ExchangePage(exchange: $0).page }
        case "exchangeCount": .own(dossier.exchanges.count.of("exchange"))
        default: nil
        }
    }

    /// Which sections a report that has to be short still shows.
    private func part(_ name: String) -> Page? {
        switch name {
        case "showsPopulation": .flag(extent == .full)
        case "showsFixes": .flag(extent == .full || extent == .withoutPopulation)
        case "showsGaps": .flag(extent != .countsOnly)
        case "showsLists": .flag(extent.showsLists)
        case "isShortened": .flag(extent != .full)
        case "leftOut": .own(extent.leftOut(hasChanges: comparison != nil))
        default: nil
        }
    }

    private var counts: VerdictCounts {
        var counts = VerdictCounts()
        counts.pass = dossier.summary.pass
        counts.fail = dossier.summary.fail
        counts.notApplicable = dossier.summary.notApplicable
        counts.notAssessed = dossier.summary.notAssessed
        return counts
    }

    private var failsLeft: Int { max(0, fails.count - mostFails) }

    private var differingLeft: Int { max(0, differing.count - mostFails) }

    private func vpc(_ index: Int) -> Page { vpcPage(index).page }

    private func flowLog(_ place: (vpc: Int, log: Int)) -> Page {
        FlowLogPage(flowLog: dossier.assessments[place.vpc].flowLogs[place.log], vpc: vpcPage(place.vpc)).page
    }

    private func vpcPage(_ index: Int) -> VPCPage {
        VPCPage(
            assessment: dossier.assessments[index], anchor: anchors[index],
            policies: dossier.policies.map(\.name), deciding: dossier.policy.name, since: dossier.depth?.since)
    }

    /// The VPC's id where it is plain and has not come before, and the number of its row otherwise.
    private static func anchors(_ assessments: [Assessment]) -> [String] {
        var taken: Set<String> = []
        return assessments.indices.map { index in
            let id = assessments[index].vpcId
            let isPlain =
                id.hasPrefix("vpc-")
                && id.utf8.allSatisfy {
                    $0 == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                        || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
                }
            return isPlain && taken.insert(id).inserted ? id : "row-\(index + 1)"
        }
    }
}

extension Page {
    /// The outermost page of a report, whole.
    package static func report(_ dossier: Dossier) -> Page {
        ReportPage(dossier, since: BaselineComparison(dossier)).page
    }
}

extension ReportPage.Extent {
    var showsLists: Bool { self == .full || self == .withoutPopulation || self == .withoutFixes }
    /// Of what changed, what got worse.
    var showsWorse: Bool { showsLists || self == .withoutFails }
    /// Of what changed, the rest.
    var showsOtherChanges: Bool { self == .full || self == .withoutPopulation }

    /// What a shortened report says of itself.
    fileprivate func leftOut(hasChanges: Bool) -> String {
        switch self {
        case .full: ""
        case .withoutPopulation: "Shortened to fit: the list of every VPC is left out."
        case .withoutFixes:
            "Shortened to fit: the list of every VPC and the fixes are left out."
                + (hasChanges ? " Of what changed, only what got worse is listed." : "")
        case .withoutFails: "Shortened to fit: every list of VPCs is left out but of those that got worse."
        case .gapsOnly: "Shortened to fit: every list of VPCs is left out."
        case .countsOnly: "Shortened to fit: every list is left out, and only counts are told."
        }
    }
}

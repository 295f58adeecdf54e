import Evidence

/// The VPCs of one region of one account, counted, beside what was listed there.
struct RegionTally {
    var region: Scope.Region
    var counts: VerdictCounts
    var gaps: [Gap]

    /// Whether each VPC that was listed has a verdict, and no other.
    var agrees: Bool { (region.vpcs ?? 0) == counts.sum }
    /// Whether VPCs were listed, or should have been.
    var isOfInterest: Bool {
        switch region.status {
        case .read: counts.sum > 0
        case .partial, .unreadable: true
        case .disabled, .notRequested: counts.sum > 0
        }
    }

    /// In the order of the scope.
    static func all(_ dossier: Dossier) -> [RegionTally] {
        struct Place: Hashable {
            var account: String
            var region: String
        }
        var counts: [Place: VerdictCounts] = [:]
        for assessment in dossier.assessments {
            let place = Place(account: assessment.account, region: assessment.region)
            counts[place, default: VerdictCounts()][assessment.verdict] += 1
        }
        let gaps = Dictionary(grouping: dossier.gaps) { Place(account: $0.account, region: $0.region) }
        return dossier.scope.regions.map { region in
            let place = Place(account: region.account, region: region.region)
            return RegionTally(
                region: region, counts: counts[place] ?? VerdictCounts(), gaps: gaps[place] ?? [])
        }
    }

    /// A line of the reconciliation.
    var page: Page {
        .object { [self] name in
            switch name {
            case "account": .text(region.account)
            case "region": .text(region.region)
            case "status": .own(region.status.rawValue)
            case "statusWord": .own(statusWord)
            case "listed": region.vpcs.map { .number($0) } ?? .absent
            case "agrees": .flag(agrees)
            case "gaps": .list(gaps) { $0.page }
            default: counts.field(name)
            }
        }
    }

    private var statusWord: String {
        switch region.status {
        case .read: region.vpcs == 0 ? "read, and empty" : "read"
        case .partial: "read in part"
        case .unreadable: "could not be read"
        case .disabled: "not enabled"
        case .notRequested: "not asked for"
        }
    }
}

/// The picture of verdicts by account and region. A large estate is drawn by account.
struct Chart {
    private struct Row {
        var account: String
        var region: String?
        var counts: VerdictCounts
        var hasGap: Bool
    }

    /// More bars than a person compares at a glance.
    static let mostBars = 40
    private let rows: [Row]
    /// Accounts that found no place in the picture.
    private let left: Int
    private let isByAccount: Bool

    init(_ tallies: [RegionTally]) {
        let shown = tallies.filter(\.isOfInterest)
        isByAccount = shown.count > Self.mostBars
        guard isByAccount else {
            rows = shown.map {
                Row(
                    account: $0.region.account, region: $0.region.region, counts: $0.counts,
                    hasGap: $0.region.status != .read)
            }
            left = 0
            return
        }
        var accounts: [Row] = []
        for tally in shown.sorted(by: { $0.region.account < $1.region.account }) {
            if accounts.last?.account != tally.region.account {
                accounts.append(Row(account: tally.region.account, counts: VerdictCounts(), hasGap: false))
            }
            accounts[accounts.count - 1].counts = accounts[accounts.count - 1].counts + tally.counts
            if tally.region.status != .read { accounts[accounts.count - 1].hasGap = true }
        }
        let byWeight = accounts.sorted {
            ($1.counts.fail, $1.counts.notAssessed, $0.account) < ($0.counts.fail, $0.counts.notAssessed, $1.account)
        }
        rows = Array(byWeight.prefix(Self.mostBars))
        left = byWeight.count - rows.count
    }

    var page: Page {
        let longest = rows.map(\.counts.sum).max() ?? 0
        return .object { [self] name in
            switch name {
            case "rows": .list(rows) { Self.page($0, longest: longest) }
            case "isByAccount": .flag(isByAccount)
            case "left": left == 0 ? .absent : .own(left.of("account"))
            default: nil
            }
        }
    }

    private static func page(_ row: Row, longest: Int) -> Page {
        .object { name in
            switch name {
            case "account": .text(row.account)
            case "region": .maybe(row.region)
            case "hasGap": .flag(row.hasGap)
            case "bar": Bar(row.counts, longest: longest).page
            default: row.counts.field(name)
            }
        }
    }
}

import Evidence

/// The picture of coverage over time: since when the VPCs that are logged today have been logged.
///
/// It rests on the creation times of the flow logs that work today. EC2 tells nothing of those that were deleted.
struct LoggedSince {
    struct Row: Equatable {
        /// `2024`, `2024 Q3`, `2024-07`; the first may say `until 2014`.
        var period: String
        /// VPCs whose oldest working flow log was made in the period.
        var began: Int
        /// Those and all earlier ones.
        var logged: Int
    }

    let rows: [Row]
    /// VPCs that the accounts own, and that could be assessed.
    let population: Int
    /// Logged today, by flow logs whose creation time AWS did not tell.
    let undated: Int
    /// Without a working flow log today.
    let notLogged: Int

    /// More rows than a person takes in at a glance.
    private static let mostRows = 12

    init(_ dossier: Dossier) {
        var months: [Int] = []
        var undated = 0
        var notLogged = 0
        for vpc in dossier.assessments where !vpc.isShared && vpc.verdict != .notAssessed {
            let working = vpc.flowLogs.filter(\.isWorking)
            let made = working.compactMap { $0.creationTime.flatMap(Month.init)?.index }
            if working.isEmpty {
                notLogged += 1
            } else if let first = made.min(), made.count == working.count {
                months.append(first)
            } else {
                undated += 1
            }
        }
        self.undated = undated
        self.notLogged = notLogged
        population = months.count + undated + notLogged
        rows = Self.rows(months, until: Month(dossier.run.finishedAt.description)?.index ?? months.max() ?? 0)
    }

    /// Periods of one length without a hole between them: months if they are few, else quarters or years.
    private static func rows(_ months: [Int], until end: Int) -> [Row] {
        guard let first = months.min() else { return [] }
        let last = max(end, months.max() ?? end)
        let unit = Unit.allCases.first { last / $0.rawValue - first / $0.rawValue < mostRows } ?? .year
        let began = Dictionary(grouping: months) { $0 / unit.rawValue }.mapValues(\.count)
        let start = max(first / unit.rawValue, last / unit.rawValue - mostRows + 1)
        let earlier = began.filter { $0.key < start }.values.reduce(0, +)
        var logged = 0
        return (start...last / unit.rawValue).map { period in
            let isCut = period == start && earlier > 0
            let count = began[period, default: 0] + (isCut ? earlier : 0)
            logged += count
            return Row(period: (isCut ? "until " : "") + unit.name(of: period), began: count, logged: logged)
        }
    }

    var page: Page {
        .object { [self] name in
            switch name {
            case "hasRows": .flag(!rows.isEmpty)
            case "rows": .list(rows) { row($0) }
            case "population": .own(population.of("VPC"))
            case "undated": undated == 0 ? .absent : .number(undated)
            case "notLogged": .number(notLogged)
            default: nil
            }
        }
    }

    private func row(_ row: Row) -> Page {
        var counts = VerdictCounts()
        counts.pass = row.logged
        let bar = Bar(counts, longest: population).page
        return .object { name in
            switch name {
            case "period": .own(row.period)
            case "began": .number(row.began)
            case "logged": .number(row.logged)
            case "bar": bar
            default: nil
            }
        }
    }
}

/// Lengths of time, in months.
private enum Unit: Int, CaseIterable {
    case month = 1
    case quarter = 3
    case year = 12

    func name(of period: Int) -> String {
        let month = period * rawValue
        let year = String(month / 12)
        switch self {
        case .month: return "\(year)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)"
        case .quarter: return "\(year) Q\(month % 12 / 3 + 1)"
        case .year: return year
        }
    }
}

/// The month of a time as AWS writes it: `2024-07-01T09:30:00.000Z`.
private struct Month {
    /// Counted from the year 0.
    let index: Int

    init?(_ text: String) {
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
            (2000...9999).contains(year), (1...12).contains(month)
        else { return nil }
        index = year * 12 + month - 1
    }
}

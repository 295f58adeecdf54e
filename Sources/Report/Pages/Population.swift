import Evidence

/// Which VPCs a page lists one by one, and which it sums up.
struct Population {
    /// Above so many VPCs a page lists only what is not a plain pass.
    static let mostListed = 5_000
    /// Rows that a browser lays out together: those out of sight cost nothing.
    static let rowsOfAChunk = 1_000

    /// Those listed, by their place in `assessments`.
    let listed: [Int]
    /// Plain passes by account and region, where they are summed up.
    let sums: [Sum]

    struct Sum {
        var account: String
        var region: String
        var passes: Int
        var flowLogs: Int
    }

    var isCompact: Bool { !sums.isEmpty }

    init(_ dossier: Dossier) {
        let assessments = dossier.assessments
        guard assessments.count > Self.mostListed else {
            listed = Array(assessments.indices)
            sums = []
            return
        }
        var listed: [Int] = []
        var sums: [Sum] = []
        for (index, vpc) in assessments.enumerated() {
            guard vpc.isPlainPass else {
                listed.append(index)
                continue
            }
            // Assessments are sorted by account and region.
            if sums.last?.account != vpc.account || sums.last?.region != vpc.region {
                sums.append(Sum(account: vpc.account, region: vpc.region, passes: 0, flowLogs: 0))
            }
            sums[sums.count - 1].passes += 1
            sums[sums.count - 1].flowLogs += vpc.flowLogs.count
        }
        self.listed = listed
        self.sums = sums
    }

    /// What the page says of itself, at its top; empty where every VPC is listed.
    var remark: String {
        guard isCompact else { return "" }
        let passes = sums.reduce(0) { $0 + $1.passes }
        return "This page lists each of the \(listed.count.of("VPC")) that is not a plain pass. The other "
            + "\(passes.grouped) pass under every policy; they are summed up by account and region, and stand one "
            + "by one in vpcs.csv and findings.json of the package."
    }

    var sumsPage: Page {
        .list(sums) { sum in
            .object { name in
                switch name {
                case "account": .text(sum.account)
                case "region": .text(sum.region)
                case "passes": .number(sum.passes)
                case "flowLogs": .number(sum.flowLogs)
                default: nil
                }
            }
        }
    }

    /// The rows in groups, each an object with its `rows`.
    static func chunks<Row>(_ rows: [Row], _ page: @escaping (Row) -> Page) -> Page {
        let starts = Array(stride(from: 0, to: rows.count, by: rowsOfAChunk))
        return .list(starts) { start in
            .object { name in
                name == "rows" ? .list(Array(rows[start..<min(start + rowsOfAChunk, rows.count)]), page) : nil
            }
        }
    }
}

extension Assessment {
    /// It passes whoever decides.
    fileprivate var isPlainPass: Bool {
        PolicyName.allCases.allSatisfy { byPolicy[$0].verdict == .pass } && exception == nil
    }
}

import Evidence
import XML

extension ReportFormat {
    /// JUnit XML: a suite for each region of an account, a case for each VPC.
    ///
    /// There is no standard. This is what the schemas of Jenkins (junit-10.xsd) and Windy Road (Ant) both allow,
    /// and what the readers of GitLab, Azure, GitHub's actions and Buildkite understand.
    package static let junit = ReportFormat(name: "junit", file: "report.junit.xml") { dossier, output in
        let xml = try XMLWriter(indented: true) { try output.write($0) }
        try xml.startDocument()
        try xml.element("testsuites") { try JUnitSuite.writeAll(of: dossier, to: xml) }
        try xml.finish()
    }
}

/// What was asked of one region of one account.
struct JUnitSuite {
    let dossier: Dossier
    let account: String
    let region: String
    /// Where in `assessments`.
    let vpcs: [Int]
    /// Those that are about no VPC.
    let others: [JUnitCase]
    let milliseconds: Int64
    let writing: JUnitCase.Writing

    /// By account and region, one at a time. At least one case is written in the end: Jenkins takes a file
    /// without any for a mistake.
    static func writeAll(of dossier: Dossier, to xml: XMLWriter) throws {
        let writing = JUnitCase.Writing(of: dossier)
        let vpcs = Dictionary(grouping: dossier.assessments.indices) { Place(dossier.assessments[$0]) }
        let gaps = Dictionary(grouping: dossier.gaps, by: Place.init)
        let durations = dossier.exchanges.reduce(into: [Place: Int64]()) { sums, exchange in
            sums[Place(exchange), default: 0] += exchange.duration
        }
        var number = 0
        for place in Set(vpcs.keys).union(gaps.keys).sorted() {
            let vpcs = vpcs[place, default: []]
            let others = JUnitCase.all(
                of: gaps[place, default: []],
                areTold: vpcs.contains { dossier.assessments[$0].verdict == .notAssessed })
            if vpcs.isEmpty, others.isEmpty { continue }
            try JUnitSuite(
                dossier: dossier, account: place.account, region: place.region, vpcs: vpcs, others: others,
                milliseconds: durations[place, default: 0], writing: writing
            ).write(number, to: xml)
            number += 1
        }
        if number == 0 {
            try JUnitSuite(
                dossier: dossier, account: dossier.accountsKey, region: "all-regions", vpcs: [],
                others: [JUnitCase(coverageOf: dossier)], milliseconds: durations.values.reduce(0, +),
                writing: writing
            ).write(number, to: xml)
        }
    }

    private func write(_ number: Int, to xml: XMLWriter) throws {
        let name = "VPC flow logging \(account) \(region)".forJUnit
        let counts = counts
        let attributes: [(StaticString, String)] = [
            ("name", name),
            ("package", "exhibit.\(dossier.control.checkId)"),
            ("id", String(number)),
            ("hostname", "exhibit"),
            ("tests", String(vpcs.count + others.count)),
            ("failures", String(counts.failures)),
            ("errors", String(counts.errors)),
            ("skipped", String(counts.skipped)),
            ("time", milliseconds.asSeconds),
            ("timestamp", dossier.run.startedAt.withoutZone),
        ]
        try xml.element("testsuite", attributes) {
            try xml.element("properties") {
                for (name, value) in properties {
                    try xml.element("property", [("name", name), ("value", value.forJUnit)])
                }
            }
            let className = "\(account).\(region).vpc-flow-logging".forJUnit
            try forEachCase { try $0.write(className: className, to: xml) }
            try xml.element("system-out")
            try xml.element("system-err")
        }
    }

    private var properties: [(String, String)] {
        let benchmark = dossier.control.benchmark
        return [
            ("exhibit.check", dossier.control.checkId),
            ("exhibit.status", dossier.summary.status.rawValue),
            ("exhibit.policy", dossier.policy.name.rawValue),
            ("exhibit.statement", dossier.statusSentence),
            ("exhibit.digest", dossier.digest),
            ("exhibit.run", dossier.run.id),
            ("exhibit.version", dossier.tool.version),
            ("benchmark", "\(benchmark.name) v\(benchmark.version), \(benchmark.id)"),
            ("aws.account", account),
            ("aws.region", region),
        ]
            + (dossier.run.derivedFrom.map { [("exhibit.derivedFrom", "\($0.runId) (\($0.digest))")] } ?? [])
            + PolicyName.allCases.map { name in
                let counts = dossier.summary.byPolicy[name]
                return (
                    "exhibit.policy.\(name.rawValue)",
                    "\(counts.status.rawValue): \(counts.fail) fail, \(counts.notAssessed) not assessed, "
                        + "\(counts.pass) pass, \(counts.notApplicable) not applicable"
                )
            }
    }

    private var counts: (failures: Int, errors: Int, skipped: Int) {
        var counts = (failures: 0, errors: 0, skipped: 0)
        forEachCase {
            switch $0.outcome {
            case .pass: break
            case .failure: counts.failures += 1
            case .error: counts.errors += 1
            case .skipped: counts.skipped += 1
            }
        }
        return counts
    }

    /// Each is made anew: those of a large region are never in memory together.
    private func forEachCase(_ body: (JUnitCase) throws -> Void) rethrows {
        for index in vpcs { try body(JUnitCase(of: dossier.assessments[index], writing)) }
        for other in others { try body(other) }
    }
}

private struct Place: Hashable, Comparable {
    let account: String
    let region: String

    init(_ vpc: Assessment) { (account, region) = (vpc.account, vpc.region) }
    init(_ gap: Gap) { (account, region) = (gap.account, gap.region) }
    init(_ exchange: Exchange) { (account, region) = (exchange.account, exchange.region) }

    static func < (a: Self, b: Self) -> Bool { (a.account, a.region) < (b.account, b.region) }
}

extension Exchange {
    /// Milliseconds over all attempts. A clock that was set back in between counts as nothing.
    fileprivate var duration: Int64 {
        attempts.reduce(0) { $0 + max(0, $1.end.milliseconds - $1.start.milliseconds) }
    }
}

extension Int64 {
    /// `1.250`: plain decimals, three places, which is as much as junit-10.xsd allows.
    fileprivate var asSeconds: String {
        let rest = String(self % 1000)
        return "\(self / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}

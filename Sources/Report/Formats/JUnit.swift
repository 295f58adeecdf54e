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
    let cases: [JUnitCase]
    let milliseconds: Int64

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
            let cases = JUnitCase.all(
                vpcs: vpcs[place, default: []].map { dossier.assessments[$0] },
                gaps: gaps[place, default: []], writing)
            if cases.isEmpty { continue }
            try JUnitSuite(
                dossier: dossier, account: place.account, region: place.region, cases: cases,
                milliseconds: durations[place, default: 0]
            ).write(number, to: xml)
            number += 1
        }
        if number == 0 {
            try JUnitSuite(
                dossier: dossier, account: dossier.accountsKey, region: "all-regions",
                cases: [JUnitCase(coverageOf: dossier)], milliseconds: durations.values.reduce(0, +)
            ).write(number, to: xml)
        }
    }

    private func write(_ number: Int, to xml: XMLWriter) throws {
        let name = "VPC flow logging \(account) \(region)".forJUnit
        let attributes: [(StaticString, String)] = [
            ("name", name),
            ("package", "exhibit.\(dossier.control.checkId)"),
            ("id", String(number)),
            ("hostname", "exhibit"),
            ("tests", String(cases.count)),
            ("failures", count { if case .failure = $0 { true } else { false } }),
            ("errors", count { if case .error = $0 { true } else { false } }),
            ("skipped", count { if case .skipped = $0 { true } else { false } }),
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
            for testCase in cases {
                try testCase.write(className: className, to: xml)
            }
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

    private func count(_ matches: (JUnitCase.Outcome) -> Bool) -> String {
        String(cases.count { matches($0.outcome) })
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

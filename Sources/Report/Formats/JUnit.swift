import Evidence
import XML

extension ReportFormat {
    /// JUnit XML: a suite for each region of an account, a case for each VPC.
    ///
    /// There is no standard. This is what the schemas of Jenkins (junit-10.xsd) and Windy Road (Ant) both allow,
    /// and what the readers of GitLab, Azure, GitHub's actions and Buildkite understand.
    package static let junit = junit(name: "junit", .portable)

    /// The same with properties of each case and totals, which both schemas refuse and Testmo, pytest's readers
    /// and others show. It is written instead of the portable one, to the same file.
    package static let junitExtended = junit(name: "junit-extended", .extended)

    private static func junit(name: String, _ profile: JUnitProfile) -> ReportFormat {
        ReportFormat(name: name, file: "report.junit.xml") { dossier, output in
            let xml = try XMLWriter(indented: true) { try output.write($0) }
            let suites = JUnitSuites(of: dossier, profile)
            try xml.startDocument()
            try xml.element("testsuites", profile == .extended ? suites.totals : []) {
                try suites.forEach { try $0.write(to: xml) }
            }
            try xml.finish()
        }
    }
}

/// What readers a file is for.
enum JUnitProfile {
    case portable, extended
}

/// The suites of a run, made one at a time.
struct JUnitSuites {
    private let dossier: Dossier
    private let writing: JUnitCase.Writing
    private let properties: JUnitSuite.RunProperties
    private let vpcs: [Place: [Int]]
    private let gaps: [Place: [Gap]]
    private let calls: [Place: Calls]

    /// What was asked of a region: how long that took, and when it began.
    fileprivate struct Calls {
        var milliseconds: Int64 = 0
        var start: Timestamp?

        mutating func add(_ attempts: [Exchange.Attempt]) {
            milliseconds += attempts.reduce(0) { $0 + $1.duration }
            start = [start, attempts.first?.start].compactMap(\.self).min()
        }
    }

    init(of dossier: Dossier, _ profile: JUnitProfile) {
        self.dossier = dossier
        writing = JUnitCase.Writing(of: dossier, profile)
        properties = JUnitSuite.RunProperties(of: dossier)
        vpcs = Place.grouping(dossier.assessments)
        gaps = Dictionary(grouping: dossier.gaps, by: { Place(account: $0.account, region: $0.region) })
        calls = dossier.exchanges.withUnsafeBufferPointer { all in
            all.indices.reduce(into: [:]) {
                $0[Place(account: all[$1].account, region: all[$1].region), default: Calls()].add(all[$1].attempts)
            }
        }
    }

    /// By account and region. At least one case is made in the end: Jenkins takes a file without any for a mistake.
    func forEach(_ body: (JUnitSuite) throws -> Void) throws {
        var number = 0
        for place in Set(vpcs.keys).union(gaps.keys).sorted() {
            let vpcs = vpcs[place, default: []]
            let others = JUnitCase.all(
                of: gaps[place, default: []],
                areTold: vpcs.contains { dossier.assessments[$0].verdict == .notAssessed })
            if vpcs.isEmpty, others.isEmpty { continue }
            try body(suite(number, place.account, place.region, vpcs, others, calls[place] ?? Calls()))
            number += 1
        }
        if number == 0 {
            var all = Calls()
            for exchange in dossier.exchanges { all.add(exchange.attempts) }
            try body(suite(0, dossier.accountsKey, "all-regions", [], [JUnitCase(coverageOf: dossier)], all))
        }
    }

    private func suite(
        _ number: Int, _ account: String, _ region: String, _ vpcs: [Int], _ others: [JUnitCase], _ calls: Calls
    ) -> JUnitSuite {
        JUnitSuite(
            dossier: dossier, number: number, account: account, region: region, vpcs: vpcs, others: others,
            milliseconds: calls.milliseconds, start: calls.start ?? dossier.run.startedAt, ofRun: properties,
            writing: writing)
    }

    /// Over all suites.
    var totals: [(StaticString, String)] {
        get throws {
            var counts = JUnitSuite.Counts()
            try forEach { counts.add($0.counts) }
            let milliseconds = calls.values.reduce(0) { $0 + $1.milliseconds }
            return [("name", "VPC flow logging")] + counts.attributes
                + [("time", milliseconds.asSeconds), ("timestamp", dossier.run.startedAt.withoutZone)]
        }
    }
}

/// What was asked of one region of one account.
struct JUnitSuite {
    let dossier: Dossier
    /// From 0.
    let number: Int
    let account: String
    let region: String
    /// Where in `assessments`.
    let vpcs: [Int]
    /// Those that are about no VPC.
    let others: [JUnitCase]
    let milliseconds: Int64
    let start: Timestamp
    let ofRun: RunProperties
    let writing: JUnitCase.Writing

    struct Counts {
        private var tests = 0
        private var failures = 0
        private var errors = 0
        private var skipped = 0

        mutating func add(_ other: Counts) {
            tests += other.tests
            failures += other.failures
            errors += other.errors
            skipped += other.skipped
        }

        mutating func add(_ outcome: JUnitCase.Outcome) {
            tests += 1
            switch outcome {
            case .pass: break
            case .failure: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }

        var attributes: [(StaticString, String)] {
            [
                ("tests", String(tests)), ("failures", String(failures)), ("errors", String(errors)),
                ("skipped", String(skipped)),
            ]
        }
    }

    var counts: Counts {
        var counts = Counts()
        dossier.assessments.withUnsafeBufferPointer { all in
            for index in vpcs { counts.add(JUnitCase.Outcome(of: all[index])) }
        }
        for other in others { counts.add(other.outcome) }
        return counts
    }

    func write(to xml: XMLWriter) throws {
        let attributes: [(StaticString, String)] =
            [
                ("name", "VPC flow logging \(account) \(region)".forJUnit),
                ("package", "exhibit.\(dossier.control.checkId)"), ("id", String(number)), ("hostname", "exhibit"),
            ] + counts.attributes + [("time", milliseconds.asSeconds), ("timestamp", start.withoutZone)]
        try xml.element("testsuite", attributes) {
            let place = [("aws.account", account), ("aws.region", region)]
            try Self.write(ofRun.first + place + ofRun.last, to: xml)
            try writeCases(to: xml)
            try xml.element("system-out")
            try xml.element("system-err")
        }
    }

    /// Each is made anew: those of a large region are never in memory together.
    private func writeCases(to xml: XMLWriter) throws {
        let attributes = JUnitCase.attributes(className: "\(account).\(region).vpc-flow-logging")
        func write(_ testCase: JUnitCase) throws {
            let more = writing.profile == .extended ? testCase.properties + runProperties : []
            try testCase.write(attributes, properties: more, to: xml)
        }
        try dossier.assessments.withUnsafeBufferPointer { all in
            for index in vpcs {
                // Most pass.
                if all[index].verdict == .pass && writing.profile == .portable {
                    try JUnitCase.write(passing: all[index].vpcId, attributes, to: xml)
                } else if let first = all.baseAddress {
                    try write(JUnitCase(of: first + index, writing))
                }
            }
        }
        for other in others { try write(other) }
    }

    static func write(_ properties: [(String, String)], to xml: XMLWriter) throws {
        try xml.element("properties") {
            for (name, value) in properties {
                try xml.element("property", [("name", name), ("value", value.forJUnit)])
            }
        }
    }

    /// What an extended case says of its run, as it may be shown without its suite.
    private var runProperties: [(String, String)] {
        [
            ("exhibit.policy", dossier.policy.name.rawValue), ("exhibit.run", dossier.run.id),
            ("exhibit.digest", dossier.digest),
        ]
    }

    /// What every suite says of the run, before and after its own place.
    struct RunProperties {
        let first: [(String, String)]
        let last: [(String, String)]

        init(of dossier: Dossier) {
            let benchmark = dossier.control.benchmark
            first = [
                ("exhibit.check", dossier.control.checkId),
                ("exhibit.status", dossier.summary.status.rawValue),
                ("exhibit.policy", dossier.policy.name.rawValue),
                ("exhibit.statement", dossier.statusSentence),
                ("exhibit.digest", dossier.digest),
                ("exhibit.run", dossier.run.id),
                ("exhibit.version", dossier.tool.version),
                ("benchmark", "\(benchmark.name) v\(benchmark.version), \(benchmark.id)"),
            ]
            let source = dossier.run.derivedFrom.map { ("exhibit.derivedFrom", "\($0.runId) (\($0.digest))") }
            last =
                [source].compactMap(\.self)
                + PolicyName.allCases.map { name in
                    let counts = dossier.summary.byPolicy[name]
                    return (
                        "exhibit.policy.\(name.rawValue)",
                        "\(counts.status.rawValue): \(counts.fail) fail, \(counts.notAssessed) not assessed, "
                            + "\(counts.pass) pass, \(counts.notApplicable) not applicable"
                    )
                }
        }
    }
}

fileprivate struct Place: Hashable, Comparable {
    let account: String
    let region: String

    static func < (a: Self, b: Self) -> Bool { (a.account, a.region) < (b.account, b.region) }

    /// Where in the list the VPCs of each place are. They come place by place, so few of them are looked up.
    static func grouping(_ vpcs: [Assessment]) -> [Place: [Int]] {
        var groups: [Place: [Int]] = [:]
        var rest = vpcs.indices
        while let first = rest.first {
            let (account, region) = (vpcs[first].account, vpcs[first].region)
            let group = rest.prefix { vpcs[$0].account == account && vpcs[$0].region == region }
            groups[Place(account: account, region: region), default: []] += group
            rest = rest[group.endIndex...]
        }
        return groups
    }
}

extension Exchange.Attempt {
    /// Milliseconds. A clock that was set back in between counts as nothing.
    fileprivate var duration: Int64 { max(0, end.milliseconds - start.milliseconds) }
}

extension Int64 {
    /// `1.250`: plain decimals, three places, which is as much as junit-10.xsd allows.
    fileprivate var asSeconds: String {
        let rest = String(self % 1000)
        return "\(self / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}

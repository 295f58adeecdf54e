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
    private let properties: JUnitProperty.OfRun
    private let vpcs: [Place: [Int]]
    private let gaps: [Place: [Gap]]
    private let calls: [Place: Calls]

    /// What was asked of a region: how long that took, and when it began.
    fileprivate struct Calls {
        var milliseconds: Int64 = 0
        var start: Timestamp?

        mutating func add(_ attempts: [Exchange.Attempt]) {
            for attempt in attempts {
                milliseconds += attempt.duration
                start = min(start ?? attempt.start, attempt.start)
            }
        }
    }

    init(of dossier: Dossier, _ profile: JUnitProfile) {
        self.dossier = dossier
        writing = JUnitCase.Writing(of: dossier, profile)
        properties = JUnitProperty.OfRun(of: dossier)
        vpcs = Place.grouping(dossier.assessments)
        gaps = Dictionary(grouping: dossier.gaps, by: { Place(account: $0.account, region: $0.region) })
        calls = Place.calls(dossier.exchanges)
    }

    /// By account and region. At least one case is made in the end: Jenkins takes a file without any for a mistake.
    func forEach(_ body: (JUnitSuite) throws -> Void) throws {
        var number = 0
        for place in Set(vpcs.keys).union(gaps.keys).sorted() {
            let vpcs = vpcs[place, default: []]
            let counts = JUnitSuite.Counts(of: vpcs, in: dossier.assessments)
            let others = JUnitCase.all(of: gaps[place, default: []], areTold: counts.errors > 0)
            if vpcs.isEmpty, others.isEmpty { continue }
            try body(suite(number, place, vpcs, others, counts, calls[place] ?? Calls()))
            number += 1
        }
        if number == 0 {
            var all = Calls()
            for exchange in dossier.exchanges { all.add(exchange.attempts) }
            let everywhere = Place(account: dossier.accountsKey, region: "all-regions")
            try body(suite(0, everywhere, [], [JUnitCase(coverageOf: dossier)], JUnitSuite.Counts(), all))
        }
    }

    private func suite(
        _ number: Int, _ place: Place, _ vpcs: [Int], _ others: [JUnitCase], _ counts: JUnitSuite.Counts, _ calls: Calls
    ) -> JUnitSuite {
        var counts = counts
        for other in others { counts.add(other.outcome) }
        return JUnitSuite(
            number: number, account: place.account, region: place.region, assessments: dossier.assessments, vpcs: vpcs,
            others: others, counts: counts, milliseconds: calls.milliseconds,
            start: calls.start ?? dossier.run.startedAt, ofRun: properties, writing: writing)
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
    /// From 0.
    let number: Int
    let account: String
    let region: String
    /// Those of the whole run.
    let assessments: [Assessment]
    /// Where in `assessments`.
    let vpcs: [Int]
    /// Those that are about no VPC.
    let others: [JUnitCase]
    let counts: Counts
    let milliseconds: Int64
    let start: Timestamp
    let ofRun: JUnitProperty.OfRun
    let writing: JUnitCase.Writing

    struct Counts {
        private var tests = 0
        private var failures = 0
        private(set) var errors = 0
        private var skipped = 0

        init() {}

        init(of vpcs: [Int], in assessments: [Assessment]) {
            for index in vpcs { add(JUnitCase.Outcome(of: assessments[index])) }
        }

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

    func write(to xml: XMLWriter) throws {
        let attributes: [(StaticString, String)] =
            [
                ("name", "VPC flow logging \(account) \(region)".forJUnit),
                ("package", ofRun.package), ("id", String(number)), ("hostname", "exhibit"),
            ] + counts.attributes + [("time", milliseconds.asSeconds), ("timestamp", start.withoutZone)]
        try xml.element("testsuite", attributes) {
            let place = [JUnitProperty("aws.account", account), JUnitProperty("aws.region", region)]
            try JUnitProperty.write(ofRun.first + place + ofRun.last, to: xml)
            try writeCases(to: xml)
            try xml.element("system-out")
            try xml.element("system-err")
        }
    }

    /// Each is made anew: those of a large region are never in memory together.
    private func writeCases(to xml: XMLWriter) throws {
        let attributes = JUnitCase.attributes(className: "\(account).\(region).vpc-flow-logging")
        func write(_ testCase: JUnitCase) throws {
            let more = writing.profile == .extended ? testCase.properties + ofRun.ofCase : []
            try testCase.write(attributes, properties: more, to: xml)
        }
        for index in vpcs {
            // Most pass.
            if assessments[index].verdict == .pass && writing.profile == .portable {
                try JUnitCase.write(passing: assessments[index].vpcId, attributes, to: xml)
            } else {
                try write(JUnitCase(of: assessments[index], writing))
            }
        }
        for other in others { try write(other) }
    }
}

fileprivate struct Place: Hashable, Comparable {
    let account: String
    let region: String

    static func < (a: Self, b: Self) -> Bool { (a.account, a.region) < (b.account, b.region) }

    /// Where in the list the VPCs of each place are. They come place by place, so few places are looked up.
    static func grouping(_ vpcs: [Assessment]) -> [Place: [Int]] {
        var groups: [Place: [Int]] = [:]
        var start = vpcs.startIndex
        while start < vpcs.endIndex {
            let place = Place(account: vpcs[start].account, region: vpcs[start].region)
            var end = start + 1
            while end < vpcs.endIndex, vpcs[end].account == place.account, vpcs[end].region == place.region {
                end += 1
            }
            groups[place, default: []] += start..<end
            start = end
        }
        return groups
    }
}

extension Place {
    /// What was asked of each. Answers come several in a row from one place, which is then looked up once.
    static func calls(_ exchanges: [Exchange]) -> [Place: JUnitSuites.Calls] {
        var calls: [Place: JUnitSuites.Calls] = [:]
        var start = exchanges.startIndex
        while start < exchanges.endIndex {
            let place = Place(account: exchanges[start].account, region: exchanges[start].region)
            var here = calls[place] ?? JUnitSuites.Calls()
            while start < exchanges.endIndex, exchanges[start].account == place.account,
                exchanges[start].region == place.region
            {
                here.add(exchanges[start].attempts)
                start += 1
            }
            calls[place] = here
        }
        return calls
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

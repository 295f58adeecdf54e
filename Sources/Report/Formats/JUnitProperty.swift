import Evidence
import XML

/// A name and a value beside a suite or a case. The value is escaped once, however many suites have it.
struct JUnitProperty {
    private let name: String
    private let value: XMLAttributes

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = XMLAttributes([("value", value.forJUnit)])
    }

    static func write(_ properties: [Self], to xml: XMLWriter) throws {
        try xml.element("properties") {
            for property in properties {
                try xml.start("property", ("name", property.name), property.value)
                try xml.end()
            }
        }
    }

    /// What every suite says of the run: in its properties, before and after its own place.
    struct OfRun {
        let package: String
        let first: [JUnitProperty]
        let last: [JUnitProperty]
        /// What an extended case says of it too, as it may be shown without its suite.
        let ofCase: [JUnitProperty]

        init(of dossier: Dossier) {
            package = "exhibit.\(dossier.control.checkId)"
            let benchmark = dossier.control.benchmark
            let policy = JUnitProperty("exhibit.policy", dossier.policy.name.rawValue)
            let run = JUnitProperty("exhibit.run", dossier.run.id)
            let digest = JUnitProperty("exhibit.digest", dossier.digest)
            first = [
                JUnitProperty("exhibit.check", dossier.control.checkId),
                JUnitProperty("exhibit.status", dossier.summary.status.rawValue),
                policy,
                JUnitProperty("exhibit.statement", dossier.statusSentence),
                digest,
                run,
                JUnitProperty("exhibit.version", dossier.tool.version),
                JUnitProperty("benchmark", "\(benchmark.name) v\(benchmark.version), \(benchmark.id)"),
            ]
            let source = dossier.run.derivedFrom.map {
                JUnitProperty("exhibit.derivedFrom", "\($0.runId) (\($0.digest))")
            }
            let endpoints = dossier.endpointNames.map {
                JUnitProperty("exhibit.customEndpoints", $0.joined(separator: " "))
            }
            last =
                [source, endpoints].compactMap(\.self)
                + PolicyName.allCases.map { Self.counts(under: $0, dossier.summary) }
            ofCase = [policy, run, digest]
        }

        private static func counts(under name: PolicyName, _ summary: Summary) -> JUnitProperty {
            let counts = summary.byPolicy[name]
            return JUnitProperty(
                "exhibit.policy.\(name.rawValue)",
                "\(counts.status.rawValue): \(counts.fail) fail, \(counts.notAssessed) not assessed, "
                    + "\(counts.pass) pass, \(counts.notApplicable) not applicable")
        }
    }
}

import Evidence

extension ReportFormat {
    /// OSCAL assessment results 1.1.3: an observation for each VPC and each missing answer, a risk for each fail, and
    /// one finding for the objective that the check stands for.
    /// Source: https://pages.nist.gov/OSCAL-Reference/models/v1.1.3/assessment-results/json-reference/
    package static let oscal = ReportFormat(name: "oscal", file: "oscal-ar.json") { dossier, output in
        try JSONText.write(OSCALDocument(of: dossier), .indented, to: output)
    }
}

extension OSCALDocument {
    init(of dossier: Dossier) {
        let parts = OSCALParts(of: dossier)
        let plan = parts.uuid("plan")
        `assessment-results` = AssessmentResults(
            uuid: parts.uuid("assessment-results"),
            metadata: Metadata(
                title: "VPC flow logging: results of check \(dossier.control.checkId)",
                `last-modified`: dossier.run.finishedAt,
                version: dossier.run.finishedAt.description,
                props: [Property("digest", dossier.digest)].compactMap(\.self),
                remarks: dossier.statusSentence.forOSCAL),
            `import-ap`: Reference(
                href: "#\(plan)", remarks: "No plan in OSCAL was given; the resource says what was asked for."),
            `local-definitions`: parts.objectives,
            results: [parts.result],
            `back-matter`: BackMatter(
                resources: Streamed([AnySequence([parts.plan(uuid: plan)]), AnySequence(parts.bodies)].joined())))
    }
}

/// What an OSCAL document of a dossier is made of.
///
/// Uuids follow from the run and what they name; those of VPCs and accounts from these alone, and those of risks from
/// the policy too, so that its next run speaks of the same ones.
struct OSCALParts {
    let dossier: Dossier
    let tool: String
    let objective: String
    private let exchanges: [Int: Exchange]

    init(of dossier: Dossier) {
        self.dossier = dossier
        tool = NameUUID.of("tool", dossier.tool.name, dossier.tool.version)
        objective = "\(dossier.control.checkId)_obj"
        exchanges = Dictionary(dossier.exchanges.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Of a thing of this run.
    func uuid(_ kind: String, _ name: String = "") -> String { NameUUID.of(kind, dossier.run.id, name) }
    func account(_ id: String) -> String { NameUUID.of("account", dossier.scope.partition, id) }
    func item(_ vpc: Assessment) -> String { NameUUID.of("vpc", vpc.id) }
    func risk(_ vpc: Assessment) -> String {
        NameUUID.of("risk", dossier.control.checkId, dossier.policy.name.rawValue, vpc.id)
    }

    var origins: [OSCALDocument.Origin] { [.init(actors: [.init(`actor-uuid`: tool)])] }

    var objectives: OSCALDocument.Objectives {
        let control = dossier.control
        let part = OSCALDocument.Objectives.Part(
            id: objective, title: control.title.forOSCAL,
            prose: "\(control.summary) Policy \(dossier.policy.name.rawValue): \(dossier.policy.rule)".forOSCAL)
        return .init(
            `objectives-and-methods`: control.oscalControls.prefix(1).map { .init(`control-id`: $0, parts: [part]) })
    }

    var result: OSCALDocument.Result {
        let fails = dossier.assessments.lazy.filter { $0.verdict == .fail }
        return OSCALDocument.Result(
            uuid: uuid("result"),
            title: "Check \(dossier.control.checkId)".forOSCAL,
            description: Conclusion(dossier).sentence.forOSCAL,
            start: dossier.run.startedAt, end: dossier.run.finishedAt,
            props: properties,
            `local-definitions`: definitions,
            `reviewed-controls`: reviewedControls,
            observations: Streamed(dossier.subjects.lazy.map(observation)),
            risks: Streamed(unlessEmpty: fails.map(risk)),
            findings: finding.map { [$0] },
            remarks: Conclusion(dossier).benchmark.forOSCAL)
    }

    private var properties: [OSCALDocument.Property] {
        let counts = PolicyName.allCases.map { name in
            let counts = dossier.summary.byPolicy[name]
            return OSCALDocument.Property(
                "policy-\(name.rawValue)",
                "\(counts.status.rawValue): \(counts.pass) pass, \(counts.fail) fail, "
                    + "\(counts.notApplicable) not applicable, \(counts.notAssessed) not assessed")
        }
        let benchmark = dossier.control.benchmark
        return
            ([
                .init("run", dossier.run.id), .init("digest", dossier.digest),
                .init("status", dossier.summary.status.rawValue), .init("policy", dossier.policy.name.rawValue),
                .init("accepted", String(dossier.summary.accepted)),
                .init("benchmark", "\(benchmark.name) v\(benchmark.version), \(benchmark.id)"),
                .init("source", dossier.run.source.rawValue),
                .init("derived-from", dossier.run.derivedFrom.map { "\($0.runId) \($0.digest)" }),
            ] + dossier.scope.customEndpoints.map { .init("custom-endpoint", $0) } + counts).compactMap(\.self)
    }

    private var reviewedControls: OSCALDocument.ReviewedControls {
        let controls = dossier.control.oscalControls
        let isMapped = controls != [dossier.control.checkId]
        return .init(
            `control-selections`: [
                .init(
                    description: isMapped
                        ? "Controls of NIST SP 800-53 Rev 5 that the check is evidence for. It covers each in part."
                        : "The check itself; it is mapped to no control of NIST SP 800-53.",
                    `include-controls`: controls.map { .init(`control-id`: $0) })
            ],
            `control-objective-selections`: [.init(`include-objectives`: [.init(`objective-id`: objective)])])
    }

    /// What is known of the exchanges that something follows from; of several, the first, as the citation names it.
    func evidence(_ citations: [Citation]) -> [OSCALDocument.RelevantEvidence]? {
        let evidence = citations.map { citation in
            let exchange = exchanges[citation.exchange]
            let action = exchange.map { ": \($0.action)" } ?? ""
            let link = exchange?.body.map { _ in OSCALDocument.Link(href: "#\(body(citation.exchange))") }
            return OSCALDocument.RelevantEvidence(
                href: citation.file,
                description: "Exchange \(citation.numbers) with AWS\(action)".forOSCAL
                    + (citation.file == nil ? ", kept in data/exchanges.jsonl" : ""),
                links: link.map { [$0] })
        }
        return evidence.isEmpty ? nil : evidence
    }

    /// When the first of them was answered.
    func collected(_ citations: [Citation]) -> Timestamp {
        citations.first.flatMap { exchanges[$0.exchange]?.attempts.last?.end } ?? dossier.run.finishedAt
    }

    func body(_ exchange: Int) -> String { uuid("body", String(exchange)) }

    func plan(uuid: String) -> OSCALDocument.Resource {
        .init(
            uuid: uuid, title: "What the run was given",
            description: "Policy \(dossier.policy.name.rawValue). \(dossier.policy.rule)".forOSCAL,
            rlinks: [.init(href: "data/run.json", `media-type`: "application/json", hashes: nil)])
    }

    /// The answers of AWS that lie in the package.
    var bodies: some Sequence<OSCALDocument.Resource> {
        dossier.exchanges.lazy.compactMap { exchange in
            exchange.body.map { file in
                OSCALDocument.Resource(
                    uuid: body(exchange.number),
                    title: "\(exchange.action) in account \(exchange.account), region \(exchange.region)".forOSCAL,
                    description: nil,
                    rlinks: [
                        .init(href: file.file, `media-type`: "text/xml", hashes: [.init(value: file.sha256)])
                    ])
            }
        }
    }
}

import Evidence

extension ReportFormat {
    /// OCSF 1.8 Compliance Findings, a line each: one for each VPC and for each missing answer.
    /// Source: https://schema.ocsf.io/1.8.0/classes/compliance_finding
    package static let ocsf = ReportFormat(name: "ocsf", file: "ocsf.jsonl") { dossier, output in
        let events = try OCSFEvents(of: dossier)
        for subject in dossier.subjects { try JSONText.write(events.event(of: subject), .oneLine, to: output) }
    }
}

/// Makes the events of a run; what is the same in all of them is made once.
struct OCSFEvents {
    private let dossier: Dossier
    private let gravity: Gravity
    private let requirements: [String]
    private let parameters: [OCSFEvent.Pair]
    private let exchanges: [Int: Exchange]

    /// Throws `ReportFailure` for a control that OCSF cannot tell.
    init(of dossier: Dossier) throws(ReportFailure) {
        self.dossier = dossier
        gravity = try Gravity(of: dossier.control)
        requirements = dossier.control.requirements
        parameters = [
            .init(name: "policy", value: dossier.policy.name.rawValue),
            .init(name: "include-default-vpcs", value: String(dossier.policy.includesDefaultVPCs)),
        ]
        exchanges = Dictionary(dossier.exchanges.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func event(of subject: Subject) -> OCSFEvent {
        let (run, control) = (dossier.run, dossier.control)
        let severity = subject.verdict == .fail || subject.verdict == .notAssessed ? gravity.ocsf : (1, "Informational")
        let workflow = subject.workflow
        return OCSFEvent(
            time: run.finishedAt.milliseconds, start_time: run.startedAt.milliseconds,
            end_time: run.finishedAt.milliseconds,
            severity_id: severity.0, severity: severity.1, status_id: workflow.0, status: workflow.1,
            status_code: subject.reason, status_detail: subject.vpc?.reason.text.visible() ?? subject.sentence,
            message: (run.source == .demo ? "Sample estate, not evidence of any account. " : "") + subject.sentence
                + (dossier.endpointSentence.map { " \($0)" } ?? ""),
            comment: subject.exception?.acceptance,
            metadata: .init(
                uid: NameUUID.of("event", run.id, subject.id), correlation_uid: run.id.visible(),
                event_code: control.checkId,
                product: .init(name: "Exhibit", vendor_name: "Exhibit", version: dossier.tool.version.visible()),
                labels: run.source == .demo ? ["sample"] : nil),
            finding_info: .init(
                uid: subject.findingId(in: dossier), title: "\(control.title): \(subject.verdict.words)",
                desc: control.summary,
                analytic: .init(uid: control.checkId, name: control.title),
                created_time: run.finishedAt.milliseconds, src_url: control.helpURL),
            compliance: compliance(of: subject),
            cloud: .init(
                cloud_partition: dossier.scope.partition, region: subject.region, account: .init(uid: subject.account)),
            resources: [resource(of: subject)],
            evidences: evidences(of: subject),
            observables: [
                .init(name: "resources.uid", type_id: 10, type: "Resource UID", value: uid(of: subject)),
                .init(name: "cloud.account.uid", type_id: 35, type: "Account Object: uid", value: subject.account),
            ],
            remediation: remediation(of: subject),
            unmapped: .init(
                verdict: subject.verdict, policy: dossier.policy.name, byPolicy: subject.vpc?.byPolicy,
                exception: subject.exception, citations: subject.citations, runStatus: dossier.summary.status,
                digest: dossier.digest, customEndpoints: dossier.endpointNames))
    }

    /// Only the policy `cis` tells the status of the benchmark's control; the verdict of another is the check's.
    private func compliance(of subject: Subject) -> OCSFEvent.Compliance {
        let (control, policy) = (dossier.control, dossier.policy.name)
        let status = subject.verdict.ocsf
        return .init(
            control: policy == .cis ? control.benchmark.id : control.checkId, standards: [standard(of: policy)],
            requirements: requirements, control_parameters: parameters,
            checks: subject.vpc.map { vpc in
                PolicyName.allCases.map { name in
                    let status = vpc.byPolicy[name].verdict.ocsf
                    return .init(
                        uid: "\(control.checkId)/\(name.rawValue)", name: "Policy \(name.rawValue)",
                        standards: [standard(of: name)], status_id: status.0, status: status.1)
                }
            },
            status_id: status.0, status: status.1, status_code: subject.reason,
            status_details: [subject.sentence] + (subject.exception.map { [$0.acceptance] } ?? []))
    }

    private func standard(of policy: PolicyName) -> String {
        let benchmark = dossier.control.benchmark
        return policy == .cis ? "\(benchmark.name) v\(benchmark.version)" : "Exhibit policy \(policy.rawValue)"
    }

    private func uid(of subject: Subject) -> String { subject.vpc?.arn ?? "AWS::::Account:\(subject.account)" }

    private func resource(of subject: Subject) -> OCSFEvent.Resource {
        let owner = subject.vpc?.ownerId ?? subject.account
        let tags = subject.vpc?.tags ?? []
        return .init(
            uid: uid(of: subject), name: subject.vpc?.vpcId ?? subject.account,
            type: subject.vpc == nil ? "AWS::::Account" : "AWS::EC2::VPC", region: subject.region,
            cloud_partition: dossier.scope.partition, owner: .init(uid: owner, account: .init(uid: owner)),
            tags: tags.isEmpty ? nil : tags.map { .init(name: $0.key, value: $0.value) })
    }

    /// The first answer that each citation names.
    private func evidences(of subject: Subject) -> [OCSFEvent.EvidenceFile]? {
        let evidences = subject.citations.compactMap { citation in
            citation.file.map { path in
                let body = exchanges[citation.exchange]?.body
                return OCSFEvent.EvidenceFile(
                    name: "exchange \(citation.numbers)",
                    file: .init(
                        name: path.split(separator: "/").last.map(String.init) ?? path, path: path, size: body?.bytes,
                        hashes: body.map { [.init(value: $0.sha256)] }))
            }
        }
        return evidences.isEmpty ? nil : evidences
    }

    private func remediation(of subject: Subject) -> OCSFEvent.Remediation? {
        subject.fix.map { fix in
            let commands = subject.vpc?.remediation.map { "\n" + $0.cli.visible(keepingNewlines: true) } ?? ""
            return .init(desc: fix + commands, references: [dossier.control.helpURL])
        }
    }
}

extension Verdict {
    /// Warning is OCSF's word for no result because of missing information.
    fileprivate var ocsf: (Int, String) {
        switch self {
        case .pass: (1, "Pass")
        case .notAssessed: (2, "Warning")
        case .fail: (3, "Fail")
        case .notApplicable: (99, "Not Applicable")
        }
    }
}

extension Gravity {
    fileprivate var ocsf: (Int, String) {
        switch self {
        case .low: (2, "Low")
        case .medium: (3, "Medium")
        case .high: (4, "High")
        case .critical: (5, "Critical")
        }
    }
}

extension Subject {
    /// What is to be done about it: nothing about what passes or is not in scope, and somebody else answers for what
    /// is accepted.
    fileprivate var workflow: (Int, String) {
        if exception != nil { return (3, "Suppressed") }
        return switch verdict {
        case .fail, .notAssessed: (1, "New")
        case .pass: (4, "Resolved")
        case .notApplicable: (99, "Not Applicable")
        }
    }
}

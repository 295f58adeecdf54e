import Evidence

extension ReportFormat {
    /// The AWS Security Finding Format: one object with all findings, as Security Hub's GetFindings answers and as
    /// importers take it. Those of one account and region stand together, because BatchImportFindings takes findings
    /// only from the account and in the region that they are about.
    /// Sources: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html and
    /// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
    package static let asff = ReportFormat(name: "asff", file: "asff.json") { dossier, output in
        let findings = try ASFFFindings(of: dossier)
        try JSONText.write(
            ASFFDocument(
                Findings: Streamed(dossier.subjectsByPlace.lazy.flatMap { $0.subjects.lazy.map(findings.finding(of:)) })
            ), .indented,
            to: output)
    }
}

struct ASFFDocument: Encodable {
    let Findings: Streamed<ASFFFinding>
}

/// Makes the findings of a run; what is the same in all of them is made once.
struct ASFFFindings {
    private let dossier: Dossier
    private let gravity: Gravity
    private let requirements: [String]

    /// Only the policy `cis` tells the status of the benchmark's control.
    private let types: [String]

    init(of dossier: Dossier) throws(ReportFailure) {
        self.dossier = dossier
        gravity = try Gravity(of: dossier.control)
        let own = dossier.control.requirements.prefix(1)
        let mapped = dossier.control.mappings.filter { !$0.core.isEmpty }
            .map { "\($0.framework) \($0.version) \($0.core.joined(separator: ", "))" }
        let isBenchmark = dossier.policy.name == .cis
        types = [
            "Software and Configuration Checks/"
                + (isBenchmark
                    ? "Industry and Regulatory Standards/CIS AWS Foundations Benchmark" : "AWS Security Best Practices")
        ]
        requirements = (own + mapped.filter { !own.contains($0) }).prefix(32).compactMap { $0.forASFF(256) }
    }

    func finding(of subject: Subject) -> ASFFFinding {
        let (run, control, account) = (dossier.run, dossier.control, subject.account)
        let isOpen = subject.verdict == .fail || subject.verdict == .notAssessed
        let severity = ASFFFinding.Severity(
            Label: isOpen ? gravity.rawValue.uppercased() : "INFORMATIONAL", Original: control.severity)
        let policy = dossier.policy.name.rawValue
        let generator = "exhibit/\(control.checkId)/\(policy)"
        let sample = run.source == .demo ? "Sample estate, not evidence of any account. " : ""
        return ASFFFinding(
            Id: id(of: subject, generator),
            ProductArn:
                "arn:\(dossier.scope.partition):securityhub:\(subject.region):\(account):product/\(account)/default",
            GeneratorId: generator, AwsAccountId: account, Types: types,
            CreatedAt: run.finishedAt, UpdatedAt: run.finishedAt, LastObservedAt: run.finishedAt,
            Severity: severity,
            Title: "\(control.title) under policy \(policy): \(subject.label), \(subject.verdict.words)".cutForASFF(
                256),
            Description: (sample + subject.sentence).cutForASFF(1024),
            Remediation: subject.fix?.forASFF(512).map { .init(Recommendation: .init(Text: $0, Url: control.helpURL)) },
            SourceUrl: control.helpURL,
            ProductFields: productFields(of: subject),
            Resources: [resource(of: subject)],
            Compliance: .init(
                Status: subject.asffStatus, RelatedRequirements: requirements, StatusReasons: reasons(of: subject)),
            Workflow: .init(Status: subject.exception != nil ? "SUPPRESSED" : isOpen ? "NEW" : "RESOLVED"),
            Note: subject.exception.map {
                .init(Text: $0.acceptance.cutForASFF(512), UpdatedBy: "exhibit", UpdatedAt: run.finishedAt)
            },
            FindingProviderFields: .init(Severity: severity, Types: types),
            Sample: run.source == .demo ? true : nil)
    }

    /// The same in the policy's next run, so that Security Hub brings the finding up to date.
    private func id(of subject: Subject, _ generator: String) -> String {
        let id = ("exhibit/" + subject.findingId(in: dossier)).visible()
        return id.utf8.count <= 512 ? id : "\(generator)/\(NameUUID.of("finding", subject.id))"
    }

    private func reasons(of subject: Subject) -> [ASFFFinding.Compliance.StatusReason] {
        let acceptance = subject.exception.map {
            ASFFFinding.Compliance.StatusReason(ReasonCode: "accepted", Description: $0.acceptance.cutForASFF(1024))
        }
        let reason = ASFFFinding.Compliance.StatusReason(
            ReasonCode: subject.reason.cutForASFF(128), Description: subject.sentence.cutForASFF(1024))
        return [reason] + (acceptance.map { [$0] } ?? [])
    }

    private func productFields(of subject: Subject) -> [String: String] {
        var fields: [String: String?] = [
            "exhibit/verdict": subject.verdict.rawValue,
            "exhibit/reason": subject.reason,
            "exhibit/policy": dossier.policy.name.rawValue,
            "exhibit/run": dossier.run.id,
            "exhibit/runStatus": dossier.summary.status.rawValue,
            "exhibit/digest": dossier.digest,
            "exhibit/version": dossier.tool.version,
            "exhibit/owner": subject.vpc?.ownerId,
            "exhibit/defaultVpc": subject.vpc.map { String($0.isDefault) },
            "exhibit/evidence": subject.citations.map { $0.file ?? "exchange \($0.numbers)" }.joined(separator: ", "),
        ]
        for name in PolicyName.allCases {
            fields["exhibit/verdict/\(name.rawValue)"] = subject.vpc?.byPolicy[name].verdict.rawValue
        }
        return fields.compactMapValues { $0?.forASFF(1024) }
    }

    private func resource(of subject: Subject) -> ASFFFinding.Resource {
        let partition = dossier.scope.partition
        let isNamed = ["aws", "aws-cn", "aws-us-gov"].contains(partition)
        let tags = subject.vpc?.asffTags ?? [:]
        return .init(
            Type: subject.vpc == nil ? "AwsAccount" : "AwsEc2Vpc",
            Id: (subject.vpc?.arn ?? "AWS::::Account:\(subject.account)").cutForASFF(512),
            Partition: isNamed ? partition : nil, Region: subject.region, Tags: tags.isEmpty ? nil : tags,
            Details: subject.vpc.map { .init(AwsEc2Vpc: .init(of: $0)) })
    }
}

extension ASFFFinding.Details.VPC {
    fileprivate init(of vpc: Assessment) {
        let blocks = vpc.cidrBlocks.compactMap { $0.forASFF(128) }
        let (v6, v4) = (blocks.filter { $0.contains(":") }, blocks.filter { !$0.contains(":") })
        self.init(
            State: vpc.state?.forASFF(128),
            CidrBlockAssociationSet: v4.isEmpty ? nil : v4.map { .init(CidrBlock: $0) },
            Ipv6CidrBlockAssociationSet: v6.isEmpty ? nil : v6.map { .init(Ipv6CidrBlock: $0) })
    }
}

extension Assessment {
    /// As many as a resource can have. Blank ones are left out, because Security Hub refuses the finding for them.
    fileprivate var asffTags: [String: String] {
        let tags = tags.prefix(50).compactMap { tag in
            tag.key.forASFF(128).flatMap { key in tag.value.forASFF(256).map { (key, $0) } }
        }
        return Dictionary(tags, uniquingKeysWith: { first, _ in first })
    }
}

extension Subject {
    fileprivate var label: String { vpc.map { "VPC \($0.vpcId)" } ?? "coverage of \(region)" }

    /// Warning is Security Hub's word for missing information; what is not applicable is not available.
    fileprivate var asffStatus: String {
        switch verdict {
        case .pass: "PASSED"
        case .fail: "FAILED"
        case .notAssessed: "WARNING"
        case .notApplicable: "NOT_AVAILABLE"
        }
    }
}

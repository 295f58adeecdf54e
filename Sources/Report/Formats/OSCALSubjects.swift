import Evidence

/// Who was looked at, and what was seen of each.
extension OSCALParts {
    var definitions: OSCALDocument.Definitions {
        let accounts = dossier.accounts.map { id in
            OSCALDocument.Component(
                uuid: account(id), type: "service", title: "AWS account \(id)".forOSCAL,
                description: "An account of the AWS partition \(dossier.scope.partition).".forOSCAL,
                props: [OSCALDocument.Property("account", id)].compactMap(\.self))
        }
        let program = dossier.tool
        let scanner = OSCALDocument.Component(
            uuid: tool, type: "software", title: program.name.forOSCAL,
            description: "The program that asked AWS and judged the answers.",
            props: [
                .init(standard: "version", program.version), .init("commit", program.commit),
                .init("sha-256", program.sha256),
            ].compactMap(\.self))
        return .init(
            components: accounts,
            `inventory-items`: Streamed(unlessEmpty: dossier.assessments.lazy.map(inventoryItem)),
            `assessment-assets`: .init(
                components: [scanner],
                `assessment-platforms`: [
                    .init(
                        uuid: uuid("platform"), title: program.name.forOSCAL,
                        `uses-components`: [.init(`component-uuid`: tool)])
                ]))
    }

    private func inventoryItem(_ vpc: Assessment) -> OSCALDocument.InventoryItem {
        .init(
            uuid: item(vpc),
            description: "VPC \(vpc.vpcId) in account \(vpc.account), region \(vpc.region)".forOSCAL,
            props: [
                .init(standard: "asset-id", vpc.arn), .init(standard: "asset-type", "AWS::EC2::VPC"),
                .init(standard: "virtual", "yes"),
                .init(standard: "is-scanned", vpc.verdict == .notAssessed ? "no" : "yes"),
                .init("account", vpc.account), .init("region", vpc.region), .init("owner", vpc.ownerId),
                .init("default-vpc", vpc.isDefault ? "yes" : "no"), .init("name", vpc.name),
            ].compactMap(\.self),
            `implemented-components`: [.init(`component-uuid`: account(vpc.account))])
    }

    func observation(_ subject: Subject) -> OSCALDocument.Observation {
        let byPolicy = PolicyName.allCases.map { name in
            OSCALDocument.Property("policy-\(name.rawValue)", subject.vpc?.byPolicy[name].verdict.rawValue)
        }
        return .init(
            uuid: uuid("observation", subject.id),
            title: "\(subject.vpc?.vpcId ?? subject.id): \(subject.verdict.words)".forOSCAL,
            description: subject.sentence.forOSCAL,
            props: ([
                .init("assessment-rule-id", dossier.control.checkId), .init("verdict", subject.verdict.rawValue),
                .init("reason", subject.reason), .init("subject", subject.id),
            ] + byPolicy).compactMap(\.self),
            types: [subject.verdict == .fail ? "finding" : "control-objective"],
            origins: origins,
            subjects: [
                subject.vpc.map { .init(`subject-uuid`: item($0), type: "inventory-item") }
                    ?? .init(`subject-uuid`: account(subject.account), type: "component")
            ],
            `relevant-evidence`: evidence(subject.citations),
            collected: collected(subject.citations),
            remarks: subject.exception?.acceptance.forOSCAL)
    }

    /// A fail stays one; who accepts it deviates from what should be.
    func risk(_ vpc: Assessment) -> OSCALDocument.Risk {
        let subject = Subject(of: vpc)
        let fix = subject.fix.map {
            OSCALDocument.Response(
                uuid: uuid("fix", vpc.id), lifecycle: "recommendation", title: "Fix", description: $0.forOSCAL,
                props: [OSCALDocument.Property(standard: "type", "mitigate")].compactMap(\.self))
        }
        let acceptance = subject.exception.map { exception in
            OSCALDocument.Response(
                uuid: uuid("acceptance", vpc.id), lifecycle: "completed", title: "Accepted by exception",
                description: exception.acceptance.forOSCAL,
                props: [
                    .init(standard: "type", "accept"), .init("owner", exception.owner),
                    .init("approver", exception.approver), .init("ticket", exception.ticket),
                    .init("expires-on", exception.expiresOn),
                ].compactMap(\.self))
        }
        let responses = [acceptance, fix].compactMap(\.self)
        return .init(
            uuid: risk(vpc),
            title: "VPC \(vpc.vpcId) without flow logs as policy \(dossier.policy.name.rawValue) wants them".forOSCAL,
            description: subject.sentence.forOSCAL, statement: dossier.control.rationale.forOSCAL,
            props: [
                .init("severity", dossier.control.severity), .init("reason", subject.reason),
                .init("subject", subject.id),
            ].compactMap(\.self),
            status: subject.exception == nil ? "open" : "deviation-approved",
            origins: origins, remediations: responses.isEmpty ? nil : responses,
            `related-observations`: [.init(`observation-uuid`: uuid("observation", vpc.id))])
    }

    /// OSCAL's objectives are satisfied or not. What could not be seen is not: NIST SP 800-53A, 3.3, counts it as
    /// "other than satisfied". Where nothing is in scope there is no finding, because there is no third state.
    var finding: OSCALDocument.Finding? {
        let summary = dossier.summary
        if summary.status == .notApplicable && summary.fail == 0 { return nil }
        let isSatisfied = summary.status == .pass && summary.fail == 0
        let reason = summary.fail > 0 ? "fail" : isSatisfied ? "pass" : "other"
        var remarks = dossier.statusSentence
        if !isSatisfied && summary.fail == 0 {
            remarks += " Not assessed: nothing that was read fails, and not everything could be read."
        }
        if summary.accepted > 0 {
            remarks += " Fails that an exception accepts: \(summary.accepted) of \(summary.fail)."
        }
        return .init(
            uuid: uuid("finding"), title: dossier.control.title.forOSCAL,
            description: Conclusion(dossier).sentence.forOSCAL,
            origins: origins,
            target: .init(
                `target-id`: objective,
                status: .init(
                    state: isSatisfied ? "satisfied" : "not-satisfied", reason: reason, remarks: remarks.forOSCAL)),
            `related-observations`: Streamed(
                dossier.subjects.lazy.map { .init(`observation-uuid`: uuid("observation", $0.id)) }),
            `related-risks`: Streamed(
                unlessEmpty: dossier.assessments.lazy.filter { $0.verdict == .fail }
                    .map { .init(`risk-uuid`: risk($0)) }))
    }
}

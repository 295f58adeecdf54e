import Evidence

/// One VPC of the population as a template sees it.
///
/// `others` are the verdicts of the policies that do not decide.
struct VPCPage {
    let assessment: Assessment
    /// A name for links inside the page, unique in it.
    let anchor: String
    /// In the order in which the report names them.
    let policies: [PolicyName]
    let deciding: PolicyName
    /// The day that was asked for.
    var since: String?

    var page: Page {
        .object { [self] name in field(name) ?? details(name) }
    }

    private func field(_ name: String) -> Page? {
        switch name {
        case "anchor": .text(anchor)
        case "id": .text(assessment.id)
        case "vpcId": .text(assessment.vpcId)
        case "name": .maybe(assessment.name)
        case "account": .text(assessment.account)
        case "region": .text(assessment.region)
        case "ownerId": .text(assessment.ownerId)
        case "isDefault": .flag(assessment.isDefault)
        case "isShared": .flag(assessment.isShared)
        case "state": .maybe(assessment.state)
        case "cidrBlocks": .texts(assessment.cidrBlocks)
        case "verdict": .own(assessment.verdict.rawValue)
        case "verdictWord": .own(assessment.verdict.words)
        case "reasonCode": .own(assessment.reason.code.rawValue)
        case "reason": .text(assessment.reason.text)
        case "isAccepted": .flag(assessment.isAccepted)
        case "flowLogCount": .number(assessment.flowLogs.count)
        default: nil
        }
    }

    private func details(_ name: String) -> Page? {
        switch name {
        case "tags": .list(assessment.tags.filter { $0.key != "Name" }) { Self.tag($0) }
        case "others": .list(policies.filter { $0 != deciding }) { verdict(under: $0) }
        case "verdicts": .list(policies) { verdict(under: $0) }
        case "flowLogs": .list(assessment.flowLogs) { FlowLogPage(flowLog: $0, vpc: self).page }
        case "loggedPeriod": assessment.loggedPeriod.map { .text($0.sentence(asked: since)) } ?? .absent
        case "belowVPC": assessment.belowVPC.map { Self.belowVPC($0) } ?? .absent
        case "ownerVerdict": assessment.ownerVerdict.map { Self.ownerVerdict($0) } ?? .absent
        case "citations": .list(assessment.citations) { $0.page }
        case "remediation": assessment.remediation.map { remediation($0) } ?? .absent
        case "exception": assessment.exception?.page ?? .absent
        default: nil
        }
    }

    private func verdict(under policy: PolicyName) -> Page {
        let verdict = assessment.byPolicy[policy]
        return .object { name in
            switch name {
            case "policy": .own(policy.rawValue)
            case "verdict": .own(verdict.verdict.rawValue)
            case "verdictWord": .own(verdict.verdict.words)
            case "reasonCode": .own(verdict.reason.rawValue)
            default: nil
            }
        }
    }

    private static func tag(_ tag: Tag) -> Page {
        .object { name in
            switch name {
            case "key": .text(tag.key)
            case "value": .text(tag.value)
            default: nil
            }
        }
    }

    private static func belowVPC(_ below: Assessment.BelowVPC) -> Page {
        .object { name in
            switch name {
            case "text": .text(below.text)
            case "subnets": below.subnets.map(Page.number) ?? .absent
            case "subnetsLogged": .texts(below.subnetsLogged)
            case "subnetsNotLogged": .texts(below.subnetsNotLogged)
            case "interfacesLogged": .texts(below.interfacesLogged)
            default: nil
            }
        }
    }

    private static func ownerVerdict(_ owner: Assessment.OwnerVerdict) -> Page {
        .object { name in
            switch name {
            case "id": .text(owner.id)
            case "verdict": .own(owner.verdict.rawValue)
            case "verdictWord": .own(owner.verdict.words)
            case "reasonCode": .own(owner.reason.rawValue)
            default: nil
            }
        }
    }

    private func remediation(_ remediation: Remediation) -> Page {
        .object { [self] name in
            switch name {
            case "vpcId": .text(assessment.vpcId)
            case "summary": .text(remediation.summary)
            case "cli": .lines(remediation.cli)
            case "terraform": .lines(remediation.terraform)
            case "cloudFormation": remediation.cloudFormation.map { .lines($0) } ?? .absent
            default: nil
            }
        }
    }
}

extension Citation {
    /// The exchanges, by their numbers in the page, and the first answer's file in the package.
    var page: Page {
        .object { name in
            switch name {
            case "number": .own(String(exchange))
            case "through": through.map { .own(String($0)) } ?? .absent
            case "file": .file(file)
            default: nil
            }
        }
    }
}

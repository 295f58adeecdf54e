import Evidence

/// What a format for other systems tells of, one by one: a VPC, an answer that is missing, or that there is nothing.
struct Subject {
    /// Of a VPC, its assessment's id; else a path of Exhibit's own. It is the same in the next run.
    let id: String
    /// The id without Exhibit's own beginning.
    private let path: String
    /// What tells it from all others of a run under one policy: account, region, VPC or call.
    let steps: [String]
    let account: String
    let region: String
    /// Nil for what is no VPC.
    let vpc: Assessment?
    let verdict: Verdict
    /// The code of the reason, or AWS's of the failure; nothing in it acts.
    let reason: String
    /// What it is and where, without a verdict; nothing in it acts.
    let title: String
    /// One line that makes sense alone, and begins with the title; nothing in it acts.
    let sentence: String
    let citations: [Citation]

    init(of vpc: Assessment) {
        id = vpc.id
        path = id
        steps = [vpc.account, vpc.region, vpc.vpcId]
        account = vpc.account
        region = vpc.region
        self.vpc = vpc
        verdict = vpc.verdict
        reason = vpc.reason.code.rawValue
        let name = vpc.name.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""
        title = "VPC \(vpc.vpcId)\(name) in account \(account), region \(region)".visible()
        sentence = "\(title): \(vpc.reason.text.visible())"
        citations = vpc.citations
    }

    /// - Parameter number: which one of its kind, from 1.
    fileprivate init(of gap: Gap, number: Int, checkId: String) {
        let counted = number == 1 ? "" : "/\(number)"
        path = "\(gap.account)/\(gap.region)/\(gap.action)\(counted)"
        id = "exhibit/\(checkId)/\(path)"
        steps = [gap.account, gap.region, gap.action] + (number == 1 ? [] : [String(number)])
        account = gap.account
        region = gap.region
        vpc = nil
        verdict = .notAssessed
        reason = gap.code.visible()
        let request = gap.requestId.map { " (request \($0))" } ?? ""
        let end = gap.message.hasSuffix(".") ? "" : "."
        title = "\(gap.action) in account \(gap.account), region \(gap.region)".visible()
        let words =
            "\(gap.code)\(request). \(gap.message)\(end) This hides \(gap.hiddenInWords); what was not read is not "
            + "known to be right. \(gap.advice)"
        sentence = "\(title): \(words.visible())"
        citations = [gap.citation]
    }

    /// Stands for an account of a run in which there is no VPC and no gap to name.
    fileprivate init(emptiness account: String, of dossier: Dossier) {
        let isProven = dossier.summary.status == .notApplicable
        path = "\(account)/coverage"
        id = "exhibit/\(dossier.control.checkId)/\(path)"
        steps = [account, "coverage"]
        self.account = account
        region = dossier.region(of: account)
        vpc = nil
        verdict = isProven ? .notApplicable : .notAssessed
        reason = isProven ? "no-vpc" : "incomplete"
        title = "Account \(account)".visible()
        sentence =
            "\(title): "
            + (isProven
                ? "no VPC exists in the regions that were read, so there is nothing to check."
                : "no VPC could be judged.")
        citations = []
    }

    /// Of what the deciding policy says of it, the same in its next run: what passes under one policy does not
    /// resolve the fail under another.
    func findingId(in dossier: Dossier) -> String {
        "\(dossier.control.checkId)/\(dossier.policy.name.rawValue)/\(path)"
    }

    /// Of a fail that somebody answers for.
    var exception: Exception? { verdict == .fail ? vpc?.exception : nil }

    /// What to do about a fail; nil for what is no fail. Nothing in it acts.
    var fix: String? {
        guard verdict == .fail, let vpc else { return nil }
        return vpc.remediation?.summary.visible() ?? vpc.reason.code.shortestFix
    }
}

extension Dossier {
    /// Stands for the whole account where a region has to be named: one that was read or at least asked, such as the
    /// home region of an account that could not be read.
    fileprivate func region(of account: String) -> String {
        let own = scope.regions.filter { $0.account == account }
        let asked = own.first { $0.status == .read } ?? own.first { $0.status != .disabled } ?? own.first
        if let region = asked?.region ?? scope.requested.first { return region }
        return switch scope.partition {
        case "aws-cn": "cn-north-1"
        case "aws-us-gov": "us-gov-west-1"
        default: "us-east-1"
        }
    }

    /// The gaps that leave the status open, each by itself, so that no reader takes the rest for all; or the words
    /// for a run that has nothing to tell.
    var subjectsBesideVPCs: [Subject] {
        var taken: [[String]: Int] = [:]
        let gaps = hidingGaps.map { gap in
            let kind = [gap.account, gap.region, gap.action]
            let number = taken[kind, default: 0] + 1
            taken[kind] = number
            return Subject(of: gap, number: number, checkId: control.checkId)
        }
        if !assessments.isEmpty || !gaps.isEmpty { return gaps }
        return accounts.map { Subject(emptiness: $0, of: self) }
    }

    /// Account by account and region by region: the VPCs of a region, then what is told beside them. Each is made
    /// anew.
    var subjectsByPlace: some Sequence<(place: RegionPlace, subjects: AnySequence<Subject>)> {
        let others = Dictionary(grouping: subjectsBesideVPCs) { RegionPlace($0.account, $0.region) }
        let vpcs = Dictionary(grouping: assessments.indices) {
            RegionPlace(assessments[$0].account, assessments[$0].region)
        }
        return Set(vpcs.keys).union(others.keys).sorted().lazy.map { place in
            let subjects = [
                AnySequence(vpcs[place, default: []].lazy.map { Subject(of: assessments[$0]) }),
                AnySequence(others[place, default: []]),
            ]
            return (place, AnySequence(subjects.lazy.joined()))
        }
    }

    /// VPCs, then what is told beside them. Each is made anew: those of a large estate are never in memory together.
    var subjects: some Sequence<Subject> {
        [AnySequence(assessments.lazy.map(Subject.init(of:))), AnySequence(subjectsBesideVPCs)].lazy.joined()
    }
}

extension Assessment {
    /// Without the account from which it was seen.
    var arn: String {
        let suffix = "@\(account)"
        return id.hasSuffix(suffix) ? String(id.dropLast(suffix.count)) : id
    }
}

extension Exception {
    /// `Accepted until 2026-12-31 by …` Nothing in it acts.
    var acceptance: String {
        "Accepted until \(expiresOn) by \(owner), approved by \(approver) (\(ticket)): \(reason)".visible()
    }
}

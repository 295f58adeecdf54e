import Evidence

/// Judges what was read of the regions of one account: every VPC under every policy, and every gap.
struct Assessor: Sendable {
    let control: Control
    let settings: Run.Settings
    let startedAt: Timestamp
    let citations: [ExchangeRecorder.Key: Citation]
    let account: AccountInventory

    private var accountId: String { account.id }
    private var partition: String { account.partition }

    /// The VPCs of one region, each once, sorted by id.
    func assessments(in region: RegionInventory) throws(ScanFailure) -> [Assessment] {
        let logs = Dictionary(grouping: region.flowLogs.records, by: \.resourceId)
        let logPages = try citations(of: region.flowLogs)
        let below = BelowVPC(region: region)
        let explained = try citations(explaining: region)
        var teller = teller
        let sharers = sharers(in: region)
        var assessments: [Assessment] = []
        for page in region.vpcs.pages {
            // One list for all of them: what they have alike is kept once.
            let page = (vpcs: page.records, citations: [try citation(page.key)] + logPages)
            for vpc in page.vpcs {
                var flowLogs = Self.flowLogs(logs[vpc.vpcId, default: []], of: vpc)
                if teller != nil {
                    for index in flowLogs.indices {
                        let address = flowLogs[index].address(in: region.region, of: accountId)
                        try teller?.tell(&flowLogs[index], in: region.region, sharers: sharers[address])
                    }
                }
                var facts = VpcFacts(
                    vpc: vpc, account: accountId, region: region.region, flowLogs: flowLogs,
                    unread: region.flowLogs.failure,
                    checksDestinations: settings.depth?.checksDestinations ?? false)
                let conflict = try conflict(over: vpc, flowLogs, in: region)
                facts.conflict = conflict.vpc.map(\.exchange)
                facts.flowLogConflict = conflict.flowLogs.map(\.exchange)
                var assessment = assess(facts)
                assessment.citations = page.citations
                for citation in conflict.vpc + conflict.flowLogs where !citation.isWithin(assessment.citations) {
                    assessment.citations.append(citation)
                }
                if teller != nil { assessment.citations += Self.citations(ofDestinations: flowLogs) }
                if !facts.isShared, assessment.byPolicy.effective.reason != .flowLogWorking,
                    let explanation = below.explanation(of: vpc.vpcId)
                {
                    assessment.belowVPC = explanation
                    assessment.citations += explained
                }
                assessments.append(assessment)
            }
        }
        return assessments.sorted { $0.vpcId.utf8.lexicographicallyPrecedes($1.vpcId.utf8) }
    }

    /// The exchanges whose answers contradict each other about a VPC and about its flow logs, each once.
    private func conflict(
        over vpc: Vpc, _ flowLogs: [FlowLog], in region: RegionInventory
    ) throws(ScanFailure) -> (vpc: [Citation], flowLogs: [Citation]) {
        if region.vpcConflicts.isEmpty && region.flowLogConflicts.isEmpty { return ([], []) }
        let logs = flowLogs.filter(\.isConflicting).flatMap { region.flowLogConflicts[$0.flowLogId, default: []] }
        return (try each(region.vpcConflicts[vpc.vpcId, default: []]), try each(logs))
    }

    /// Nil where the run does not look at destinations.
    private var teller: DestinationTeller? {
        guard let destinations = account.destinations,
            let plan = DepthPlan(settings.depth, startedAt: startedAt)
        else { return nil }
        return DestinationTeller(inventory: destinations, plan: plan, account: accountId) { keys throws(ScanFailure) in
            try self.citations(of: keys)
        }
    }

    /// How many flow logs of the region deliver to each destination; none where not all could be read.
    private func sharers(in region: RegionInventory) -> [DestinationAddress: Int] {
        guard account.destinations != nil, region.flowLogs.failure == nil else { return [:] }
        let logs: [DestinationAddress: Set<String>] = region.flowLogs.records.reduce(into: [:]) {
            $0[$1.address(in: region.region, of: accountId), default: []].insert($1.flowLogId)
        }
        return logs.mapValues(\.count)
    }

    /// Each once.
    private static func citations(ofDestinations logs: [FlowLog]) -> [Citation] {
        var cited: [Citation] = []
        for citation in logs.flatMap({ $0.destination?.citations ?? [] }) where !cited.contains(citation) {
            cited.append(citation)
        }
        return cited
    }

    /// By id. They name the VPC in the memory of its own id.
    private static func flowLogs(_ logs: [FlowLog], of vpc: Vpc) -> [FlowLog] {
        var logs = logs
        for index in logs.indices { logs[index].resourceId = vpc.vpcId }
        logs.sort { $0.flowLogId.utf8.lexicographicallyPrecedes($1.flowLogId.utf8) }
        return logs
    }

    private func assess(_ facts: VpcFacts) -> Assessment {
        let vpc = facts.vpc
        let judgements = ByPolicy { judge(facts, under: $0) }
        let judgement = judgements[settings.policy]
        let arn = "arn:\(partition):ec2:\(facts.region):\(facts.ownerId):vpc/\(vpc.vpcId)"
        return Assessment(
            id: facts.isShared ? "\(arn)@\(facts.account)" : arn,
            account: facts.account, region: facts.region, vpcId: vpc.vpcId,
            name: vpc.tags.first { $0.key == "Name" }.flatMap { $0.value.isEmpty ? nil : $0.value },
            ownerId: facts.ownerId, isDefault: vpc.isDefault, state: vpc.state, cidrBlocks: vpc.cidrBlocks,
            tags: vpc.tags, verdict: judgement.verdict, reason: judgement.reason,
            byPolicy: ByPolicy {
                Assessment.PolicyVerdict(judgements[$0].verdict, judgements[$0].reason.code)
            },
            flowLogs: facts.flowLogs, loggedPeriod: LoggedPeriod(facts, since: settings.depth?.since), citations: [],
            remediation: settings.remediation && judgement.verdict == .fail && !facts.isShared
                ? control.remediation(facts, judgement.reason, partition, fixes) : nil)
    }

    private var fixes: FixSettings {
        (settings.fixes ?? FixSettings()).keeping(atLeast: settings.depth?.minRetentionDays)
    }

    private func judge(_ facts: VpcFacts, under name: PolicyName) -> Judgement {
        control.judge(facts, control.policy(name, on: PolicyTerms(settings)))
    }

    /// Why nothing of the account could be read; nil where it could.
    func gap() throws(ScanFailure) -> Gap? {
        guard let failed = account.failure else { return nil }
        return try gap(failed.failure, failed.key, hides: .vpcs)
    }

    /// Which other regions there are could not be read: the verdicts on those that were named stand without it.
    func regionListGap() throws(ScanFailure) -> Gap? {
        guard let failed = account.unlistedRegions else { return nil }
        return try gap(failed.failure, failed.key, hides: .explanation)
    }

    func gaps(in region: RegionInventory) throws(ScanFailure) -> [Gap] {
        var gaps: [Gap] = []
        if let failure = region.vpcs.failure, let key = region.vpcs.failureKey {
            gaps.append(try gap(failure, key, hides: .vpcs))
        }
        if let failure = region.flowLogs.failure, let key = region.flowLogs.failureKey {
            // A region that is proven to hold no VPC has nothing that the flow logs could tell of.
            let isEmpty = region.vpcs.failure == nil && region.vpcs.records.isEmpty
            gaps.append(try gap(failure, key, hides: isEmpty ? .explanation : .flowLogs))
        }
        for (failure, key) in region.explanationFailures {
            gaps.append(try gap(failure, key, hides: .explanation))
        }
        if let gap = try conflictGap(in: region) { gaps.append(gap) }
        return gaps
    }

    /// The flow logs that answers contradict each other about, whatever they are attached to: one on a VPC may leave
    /// that VPC without.
    private func conflictGap(in region: RegionInventory) throws(ScanFailure) -> Gap? {
        guard !region.flowLogConflicts.isEmpty else { return nil }
        let ids = Array(region.flowLogConflicts.keys).sortedByBytes()
        let cited = try each(ids.flatMap { region.flowLogConflicts[$0, default: []] })
        let exchanges = cited.map { String($0.exchange) }.briefly(of: "exchange")
        let isOnVPC = region.flowLogs.records.contains { $0.isConflicting && $0.resourceId.hasPrefix("vpc-") }
        let failure = CallFailure(
            action: Listing.flowLogs.action, region: region.region, code: OwnCode.conflicting,
            message: "what the answers tell of \(ids.briefly(of: "flow log")) contradicts itself (\(exchanges))",
            requestId: nil, attempts: 1, wasRefused: false)
        return Gap(
            account: accountId, region: failure.region, action: failure.action, code: failure.code,
            message: CallFailure.cut(failure.message), requestId: nil, attempts: 1,
            hides: isOnVPC ? .flowLogs : .explanation, advice: Advice.sentence(for: failure), citation: cited[0])
    }

    /// What could not be read of destinations. A verdict that hangs on it is not assessed; the status stands else.
    func destinationGaps() throws(ScanFailure) -> [Gap] {
        var gaps: [Gap] = []
        for (failure, key) in account.destinations?.failures ?? [] {
            gaps.append(try gap(failure, key, hides: .explanation))
        }
        return gaps
    }

    private func gap(
        _ failure: CallFailure, _ key: ExchangeRecorder.Key, hides: Gap.Hides
    ) throws(ScanFailure) -> Gap {
        Gap(
            account: accountId, region: failure.region, action: failure.action, code: failure.code,
            message: failure.message, requestId: failure.requestId, attempts: failure.attempts, hides: hides,
            advice: Advice.sentence(for: failure), citation: try citation(key))
    }

    /// Every page of a listing, as one range where there are several, and the call that failed.
    private func citations<Record>(
        of listed: AccountInquiry.Listed<Record>
    ) throws(ScanFailure) -> [Citation] {
        var cited = try range(listed.keys)
        if let key = listed.failureKey { cited.append(try citation(key)) }
        return cited
    }

    /// The calls that tell what is logged below the VPCs: one range for each action.
    private func citations(explaining region: RegionInventory) throws(ScanFailure) -> [Citation] {
        var cited: [Citation] = []
        for action in Set(region.explaining.map(\.action)).sorted() {
            let keys = region.explaining.filter { $0.action == action }
            cited += try range(keys)
        }
        return cited
    }

    /// Each exchange by itself, once, in their order.
    private func each(_ keys: [ExchangeRecorder.Key]) throws(ScanFailure) -> [Citation] {
        var cited: [Citation] = []
        for key in Set(keys).sorted() { cited.append(try citation(key)) }
        return cited
    }

    /// Of each action one range.
    private func citations(of keys: [ExchangeRecorder.Key]) throws(ScanFailure) -> [Citation] {
        var cited: [Citation] = []
        for action in Set(keys.map(\.action)).sorted() { cited += try range(keys.filter { $0.action == action }) }
        return cited
    }

    /// One citation of exchanges that follow each other.
    private func range(_ keys: [ExchangeRecorder.Key]) throws(ScanFailure) -> [Citation] {
        guard let first = keys.first, let last = keys.last else { return [] }
        var range = try citation(first)
        if first != last { range.through = try citation(last).exchange }
        return [range]
    }

    private func citation(_ key: ExchangeRecorder.Key) throws(ScanFailure) -> Citation {
        guard let citation = citations[key] else {
            throw .evidence("\(key.action) in \(key.region) was used but not recorded")
        }
        return citation
    }
}

extension Citation {
    /// Whether its exchange is one of those that are cited already.
    fileprivate func isWithin(_ cited: [Citation]) -> Bool {
        cited.contains { ($0.exchange...($0.through ?? $0.exchange)).contains(exchange) }
    }
}

extension AccountInventory {
    /// How far each region was read, those that were not asked included. Of an account that could not be read,
    /// its home region stands for all.
    var scope: [Scope.Region] {
        if failure != nil {
            return [Scope.Region(account: id, region: homeRegion, status: .unreadable, vpcs: nil)]
        }
        let read = regions.map { region in
            Scope.Region(
                account: id, region: region.region,
                status: region.vpcCount == nil
                    ? .unreadable : region.isWhole && region.flowLogConflicts.isEmpty ? .read : .partial,
                vpcs: region.vpcCount)
        }
        let rest =
            disabledRegions.map { ($0, Scope.Status.disabled) } + otherRegions.map { ($0, Scope.Status.notRequested) }
        return read + rest.map { Scope.Region(account: id, region: $0.0, status: $0.1, vpcs: nil) }
    }
}

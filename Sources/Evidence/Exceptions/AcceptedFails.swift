extension Dossier {
    /// Lets exceptions accept fails, as they stand on the day on which the run began (UTC).
    ///
    /// Verdicts, reasons and gaps stay as they are, and what could not be assessed cannot be accepted. Of several
    /// entries that are valid for a VPC, the one that is written first holds.
    package mutating func accept(_ exceptions: ExceptionList) {
        let index = ExceptionIndex(exceptions)
        let today = Day(of: run.startedAt)
        let isValid = exceptions.entries.map { entry in today.map { entry.isValid(on: $0) } ?? false }
        var tallies = exceptions.entries.map { _ in Tally() }
        for vpc in assessments.indices {
            let places = index.places(of: assessments[vpc])
            guard !places.isEmpty else { continue }
            let verdict = assessments[vpc].verdict
            for place in places { tallies[place].count(verdict) }
            let fails = PolicyName.allCases.contains { assessments[vpc].byPolicy[$0].verdict == .fail }
            guard verdict != .notAssessed, fails else { continue }
            let valid = places.filter { isValid[$0] }
            guard let first = valid.first else { continue }
            assessments[vpc].exception = Exception(number: first + 1, exceptions.entries[first])
            if verdict == .fail { tallies[first].accepts += 1 } else { tallies[first].acceptsElsewhere += 1 }
            for other in valid.dropFirst() { tallies[other].overlaps += 1 }
        }
        let sight = Sight(self)
        self.exceptions = zip(exceptions.entries, tallies).enumerated().map { place, element in
            let (entry, tally) = element
            return ExceptionOutcome(
                number: place + 1, entry: entry,
                state: state(of: entry, tally, on: today, seesAll: seesAll(of: entry.selector, sight)),
                isOutside: isOutside(entry.selector), selects: tally.selects, accepts: tally.accepts,
                acceptsElsewhere: tally.acceptsElsewhere,
                overlaps: tally.overlaps)
        }
        summary = Summary(of: assessments, gaps: gaps, under: policy.name)
    }

    private struct Tally {
        var selects = 0
        var notAssessed = 0
        var accepts = 0
        var acceptsElsewhere = 0
        var overlaps = 0

        mutating func count(_ verdict: Verdict) {
            selects += 1
            if verdict == .notAssessed { notAssessed += 1 }
        }
    }

    private func state(
        of entry: ExceptionEntry, _ tally: Tally, on today: Day?, seesAll: Bool
    ) -> ExceptionOutcome.State {
        guard let today, today <= entry.expiresOn else { return .expired }
        guard entry.approvedOn <= today else { return .notYetApproved }
        if tally.accepts + tally.acceptsElsewhere > 0 { return .applied }
        // An id is that of one VPC: where that was seen, nothing else can have been missed.
        let isSeen = seesAll || entry.selector.vpcId != nil && tally.selects > 0
        if tally.notAssessed > 0 || !isSeen { return .notSeen }
        if tally.overlaps > 0 { return .overlapped }
        return tally.selects > 0 ? .notNeeded : .unmatched
    }

    /// Whether no VPC that it speaks of can have been missed: a region that it covers was asked, every such region
    /// could be read, and so could every account that it covers.
    private func seesAll(of selector: VPCSelector, _ sight: Sight) -> Bool {
        let regions = askedRegions(of: selector)
        return !regions.isEmpty && !coversUnreadAccount(selector) && !coversUnknownRegions(selector)
            && regions.allSatisfy { sight.listedAllVPCs(of: RegionPlace($0.account, $0.region)) }
    }

    /// Whether it speaks of nothing that this run is about.
    private func isOutside(_ selector: VPCSelector) -> Bool {
        askedRegions(of: selector).isEmpty && !coversUnreadAccount(selector)
    }

    private func coversUnreadAccount(_ selector: VPCSelector) -> Bool {
        gaps.contains { $0.hidesAccount && selector.covers(account: $0.account) }
    }

    private func coversUnknownRegions(_ selector: VPCSelector) -> Bool {
        gaps.contains { $0.hidesOtherRegions && selector.covers(account: $0.account) }
    }

    /// The regions that it covers, but for those that hold nothing: they are disabled.
    private func askedRegions(of selector: VPCSelector) -> [Scope.Region] {
        scope.regions.filter {
            selector.covers(account: $0.account) && selector.covers(region: $0.region) && $0.status != .disabled
        }
    }
}

extension Exception {
    fileprivate init(number: Int, _ entry: ExceptionEntry) {
        self.init(
            number: number, owner: entry.owner, approver: entry.approver, reason: entry.reason, ticket: entry.ticket,
            approvedOn: entry.approvedOn.description, expiresOn: entry.expiresOn.description,
            compensatingControl: entry.compensatingControl)
    }
}

import Evidence

/// Holds records of one and the same VPC or flow log against each other, wherever in the run they were read.
///
/// A record that was given again, as where pages overlap, is kept once. Records that differ prove nothing: they are
/// marked, and the exchanges that hold them are named. Nothing is compared but what came again.
extension [AccountInventory] {
    mutating func reconcile() {
        var (vpcs, flowLogs) = (Sightings(), Sightings())
        for (a, account) in enumerated() {
            for (r, region) in account.regions.enumerated() {
                for (p, page) in region.vpcs.pages.enumerated() {
                    for (i, vpc) in page.records.enumerated() {
                        vpcs.add(vpc.vpcId, at: Place(a, r, p, i), isConflicting: vpc.isConflicting)
                    }
                }
                for (p, page) in region.flowLogs.pages.enumerated() {
                    for (i, log) in page.records.enumerated() {
                        flowLogs.add(log.flowLogId, at: Place(a, r, p, i), isConflicting: log.isConflicting)
                    }
                }
            }
        }
        reconcile(vpcs: vpcs.repeated)
        reconcile(flowLogs: flowLogs.repeated)
    }

    private mutating func reconcile(vpcs: [String: [Place]]) {
        var extra: [Place.Page: Set<Int>] = [:]
        for (id, places) in vpcs {
            if let witnesses = disagreement(ofVPCs: places) {
                let keys = Set(witnesses.map { self[$0.account].regions[$0.region].vpcs.pages[$0.page].key }).sorted()
                for place in places { self[place.account].regions[place.region].vpcConflicts[id] = keys }
            }
            var kept: Set<[Int]> = []
            for place in places where !kept.insert(place.site).inserted {
                extra[place.ofPage, default: []].insert(place.record)
            }
        }
        for (page, records) in extra {
            self[page.account].regions[page.region].vpcs.pages[page.page].records.remove(at: records)
        }
    }

    private mutating func reconcile(flowLogs: [String: [Place]]) {
        var extra: [Place.Page: Set<Int>] = [:]
        for (id, places) in flowLogs {
            var kept: Set<Attachment> = []
            // Each resource that it is said to be on keeps one.
            for place in places
            where !kept.insert(Attachment(site: place.site, resourceId: flowLog(at: place).resourceId)).inserted {
                extra[place.ofPage, default: []].insert(place.record)
            }
            guard let witnesses = disagreement(ofFlowLogs: places) else { continue }
            let keys = Set(witnesses.map { self[$0.account].regions[$0.region].flowLogs.pages[$0.page].key }).sorted()
            for place in places {
                self[place.account].regions[place.region].flowLogConflicts[id] = keys
                self[place.account].regions[place.region].flowLogs.pages[place.page].records[place.record]
                    .conflicting = true
            }
        }
        for (page, records) in extra {
            self[page.account].regions[page.region].flowLogs.pages[page.page].records.remove(at: records)
        }
    }

    /// Two records that contradict each other, or one that contradicts itself; nil where all agree.
    ///
    /// Several accounts can see a VPC. What a verdict hangs on must be the same for all of them; tags are each account's
    /// own. No VPC is in two regions.
    private func disagreement(ofVPCs places: [Place]) -> [Place]? {
        var byAccount: [Int: (place: Place, vpc: Vpc)] = [:]
        var first: (place: Place, facts: SharedFacts)?
        for place in places {
            let region = self[place.account].regions[place.region]
            let vpc = region.vpcs.pages[place.page].records[place.record]
            if vpc.isConflicting { return [place] }
            let facts = SharedFacts(
                region: region.region, owner: vpc.ownerId ?? self[place.account].id, isDefault: vpc.isDefault,
                block: vpc.cidrBlocks.first)
            if let first, first.facts != facts { return [first.place, place] }
            if let other = byAccount[place.account], other.vpc != vpc { return [other.place, place] }
            byAccount[place.account] = (place, vpc)
            first = (place, facts)
        }
        return nil
    }

    /// A flow log is in one region, and only the account that made it sees it.
    private func disagreement(ofFlowLogs places: [Place]) -> [Place]? {
        let first = flowLog(at: places[0])
        for place in places {
            let log = flowLog(at: place)
            if log.isConflicting { return [place] }
            if place.site != places[0].site || log != first { return [places[0], place] }
        }
        return nil
    }

    private func flowLog(at place: Place) -> FlowLog {
        self[place.account].regions[place.region].flowLogs.pages[place.page].records[place.record]
    }
}

/// A flow log's resource, as one listing names it.
private struct Attachment: Hashable {
    var site: [Int]
    var resourceId: String
}

/// What every account that sees a VPC is told alike.
private struct SharedFacts: Equatable {
    var region: String
    var owner: String
    var isDefault: Bool
    var block: String?
}

/// Where a record lies among all that was read.
private struct Place {
    struct Page: Hashable {
        var account: Int
        var region: Int
        var page: Int
    }

    var account: Int
    var region: Int
    var page: Int
    var record: Int

    init(_ account: Int, _ region: Int, _ page: Int, _ record: Int) {
        (self.account, self.region, self.page, self.record) = (account, region, page, record)
    }

    /// The region of the account.
    var site: [Int] { [account, region] }
    var ofPage: Page { Page(account: account, region: region, page: page) }
}

/// Where each id was seen; kept for good only of those that came again or contradict themselves.
private struct Sightings {
    private var latest: [String: Place] = [:]
    private(set) var repeated: [String: [Place]] = [:]

    mutating func add(_ id: String, at place: Place, isConflicting: Bool) {
        if let earlier = latest.updateValue(place, forKey: id) {
            repeated[id, default: [earlier]].append(place)
        } else if isConflicting {
            repeated[id] = [place]
        }
    }
}

extension Array {
    fileprivate mutating func remove(at indices: Set<Int>) {
        self = self.enumerated().filter { !indices.contains($0.offset) }.map(\.element)
    }
}

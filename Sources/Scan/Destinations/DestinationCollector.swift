import AWS
import Evidence

/// Asks the services behind the destinations of an account's working flow logs: each destination once, however many
/// flow logs deliver to it.
struct DestinationCollector: Sendable {
    let inquiry: AccountInquiry
    let account: String
    let plan: DepthPlan

    typealias Site = DestinationInventory.Site
    typealias Asked = DestinationInventory.Asked

    /// How many things are asked about at once; the calls themselves have their own limit.
    private static let width = 64
    /// Pages of log groups or streams, of 50 each, after which nothing is proven any more.
    static let pageLimit = 100

    /// What working flow logs of listed VPCs deliver to.
    private struct Subjects {
        var logGroups: Set<Site> = []
        var deliveryStreams: Set<Site> = []
        /// The flow logs that deliver to each bucket, and where they are.
        var buckets: [String: [(log: FlowLog, region: String)]] = [:]
    }

    func collect(_ regions: [RegionInventory]) async throws -> DestinationInventory {
        let subjects = subjects(in: regions)
        inquiry.observer(
            .destinationsBegan(
                account: account,
                count: subjects.logGroups.count + subjects.deliveryStreams.count + subjects.buckets.count))
        async let logGroups = each(Array(subjects.logGroups)) { try await answers(ofLogGroup: $0) }
        async let streams = each(plan.checksDestinations ? Array(subjects.deliveryStreams) : []) {
            try await stream($0)
        }
        let nearest = subjects.buckets.mapValues { $0.map(\.region).min() ?? inquiry.session.homeRegion }
        let buckets = try await each(Array(nearest)) { try await answers(of: $0.key, nearest: $0.value) }
        var inventory = DestinationInventory(
            logGroups: try await logGroups, deliveryStreams: try await streams, buckets: buckets)
        guard let since = plan.recordsSince else { return inventory }
        let delivering = subjects.buckets.flatMap { bucket, logs -> [Delivery] in
            guard let answers = buckets[bucket], answers.location.refusal != CallFailure.missingBucket else {
                return []
            }
            return logs.map { Delivery(log: $0.log, region: $0.region, bucket: bucket, bucketRegion: answers.region) }
        }
        inventory.objects = try await each(delivering) { delivery in
            let site = Site(name: delivery.log.flowLogId, region: delivery.region)
            return (site, try await newestObject(of: delivery, since: since))
        }
        return inventory
    }

    /// Finds something of each, many at a time.
    private func each<Subject: Sendable, Name: Hashable & Sendable, Found: Sendable>(
        _ subjects: [Subject], _ find: @escaping @Sendable (Subject) async throws -> (Name, Found)
    ) async throws -> [Name: Found] {
        var rest = subjects[...]
        return try await withThrowingTaskGroup(of: (Name, Found).self) { group in
            var found: [Name: Found] = [:]
            for subject in rest.prefix(Self.width) { group.addTask { try await find(subject) } }
            rest = rest.dropFirst(Self.width)
            while let (name, value) = try await group.next() {
                found[name] = value
                if let subject = rest.popFirst() { group.addTask { try await find(subject) } }
            }
            return found
        }
    }

    private func subjects(in regions: [RegionInventory]) -> Subjects {
        var subjects = Subjects()
        for region in regions {
            let vpcs = Set(region.vpcs.records.map(\.vpcId))
            // AWS may list one twice; it is asked about once.
            var seen: Set<String> = []
            for log in region.flowLogs.records where log.isWorking && vpcs.contains(log.resourceId) {
                switch log.address(in: region.region, of: account) {
                case .logGroup(let name, let region): subjects.logGroups.insert(Site(name: name, region: region))
                case .deliveryStream(let name, let region):
                    subjects.deliveryStreams.insert(Site(name: name, region: region))
                case .bucket(let bucket):
                    if seen.insert(log.flowLogId).inserted {
                        subjects.buckets[bucket, default: []].append((log, region.region))
                    }
                case .elsewhere: break
                }
            }
        }
        return subjects
    }

    private func answers(ofLogGroup site: Site) async throws -> (Site, DestinationInventory.LogGroupAnswers) {
        var answers = DestinationInventory.LogGroupAnswers()
        if plan.checksDestinations { answers.group = try await logGroup(site) }
        if let since = plan.recordsSince { answers.stream = try await newestStream(of: site, since: since) }
        inquiry.observer(.destinationEnded(account: account))
        return (site, answers)
    }

    /// DescribeLogGroups lists by name: the group itself comes before those whose names begin with its own.
    private func logGroup(_ site: Site) async throws -> Asked<LogGroup> {
        var asked = Asked<LogGroup>()
        var parameters = ["logGroupNamePrefix": site.name, "limit": "50"]
        var tokens: Set<String> = []
        while true {
            let request = APIRequest(.logs, "DescribeLogGroups", parameters)
            let answered = try await inquiry.answer(
                to: request, of: account, in: site.region, about: site.name, page: asked.keys.count + 1
            ) { [tokens] in
                let page = try LogGroupPage(reading: $0)
                try check(page.nextToken, isNotIn: tokens, limit: Self.pageLimit)
                return (page: page, group: try page.group(named: site.name))
            }
            asked.keys.append(answered.key)
            asked.failure = answered.failure
            asked.value = answered.value?.group
            // Names come in the order of their bytes: behind a later one there is none to be found.
            let isPast = answered.value?.page.logGroups.last.map {
                site.name.utf8.lexicographicallyPrecedes($0.logGroupName.utf8)
            }
            guard asked.value == nil, isPast != true, let token = answered.value?.page.nextToken else { return asked }
            tokens.insert(token)
            parameters["nextToken"] = token
        }
    }

    private func stream(_ site: Site) async throws -> (Site, Asked<DeliveryStream>) {
        let request = APIRequest(.firehose, "DescribeDeliveryStream", ["DeliveryStreamName": site.name])
        let answered = try await inquiry.answer(
            to: request, of: account, in: site.region, about: site.name, keeping: DeliveryStreamRecord.reduced
        ) { try DeliveryStream(reading: $0, about: site.name) }
        inquiry.observer(.destinationEnded(account: account))
        return (site, Asked(answered))
    }

    /// Where a bucket is, and what it does with objects.
    ///
    /// - Parameter nearest: where it is asked when nobody tells its own region.
    private func answers(
        of bucket: String, nearest: String
    ) async throws -> (String, DestinationInventory.BucketAnswers) {
        defer { inquiry.observer(.destinationEnded(account: account)) }
        let partition = Partition.of(region: nearest)
        let answered = try await inquiry.answer(
            to: APIRequest(.s3, "GetBucketLocation", ["Bucket": bucket]), of: account,
            in: partition.globalRegion, about: bucket
        ) { try BucketLocation.region(reading: $0, in: partition) }
        let region = answered.value ?? BucketLocation.region(inError: answered.body, in: partition) ?? nearest
        var answers = DestinationInventory.BucketAnswers(region: region, location: Asked(answered))
        guard plan.checksDestinations, answers.location.refusal != CallFailure.missingBucket else {
            return (bucket, answers)
        }
        async let lifecycle = inquiry.answer(
            to: APIRequest(.s3, "GetBucketLifecycleConfiguration", ["Bucket": bucket]), of: account, in: region,
            about: bucket
        ) { try Lifecycle(reading: $0) }
        async let encryption = inquiry.answer(
            to: APIRequest(.s3, "GetBucketEncryption", ["Bucket": bucket]), of: account, in: region, about: bucket,
            reading: BucketEncryption.read)
        answers.lifecycle = Asked(try await lifecycle)
        answers.encryption = Asked(try await encryption)
        if answers.lifecycle?.value?.endsAnything == true {
            let versioning = APIRequest(.s3, "GetBucketVersioning", ["Bucket": bucket])
            answers.isVersioned = Asked(
                try await inquiry.answer(
                    to: versioning, of: account, in: region, about: bucket, reading: BucketVersioning.isVersioned))
        }
        return (bucket, answers)
    }
}

/// Following a token that was given before would never end; nor is any listing followed further than `limit` pages.
func check(_ token: String?, isNotIn earlier: Set<String>, limit: Int = .max) throws(RecordError) {
    guard let token else { return }
    if earlier.count + 1 >= limit { throw RecordError(description: "it goes on after \(limit) pages") }
    if earlier.contains(token) { throw RecordError(description: "it gives the same page token twice") }
    if token.utf8.count > 65_536 { throw RecordError(description: "its page token is too long") }
}

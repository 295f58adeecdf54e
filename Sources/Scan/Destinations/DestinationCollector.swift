import Evidence

/// Asks the services behind the destinations of an account's working flow logs: each destination once, however many
/// flow logs deliver to it.
struct DestinationCollector: Sendable {
    let inquiry: AccountInquiry
    let account: String
    let plan: DepthPlan

    /// How many destinations are asked about at once; the calls themselves have their own limit.
    private static let width = 64

    private enum Subject: Sendable {
        case logGroup(DestinationInventory.Site)
        case deliveryStream(DestinationInventory.Site)
        /// With the region to ask in where nobody tells the bucket's own, and the flow logs that deliver there.
        case bucket(String, region: String, logs: [(log: FlowLog, region: String)])
    }

    private enum Finding: Sendable {
        case logGroup(DestinationInventory.Site, DestinationInventory.LogGroupAnswers)
        case deliveryStream(DestinationInventory.Site, DestinationInventory.Asked<DeliveryStream>)
        case bucket(
            String, DestinationInventory.BucketAnswers,
            [DestinationInventory.Site: DestinationInventory.Asked<ObjectPage.Object>])
    }

    func collect(_ regions: [RegionInventory]) async throws -> DestinationInventory {
        var rest = subjects(in: regions)[...]
        return try await withThrowingTaskGroup(of: Finding.self) { group in
            var inventory = DestinationInventory()
            for subject in rest.prefix(Self.width) { group.addTask { try await find(subject) } }
            rest = rest.dropFirst(Self.width)
            while let finding = try await group.next() {
                switch finding {
                case .logGroup(let site, let answers): inventory.logGroups[site] = answers
                case .deliveryStream(let site, let asked): inventory.deliveryStreams[site] = asked
                case .bucket(let bucket, let answers, let objects):
                    inventory.buckets[bucket] = answers
                    inventory.objects.merge(objects) { first, _ in first }
                }
                if let subject = rest.popFirst() { group.addTask { try await find(subject) } }
            }
            return inventory
        }
    }

    /// What working flow logs of listed VPCs deliver to.
    private func subjects(in regions: [RegionInventory]) -> [Subject] {
        var sites: Set<DestinationAddress> = []
        var buckets: [String: [(log: FlowLog, region: String)]] = [:]
        for region in regions {
            let vpcs = Set(region.vpcs.records.map(\.vpcId))
            for log in region.flowLogs.records where log.isWorking && vpcs.contains(log.resourceId) {
                switch log.address(in: region.region, of: account) {
                case .bucket(let bucket): buckets[bucket, default: []].append((log, region.region))
                case .elsewhere: break
                case let address: sites.insert(address)
                }
            }
        }
        let others = sites.compactMap { address -> Subject? in
            switch address {
            case .logGroup(let name, let region): .logGroup(.init(name: name, region: region))
            case .deliveryStream(let name, let region):
                plan.checksDestinations ? .deliveryStream(.init(name: name, region: region)) : nil
            case .bucket, .elsewhere: nil
            }
        }
        return others
            + buckets.map { bucket, logs in
                .bucket(bucket, region: logs.map(\.region).min() ?? inquiry.session.homeRegion, logs: logs)
            }
    }

    private func find(_ subject: Subject) async throws -> Finding {
        switch subject {
        case .logGroup(let site):
            var answers = DestinationInventory.LogGroupAnswers()
            if plan.checksDestinations { answers.group = try await logGroup(site) }
            if let since = plan.recordsSince { answers.stream = try await newestStream(of: site, since: since) }
            return .logGroup(site, answers)
        case .deliveryStream(let site):
            let request = APIRequest(.firehose, "DescribeDeliveryStream", ["DeliveryStreamName": site.name])
            let answered = try await inquiry.answer(to: request, of: account, in: site.region, about: site.name) {
                try DeliveryStream(reading: $0)
            }
            return .deliveryStream(site, .init(answered))
        case .bucket(let bucket, let region, let logs):
            let answers = try await answers(of: bucket, nearest: region)
            var objects: [DestinationInventory.Site: DestinationInventory.Asked<ObjectPage.Object>] = [:]
            if let since = plan.recordsSince, answers.location.refusal != CallFailure.missingBucket {
                for (log, region) in logs {
                    objects[.init(name: log.flowLogId, region: region)] = try await newestObject(
                        of: log, from: region, in: bucket, at: answers.region, since: since)
                }
            }
            return .bucket(bucket, answers, objects)
        }
    }

    /// Source: DescribeLogGroups lists by name; the group itself comes before those whose names begin with its own.
    private func logGroup(_ site: DestinationInventory.Site) async throws -> DestinationInventory.Asked<LogGroup> {
        var asked = DestinationInventory.Asked<LogGroup>()
        var parameters = ["logGroupNamePrefix": site.name, "limit": "50"]
        var tokens: Set<String> = []
        while true {
            let request = APIRequest(.logs, "DescribeLogGroups", parameters)
            let answered = try await inquiry.answer(
                to: request, of: account, in: site.region, about: site.name, page: asked.keys.count + 1
            ) { [tokens] in
                let page = try LogGroupPage(reading: $0)
                try check(page.nextToken, isNotIn: tokens)
                return page
            }
            asked.keys.append(answered.key)
            asked.failure = answered.failure
            asked.value = answered.value?.logGroups.first { $0.logGroupName == site.name }
            guard asked.value == nil, let token = answered.value?.nextToken else { return asked }
            tokens.insert(token)
            parameters["nextToken"] = token
        }
    }

    /// Where it is, and what it does with objects.
    private func answers(of bucket: String, nearest: String) async throws -> DestinationInventory.BucketAnswers {
        let first = Partition.of(region: nearest).globalRegion
        let answered = try await inquiry.answer(
            to: APIRequest(.s3, "GetBucketLocation", ["Bucket": bucket]), of: account, in: first, about: bucket,
            reading: BucketLocation.region)
        let region = answered.value ?? BucketLocation.region(inError: answered.body) ?? nearest
        var answers = DestinationInventory.BucketAnswers(region: region, location: .init(answered))
        guard plan.checksDestinations, answers.location.refusal != CallFailure.missingBucket else { return answers }
        async let lifecycle = inquiry.answer(
            to: APIRequest(.s3, "GetBucketLifecycleConfiguration", ["Bucket": bucket]), of: account, in: region,
            about: bucket
        ) { try Lifecycle(reading: $0) }
        async let encryption = inquiry.answer(
            to: APIRequest(.s3, "GetBucketEncryption", ["Bucket": bucket]), of: account, in: region, about: bucket,
            reading: BucketEncryption.read)
        answers.lifecycle = .init(try await lifecycle)
        answers.encryption = .init(try await encryption)
        return answers
    }
}

/// Following a token that was given before would never end.
func check(_ token: String?, isNotIn earlier: Set<String>) throws(RecordError) {
    guard let token else { return }
    if earlier.contains(token) { throw RecordError(description: "it gives the same page token twice") }
    if token.utf8.count > 65_536 { throw RecordError(description: "its page token is too long") }
}

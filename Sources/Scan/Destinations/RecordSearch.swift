import AWS
import Evidence

/// A flow log and the bucket that it delivers to.
struct Delivery: Sendable {
    var log: FlowLog
    /// Where the flow log is.
    var region: String
    var bucket: String
    var bucketRegion: String
}

/// Looks for the newest record of a destination.
extension DestinationCollector {
    /// The log stream of a network interface with the newest event since a time; neither value nor failure where
    /// there is none.
    func newestStream(of site: Site, since start: Timestamp) async throws -> Asked<LogStream> {
        var asked = Asked<LogStream>()
        var parameters = [
            "logGroupName": site.name, "orderBy": "LastEventTime", "descending": "true", "limit": "50",
        ]
        var tokens: Set<String> = []
        while true {
            let request = APIRequest(.logs, "DescribeLogStreams", parameters)
            let answered = try await inquiry.answer(
                to: request, of: account, in: site.region, about: site.name, page: asked.keys.count + 1
            ) { [tokens] in
                let page = try LogStreamPage(reading: $0)
                if !page.logStreams.contains(where: \.isOfInterface) {
                    try check(page.nextToken, isNotIn: tokens, limit: Self.pageLimit)
                }
                return page
            }
            asked.keys.append(answered.key)
            asked.failure = answered.failure
            let streams = answered.value?.logStreams ?? []
            asked.value = streams.filter(\.isOfInterface).max {
                $0.lastEventTimestamp ?? 0 < $1.lastEventTimestamp ?? 0
            }.flatMap { $0.lastEventTimestamp ?? 0 >= start.milliseconds ? $0 : nil }
            // The newest come first: behind one that is too old there is none to be found.
            let isPast = streams.contains { $0.lastEventTimestamp.map { $0 < start.milliseconds } ?? false }
            guard asked.value == nil, !isPast, let token = answered.value?.nextToken else { return asked }
            tokens.insert(token)
            parameters["nextToken"] = token
        }
    }

    /// The object of a flow log that came last since a time; neither value nor failure where there is none.
    func newestObject(of delivery: Delivery, since start: Timestamp) async throws -> Asked<ObjectPage.Object> {
        var asked = Asked<ObjectPage.Object>()
        let (bucket, log) = (delivery.bucket, delivery.log.flowLogId)
        let folder = LogFolder(of: delivery.log, in: delivery.region, of: account)
        for partition in folder.partitions(from: start, to: plan.startedAt) {
            var parameters = ["Bucket": bucket, "prefix": partition.prefix]
            parameters["start-after"] = partition.after
            var tokens: Set<String> = []
            repeat {
                let request = APIRequest(.s3, "ListObjectsV2", parameters)
                let answered = try await inquiry.answer(
                    to: request, of: account, in: delivery.bucketRegion, about: "\(bucket) \(delivery.region) \(log)",
                    page: asked.keys.count + 1,
                    unless: asked.keys.count >= inquiry.bounds.listingPages
                        ? .listingTooLarge("\(asked.keys.count) pages") : nil
                ) { [tokens] in
                    let page = try ObjectPage(reading: $0)
                    try check(page.nextToken, isNotIn: tokens)
                    return page
                }
                asked.keys.append(answered.key)
                asked.failure = answered.failure
                let own = (answered.value?.objects ?? []).filter {
                    $0.key.utf8.starts(with: partition.prefix.utf8) && $0.time >= start
                }
                asked.value = (own + [asked.value].compactMap(\.self)).max { $0.time < $1.time }
                if let token = answered.value?.nextToken { tokens.insert(token) }
                parameters["continuation-token"] = answered.value?.nextToken
            } while parameters["continuation-token"] != nil
            if asked.value != nil || asked.failure != nil { return asked }
        }
        return asked
    }
}

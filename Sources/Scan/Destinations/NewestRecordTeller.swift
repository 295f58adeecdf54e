import AWS
import Evidence

extension DestinationTeller {
    /// What is seen to have arrived of a flow log.
    func newestRecord(
        of log: FlowLog, at address: DestinationAddress, in region: String, sharers: Int?
    ) throws(ScanFailure) -> NewestRecord {
        switch address {
        case .elsewhere(let why): NewestRecord(sight: .unreadable, text: why, citations: [])
        case .deliveryStream:
            NewestRecord(
                sight: .unreadable, text: "Firehose does not tell which records it passed on.", citations: [])
        case .logGroup(let name, let region):
            try event(
                of: log, in: name, inventory.logGroups[.init(name: name, region: region)]?.stream, sharers: sharers)
        case .bucket(let name):
            try object(in: name, inventory.objects[.init(name: log.flowLogId, region: region)])
        }
    }

    private func event(
        of log: FlowLog, in group: String, _ asked: DestinationInventory.Asked<LogStream>?, sharers: Int?
    ) throws(ScanFailure) -> NewestRecord {
        let what = "The newest record in log group \(group)"
        guard let asked else { return .unasked(what) }
        let citations = try cite(asked.keys)
        if asked.refusal == CallFailure.missingThing {
            return NewestRecord(sight: .none, text: "Log group \(group) does not exist.", citations: citations)
        }
        if let stream = asked.value, let milliseconds = stream.lastEventTimestamp {
            let time = Timestamp(milliseconds: milliseconds)
            let isLater = log.creationTime.flatMap(Timestamp.iso8601).map { $0 <= time } ?? false
            let isOwn = sharers == 1 && isLater
            let others =
                sharers != 1
                ? ". Other flow logs deliver there as well: it may be theirs"
                : isLater ? "" : ". This flow log is not known to be older: it may be another's"
            return NewestRecord(
                sight: isOwn ? .found : .foundShared, time: time, place: stream.logStreamName,
                text: "\(what) is of \(time.forPeople)\(others).", citations: citations)
        }
        if let failure = asked.failure {
            return NewestRecord(sight: .unreadable, text: .notRead(what, failure), citations: citations)
        }
        return .none(in: "log group \(group)", since: plan.recordsSince, citations)
    }

    private func object(
        in bucket: String, _ asked: DestinationInventory.Asked<ObjectPage.Object>?
    ) throws(ScanFailure) -> NewestRecord {
        let what = "The newest object of this flow log in bucket \(bucket)"
        if inventory.buckets[bucket]?.location.refusal == CallFailure.missingBucket {
            let citations = try cite(inventory.buckets[bucket]?.location.keys ?? [])
            return NewestRecord(sight: .none, text: "Bucket \(bucket) does not exist.", citations: citations)
        }
        guard let asked else { return .unasked(what) }
        let citations = try cite(asked.keys)
        if let object = asked.value {
            return NewestRecord(
                sight: .found, time: object.time, place: object.key, text: "\(what) is of \(object.time.forPeople).",
                citations: citations)
        }
        if let failure = asked.failure {
            return NewestRecord(sight: .unreadable, text: .notRead(what, failure), citations: citations)
        }
        return .none(in: "bucket \(bucket)", since: plan.recordsSince, citations)
    }
}

extension NewestRecord {
    fileprivate static func unasked(_ what: String) -> Self {
        Self(sight: .unreadable, text: "\(what) was not asked for.", citations: [])
    }

    fileprivate static func none(in place: String, since start: Timestamp?, _ citations: [Citation]) -> Self {
        let time = start.map { " since \($0.forPeople)" } ?? ""
        return Self(
            sight: .none,
            text: "No record came to \(place)\(time). A VPC without network interfaces has none to send.",
            citations: citations)
    }
}

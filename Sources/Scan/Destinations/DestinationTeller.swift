import Evidence

/// Tells of each flow log what its destination's service said, in words and with the exchanges that prove it.
struct DestinationTeller {
    let inventory: DestinationInventory
    let plan: DepthPlan
    let account: String
    /// The exchanges by their place in the record, each of which was recorded.
    let cite: ([ExchangeRecorder.Key]) throws(ScanFailure) -> [Citation]
    private var destinations: [DestinationAddress: [String: Kept<LogDestination>]] = [:]

    init(
        inventory: DestinationInventory, plan: DepthPlan, account: String,
        cite: @escaping ([ExchangeRecorder.Key]) throws(ScanFailure) -> [Citation]
    ) {
        self.inventory = inventory
        self.plan = plan
        self.account = account
        self.cite = cite
    }

    /// Nothing is told of a flow log that does not work.
    ///
    /// - Parameter sharers: how many flow logs of the region deliver to the same; nil where not all are known.
    mutating func tell(_ log: inout FlowLog, in region: String, sharers: Int?) throws(ScanFailure) {
        guard log.isWorking else { return }
        let address = log.address(in: region, of: account)
        if plan.checksDestinations { log.destination = try destination(of: log, at: address, in: region) }
        if plan.recordsSince != nil {
            log.newestRecord = Kept(try newestRecord(of: log, at: address, in: region, sharers: sharers))
        }
    }

    private mutating func destination(
        of log: FlowLog, at address: DestinationAddress, in region: String
    ) throws(ScanFailure) -> Kept<LogDestination> {
        var folder = ""
        if case .bucket = address { folder = LogFolder(of: log, in: region, of: account).prefix }
        if let known = destinations[address]?[folder] { return known }
        let told = Kept(try destination(at: address, folder))
        destinations[address, default: [:]][folder] = told
        return told
    }

    private func destination(
        at address: DestinationAddress, _ folder: String
    ) throws(ScanFailure) -> LogDestination {
        switch address {
        case .elsewhere(let why): LogDestination(presence: .unreadable, text: why, retention: .unknown, citations: [])
        case .logGroup(let name, let region):
            try logGroup(name, region, inventory.logGroups[.init(name: name, region: region)])
        case .deliveryStream(let name, let region):
            try stream(name, region, inventory.deliveryStreams[.init(name: name, region: region)])
        case .bucket(let name): try bucket(name, inventory.buckets[name], folder)
        }
    }

    private func logGroup(
        _ name: String, _ region: String, _ answers: DestinationInventory.LogGroupAnswers?
    ) throws(ScanFailure) -> LogDestination {
        let what = "log group \(name)"
        guard let answers, let asked = answers.group else { return .unasked(what) }
        if answers.contradict { return .conflicting(what, try cite(asked.keys + (answers.stream?.keys ?? []))) }
        let citations = try cite(asked.keys)
        if let failure = asked.failure { return .unreadable(what, failure, citations) }
        guard let group = asked.value else {
            var missing = LogDestination.missing(what, "in \(region)", citations)
            missing.retention = .unknown
            missing.text += " Flow logs make theirs when there is traffic to record."
            return missing
        }
        let keeps =
            switch group.retention {
            case .forever: "forever: no retention is set"
            case .unknown: "for a time that its class does not tell"
            case let retention: retention.words
            }
        let key = group.kmsKeyId.map { "KMS key \($0)" } ?? "CloudWatch Logs' own key"
        return LogDestination(
            presence: .exists, text: "Log group \(name) exists, keeps records \(keeps), and encrypts them with \(key).",
            retention: group.retention,
            encryption: group.kmsKeyId.map { .init(algorithm: "aws:kms", key: $0) }, citations: citations)
    }

    private func stream(
        _ name: String, _ region: String, _ asked: DestinationInventory.Asked<DeliveryStream>?
    ) throws(ScanFailure) -> LogDestination {
        let what = "Firehose stream \(name)"
        guard let asked else { return .unasked(what) }
        let citations = try cite(asked.keys)
        if asked.refusal == CallFailure.missingThing { return .missing(what, "in \(region)", citations) }
        if let failure = asked.failure { return .unreadable(what, failure, citations) }
        guard let stream = asked.value else { return .unasked(what) }
        let encryption = stream.DeliveryStreamEncryptionConfiguration.flatMap {
            $0.Status == "ENABLED" ? LogDestination.Encryption(algorithm: "aws:kms", key: $0.KeyARN) : nil
        }
        let isActive = stream.DeliveryStreamStatus == "ACTIVE"
        let doubt = isActive ? "" : ", so that it is not proven to take records"
        return LogDestination(
            presence: isActive ? .exists : .unreadable,
            text:
                "\(what) exists and is \(stream.DeliveryStreamStatus)\(doubt). It passes records on; how long they are kept "
                + "where they end up is not looked at.",
            retention: .unknown, encryption: encryption, status: stream.DeliveryStreamStatus, citations: citations)
    }

    private func bucket(
        _ name: String, _ answers: DestinationInventory.BucketAnswers?, _ folder: String
    ) throws(ScanFailure) -> LogDestination {
        let what = "bucket \(name)"
        guard let answers, let lifecycle = answers.lifecycle ?? DestinationInventory.Asked(answers.location) else {
            return .unasked(what)
        }
        let encryption = answers.encryption
        let versioned = answers.isVersioned
        let citations = try cite(
            answers.location.keys + lifecycle.keys + (encryption?.keys ?? []) + (versioned?.keys ?? []))
        if let keys = inventory.bucketConflicts[name] {
            var all = citations
            for citation in try keys.map({ key throws(ScanFailure) in try cite([key]) }).joined()
            where !all.contains(citation) {
                all.append(citation)
            }
            return .conflicting(what, all)
        }
        if answers.contradict { return .conflicting(what, citations) }
        let refusals = [answers.location.refusal, lifecycle.refusal, encryption?.refusal, versioned?.refusal]
        if refusals.contains(CallFailure.missingBucket) { return .missing(what, "anywhere", citations) }

        var sentences: [String] = []
        let isThere =
            answers.location.value != nil || lifecycle.value != nil || encryption?.value != nil
            || [lifecycle.failure, encryption?.failure].contains { $0?.tellsAbsence == true }
        if !isThere, let failure = answers.location.failure {
            sentences.append(.notRead("Whether \(what) exists", failure))
        }
        var retention = Retention.unknown
        if let rules = lifecycle.value {
            retention = rules.retention(below: folder, at: plan.startedAt)
            let narrow = "; whether a rule for tags, sizes or a part of them ends them earlier is not known"
            let isNarrow = retention.kind == .days && retention.days != retention.atMostDays
            if retention.kind == .days, versioned?.value != false { retention.atMostDays = nil }
            sentences.append(
                "It keeps these records \(retention.words), by its lifecycle rules" + (isNarrow ? narrow : "") + ".")
            if versioned?.value == true {
                sentences.append("It has versions: what a rule ends may stay as an older one.")
            } else if let failure = versioned?.failure {
                sentences.append(.notRead("Whether it has versions", failure))
            }
        } else if lifecycle.refusal == CallFailure.missingLifecycle {
            retention = .forever
            sentences.append("It keeps records forever: it has no lifecycle rule.")
        } else if let failure = lifecycle.failure {
            sentences.append(.notRead("How long it keeps them", failure))
        }
        if let told = encryption?.value {
            let key = told.key.map { " and key \($0)" } ?? ""
            sentences.append("It encrypts them with \(told.algorithm ?? "a key")\(key).")
        } else if encryption?.refusal == CallFailure.missingEncryption {
            sentences.append("It names no encryption of its own.")
        } else if let failure = encryption?.failure {
            sentences.append(.notRead("What it encrypts with", failure))
        }
        if isThere { sentences.insert("Bucket \(name) exists in \(answers.region).", at: 0) }
        return LogDestination(
            presence: isThere ? .exists : .unreadable, text: sentences.joined(separator: " "), retention: retention,
            encryption: encryption?.value, citations: citations)
    }
}

extension DestinationInventory.Asked where Value == Lifecycle {
    /// Nothing is known of the rules where even the bucket was not found.
    fileprivate init?(_ location: DestinationInventory.Asked<String>) {
        guard location.failure != nil else { return nil }
        self.init()
    }
}

extension LogDestination {
    fileprivate static func unasked(_ what: String) -> Self {
        Self(
            presence: .unreadable, text: "\(what.capitalizedFirst) was not asked about.", retention: .unknown,
            citations: [])
    }

    fileprivate static func missing(_ what: String, _ place: String, _ citations: [Citation]) -> Self {
        Self(presence: .missing, text: "\(what.capitalizedFirst) does not exist \(place).", citations: citations)
    }

    fileprivate static func conflicting(_ what: String, _ citations: [Citation]) -> Self {
        Self(
            presence: .unreadable,
            text: "What AWS answers about \(what) contradicts itself, so nothing about it is proven.",
            retention: .unknown, conflicting: true, citations: citations)
    }

    fileprivate static func unreadable(_ what: String, _ failure: CallFailure, _ citations: [Citation]) -> Self {
        Self(
            presence: .unreadable, text: .notRead("Whether \(what) exists", failure), retention: .unknown,
            conflicting: failure.code == OwnCode.conflicting && !failure.wasRefused ? true : nil, citations: citations)
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    static func notRead(_ what: String, _ failure: CallFailure) -> String {
        let request = failure.requestId.map { ", request \($0)" } ?? ""
        return "\(what) could not be read: \(failure.action) \(failure.wasRefused ? "was refused" : "failed") with "
            + "\(failure.code)\(request)."
    }
}

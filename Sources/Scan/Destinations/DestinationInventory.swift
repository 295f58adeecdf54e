import Evidence

/// What the services behind the destinations of an account's flow logs told.
struct DestinationInventory: Sendable {
    var logGroups: [Site: LogGroupAnswers] = [:]
    var deliveryStreams: [Site: Asked<DeliveryStream>] = [:]
    var buckets: [String: BucketAnswers] = [:]
    /// The newest object of each flow log that delivers to a bucket.
    var objects: [Site: Asked<ObjectPage.Object>] = [:]
    /// Of each bucket that accounts of the run were told different things about: the exchanges that tell them.
    var bucketConflicts: [String: [ExchangeRecorder.Key]] = [:]

    /// Something with a name, in a region.
    struct Site: Sendable, Hashable {
        var name: String
        var region: String
    }

    /// What a service told, and by which exchanges: a value, or why there is none, or neither: there is no such thing.
    struct Asked<Value: Sendable>: Sendable {
        var value: Value?
        var failure: CallFailure?
        var keys: [ExchangeRecorder.Key] = []

        init() {}

        init(_ answered: AccountInquiry.Answered<Value>) {
            (value, failure, keys) = (answered.value, answered.failure, [answered.key])
        }

        /// AWS's code for what does not exist.
        var refusal: String? { failure.flatMap { $0.tellsAbsence ? $0.code : nil } }
        /// Its answer contradicts itself.
        var isConflicting: Bool { failure?.code == OwnCode.conflicting && failure?.wasRefused == false }
    }

    struct LogGroupAnswers: Sendable {
        /// Nil where it was not asked.
        var group: Asked<LogGroup>?
        var stream: Asked<LogStream>?

        /// One of them tells that the log group exists, the other that it does not.
        var contradict: Bool {
            guard let group, let stream, group.failure == nil else { return false }
            return group.value == nil ? stream.value != nil : stream.refusal != nil
        }
    }

    struct BucketAnswers: Sendable {
        var region: String
        var location: Asked<String>
        var lifecycle: Asked<Lifecycle>?
        var encryption: Asked<LogDestination.Encryption>?
        /// Nil where no rule ends anything: then it was not asked.
        var isVersioned: Asked<Bool>?

        var keys: [ExchangeRecorder.Key] {
            location.keys + (lifecycle?.keys ?? []) + (encryption?.keys ?? []) + (isVersioned?.keys ?? [])
        }

        /// Some tell that the bucket exists, others that it does not; or one contradicts itself.
        var contradict: Bool {
            let refusals = [location.refusal, lifecycle?.refusal, encryption?.refusal, isVersioned?.refusal]
                .compactMap(\.self)
            let isMissing = refusals.contains(CallFailure.missingBucket)
            let isThere =
                refusals.contains { $0 != CallFailure.missingBucket } || location.value != nil
                || lifecycle?.value != nil || encryption?.value != nil || isVersioned?.value != nil
            return isMissing && isThere || location.isConflicting || lifecycle?.isConflicting == true
                || isVersioned?.isConflicting == true
        }
    }

    /// Calls that told nothing, of each action in each region with each code the first on record.
    var failures: [(failure: CallFailure, key: ExchangeRecorder.Key)] {
        struct Kind: Hashable {
            var region: String
            var action: String
            var code: String
        }
        var all: [(CallFailure, ExchangeRecorder.Key)] = []
        func add<Value>(_ asked: Asked<Value>?) {
            guard let failure = asked?.failure, !failure.tellsAbsence, let key = asked?.keys.last else { return }
            all.append((failure, key))
        }
        for answers in logGroups.values {
            add(answers.group)
            add(answers.stream)
        }
        for answers in buckets.values {
            add(answers.location)
            add(answers.lifecycle)
            add(answers.encryption)
            add(answers.isVersioned)
        }
        for asked in deliveryStreams.values { add(asked) }
        for asked in objects.values { add(asked) }
        var seen: Set<Kind> = []
        return all.sorted { $0.1 < $1.1 }.filter { failure, _ in
            seen.insert(Kind(region: failure.region, action: failure.action, code: failure.code)).inserted
        }.map { (failure: $0.0, key: $0.1) }
    }
}

extension CallFailure {
    /// AWS's codes for a thing that does not exist. They tell what was asked.
    static let missingBucket = "NoSuchBucket"
    static let missingThing = "ResourceNotFoundException"
    static let missingLifecycle = "NoSuchLifecycleConfiguration"
    static let missingEncryption = "ServerSideEncryptionConfigurationNotFoundError"

    /// Each code of the calls that have it alone.
    var tellsAbsence: Bool {
        guard wasRefused else { return false }
        return switch (action, code) {
        case ("DescribeLogStreams", Self.missingThing), ("DescribeDeliveryStream", Self.missingThing),
            ("GetBucketLifecycleConfiguration", Self.missingLifecycle),
            ("GetBucketEncryption", Self.missingEncryption):
            true
        case ("GetBucketLocation", Self.missingBucket), ("GetBucketLifecycleConfiguration", Self.missingBucket),
            ("GetBucketEncryption", Self.missingBucket), ("GetBucketVersioning", Self.missingBucket),
            ("ListObjectsV2", Self.missingBucket):
            true
        default: false
        }
    }
}

/// A bucket has its name in all accounts: what they were told of it is held against each other.
extension [AccountInventory] {
    mutating func reconcileBuckets() {
        var told: [String: [DestinationInventory.BucketAnswers]] = [:]
        for account in self {
            for (name, answers) in account.destinations?.buckets ?? [:] { told[name, default: []].append(answers) }
        }
        for (name, all) in told where all.count > 1 {
            let keys =
                disagreement(all.map(\.location)) ?? disagreement(all.compactMap(\.lifecycle))
                ?? disagreement(all.compactMap(\.isVersioned))
            guard let keys else { continue }
            for index in indices where self[index].destinations?.buckets[name] != nil {
                self[index].destinations?.bucketConflicts[name] = keys
            }
        }
    }

    /// The exchanges of two that were told different things; nil where all that were told anything were told the same.
    private func disagreement<Value: Equatable>(
        _ asked: [DestinationInventory.Asked<Value>]
    ) -> [ExchangeRecorder.Key]? {
        let told = asked.filter { $0.value != nil || $0.refusal != nil }
        guard let first = told.first,
            let other = told.first(where: { $0.value != first.value || $0.refusal != first.refusal })
        else { return nil }
        return first.keys + other.keys
    }
}

package import Evidence

/// A control: what it says of itself and how it judges a VPC.
package struct Control: Sendable {
    package private(set) var description: ControlDescription
    /// The policy in words, which may name the benchmark.
    let policy: @Sendable (PolicyName, PolicyTerms, ControlDescription.Benchmark) -> Policy
    let judge: @Sendable (VpcFacts, Policy) -> Judgement
    /// The fix of a VPC that failed for a reason, in a partition.
    let remediation: @Sendable (VpcFacts, Reason, _ partition: String, FixSettings) -> Remediation
}

extension Control {
    /// Every policy of the control in words.
    package func policies(_ terms: PolicyTerms = PolicyTerms()) -> [Policy] {
        PolicyName.allCases.map { policy($0, on: terms) }
    }

    func policy(_ name: PolicyName, on terms: PolicyTerms) -> Policy {
        policy(name, terms, description.benchmark)
    }

    /// What the control says of itself in a run that looked further.
    func description(of depth: Depth?) -> ControlDescription {
        depth.map { DepthWords.description(description, of: $0) } ?? description
    }

    /// The versions of its benchmark that a run can be printed under.
    package var benchmarks: [ControlDescription.Benchmark] {
        description.mappings.benchmarks(like: description.benchmark)
    }

    /// The same control with the number that a version of the benchmark gives it; nil stands for the usual version.
    func numbered(by key: String?) throws(ScanFailure) -> Control {
        guard let key else { return self }
        guard let benchmark = benchmarks.first(where: { $0.key == key }) else {
            throw .evidence("the run is told under the benchmark \(key), which this version of Exhibit does not know")
        }
        var control = self
        control.description.benchmark = benchmark
        return control
    }
}

/// What a run is told that changes what its policies ask for.
package struct PolicyTerms: Sendable, Hashable {
    var includesDefaultVPCs = false
    var checksDestinations = false
    var minRetentionDays: Int?

    package init() {}

    init(_ settings: Run.Settings) {
        includesDefaultVPCs = settings.includesDefaultVPCs
        checksDestinations = settings.depth?.checksDestinations ?? false
        minRetentionDays = settings.depth?.minRetentionDays
    }
}

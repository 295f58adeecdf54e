/// An open fail of an earlier run whose VPC a later one could not see: it is not known to be mended.
package struct CarriedFail: Codable, Sendable, Hashable {
    package var vpc: Baseline.VPC
    /// The run that last saw it, and when that ended.
    package var runId: String
    package var finishedAt: Timestamp
    package var policy: PolicyName

    package init(_ vpc: Baseline.VPC, runId: String, finishedAt: Timestamp, policy: PolicyName) {
        self.vpc = vpc
        self.runId = runId
        self.finishedAt = finishedAt
        self.policy = policy
    }
}

extension Baseline {
    /// The fails without exception, of this run or carried over by it, that a later run of the same accounts could
    /// not judge again: not assessed there, or not seen where its VPCs were not listed in full. Sorted by place.
    package func unseenFails(in later: Dossier) -> [CarriedFail] {
        let sight = Sight(later)
        let accounts = sight.accounts.union(later.gaps.lazy.map(\.account))
        let verdicts = Dictionary(
            later.assessments.map { (VPCPlace($0), $0.verdict) }, uniquingKeysWith: { first, _ in first })
        let own = vpcs.lazy.filter { $0.verdict == .fail && !$0.isAccepted }
            .map { CarriedFail($0, runId: runId, finishedAt: finishedAt, policy: policy) }
        var unseen: [VPCPlace: CarriedFail] = [:]
        for fail in Array(own) + carriedOver where accounts.contains(fail.vpc.account) {
            let place = VPCPlace(fail.vpc)
            let isUnseen =
                verdicts[place].map { $0 == .notAssessed } ?? !sight.listedAllVPCs(of: place.region)
            if isUnseen && unseen[place] == nil { unseen[place] = fail }
        }
        return unseen.sorted { $0.key < $1.key }.map(\.value)
    }
}

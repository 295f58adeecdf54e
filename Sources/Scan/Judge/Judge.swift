import AWS
package import Evidence

extension Inventory {
    /// Judges everything that was read. The same inventory and run give the same dossier.
    ///
    /// What was read of a region is let go as soon as it is judged. Throws `ScanFailure.evidence` when a verdict would
    /// rest on an exchange that is not on record, or the run names a benchmark that there is not.
    ///
    /// - Parameter inputs: what the run was given beside the answers; its exceptions accept fails.
    package consuming func judged(
        by control: Control, for run: Run, given inputs: RunInputs = RunInputs()
    ) throws(ScanFailure) -> Dossier {
        let control = try control.numbered(by: run.settings.benchmark)
        var assessments: [Assessment] = []
        assessments.reserveCapacity(accounts.flatMap(\.regions).reduce(0) { $0 + ($1.vpcCount ?? 0) })
        var gaps: [Gap] = []
        var regions: [Scope.Region] = []
        for index in accounts.indices {
            regions += accounts[index].scope
            var unjudged = Array(accounts[index].regions.reversed())
            accounts[index].regions = []
            let assessor = Assessor(
                control: control, settings: run.settings, startedAt: run.startedAt, citations: citations,
                account: accounts[index])
            if let gap = try assessor.gap() { gaps.append(gap) }
            if let gap = try assessor.regionListGap() { gaps.append(gap) }
            gaps += try assessor.destinationGaps()
            while let region = unjudged.popLast() {
                assessments += try assessor.assessments(in: region)
                gaps += try assessor.gaps(in: region)
            }
        }
        assessments.sort { Self.precedes(($0.account, $0.region, $0.vpcId), ($1.account, $1.region, $1.vpcId)) }
        gaps.sort { Self.precedes(($0.account, $0.region, $0.action), ($1.account, $1.region, $1.action)) }
        regions.sort { Self.precedes(($0.account, $0.region, ""), ($1.account, $1.region, "")) }
        joinOwners(&assessments)

        let settings = run.settings
        var dossier = Dossier(
            tool: run.tool,
            run: .init(
                id: run.id, source: run.source, startedAt: run.startedAt, finishedAt: run.finishedAt,
                arguments: run.arguments, derivedFrom: run.derivedFrom),
            identities: accounts.compactMap { account in
                account.identity.map {
                    .init(account: $0.account, arn: $0.arn, credentialSource: account.credentialSource)
                }
            }.sorted { $0.account < $1.account },
            control: control.description(of: settings.depth),
            policy: control.policy(settings.policy, on: PolicyTerms(settings)),
            policies: control.policies(PolicyTerms(settings)),
            scope: Scope(
                partition: Set(accounts.map(\.partition)).sorted().joined(separator: ", "),
                requested: settings.regions, regions: regions, customEndpoints: exchanges.customEndpoints),
            summary: Summary(of: assessments, gaps: gaps, under: settings.policy),
            assessments: assessments, gaps: gaps,
            digest: Dossier.digest(
                policy: settings.policy, regions: regions, gaps: gaps, assessments: assessments),
            exchanges: exchanges, depth: settings.depth)
        dossier.sarifCategory = settings.sarifCategory
        dossier.inputs = inputs
        if let exceptions = inputs.exceptions { dossier.accept(exceptions) }
        return dossier
    }

    /// A VPC seen by a participant bears what its owner's account says of it, where that was asked too.
    private func joinOwners(_ assessments: inout [Assessment]) {
        let shared = assessments.indices.filter { assessments[$0].isShared }
        guard !shared.isEmpty else { return }
        let wanted = Set(shared.map { Self.ownersID(of: assessments[$0]) })
        let owned = Dictionary(
            assessments.filter { wanted.contains($0.id) }.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first })
        for index in shared {
            guard let owner = owned[Self.ownersID(of: assessments[index])] else { continue }
            assessments[index].ownerVerdict = .init(
                id: owner.id, verdict: owner.verdict, reason: owner.reason.code)
            assessments[index].reason.text += " The owner's verdict in this run: \(owner.verdict.rawValue)."
            assessments[index].citations += owner.citations
        }
    }

    /// The id that a VPC has in the account that owns it.
    private static func ownersID(of shared: Assessment) -> String {
        String(shared.id.dropLast(shared.account.utf8.count + 1))
    }

    private static func precedes(_ a: (String, String, String), _ b: (String, String, String)) -> Bool {
        if a.0 != b.0 { return a.0.utf8.lexicographicallyPrecedes(b.0.utf8) }
        if a.1 != b.1 { return a.1.utf8.lexicographicallyPrecedes(b.1.utf8) }
        return a.2.utf8.lexicographicallyPrecedes(b.2.utf8)
    }
}

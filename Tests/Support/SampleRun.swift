package import AWS
package import Evidence
package import Scan

/// A sample estate, scanned and judged with a fixed clock.
package struct SampleRun {
    package let run: Run
    package let inventory: Inventory
    package let dossier: Dossier
    package let store: MemoryStore

    package static let start = Timestamp(milliseconds: 1_795_424_645_678)

    package static func of(
        _ estate: SampleEstate, policy: PolicyName = .effective, includesDefaultVPCs: Bool = false,
        remediation: Bool = false, regions: [String] = [], depth: Depth? = nil,
        given inputs: RunInputs = RunInputs()
    ) async throws -> SampleRun {
        try await of(
            estate.accounts.map { SampleSession(account: $0, clock: { start }) }, policy: policy,
            includesDefaultVPCs: includesDefaultVPCs, remediation: remediation, regions: regions, depth: depth,
            given: inputs)
    }

    /// What any sessions tell.
    package static func of(
        _ sessions: [any AccountSession], policy: PolicyName = .effective, includesDefaultVPCs: Bool = false,
        remediation: Bool = false, regions: [String] = [], depth: Depth? = nil,
        given inputs: RunInputs = RunInputs()
    ) async throws -> SampleRun {
        let store = MemoryStore()
        let inventory = try await Scanner(
            sessions: sessions, regions: regions, depth: DepthPlan(depth, startedAt: start), store: store
        ).collect()
        let run = Run(
            id: "5f0c1e7a-2b1d-4c55-9a3e-0d8f6a7b9c10", startedAt: start,
            finishedAt: Timestamp(milliseconds: start.milliseconds + 1234),
            tool: Tool(name: "exhibit", version: "0.0.0-test", commit: nil, sha256: nil), arguments: ["demo"],
            source: .demo,
            settings: .init(
                policy: policy, includesDefaultVPCs: includesDefaultVPCs, remediation: remediation,
                formats: ["html", "sarif", "junit", "markdown", "csv"], regions: regions, depth: depth),
            accounts: inventory.runAccounts)
        return SampleRun(
            run: run, inventory: inventory,
            dossier: try inventory.judged(by: .vpcFlowLogging, for: run, given: inputs),
            store: store)
    }
}

package import Evidence

/// The story of a scan: ask every account who is asking, which regions it has, and in each region
/// what VPCs and flow logs there are; record every answer; then judge from the record alone.
package struct Scanner: Sendable {
    let sessions: [any AccountSession]
    /// Empty: every region enabled for the account.
    let regions: [String]
    let store: any BodyStore

    package init(sessions: [any AccountSession], regions: [String], store: any BodyStore) {
        self.sessions = sessions
        self.regions = regions
        self.store = store
    }

    /// Reads all there is to read.
    ///
    /// A region that cannot be read becomes a gap and harms no other. Throws `ScanFailure` where
    /// nothing can be said at all, and what the store throws.
    package func collect() async throws -> Inventory {
        let recorder = ExchangeRecorder(store: store)
        let accounts = try await withThrowingTaskGroup(of: (Int, AccountInventory).self) { group in
            for (index, session) in sessions.enumerated() {
                let inquiry = AccountInquiry(session: session, recorder: recorder)
                group.addTask { (index, try await collect(inquiry)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                .sorted { $0.key < $1.key }.map(\.value)
        }
        let (exchanges, citations) = await recorder.numbered()
        return Inventory(accounts: accounts, exchanges: exchanges, citations: citations)
    }

    private func collect(_ inquiry: AccountInquiry) async throws -> AccountInventory {
        let identity = try await inquiry.identity()
        let account = identity.account
        var inventory = AccountInventory(identity: identity, homeRegion: inquiry.session.homeRegion)

        let listed = try await inquiry.list(
            .regions, of: account, in: inventory.homeRegion, with: ["AllRegions": "true"])
        if let failure = listed.failure { throw ScanFailure.regions(failure) }
        let known = listed.records
        guard !known.isEmpty else { throw ScanFailure.noRegions(account: account) }
        if let name = known.map(\.name).firstRepeated { throw ScanFailure.repeatedRegion(name) }
        let enabled = known.filter(\.isEnabled).map(\.name).sortedByBytes()
        for name in regions where !enabled.contains(name) {
            throw known.contains { $0.name == name }
                ? ScanFailure.disabledRegion(name) : .unknownRegion(name, known: enabled)
        }
        let chosen = regions.isEmpty ? enabled : enabled.filter(regions.contains)
        inventory.disabledRegions = known.filter { !$0.isEnabled }.map(\.name).sortedByBytes()
        inventory.otherRegions = enabled.filter { !chosen.contains($0) }

        inventory.regions = try await withThrowingTaskGroup(of: RegionInventory.self) { group in
            for region in chosen {
                let collector = RegionCollector(inquiry: inquiry, account: account, region: region)
                group.addTask { try await collector.collect() }
            }
            return try await group.reduce(into: []) { $0.append($1) }
                .sorted { $0.region.utf8.lexicographicallyPrecedes($1.region.utf8) }
        }
        return inventory
    }
}

/// What a scan read of the whole estate, and the exchanges that prove it.
package struct Inventory: Sendable {
    var accounts: [AccountInventory]
    package var exchanges: [Exchange]
    var citations: [ExchangeRecorder.Key: Citation]

    /// As `data/run.json` keeps them: all that a replay needs to ask the same questions.
    package var runAccounts: [Run.Account] {
        accounts.map { Run.Account(id: $0.identity.account, homeRegion: $0.homeRegion) }
    }
}

extension [String] {
    fileprivate var firstRepeated: String? {
        var seen: Set<String> = []
        return first { !seen.insert($0).inserted }
    }
}

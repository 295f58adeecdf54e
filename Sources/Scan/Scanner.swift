package import AWS
package import Evidence

/// The story of a scan: ask every account who is asking and which regions it has; then, in each region, what
/// VPCs and flow logs there are; hold what was told twice against each other; then, if wanted, ask what the flow logs'
/// destinations tell; record every answer; then judge from the record alone.
package struct Scanner: Sendable {
    let sessions: [any AccountSession]
    /// Empty: every region enabled for the account.
    let regions: [String]
    /// What else is asked; nil where nothing.
    let depth: DepthPlan?
    let store: any BodyStore
    /// How much is read at most.
    let bounds: Bounds
    let observer: ScanEvent.Observer

    /// - Parameter observer: hears of the progress, from any thread.
    package init(
        sessions: [any AccountSession], regions: [String], depth: DepthPlan? = nil, store: any BodyStore,
        bounds: Bounds = .standard, observer: @escaping ScanEvent.Observer = { _ in }
    ) {
        self.sessions = sessions
        self.regions = regions
        self.depth = depth
        self.store = store
        self.bounds = bounds
        self.observer = observer
    }

    /// Reads all there is to read.
    ///
    /// A region or an account that cannot be read becomes a gap and harms no other. A task that is cancelled asks
    /// nothing more: what was read by then is returned, and the rest says so. Throws `ScanFailure` where
    /// nothing can be said at all, and what the store throws.
    package func collect() async throws -> Inventory {
        let recorder = ExchangeRecorder(store: store, bounds: bounds)
        let inquiries = sessions.map {
            AccountInquiry(session: $0, recorder: recorder, bounds: bounds, observer: observer)
        }
        var accounts = try await open(inquiries)
        try check(accounts)
        try await read(&accounts, inquiries)
        accounts.reconcile()
        if let depth { try await ask(destinationsOf: &accounts, inquiries, depth) }
        for index in accounts.indices {
            let calls = CredentialExchange.all(
                await sessions[index].credentialCalls(), of: accounts[index].id, in: accounts[index].homeRegion)
            for made in calls {
                try await recorder.record(made.call.reply, to: made.call.request, at: made.key, as: made.reading)
            }
        }
        let (exchanges, citations) = await recorder.numbered()
        return Inventory(accounts: accounts, exchanges: exchanges, citations: citations)
    }

    private func open(_ inquiries: [AccountInquiry]) async throws -> [AccountInventory] {
        try await withThrowingTaskGroup(of: (Int, AccountInventory).self) { group in
            for (index, inquiry) in inquiries.enumerated() {
                group.addTask { [regions] in (index, try await inquiry.opened(reading: regions)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                .sorted { $0.key < $1.key }.map(\.value)
        }
    }

    /// Throws where no account can be read, and for a region that none of them has.
    private func check(_ accounts: [AccountInventory]) throws(ScanFailure) {
        let unread = accounts.compactMap { account in
            account.failure.map { ScanFailure.Unread(account: account.id, failure: $0.failure) }
        }
        if unread.count == accounts.count { throw .unread(unread) }
        let known = accounts.flatMap(\.known)
        let enabled = Set(known.filter(\.isEnabled).map(\.name))
        for name in regions where !enabled.contains(name) {
            guard known.contains(where: { $0.name == name }) else {
                throw .unknownRegion(name, known: Array(enabled).sortedByBytes())
            }
            // An account that could not say may be the one that has it enabled.
            if unread.isEmpty { throw .disabledRegion(name) }
        }
    }

    private func ask(
        destinationsOf accounts: inout [AccountInventory], _ inquiries: [AccountInquiry], _ plan: DepthPlan
    ) async throws {
        let told = try await withThrowingTaskGroup(of: (Int, DestinationInventory).self) { group in
            for (index, account) in accounts.enumerated() {
                let collector = DestinationCollector(inquiry: inquiries[index], account: account.id, plan: plan)
                group.addTask { (index, try await collector.collect(account.regions)) }
            }
            return try await group.reduce(into: [Int: DestinationInventory]()) { $0[$1.0] = $1.1 }
        }
        for (index, destinations) in told { accounts[index].destinations = destinations }
        accounts.reconcileBuckets()
    }

    private func read(_ accounts: inout [AccountInventory], _ inquiries: [AccountInquiry]) async throws {
        let chosen = accounts.map { account in
            account.failure != nil
                ? [] : account.enabledRegions.filter { regions.isEmpty || regions.contains($0) }
        }
        observer(.began(accounts: accounts.count, regions: chosen.joined().count))
        let read = try await withThrowingTaskGroup(of: (Int, RegionInventory).self) { group in
            for (index, account) in accounts.enumerated() {
                for region in chosen[index] {
                    let collector = RegionCollector(inquiry: inquiries[index], account: account.id, region: region)
                    group.addTask { (index, try await collector.collect()) }
                }
            }
            return try await group.reduce(into: [Int: [RegionInventory]]()) { $0[$1.0, default: []].append($1.1) }
        }
        for (index, regions) in read {
            accounts[index].regions = regions.sorted { $0.region.utf8.lexicographicallyPrecedes($1.region.utf8) }
        }
    }
}

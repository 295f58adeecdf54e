import Evidence

/// The beginning of an account's reading: who asks, and which regions there are.
extension AccountInquiry {
    func opened() async throws -> AccountInventory {
        let introduction = try await introduction()
        var account = AccountInventory(
            id: introduction.account, homeRegion: session.homeRegion, identity: introduction.identity)
        if let failure = introduction.failure {
            account.failure = failure
        } else {
            let listed = try await list(
                .regions, of: account.id, in: account.homeRegion, with: ["AllRegions": "true"], check: Self.check)
            account.known = listed.records.unique
            if let failure = listed.failure, let key = listed.failureKey, let outcome = listed.failureOutcome {
                account.failure = await behind(
                    FailedCall(failure: failure, key: key, outcome: outcome), of: account.id)
            }
        }
        if account.failure != nil { observer(.accountFailed(account: account.id)) }
        return account
    }

    /// The call that failed; where it was not even begun, the one that should have got the credentials for it.
    func behind(_ failed: FailedCall, of account: String) async -> FailedCall {
        guard failed.outcome == .notStarted else { return failed }
        let calls = CredentialExchange.all(await session.credentialCalls(), of: account, in: session.homeRegion)
        guard let call = calls.last(where: { $0.reading.failure != nil }), let failure = call.reading.failure else {
            return failed
        }
        return FailedCall(failure: failure, key: call.key, outcome: call.reading.outcome)
    }

    /// No account has no region, and a list that says two things about one is no list of regions.
    private static func check(_ regions: [AvailableRegion]) throws(RecordError) {
        if regions.isEmpty { throw RecordError(description: "it lists no region at all, which no account has") }
        var seen: [String: AvailableRegion] = [:]
        for region in regions {
            if let other = seen.updateValue(region, forKey: region.name), other != region {
                throw .conflict("it names region \(region.name) twice, differently")
            }
        }
    }
}

extension [AvailableRegion] {
    /// Each once.
    fileprivate var unique: [AvailableRegion] {
        var seen: Set<String> = []
        return filter { seen.insert($0.name).inserted }
    }
}

import Evidence

/// The beginning of an account's reading: who asks, and which regions there are.
extension AccountInquiry {
    func opened() async throws -> AccountInventory {
        let introduction = try await introduction()
        var account = AccountInventory(
            id: introduction.account, homeRegion: session.homeRegion, identity: introduction.identity)
        if let failure = introduction.failure {
            account.failure = await told(failure, of: account)
        } else {
            let listed = try await list(
                .regions, of: account.id, in: account.homeRegion, with: ["AllRegions": "true"], check: Self.check)
            account.known = listed.records
            if let failure = listed.failure, let key = listed.failureKey, let outcome = listed.failureOutcome {
                account.failure = await told(FailedCall(failure: failure, key: key, outcome: outcome), of: account)
            }
        }
        if account.failure != nil { observer(.accountFailed(account: account.id)) }
        return account
    }

    /// The call that failed; where it was not even begun, the one that should have got the credentials for it.
    private func told(_ failed: FailedCall, of account: AccountInventory) async -> FailedCall {
        guard failed.outcome == .notStarted else { return failed }
        let calls = CredentialExchange.all(await session.credentialCalls(), of: account)
        guard let call = calls.last(where: { $0.reading.failure != nil }), let failure = call.reading.failure else {
            return failed
        }
        return FailedCall(failure: failure, key: call.key, outcome: call.reading.outcome)
    }

    /// No account has no region, and a list that names one twice is no list of regions.
    private static func check(_ regions: [AvailableRegion]) throws(RecordError) {
        if regions.isEmpty { throw RecordError(description: "it lists no region at all, which no account has") }
        var seen: Set<String> = []
        for region in regions where !seen.insert(region.name).inserted {
            throw RecordError(description: "it names region \(region.name) twice")
        }
    }
}

/// A call that got credentials, as it is recorded.
struct CredentialExchange: Sendable {
    let call: CredentialCall
    let key: ExchangeRecorder.Key
    let reading: Reading

    /// In the order of the record: by action, then as they were made.
    static func all(_ calls: [CredentialCall], of account: AccountInventory) -> [CredentialExchange] {
        var pages: [String: Int] = [:]
        return calls.map { call in
            let action = call.request.action
            pages[action, default: 0] += 1
            let key = ExchangeRecorder.Key(
                account: account.id, region: account.homeRegion, action: action, page: pages[action, default: 1])
            return CredentialExchange(call: call, key: key, reading: reading(of: call, in: account.homeRegion))
        }.sorted { $0.key < $1.key }
    }

    private static func reading(of call: CredentialCall, in region: String) -> Reading {
        let reply = call.reply
        guard let failure = reply.failure else { return Reading(outcome: .answered, requestId: reply.requestId) }
        let isRefusal = reply.httpStatus.map { !(200..<300).contains($0) && failure.code != "HTTP\($0)" } ?? false
        return Reading(
            outcome: isRefusal ? .refused : reply.attempts.isEmpty ? .notStarted : .failed,
            requestId: reply.requestId,
            failure: CallFailure(
                action: call.request.action, region: region, code: failure.code,
                message: CallFailure.cut(failure.message), requestId: reply.requestId,
                attempts: reply.attempts.count, wasRefused: isRefusal))
    }
}

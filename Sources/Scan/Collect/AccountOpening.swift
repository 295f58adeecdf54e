import AWS
import Evidence

/// The beginning of an account's reading: who asks, and which regions there are.
extension AccountInquiry {
    /// - Parameter named: the regions that the user named; none for every enabled one.
    func opened(reading named: [String]) async throws -> AccountInventory {
        let introduction = try await introduction()
        var account = AccountInventory(
            id: introduction.account, homeRegion: session.homeRegion, credentialSource: session.credentialSource,
            identity: introduction.identity)
        if let failure = introduction.failure {
            account.failure = failure
        } else {
            try await listRegions(of: &account, reading: named)
        }
        if account.failure != nil { observer(.accountFailed(account: account.id)) }
        return account
    }

    /// Which regions there are, asked at home and, where that is refused, in each of those that the user named: an
    /// organization may deny the rest. Where all refuse, those that were named are read all the same, and nothing is
    /// known of others.
    private func listRegions(of account: inout AccountInventory, reading named: [String]) async throws {
        let request = ["AllRegions": "true"]
        var first: FailedCall?
        for region in [account.homeRegion] + named.filter({ $0 != account.homeRegion }) {
            // Earlier versions asked at home alone.
            if first != nil, !session.answers(APIRequest(.ec2, "DescribeRegions", request), in: region) { continue }
            let listed = try await list(.regions, of: account.id, in: region, with: request, check: Self.check)
            guard let failure = listed.failure, let key = listed.failureKey, let outcome = listed.failureOutcome else {
                account.known = listed.records.unique
                return
            }
            let failed = FailedCall(failure: failure, key: key, outcome: outcome)
            first = first ?? failed
            if outcome != .refused { break }
        }
        guard let first else { return }
        let readable = named.filter { session.answers(APIRequest(.ec2, "DescribeVpcs", Self.firstPage), in: $0) }
        if first.outcome == .refused, !readable.isEmpty, !Task.isCancelled {
            account.unlistedRegions = first
            account.known = readable.map(AvailableRegion.init(named:))
        } else {
            account.failure = await behind(first, of: account.id)
        }
    }

    private static let firstPage = ["MaxResults": String(Listing<Vpc>.pageSize)]

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

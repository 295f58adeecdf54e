import AWS
package import Evidence

/// Keeps every exchange of a run: the metadata here, the bodies in a store, as they come.
///
/// Numbers are given at the end, in the order account, region, action, page, so that they do not
/// depend on which answer came first.
package actor ExchangeRecorder {
    /// What tells an exchange apart before it has a number.
    package struct Key: Hashable, Sendable, Comparable {
        let account: String
        let region: String
        let action: String
        /// What of several things of the same kind it asks about; empty where there is but one listing.
        var subject = ""
        let page: Int

        package static func < (a: Key, b: Key) -> Bool {
            if a.account != b.account { return a.account.utf8.lexicographicallyPrecedes(b.account.utf8) }
            if a.region != b.region { return a.region.utf8.lexicographicallyPrecedes(b.region.utf8) }
            if a.action != b.action { return a.action.utf8.lexicographicallyPrecedes(b.action.utf8) }
            if a.subject != b.subject { return a.subject.utf8.lexicographicallyPrecedes(b.subject.utf8) }
            return a.page < b.page
        }
    }

    private let store: any BodyStore
    private var kept: [Key: Exchange] = [:]
    private var opened: Set<String> = []
    private var tally: RunTally

    package init(store: any BodyStore, bounds: Bounds = .standard) {
        self.store = store
        tally = RunTally(bounds)
    }

    /// Why nothing more is asked: the run is as large as one may be. Nil until then.
    var isFull: Exchange.Failure? { tally.isFull ? tally.failure : nil }

    /// Why an answer with so many records is not kept: the run would be larger than one may be. Nil where it fits.
    func refuse(_ reply: Reply, to request: APIRequest, records: Int) -> Exchange.Failure? {
        tally.admit(reply, to: request, records: records) ? nil : tally.failure
    }

    /// Begins the record of an account. Throws `ScanFailure.sameAccount` when it has begun already.
    func open(_ account: String) throws(ScanFailure) {
        guard opened.insert(account).inserted else { throw .sameAccount(account) }
    }

    /// Throws what the store throws, and `ScanFailure` for a second exchange at the same place: evidence that
    /// cannot be kept ends the run.
    func record(_ reply: Reply, to request: APIRequest, at key: Key, as reading: Reading) throws {
        guard kept[key] == nil else {
            throw ScanFailure.evidence(
                "\(key.action) in \(key.region) of account \(key.account), page \(key.page), was read twice")
        }
        var exchange = Exchange(
            number: 0, account: key.account, region: key.region, service: request.service.rawValue,
            action: key.action, page: key.page, parameters: request.parameters, endpoint: reply.endpoint,
            outcome: reading.outcome, httpStatus: reply.httpStatus, httpDate: reply.httpDate.map(label),
            requestId: reading.requestId.map(label), attempts: reply.attempts.map(labelled),
            error: reading.failure.map { Exchange.Failure(code: $0.code, message: $0.message) })
        if let body = reply.body {
            let sha256 = sha256Hex(body)
            try store.put(body, sha256: sha256)
            exchange.body = Exchange.Body(
                file: "", bytes: body.count, sha256: sha256, redacted: reply.isRedacted)
        }
        kept[key] = exchange
    }

    private func labelled(_ attempt: Exchange.Attempt) -> Exchange.Attempt {
        var attempt = attempt
        attempt.requestId = attempt.requestId.map(label)
        return attempt
    }

    /// A short text on one line, as a package takes it: at most 256 bytes. The same again gives the same.
    private func label(_ text: String) -> String {
        let text = text.visible()
        return text.utf8.count <= 256 ? text : String(text.unicodeScalars.prefix(63)) + "…"
    }

    /// All exchanges with their numbers and files, and where each key went.
    func numbered() -> (exchanges: [Exchange], citations: [Key: Citation]) {
        var exchanges: [Exchange] = []
        var citations: [Key: Citation] = [:]
        for (key, exchange) in kept.sorted(by: { $0.key < $1.key }) {
            var exchange = exchange
            exchange.number = exchanges.count + 1
            exchange.body?.file = Exchange.bodyFile(
                number: exchange.number, account: key.account, region: key.region, action: key.action,
                service: exchange.service)
            citations[key] = Citation(exchange: exchange.number, file: exchange.body?.file)
            exchanges.append(exchange)
        }
        return (exchanges, citations)
    }
}

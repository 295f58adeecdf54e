import AWS
import Evidence
import XML

/// Asks one account, call by call, and records every exchange before anything is made of it.
struct AccountInquiry: Sendable {
    let session: any AccountSession
    let recorder: ExchangeRecorder
    let bounds: Bounds
    let observer: ScanEvent.Observer

    /// What a listing told, page by page, as far as it came.
    struct Listed<Record: Sendable>: Sendable {
        struct Page: Sendable {
            var records: [Record]
            var key: ExchangeRecorder.Key
        }

        var pages: [Page] = []
        /// Of the answers.
        var bytes = 0
        /// Why it ended early; nil when it was read to the end.
        var failure: CallFailure?
        /// The exchange that failed.
        var failureKey: ExchangeRecorder.Key?
        var failureOutcome: Exchange.Outcome?

        var records: [Record] { pages.flatMap(\.records) }
        var keys: [ExchangeRecorder.Key] { pages.map(\.key) }
    }

    /// What an account says of itself.
    struct Introduction: Sendable {
        var account: String
        /// Nil where nobody could say, or another account answered.
        var identity: CallerIdentity?
        var failure: FailedCall?
    }

    /// Who is asking. It is recorded under the account that was expected, else under the one that the answer names.
    ///
    /// Throws `ScanFailure.unread` where there is neither, and `ScanFailure.sameAccount`.
    func introduction() async throws -> Introduction {
        let request = APIRequest(.sts, "GetCallerIdentity")
        let region = session.homeRegion
        let (reply, told) = await ask(request, in: region) { body in
            let answer = try XMLReader.read(body, roots: ["GetCallerIdentityResponse"])
            let id = answer.child("ResponseMetadata")?.requestId("RequestId")
            return Told(value: try CallerIdentity(answer), requestId: id)
        }
        var (identity, reading) = reading(of: reply, told, service: .sts, action: request.action, region: region)
        if let answering = identity?.account, let expected = session.expectedAccount, answering != expected {
            reading.outcome = .failed
            reading.failure = CallFailure(
                action: request.action, region: region, code: OwnCode.otherAccount,
                message: "what was given for account \(expected) belongs to account \(answering)",
                requestId: reading.requestId, attempts: reply.attempts.count, wasRefused: false)
            identity = nil
        }
        let account = session.expectedAccount ?? identity?.account
        let key = ExchangeRecorder.Key(account: account ?? "", region: region, action: request.action, page: 1)
        var failure: FailedCall?
        if let told = reading.failure {
            failure = await behind(FailedCall(failure: told, key: key, outcome: reading.outcome), of: key.account)
        }
        guard let account else {
            throw ScanFailure.unread(failure.map { [.init(account: nil, failure: $0.failure)] } ?? [])
        }
        try await recorder.open(account)
        try await recorder.record(reply, to: request, at: key, as: reading)
        return Introduction(account: account, identity: identity, failure: failure)
    }

    /// Reads a listing to its end, or to the first page that fails. Pages already read stay.
    ///
    /// - Parameters:
    ///   - pagesBefore: pages of the same action that were asked before with other parameters.
    ///   - check: throws for records that no such list has.
    func list<Record: Sendable>(
        _ listing: Listing<Record>, of account: String, in region: String,
        with parameters: [String: String] = [:], pagesBefore: Int = 0,
        check: @escaping @Sendable ([Record]) throws -> Void = { _ in }
    ) async throws -> Listed<Record> {
        var listed = Listed<Record>()
        var parameters = parameters
        if listing.isPaged { parameters["MaxResults"] = String(Listing<Record>.pageSize) }
        var tokens: Set<String> = []
        while true {
            let request = session.wording(of: APIRequest(.ec2, listing.action, parameters), in: region)
            let key = ExchangeRecorder.Key(
                account: account, region: region, action: listing.action,
                page: pagesBefore + listed.pages.count + 1)
            let (reply, told) = await ask(request, in: region, unless: listed.failure(beyond: bounds)) {
                [tokens, bounds] body in
                let page = try listing.page(from: body, atMost: bounds.answerRecords)
                try check(page.records)
                if let token = page.nextToken {
                    if tokens.contains(token) { throw RepeatedToken() }
                    if token.utf8.count > 65_536 { throw RecordError(description: "its page token is too long") }
                }
                return Told(value: page, requestId: page.requestId, records: page.records.count)
            }
            let (page, reading) = reading(of: reply, told, action: listing.action, region: region)
            try await recorder.record(reply, to: request, at: key, as: reading)
            guard let page else {
                listed.failure = reading.failure
                listed.failureKey = key
                listed.failureOutcome = reading.outcome
                return listed
            }
            observer(.page(account: account, region: region, action: listing.action, records: page.records.count))
            listed.pages.append(.init(records: page.records, key: key))
            listed.bytes += reply.body?.count ?? 0
            guard let token = page.nextToken, listing.isPaged else { return listed }
            tokens.insert(token)
            parameters["NextToken"] = token
        }
    }

    /// What came of one question.
    struct Answered<Value: Sendable>: Sendable {
        /// Nil where there is a failure.
        var value: Value?
        var failure: CallFailure?
        /// Of an error too.
        var body: [UInt8]?
        var key: ExchangeRecorder.Key
    }

    /// Asks one question that is no listing of EC2.
    ///
    /// - Parameters:
    ///   - refusal: why it is not asked after all; nil where it is.
    ///   - subject: what it is about, where the same is asked about other things in the region.
    ///   - reduce: leaves out of a success what must not be kept, before it is read; nil where there is no such thing.
    func answer<Value: Sendable>(
        to request: APIRequest, of account: String, in region: String, about subject: String, page: Int = 1,
        unless refusal: Exchange.Failure? = nil,
        keeping reduce: (@Sendable ([UInt8]) -> [UInt8])? = nil,
        reading read: @escaping @Sendable ([UInt8]) throws -> Value
    ) async throws -> Answered<Value> {
        let key = ExchangeRecorder.Key(
            account: account, region: region, action: request.action, subject: subject, page: page)
        let (answer, told) = await ask(request, in: region, unless: refusal) { body in
            Told(value: try read(reduce?(body) ?? body), requestId: nil)
        }
        var reply = answer
        // Another success than 200 is no answer, and may hold the same secrets.
        if let reduce, let body = reply.body, let status = reply.httpStatus, (200..<300).contains(status) {
            reply.body = reduce(body)
            reply.isRedacted = true
        }
        let (value, reading) = reading(
            of: reply, told, service: request.service, action: request.action, region: region)
        try await recorder.record(reply, to: request, at: key, as: reading)
        return Answered(value: value, failure: reading.failure, body: reply.body, key: key)
    }

    /// Asks, unless the scan is being stopped or the run is too large: then what was not begun says so.
    ///
    /// - Parameter refusal: why it is not asked; nil where it is.
    private func ask<Value: Sendable>(
        _ request: APIRequest, in region: String, unless refusal: Exchange.Failure? = nil,
        reading: @Sendable ([UInt8]) throws -> Told<Value>
    ) async -> (Reply, Result<Told<Value>, any Error>?) {
        if Task.isCancelled { return (.notAsked, nil) }
        if let refusal { return (await session.decline(request, to: region, because: refusal), nil) }
        if let full = await recorder.isFull {
            return (await session.decline(request, to: region, because: full), nil)
        }
        var (reply, told) = await session.send(request, to: region, reading: reading)
        // Whatever the session calls it: it was kept from asking.
        if Task.isCancelled, reply.body == nil, reply.attempts.isEmpty { return (.notAsked, nil) }
        var records = 0
        if case .success(let told) = told { records = told.records }
        guard let full = await recorder.refuse(reply, to: request, records: records) else { return (reply, told) }
        reply.failure = await session.decline(request, to: region, because: full).failure
        reply.body = nil
        reply.isRedacted = false
        told = nil
        return (reply, told)
    }

    /// The value that a reply told, or why there is none. The same bytes always read the same.
    private func reading<Value>(
        of reply: Reply, _ told: Result<Told<Value>, any Error>?, service: APIRequest.Service = .ec2, action: String,
        region: String
    ) -> (Value?, Reading) {
        func failed(_ code: String, _ message: String, id: String? = nil, refused: Bool = false) -> Reading {
            let id = id ?? reply.requestId
            let message = CallFailure.cut(message)
            let outcome: Exchange.Outcome = refused ? .refused : reply.attempts.isEmpty ? .notStarted : .failed
            return Reading(
                outcome: outcome, requestId: id,
                failure: CallFailure(
                    action: action, region: region, code: code, message: message, requestId: id,
                    attempts: reply.attempts.count, wasRefused: refused))
        }
        guard let body = reply.body, let status = reply.httpStatus else {
            let failure = reply.failure
            return (nil, failed(failure?.code ?? "NoAnswer", failure?.message ?? "there was no answer"))
        }
        guard reply.isSuccess else {
            let error = ErrorAnswer(status: status, body: body, from: service)
            return (
                nil, failed(error.code, Self.message(of: reply, error), id: error.requestId, refused: error.isFromAWS)
            )
        }
        switch told {
        case .success(let told):
            return (told.value, Reading(outcome: .answered, requestId: told.requestId ?? reply.requestId))
        case .failure(is RepeatedToken):
            return (nil, failed("RepeatedPageToken", "AWS gave the same page token twice"))
        case .failure(let error as RecordError) where error.isConflict:
            return (nil, failed(OwnCode.conflicting, "the answer to \(action) contradicts itself: \(error)"))
        case .failure(let error):
            return (nil, failed("UnreadableAnswer", "this is not an answer to \(action): \(error)"))
        case nil:
            return (nil, failed("NoAnswer", "there was no answer"))
        }
    }

    /// AWS's own words, and what the session adds to them in brackets; nothing else is taken from a record for them.
    private static func message(of reply: Reply, _ error: ErrorAnswer) -> String {
        guard let told = reply.failure?.message, told.utf8.starts(with: "\(error.message) (".utf8), told.hasSuffix(")")
        else { return error.message }
        return told
    }
}

extension Reply {
    fileprivate static let notAsked = Reply(
        endpoint: "", attempts: [],
        failure: .init(code: OwnCode.cancelled, message: "the scan was stopped before this was asked"))
}

/// What an answer says, and the id that it gives itself.
private struct Told<Value: Sendable>: Sendable {
    var value: Value
    var requestId: String?
    var records = 0
}

extension AccountInquiry.Listed {
    /// Why its next page is not asked for; nil where it is.
    fileprivate func failure(beyond bounds: Bounds) -> Exchange.Failure? {
        let count = pages.reduce(0) { $0 + $1.records.count }
        guard
            pages.count >= bounds.listingPages || count >= bounds.listingRecords || bytes >= bounds.listingBytes
        else { return nil }
        return .listingTooLarge("\(pages.count) pages with \(count) records, \(bytes) bytes")
    }
}

extension Exchange.Failure {
    /// - Parameter extent: how much was read of it.
    static func listingTooLarge(_ extent: String) -> Self {
        Self(
            code: OwnCode.listingTooLarge, message: "the list goes on after \(extent), and no more of one list is read")
    }
}

/// A page token that was given before: following it would never end.
private struct RepeatedToken: Error {}

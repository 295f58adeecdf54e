import Evidence
import XML

/// Asks one account, call by call, and records every exchange before anything is made of it.
struct AccountInquiry: Sendable {
    let session: any AccountSession
    let recorder: ExchangeRecorder

    /// What a listing told, page by page, as far as it came.
    struct Listed<Record: Sendable>: Sendable {
        struct Page: Sendable {
            var records: [Record]
            var key: ExchangeRecorder.Key
        }

        var pages: [Page] = []
        /// Why it ended early; nil when it was read to the end.
        var failure: CallFailure?
        /// The exchange that failed.
        var failureKey: ExchangeRecorder.Key?

        var records: [Record] { pages.flatMap(\.records) }
        var keys: [ExchangeRecorder.Key] { pages.map(\.key) }
    }

    /// Who is asking. The answer names the account under which it is recorded.
    func identity() async throws -> CallerIdentity {
        let request = APIRequest(.sts, "GetCallerIdentity")
        let region = session.homeRegion
        let (reply, told) = await session.send(request, to: region) { body in
            let answer = try XMLReader.read(body, roots: ["GetCallerIdentityResponse"])
            let id = answer.child("ResponseMetadata")?.requestId("RequestId")
            return Told(value: try CallerIdentity(answer), requestId: id)
        }
        let (identity, reading) = reading(of: reply, told, action: request.action, region: region)
        guard let identity else { throw ScanFailure.identity(reading.failure) }
        let key = ExchangeRecorder.Key(
            account: identity.account, region: region, action: request.action, page: 1)
        try await recorder.record(reply, to: request, at: key, as: reading)
        return identity
    }

    /// Reads a listing to its end, or to the first page that fails. Pages already read stay.
    ///
    /// - Parameter pagesBefore: pages of the same action that were asked before with other parameters.
    func list<Record: Sendable>(
        _ listing: Listing<Record>, of account: String, in region: String,
        with parameters: [String: String] = [:], pagesBefore: Int = 0
    ) async throws -> Listed<Record> {
        var listed = Listed<Record>()
        var parameters = parameters
        if listing.isPaged { parameters["MaxResults"] = String(Listing<Record>.pageSize) }
        var tokens: Set<String> = []
        while true {
            let request = APIRequest(.ec2, listing.action, parameters)
            let key = ExchangeRecorder.Key(
                account: account, region: region, action: listing.action,
                page: pagesBefore + listed.pages.count + 1)
            let (reply, told) = await session.send(request, to: region) { [tokens] body in
                let page = try listing.page(from: body)
                if let token = page.nextToken {
                    if tokens.contains(token) { throw RepeatedToken() }
                    if token.utf8.count > 65_536 { throw RecordError(description: "its page token is too long") }
                }
                return Told(value: page, requestId: page.requestId)
            }
            let (page, reading) = reading(of: reply, told, action: listing.action, region: region)
            try await recorder.record(reply, to: request, at: key, as: reading)
            guard let page else {
                listed.failure = reading.failure
                listed.failureKey = key
                return listed
            }
            listed.pages.append(.init(records: page.records, key: key))
            guard let token = page.nextToken, listing.isPaged else { return listed }
            tokens.insert(token)
            parameters["NextToken"] = token
        }
    }

    /// The value that a reply told, or why there is none. The same bytes always read the same.
    private func reading<Value>(
        of reply: Reply, _ told: Result<Told<Value>, any Error>?, action: String, region: String
    ) -> (Value?, Reading) {
        func failed(_ code: String, _ message: String, id: String? = nil, refused: Bool = false) -> Reading {
            let id = id ?? reply.requestId
            // The body keeps the whole of a message that never ends.
            let start = String(message.unicodeScalars.prefix(2000))
            let message = start == message ? message : start + "…"
            let outcome: Exchange.Outcome = refused ? .refused : reply.attempts.isEmpty ? .notStarted : .failed
            return Reading(
                outcome: outcome, requestId: id,
                failure: CallFailure(
                    action: action, region: region, code: code, message: message, requestId: id,
                    wasRefused: refused))
        }
        guard let body = reply.body, let status = reply.httpStatus else {
            let failure = reply.failure
            return (nil, failed(failure?.code ?? "NoAnswer", failure?.message ?? "there was no answer"))
        }
        guard (200..<300).contains(status) else {
            let error = ErrorAnswer(status: status, body: body)
            let message = reply.failure?.message ?? error.message
            return (nil, failed(error.code, message, id: error.requestId, refused: error.isFromAWS))
        }
        switch told {
        case .success(let told):
            return (told.value, Reading(outcome: .answered, requestId: told.requestId ?? reply.requestId))
        case .failure(is RepeatedToken):
            return (nil, failed("RepeatedPageToken", "AWS gave the same page token twice"))
        case .failure(let error):
            return (nil, failed("UnreadableAnswer", "this is not an answer to \(action): \(error)"))
        case nil:
            return (nil, failed("NoAnswer", "there was no answer"))
        }
    }
}

/// What an answer says, and the id that it gives itself.
private struct Told<Value: Sendable>: Sendable {
    var value: Value
    var requestId: String?
}

/// A page token that was given before: following it would never end.
private struct RepeatedToken: Error {}

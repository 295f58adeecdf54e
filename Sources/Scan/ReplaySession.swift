package import AWS
package import Evidence
internal import Synchronization

/// An account as an earlier run recorded it: the same questions get the same answers.
package final class ReplaySession: AccountSession {
    package let homeRegion: String
    package let credentialSource: String?
    private let account: String
    private let recorded: [Question: Exchange]
    /// The calls that got credentials: the same may have been asked again and again.
    private let credentialed: [Exchange]
    private let body: @Sendable (Exchange) throws -> [UInt8]
    private let open: Mutex<State>

    private struct Question: Hashable {
        var region: String
        var request: APIRequest
    }

    private struct State {
        var unasked: Set<Int>
        var problem: String?
    }

    /// - Parameter body: reads the body of an exchange; what it throws fails the replay.
    package init(
        account: Run.Account, exchanges: [Exchange], body: @escaping @Sendable (Exchange) throws -> [UInt8]
    ) throws(ScanFailure) {
        self.account = account.id
        homeRegion = account.homeRegion
        credentialSource = account.credentialSource
        self.body = body
        var recorded: [Question: Exchange] = [:]
        var credentialed: [Exchange] = []
        for exchange in exchanges where exchange.account == account.id {
            guard let service = APIRequest.Service(rawValue: exchange.service) else {
                throw .evidence("exchange \(exchange.number) is with a service that is not asked: \(exchange.service)")
            }
            if service == .sts, CredentialCall.actions.contains(exchange.action) {
                credentialed.append(exchange)
                continue
            }
            let request = APIRequest(service, exchange.action, exchange.parameters)
            let question = Question(region: exchange.region, request: request)
            if let other = recorded.updateValue(exchange, forKey: question) {
                throw .evidence("exchanges \(other.number) and \(exchange.number) ask the same")
            }
        }
        self.recorded = recorded
        self.credentialed = credentialed
        let numbers = Set(recorded.values.map(\.number)).union(credentialed.map(\.number))
        open = Mutex(State(unasked: numbers, problem: nil))
    }

    /// The record tells under whose name each answer is kept; one of another account was kept as such.
    package var expectedAccount: String? { account }

    package func answers(_ request: APIRequest, in region: String) -> Bool {
        recorded[Question(region: region, request: request)] != nil
    }

    package func credentialCalls() async -> [CredentialCall] {
        open.withLock { $0.unasked.subtract(credentialed.map(\.number)) }
        return credentialed.map { exchange in
            CredentialCall(APIRequest(.sts, exchange.action, exchange.parameters), Self.reply(of: exchange))
        }
    }

    package func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        let reply = reply(to: request, in: region)
        return (reply, reply.read(by: reading))
    }

    /// Version 0.1.0 did not ask for what services of AWS manage.
    package func wording(of request: APIRequest, in region: String) -> APIRequest {
        guard recorded[Question(region: region, request: request)] == nil else { return request }
        var older = request
        older.parameters["IncludeManagedResources"] = nil
        return recorded[Question(region: region, request: older)] == nil ? request : older
    }

    /// What was declined then is declined again; what was answered then is more than a run may keep.
    package func decline(
        _ request: APIRequest, to region: String, because failure: Exchange.Failure
    ) async -> Reply {
        let reply = reply(to: request, in: region)
        guard reply.failure?.code != failure.code, problem == nil else { return reply }
        return broken("\(request.action) in \(region) of account \(account): \(failure.message)")
    }

    private func reply(to request: APIRequest, in region: String) -> Reply {
        guard let exchange = recorded[Question(region: region, request: request)] else {
            return broken("\(request.action) in \(region) of account \(account) is not on record")
        }
        open.withLock { _ = $0.unasked.remove(exchange.number) }
        var reply = Self.reply(of: exchange)
        guard let kept = exchange.body else { return reply }
        do {
            reply.body = try body(exchange)
            reply.isRedacted = kept.redacted
            return reply
        } catch {
            return broken("\(error)")
        }
    }

    private static func reply(of exchange: Exchange) -> Reply {
        Reply(
            endpoint: exchange.endpoint, attempts: exchange.attempts, httpStatus: exchange.httpStatus,
            httpDate: exchange.httpDate, requestId: exchange.requestId, failure: exchange.error)
    }

    /// The first thing that was wrong with the record so far: why the run that asks it went astray.
    package var problem: ScanFailure? { open.withLock(\.problem).map(ScanFailure.evidence) }

    /// Throws when a question had no answer on record, or an answer on record was never asked for.
    package func finish() throws(ScanFailure) {
        if let problem { throw problem }
        if let number = open.withLock(\.unasked).min() {
            throw .evidence("exchange \(number) is on record, but nothing in this run asks for it")
        }
    }

    private func broken(_ problem: String) -> Reply {
        open.withLock { $0.problem = $0.problem ?? problem }
        return Reply(
            endpoint: "", attempts: [], failure: Exchange.Failure(code: "NotRecorded", message: problem))
    }
}

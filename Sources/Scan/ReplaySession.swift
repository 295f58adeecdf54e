package import Evidence
internal import Synchronization

/// An account as an earlier run recorded it: the same questions get the same answers.
package final class ReplaySession: AccountSession {
    package let homeRegion: String
    private let account: String
    private let recorded: [Question: Exchange]
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
        self.body = body
        var recorded: [Question: Exchange] = [:]
        for exchange in exchanges where exchange.account == account.id {
            guard let service = APIRequest.Service(rawValue: exchange.service) else {
                throw .evidence("exchange \(exchange.number) is with a service that is not asked: \(exchange.service)")
            }
            let request = APIRequest(service, exchange.action, exchange.parameters)
            let question = Question(region: exchange.region, request: request)
            if let other = recorded.updateValue(exchange, forKey: question) {
                throw .evidence("exchanges \(other.number) and \(exchange.number) ask the same")
            }
        }
        self.recorded = recorded
        open = Mutex(State(unasked: Set(recorded.values.map(\.number)), problem: nil))
    }

    package func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        let reply = reply(to: request, in: region)
        return (reply, reply.read(by: reading))
    }

    private func reply(to request: APIRequest, in region: String) -> Reply {
        guard let exchange = recorded[Question(region: region, request: request)] else {
            return broken("\(request.action) in \(region) of account \(account) is not on record")
        }
        open.withLock { _ = $0.unasked.remove(exchange.number) }
        var reply = Reply(
            endpoint: exchange.endpoint, attempts: exchange.attempts, httpStatus: exchange.httpStatus,
            httpDate: exchange.httpDate, requestId: exchange.requestId,
            failure: exchange.error)
        guard let kept = exchange.body else { return reply }
        do {
            reply.body = try body(exchange)
            reply.isRedacted = kept.redacted
            return reply
        } catch {
            return broken("\(error)")
        }
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

import AWS
import Evidence

/// A call that got credentials, as it is recorded.
struct CredentialExchange: Sendable {
    let call: CredentialCall
    let key: ExchangeRecorder.Key
    let reading: Reading

    /// In the order of the record: by action, then as they were made.
    static func all(_ calls: [CredentialCall], of account: String, in region: String) -> [CredentialExchange] {
        var pages: [String: Int] = [:]
        return calls.map { call in
            let action = call.request.action
            pages[action, default: 0] += 1
            let key = ExchangeRecorder.Key(
                account: account, region: region, action: action, page: pages[action, default: 1])
            return CredentialExchange(call: call, key: key, reading: reading(of: call, in: region))
        }.sorted { $0.key < $1.key }
    }

    private static func reading(of call: CredentialCall, in region: String) -> Reading {
        let reply = call.reply
        guard let failure = reply.failure else { return Reading(outcome: .answered, requestId: reply.requestId) }
        let isRefusal = reply.httpStatus.map { !reply.isSuccess && failure.code != "HTTP\($0)" } ?? false
        return Reading(
            outcome: isRefusal ? .refused : reply.attempts.isEmpty ? .notStarted : .failed,
            requestId: reply.requestId,
            failure: CallFailure(
                action: call.request.action, region: region, code: failure.code,
                message: CallFailure.cut(failure.message), requestId: reply.requestId,
                attempts: reply.attempts.count, wasRefused: isRefusal))
    }
}

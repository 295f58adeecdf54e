import Evidence
internal import Synchronization

/// A call that got credentials, without what must not be kept: no body, and of the parameters only those that
/// name the role.
package struct CredentialCall: Sendable {
    package let request: APIRequest
    package let reply: Reply

    package static let actions: Set = ["AssumeRole", "AssumeRoleWithWebIdentity"]
    private static let kept: Set = ["RoleArn", "RoleSessionName", "DurationSeconds"]

    /// - Parameter reply: an error answer that it holds must be redacted already; code and message stay.
    package init(_ request: APIRequest, _ reply: Reply) {
        let parameters = request.parameters.filter { Self.kept.contains($0.key) }
        self.request = APIRequest(request.service, request.action, parameters)
        var reply = reply
        if reply.failure == nil, let status = reply.httpStatus, !reply.isSuccess {
            let error = ErrorAnswer(status: status, body: reply.body, from: request.service)
            reply.failure = Exchange.Failure(code: error.code, message: error.message)
            reply.requestId = reply.requestId ?? error.requestId
        }
        reply.body = nil
        reply.isRedacted = false
        self.reply = reply
    }
}

/// Hears of the calls that get credentials, and keeps them for the record.
package final class CredentialCallLog: Sendable {
    private let kept = Mutex<[CredentialCall]>([])

    package init() {}

    package func observe(_ request: APIRequest, _ reply: Reply) {
        let call = CredentialCall(request, reply)
        kept.withLock { $0.append(call) }
    }

    package var calls: [CredentialCall] { kept.withLock(\.self) }
}

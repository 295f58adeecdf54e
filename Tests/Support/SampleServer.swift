import AWS
package import Scan

/// An account of a sample estate behind an HTTP endpoint, as the built binary meets AWS.
package enum SampleServer {
    /// What the server does instead of answering as the sample would; nil lets it.
    package typealias Fault = @Sendable (StubRequest, _ region: String) -> StubAnswer?

    /// - Parameter delay: before each answer, so that many are waited for at once.
    package static func serving<Value>(
        _ account: SampleEstate.Account, delay: Duration = .zero, fault: @escaping Fault = { _, _ in nil },
        isolation: isolated (any Actor)? = #isolation, _ body: (StubServer) async throws -> Value
    ) async throws -> Value {
        let session = SampleSession(account: account, clock: { SampleRun.start })
        return try await StubServer.serving(
            { request in
                let scope = scope(of: request)
                if let answer = fault(request, scope.region) { return answer }
                guard let service = APIRequest.Service(rawValue: scope.service),
                    let question = request.question(of: service)
                else {
                    return StubAnswer(status: 400, "unsigned")
                }
                let reply = session.reply(to: question, in: scope.region)
                return StubAnswer(
                    status: reply.httpStatus ?? 500, String(decoding: reply.body ?? [], as: UTF8.self),
                    headers: [("x-amzn-requestid", reply.requestId ?? "")], delay: delay)
            }, to: body)
    }

    /// Region and service, which every request names in its signature:
    /// `Credential=KEY/20261123/eu-west-1/ec2/aws4_request`.
    private static func scope(of request: StubRequest) -> (region: String, service: String) {
        let credential = (request["Authorization"] ?? "").split(separator: "Credential=").last ?? ""
        let parts = credential.prefix { $0 != "," }.split(separator: "/")
        return parts.count == 5 ? (String(parts[2]), String(parts[3])) : ("", "")
    }
}

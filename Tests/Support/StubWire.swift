package import AWS

/// Carries requests to a `StubAWS` in the same process, at the pace of a clock that need not be real.
package struct StubWire: HTTPTransport {
    let aws: StubAWS
    let latency: Duration
    let sleep: @Sendable (Duration) async throws -> Void

    package init(
        _ aws: StubAWS, latency: Duration = .milliseconds(20),
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.aws = aws
        self.latency = latency
        self.sleep = sleep
    }

    package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        let headers =
            [(name: "Host", value: request.authority)] + request.headers.map { (name: $0.name, value: $0.value) }
        let path = request.path + (request.query.isEmpty ? "" : "?\(request.query)")
        let answer = aws.answer(
            StubRequest(method: request.method, path: path, headers: headers, body: request.body))
        let isSilent = [.hang, .drip].contains(answer.manner)
        do { try await sleep(isSilent ? .seconds(60) : latency + answer.delay) } catch { throw .cancelled }
        switch answer.manner {
        case .whole, .chunked, .close:
            return HTTPAnswer(
                status: answer.status, headers: answer.headers.map { HTTPHeader($0.name, $0.value) },
                body: answer.body)
        case .drop, .truncate: throw .closedEarly(host: request.authority)
        case .hang, .drip: throw .timeout(host: request.authority)
        }
    }
}

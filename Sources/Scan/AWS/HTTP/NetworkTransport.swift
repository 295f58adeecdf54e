import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The network: one client for a scan, which keeps its connections. `shutdown()` must end it.
///
/// Nothing is followed, unpacked, retried or kept from one request to the next.
package struct NetworkTransport: HTTPTransport {
    private let client: HTTPClient
    private let limits: TransportLimits

    package init(limits: TransportLimits = TransportLimits()) {
        var pool = HTTPClient.Configuration.ConnectionPool()
        pool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.connectionsPerHost
        pool.retryConnectionEstablishment = false
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(limits.connect), read: TimeAmount(limits.read)),
            connectionPool: pool, decompression: .disabled)
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.limits = limits
    }

    package func shutdown() async throws {
        try await client.shutdown()
    }

    package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        do {
            return try await withThrowingTaskGroup(of: HTTPAnswer.self) { [client, limits] group in
                defer { group.cancelAll() }
                group.addTask { try await Self.exchange(request, client, limits) }
                group.addTask {
                    try await Task.sleep(for: limits.whole)
                    throw TransportFailure.timeout(host: request.authority)
                }
                guard let answer = try await group.next() else { throw TransportFailure.cancelled }
                return answer
            }
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw TransportFailure(error, host: request.authority)
        }
    }

    private static func exchange(
        _ request: HTTPRequest, _ client: HTTPClient, _ limits: TransportLimits
    ) async throws -> HTTPAnswer {
        let response = try await client.execute(HTTPClientRequest(request), timeout: TimeAmount(limits.whole))
        let tooLarge = TransportFailure.tooLarge(host: request.authority, limit: limits.bodyBytes)
        let length = response.headers.first(name: "content-length").flatMap(Int.init)
        if let length, length > limits.bodyBytes { throw tooLarge }

        var body: [UInt8] = []
        for try await piece in response.body {
            if body.count + piece.readableBytes > limits.bodyBytes { throw tooLarge }
            body.append(contentsOf: piece.readableBytesView)
        }
        if let length, length != body.count, request.method != "HEAD" {
            throw TransportFailure.closedEarly(host: request.authority)
        }
        return HTTPAnswer(
            status: Int(response.status.code), headers: response.headers.map { HTTPHeader($0.name, $0.value) },
            body: body)
    }
}

extension HTTPClientRequest {
    fileprivate init(_ request: HTTPRequest) {
        self.init(url: request.url)
        method = HTTPMethod(rawValue: request.method)
        headers = HTTPHeaders([("Host", request.authority)] + request.headers.map { ($0.name, $0.value) })
        if !request.body.isEmpty { body = .bytes(ByteBuffer(bytes: request.body)) }
    }
}

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// The network: one client for a scan, which keeps its connections, and one for each proxy. `shutdown()` must end it.
///
/// What goes through a proxy goes by CONNECT, http as well as https: no proxy sees a signed request of https.
/// Nothing is followed, unpacked, retried or kept from one request to the next.
package struct NetworkTransport: HTTPTransport {
    private let client: HTTPClient
    private let proxied: [Proxy: HTTPClient]
    private let rules: ProxyRules
    private let limits: TransportLimits

    package init(limits: TransportLimits = TransportLimits(), network: NetworkSettings = .direct) {
        var pool = HTTPClient.Configuration.ConnectionPool()
        pool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.connectionsPerHost
        pool.retryConnectionEstablishment = false
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(limits.connect), read: TimeAmount(limits.read)),
            connectionPool: pool, decompression: .disabled)
        configuration.httpVersion = .http1Only
        if let roots = network.trustRoots {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(roots.certificates)
            configuration.tlsConfiguration = tls
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var proxied: [Proxy: HTTPClient] = [:]
        for proxy in network.proxies.proxies {
            configuration.proxy = proxy.server
            proxied[proxy] = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        }
        self.proxied = proxied
        rules = network.proxies
        self.limits = limits
    }

    /// Every client is ended, whatever becomes of the others.
    package func shutdown() async throws {
        var trouble: (any Error)?
        for client in [client] + proxied.values {
            do { try await client.shutdown() } catch { trouble = error }
        }
        if let trouble { throw trouble }
    }

    /// The same, and waits for it no longer than so: a connection that is being made meanwhile ends with the process.
    package func shutdown(within patience: Duration) async throws {
        let (ends, end) = AsyncStream.makeStream(of: Result<Void, any Error>.self)
        Task {
            do { end.yield(.success(try await shutdown())) } catch { end.yield(.failure(error)) }
        }
        let waiting = Task {
            do { try await Task.sleep(for: patience) } catch {}
            end.finish()
        }
        defer { waiting.cancel() }
        for await result in ends { return try result.get() }
    }

    package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        let proxy = rules.proxy(for: request)
        let client = proxy.flatMap { proxied[$0] } ?? client
        do {
            return try await withThrowingTaskGroup(of: HTTPAnswer.self) { [limits] group in
                defer { group.cancelAll() }
                group.addTask { try await Self.exchange(request, client, limits) }
                group.addTask { try await Self.timeout(request, client, limits) }
                guard let answer = try await group.next() else { throw TransportFailure.cancelled }
                return answer
            }
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw TransportFailure(error, host: request.authority, proxy: proxy)
        }
    }

    /// Throws when the time for the whole answer has passed.
    private static func timeout(
        _ request: HTTPRequest, _ client: HTTPClient, _ limits: TransportLimits
    ) async throws -> HTTPAnswer {
        // Not a sleep: Swift keeps the timer of one that was cancelled until its time has come.
        let end = client.eventLoopGroup.any().scheduleTask(in: TimeAmount(limits.whole)) { () throws -> HTTPAnswer in
            throw TransportFailure.timeout(host: request.authority)
        }
        return try await withTaskCancellationHandler {
            try await end.futureResult.get()
        } onCancel: {
            end.cancel()
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

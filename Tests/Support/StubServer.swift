import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP/1.1 server in this process, on 127.0.0.1 and a free port, that answers as a test wants.
package final class StubServer: Sendable {
    package typealias Handler = @Sendable (StubRequest) async -> StubAnswer
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    package let port: Int
    private let record: Record
    private let running: Task<Void, any Error>

    private final class Record: Sendable {
        let isRecording: Bool
        let requests = Mutex<[StubRequest]>([])
        let connections = Mutex(0)

        init(isRecording: Bool) { self.isRecording = isRecording }

        func add(_ request: StubRequest) { if isRecording { requests.withLock { $0.append(request) } } }
    }

    /// Runs the body with a server, and stops the server whatever happens:
    /// `StubServer.serving { request in answer } to: { server in … }`.
    package static func serving<Value>(
        isolation: isolated (any Actor)? = #isolation, by certificate: StubCertificate? = nil,
        isRecording: Bool = true, _ handler: @escaping Handler, to body: (StubServer) async throws -> Value
    ) async throws -> Value {
        let server = try await StubServer(by: certificate, isRecording: isRecording, handler)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(server))
        } catch {
            result = .failure(error)
        }
        await server.stop()
        return try result.get()
    }

    /// - Parameters:
    ///   - certificate: what it shows for TLS; nil: it speaks plain HTTP.
    ///   - isRecording: whether `requests` grows with every request.
    package init(
        by certificate: StubCertificate? = nil, isRecording: Bool = true, _ handler: @escaping Handler
    ) async throws {
        let tls = try certificate.map { try NIOSSLContext(configuration: $0.serverConfiguration()) }
        let waiting = WaitingConnections<HTTPServerRequestPart, HTTPServerResponsePart>()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try waiting.add(channel)
                }
            }
        guard let port = listener.channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
        let record = Record(isRecording: isRecording)
        self.port = port
        self.record = record
        running = Task {
            do {
                try await withThrowingDiscardingTaskGroup { group in
                    try await listener.executeThenClose { numbers in
                        for try await number in numbers {
                            guard let connection = waiting.take(number) else { continue }
                            record.connections.withLock { $0 += 1 }
                            group.addTask { await Self.serve(connection, record, handler) }
                        }
                    }
                }
            } catch {
                await waiting.stop()
                throw error
            }
            await waiting.stop()
        }
    }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// What it was asked so far, in order.
    package var requests: [StubRequest] { record.requests.withLock(\.self) }

    /// How many connections clients have opened.
    package var connections: Int { record.connections.withLock(\.self) }

    /// Closes every connection and waits until that is done.
    package func stop() async {
        running.cancel()
        _ = await running.result
    }

    /// A client that goes away ends its own connection only.
    private static func serve(_ connection: Connection, _ record: Record, _ handler: Handler) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                var head: HTTPRequestHead?
                var body: [UInt8] = []
                for try await part in inbound {
                    switch part {
                    case .head(let value):
                        head = value
                        body = []
                    case .body(let piece): body.append(contentsOf: piece.readableBytesView)
                    case .end:
                        guard let head else { return }
                        let request = StubRequest(head, body)
                        record.add(request)
                        let answer = await handler(request)
                        guard try await send(answer, to: outbound) else { return }
                    }
                }
            }
        } catch {
            return
        }
    }

    /// False when the connection is to be closed.
    private static func send(
        _ answer: StubAnswer, to outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws -> Bool {
        try await Task.sleep(for: answer.manner == .hang ? .seconds(3600) : answer.delay)
        if answer.manner == .hang || answer.manner == .drop { return false }
        var headers = HTTPHeaders(answer.headers.map { ($0.name, $0.value) })
        if answer.manner == .drip {
            headers.replaceOrAdd(name: "Content-Length", value: "1000000")
        } else if answer.manner != .chunked {
            headers.replaceOrAdd(name: "Content-Length", value: String(answer.body.count))
        }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
        try await outbound.write(.head(head))
        if case .truncate(let count) = answer.manner {
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: answer.body.prefix(count)))))
            return false
        }
        while answer.manner == .drip {
            try await outbound.write(.body(.byteBuffer(ByteBuffer(string: "<"))))
            try await Task.sleep(for: .milliseconds(100))
        }
        let pieces = answer.manner == .chunked ? answer.body.map { [$0] } : [answer.body]
        for piece in pieces {
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: piece))))
        }
        try await outbound.write(.end(nil))
        return answer.manner != .close
    }
}

extension StubRequest {
    fileprivate init(_ head: HTTPRequestHead, _ body: [UInt8]) {
        self.init(
            method: head.method.rawValue, path: head.uri,
            headers: head.headers.map { (name: $0.name, value: $0.value) }, body: body)
    }
}

import NIOCore
import NIOPosix
import Synchronization

/// An HTTP proxy in this process, on 127.0.0.1 and a free port, all of whose tunnels lead to one port of this machine.
package final class StubProxy: Sendable {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    package let port: Int
    private let asked: Asked
    private let running: Task<Void, any Error>

    private final class Asked: Sendable {
        let heads = Mutex<[String]>([])
    }

    /// Runs the body with a proxy, and stops the proxy whatever happens.
    /// - Parameter status: what it says to CONNECT; it opens the tunnel for 200 alone.
    package static func leading<Value>(
        to port: Int, status: Int = 200, isolation: isolated (any Actor)? = #isolation,
        _ body: (StubProxy) async throws -> Value
    ) async throws -> Value {
        let proxy = try await StubProxy(to: port, status: status)
        let result: Result<Value, any Error>
        do { result = .success(try await body(proxy)) } catch { result = .failure(error) }
        proxy.running.cancel()
        _ = await proxy.running.result
        return try result.get()
    }

    /// The heads of what it was asked, in order: `CONNECT …`, and the headers.
    package var heads: [String] { asked.heads.withLock(\.self) }

    private init(to target: Int, status: Int) async throws {
        let waiting = WaitingConnections<ByteBuffer, ByteBuffer>()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try waiting.add(channel) }
            }
        guard let port = listener.channel.localAddress?.port else { throw ChannelError.unknownLocalAddress }
        let asked = Asked()
        self.port = port
        self.asked = asked
        running = Task {
            do {
                try await withThrowingDiscardingTaskGroup { group in
                    try await listener.executeThenClose { numbers in
                        for try await number in numbers {
                            guard let connection = waiting.take(number) else { continue }
                            group.addTask { await Self.serve(connection, asked, to: target, status: status) }
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

    /// Whoever goes away ends that tunnel only.
    private static func serve(_ connection: Connection, _ asked: Asked, to target: Int, status: Int) async {
        do {
            try await connection.executeThenClose { inbound, outbound in
                var pieces = inbound.makeAsyncIterator()
                var head = ""
                while !head.hasSuffix("\r\n\r\n"), let piece = try await pieces.next() { head += String(buffer: piece) }
                asked.heads.withLock { $0.append(head) }
                try await outbound.write(ByteBuffer(string: "HTTP/1.1 \(status) So\r\n\r\n"))
                guard status == 200 else { return }

                let server = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .connect(host: "127.0.0.1", port: target) { channel in
                        channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
                    }
                try await server.executeThenClose { answers, questions in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { for try await piece in answers { try await outbound.write(piece) } }
                        while let piece = try await pieces.next() { try await questions.write(piece) }
                        group.cancelAll()
                    }
                }
            }
        } catch {
            return
        }
    }
}

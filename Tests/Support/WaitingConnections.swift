import NIOCore
import Synchronization

/// The connections of a server that nobody serves yet.
///
/// NIO ends the process when it lets go of a connection that was never served, as it does with one that comes while
/// the server stops: so they are held here, and the server is told their numbers.
final class WaitingConnections<Inbound: Sendable, Outbound: Sendable>: Sendable {
    typealias Connection = NIOAsyncChannel<Inbound, Outbound>

    private struct State {
        var isOpen = true
        var last = 0
        var connections: [Int: Connection] = [:]
    }

    private let state = Mutex(State())

    struct Stopped: Error {}

    /// On the channel's event loop. Throws, and the channel is closed, when the server has stopped.
    func add(_ channel: any Channel) throws -> Int {
        try state.withLock { state in
            guard state.isOpen else { throw Stopped() }
            state.last += 1
            state.connections[state.last] = try Connection(wrappingChannelSynchronously: channel)
            return state.last
        }
    }

    func take(_ number: Int) -> Connection? {
        state.withLock { $0.connections.removeValue(forKey: number) }
    }

    /// Takes no more, and closes those that nobody served.
    func stop() async {
        let left = state.withLock { state in
            state.isOpen = false
            defer { state.connections = [:] }
            return Array(state.connections.values)
        }
        for connection in left {
            do { try await connection.executeThenClose { _, _ in } } catch { continue }
        }
    }
}

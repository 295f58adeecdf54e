package import Evidence
internal import Synchronization

/// Keeps bodies in memory, by their SHA-256.
package final class MemoryStore: BodyStore {
    private let kept = Mutex<[String: [UInt8]]>([:])

    package init() {}

    package func put(_ body: [UInt8], sha256: String) {
        kept.withLock { $0[sha256] = body }
    }

    package struct Absent: Error {}

    package func body(of exchange: Exchange) throws -> [UInt8] {
        guard let sha256 = exchange.body?.sha256, let body = kept.withLock({ $0[sha256] }) else { throw Absent() }
        return body
    }
}

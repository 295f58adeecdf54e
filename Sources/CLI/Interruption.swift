import Dispatch
import Foundation
import Synchronization

/// SIGINT and SIGTERM while a scan runs: the first stops the asking, so that what was read by then is kept; the
/// second ends the program at once, and the next run sweeps up. While nothing is asked yet, the first does.
final class Interruption {
    private enum State {
        case starting
        case reading(cancel: @Sendable () -> Void)
        /// Told once: stopping, or finished reading.
        case finishing(isTold: Bool)
    }

    private final class Shared: Sendable {
        let state = Mutex(State.starting)
    }

    private let shared = Shared()
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM].map { number in
            // Dispatch hears of the signal instead of the program being ended by it.
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [shared] in Self.hear(shared) }
            source.activate()
        }
    }

    /// Runs the body in a task that the first signal cancels.
    func stopping<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task(operation: body)
        shared.state.withLock { $0 = .reading(cancel: { task.cancel() }) }
        let result = await task.result
        shared.state.withLock { state in
            if case .reading = state { state = .finishing(isTold: false) }
        }
        return try result.get()
    }

    private static func hear(_ shared: Shared) {
        let sentence: String? = shared.state.withLock { state in
            switch state {
            case .reading(let cancel):
                cancel()
                state = .finishing(isTold: true)
                return "interrupted: what was read is kept; interrupt again to end at once"
            case .finishing(isTold: false):
                state = .finishing(isTold: true)
                return "everything was read, the package is being written; interrupt again to end at once"
            case .starting, .finishing(isTold: true): return nil
            }
        }
        if let sentence { return Terminal.complain(sentence) }
        ErrorStream.standard.draw("")
        Terminal.complain("interrupted: ended at once; the next run removes what is left behind")
        _exit(ExitStatus.couldNotRun.rawValue)
    }
}

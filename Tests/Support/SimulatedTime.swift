import Dispatch
import Evidence
package import AWS
import Synchronization

/// A clock that stands still while anybody works, and leaps to the next who wakes when all wait: hours of waiting
/// take no time, and everything happens in an order that a seed repeats.
///
/// What runs in `run` must wait for nothing but this clock.
package final class SimulatedTime: TaskExecutor {
    private struct Sleeper {
        var wakes: Duration
        var continuation: UnsafeContinuation<Void, Never>
    }

    private struct State {
        var elapsed = Duration.zero
        var jobs: [UnownedJob] = []
        var sleepers: [Sleeper] = []
        var isRunning = false
        var dice: SeededGenerator
    }

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "simulated time")

    package init(seed: UInt64 = 0) {
        state = Mutex(State(dice: SeededGenerator(seed: seed)))
    }

    package func run<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
        try await withTaskExecutorPreference(self) { try await body() }
    }

    package var elapsed: Duration { state.withLock(\.elapsed) }

    package var effects: Effects {
        Effects(
            now: { [self] in
                Timestamp(milliseconds: SampleRun.start.milliseconds + Int64(elapsed / .milliseconds(1)))
            },
            sleep: { [self] in await sleep($0) },
            random: { [self] in state.withLock { $0.dice.next() } })
    }

    private func sleep(_ duration: Duration) async {
        await withUnsafeContinuation { continuation in
            state.withLock { $0.sleepers.append(Sleeper(wakes: $0.elapsed + duration, continuation: continuation)) }
        }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let begins = state.withLock { state in
            state.jobs.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if begins { queue.async { self.work() } }
    }

    /// Does what there is to do; when there is nothing, it is the next sleeper's turn.
    private func work() {
        while true {
            let (jobs, sleeper) = state.withLock { state -> ([UnownedJob], Sleeper?) in
                let jobs = state.jobs
                state.jobs = []
                if !jobs.isEmpty { return (jobs, nil) }
                let next = state.sleepers.indices.min { state.sleepers[$0].wakes < state.sleepers[$1].wakes }
                guard let next else {
                    state.isRunning = false
                    return ([], nil)
                }
                state.elapsed = max(state.elapsed, state.sleepers[next].wakes)
                return ([], state.sleepers.remove(at: next))
            }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            if jobs.isEmpty {
                guard let sleeper else { return }
                sleeper.continuation.resume()
            }
        }
    }
}

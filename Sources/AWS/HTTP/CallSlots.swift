/// How many calls may be in flight at once; the others wait in the order they came.
package actor CallSlots {
    private var free: Int
    private var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var lastTicket = 0

    package init(_ count: Int) {
        free = max(1, count)
    }

    /// How many wait for a slot now.
    package var queued: Int { waiting.count }

    /// Runs the body when there is a slot for it; nil when the task is cancelled before that.
    nonisolated package func withSlot<Value: Sendable>(_ body: @Sendable () async -> Value) async -> Value? {
        guard await take() else { return nil }
        let value = await body()
        await giveBack()
        return value
    }

    /// False when the task was cancelled instead.
    private func take() async -> Bool {
        if Task.isCancelled { return false }
        if free > 0 {
            free -= 1
            return true
        }
        lastTicket += 1
        let ticket = lastTicket
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Cancelled before it stood in the line: nobody would take it out again.
                if Task.isCancelled {
                    continuation.resume(returning: false)
                } else {
                    waiting.append((ticket, continuation))
                }
            }
        } onCancel: {
            Task { await leave(ticket) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().continuation.resume(returning: true)
        }
    }

    private func leave(_ ticket: Int) {
        guard let place = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waiting.remove(at: place).continuation.resume(returning: false)
    }
}

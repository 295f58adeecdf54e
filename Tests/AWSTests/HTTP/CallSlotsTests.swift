import AWS
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct CallSlotsTests {
    private final class Count: Sendable {
        private let state = Mutex((running: 0, most: 0, done: 0))

        func begin() {
            state.withLock {
                $0.running += 1
                $0.most = max($0.most, $0.running)
            }
        }

        func end() {
            state.withLock {
                $0.running -= 1
                $0.done += 1
            }
        }

        var most: Int { state.withLock(\.most) }
        var done: Int { state.withLock(\.done) }
    }

    @Test(arguments: [1, 3, 8])
    func noMoreRunAtOnceThanThereAreSlots(_ count: Int) async {
        let slots = CallSlots(count)
        let state = Count()
        await withTaskGroup { group in
            for _ in 0..<100 {
                group.addTask {
                    let value = await slots.withSlot {
                        state.begin()
                        for _ in 0..<5 { await Task.yield() }
                        state.end()
                        return true
                    }
                    #expect(value == true)
                }
            }
        }
        #expect(state.most <= count)
        #expect(state.done == 100)
    }

    @Test func whoIsCancelledLeavesTheLineAndTheOthersGoOn() async {
        let slots = CallSlots(1)
        let (held, hold) = AsyncStream.makeStream(of: Void.self)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        async let first = slots.withSlot {
            begin.finish()
            for await _ in held {}
            return 1
        }
        for await _ in begun {}
        let second = Task { await slots.withSlot { 2 } }
        let third = Task { await slots.withSlot { 3 } }
        while await slots.queued < 2 { await Task.yield() }
        second.cancel()
        #expect(await second.value == nil)
        hold.finish()
        #expect(await first == 1)
        #expect(await third.value == 3)
        #expect(await slots.withSlot { 4 } == 4)
    }
}

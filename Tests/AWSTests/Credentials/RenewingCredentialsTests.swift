import Evidence
import AWS
import Synchronization
import Testing

@Suite struct RenewingCredentialsTests {
    /// A clock in minutes, and credentials that live as long as is said.
    private final class World: Sendable {
        let minutes = Mutex(0)
        let isIll = Mutex(false)

        var now: Timestamp { World.minute(minutes.withLock(\.self)) }

        func set(_ minute: Int) { minutes.withLock { $0 = minute } }

        static func minute(_ minute: Int) -> Timestamp {
            Timestamp(milliseconds: Surroundings.januaryOf2009.milliseconds + Int64(minute) * 60_000)
        }

        func source(lifetime: Int?) -> GivenCredentials {
            GivenCredentials { [self] time throws(CredentialFailure) in
                if isIll.withLock(\.self) { throw CredentialFailure(.unavailable, "ill") }
                let expires = lifetime.map { World.minute(minutes.withLock(\.self) + $0) }
                return try .test("KEY\(time)", expires: expires)
            }
        }

        func renewing(_ source: GivenCredentials) -> RenewingCredentials {
            RenewingCredentials(source, now: { self.now })
        }
    }

    private let world = World()

    @Test func keysThatDoNotExpireAreAskedForOnce() async throws {
        let source = world.source(lifetime: nil)
        let renewing = world.renewing(source)
        for minute in [0, 1000, 100_000] {
            world.set(minute)
            #expect(try await renewing.credentials().accessKeyId == "KEY1")
        }
    }

    @Test(arguments: [(60, 45, 50), (15, 12, 13), (720, 705, 710)])
    func theyAreRenewedInTheirLastMinutes(_ lifetime: Int, _ advisory: Int, _ mandatory: Int) async throws {
        let source = world.source(lifetime: lifetime)
        let renewing = world.renewing(source)
        for minute in [0, 1, advisory - 1] {
            world.set(minute)
            #expect(try await renewing.credentials().accessKeyId == "KEY1")
        }
        world.isIll.withLock { $0 = true }
        world.set(advisory)
        // One tries and the old ones do; for a minute nobody tries again.
        #expect(try await renewing.credentials().accessKeyId == "KEY1")
        #expect(try await renewing.credentials().accessKeyId == "KEY1")
        #expect(source.times == 2)
        world.set(mandatory)
        let failure = await #expect(throws: CredentialFailure.self) { try await renewing.credentials() }
        #expect(failure?.description == "ill")
        world.isIll.withLock { $0 = false }
        #expect(try await renewing.credentials().accessKeyId == "KEY4")
    }

    @Test func aFailureIsNotKept() async throws {
        world.isIll.withLock { $0 = true }
        let renewing = world.renewing(world.source(lifetime: 60))
        await #expect(throws: CredentialFailure.self) { try await renewing.credentials() }
        world.isIll.withLock { $0 = false }
        #expect(try await renewing.credentials().accessKeyId == "KEY2")
    }

    @Test func credentialsThatComeExpiredAreUsedUntilAWSRefusesThem() async throws {
        let source = world.source(lifetime: -5)
        let renewing = world.renewing(source)
        let first = try await renewing.credentials()
        #expect(try await renewing.credentials() == first)
        #expect(try await renewing.credentials(insteadOf: first).accessKeyId == "KEY2")
    }

    @Test func allWhoWereRefusedShareOneRenewal() async throws {
        let source = GivenCredentials { time throws(CredentialFailure) in
            for _ in 0..<100 { await Task.yield() }
            return try .test("KEY\(time)")
        }
        let renewing = world.renewing(source)
        let stale = try await renewing.credentials()
        let keys = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do { return try await renewing.credentials(insteadOf: stale).accessKeyId } catch { return nil }
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(keys == ["KEY2"])
        #expect(source.times == 2 && source.stale == [stale])
        // Who comes late with the old ones gets the new ones.
        #expect(try await renewing.credentials(insteadOf: stale).accessKeyId == "KEY2")
        #expect(source.times == 2)
    }

    @Test func whoIsCancelledWaitsNoLonger() async throws {
        let source = GivenCredentials { time throws(CredentialFailure) in
            if time > 1 { return try .test("KEY\(time)") }
            do { try await Task.sleep(for: .seconds(3600)) } catch {
                throw CredentialFailure(.unavailable, "ended")
            }
            throw CredentialFailure(.unavailable, "late")
        }
        let renewing = world.renewing(source)
        let waiting = Task { try await renewing.credentials() }
        while source.times == 0 { await Task.yield() }
        waiting.cancel()
        let result = await waiting.result
        let failure = #expect(throws: CredentialFailure.self) { try result.get() }
        #expect(failure?.code.name == "Cancelled")
        #expect(try await renewing.credentials().accessKeyId == "KEY2")
    }
}

import Evidence
package import AWS
import Synchronization

/// A live session with a clock, a sleep and dice of its own.
package struct TestSession {
    package static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    package static let token = "IQoJb3JpZ2luX2VjEXAMPLE//////////token+/=="

    package let live: LiveSession
    package let transport: NetworkTransport
    package let world = World()

    /// Each look at the clock costs a second; sleeping costs nothing and is written down.
    package final class World: Sendable {
        private let looks = Mutex<Int64>(0)
        private let sleeps = Mutex<[Duration]>([])

        package var slept: [Duration] { sleeps.withLock(\.self) }

        package var effects: Effects {
            Effects(
                now: { [self] in
                    let look = looks.withLock { count in
                        count += 1
                        return count
                    }
                    return Timestamp(milliseconds: 1_767_323_045_000 + look * 1000)
                },
                sleep: { [self] duration in sleeps.withLock { $0.append(duration) } },
                random: { 1 << 63 })
        }
    }

    package init(
        url: String, limits: TransportLimits = .patient,
        environment: [String: String] = [
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token,
        ],
        credentials: (any CredentialProvider)? = nil, retries: RetryPolicy = RetryPolicy(),
        state: RetryState = RetryState(), events: @escaping @Sendable (SessionEvent) -> Void = { _ in }
    ) throws {
        transport = NetworkTransport(limits: limits)
        live = LiveSession(
            homeRegion: try Region.home(AWSSettings(environment: environment)),
            endpoints: try Endpoints(custom: url, settings: AWSSettings(environment: environment)),
            credentials: credentials ?? EnvironmentCredentials(environment, now: world.effects.now),
            transport: transport, slots: CallSlots(4), retries: retries, state: state, version: "9.9",
            effects: world.effects, events: events)
    }
}

extension LiveSession {
    /// Asks without reading the answer.
    package func send(_ request: APIRequest, to region: String) async -> Reply {
        await send(request, to: region) { _ in }.0
    }
}

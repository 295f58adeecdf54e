internal import Synchronization

/// What the calls of a session remember for each other.
package final class RetryState: Sendable {
    /// A client as AWS's SDKs have them: one service in one region.
    private struct Client: Hashable {
        var service: APIRequest.Service
        var region: String
    }

    package let clock: ClockOffset
    private let quotas = Mutex<[Client: RetryQuota]>([:])
    private let rates = Mutex<[Client: SharedRate]>([:])

    /// - Parameter clock: may be shared by all sessions of a machine.
    package init(clock: ClockOffset = ClockOffset()) {
        self.clock = clock
    }

    func quota(of service: APIRequest.Service, in region: Region) -> RetryQuota {
        quotas.withLock { quotas in
            let client = Client(service: service, region: region.name)
            let quota = quotas[client] ?? RetryQuota()
            quotas[client] = quota
            return quota
        }
    }

    func rate(of service: APIRequest.Service, in region: Region) -> SharedRate {
        rates.withLock { rates in
            let client = Client(service: service, region: region.name)
            let rate = rates[client] ?? SharedRate()
            rates[client] = rate
            return rate
        }
    }
}

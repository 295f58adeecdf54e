import Logging
import Scan

/// The accounts of a live scan, ready to be asked: the one place where credentials, endpoints and retries meet.
struct LiveAccounts {
    let environment: [String: String]
    let options: AccountOptions
    let roles: [AccountRole]
    let regions: [String]
    let endpointURL: String?
    let concurrency: Int
    let transport: NetworkTransport
    let logger: Logger
    let effects: Effects

    /// One session for each account that was named, else one for the account of the credentials.
    func sessions() async throws -> [any AccountSession] {
        let slots = CallSlots(concurrency)
        if roles.isEmpty { return [try await session(options.roleARN, slots, CredentialCallLog())] }
        var sessions: [any AccountSession] = []
        for role in roles {
            let calls = CredentialCallLog()
            sessions.append(
                NamedAccount(role.account, try await session(role.role, slots, calls), calls: calls))
        }
        return sessions
    }

    private func session(
        _ role: RoleARN?, _ slots: CallSlots, _ calls: CredentialCallLog
    ) async throws -> LiveSession {
        let credentials = try credentials(role)
        // Missing credentials are said before anything is asked.
        _ = try await credentials.credentials()
        return LiveSession(
            homeRegion: try homeRegion(), endpoints: try Endpoints(custom: endpointURL, environment: environment),
            credentials: credentials, transport: transport, slots: slots,
            retries: try RetryPolicy(environment: environment), version: BuildInfo.version, effects: effects,
            logger: logger)
    }

    private func credentials(_ role: RoleARN?) throws -> any CredentialProvider {
        guard role == nil, options.profile == nil else {
            throw SettingError("--profile, --role-arn and --account", "are not known to this build")
        }
        return EnvironmentCredentials(environment, now: effects.now)
    }

    /// Where the environment says, else in the partition of the first region that was asked for.
    private func homeRegion() throws -> Region {
        let isSet = ["AWS_REGION", "AWS_DEFAULT_REGION"].contains { environment[$0]?.isEmpty == false }
        guard !isSet, let first = regions.first else { return try Region.home(environment) }
        return try Region(Partition.of(region: first).globalRegion)
    }
}

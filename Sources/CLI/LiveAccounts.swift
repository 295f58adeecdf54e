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
    /// Hears of calls that are made again.
    let progress: ProgressDisplay

    /// One session for each account that was named, else one for the account of the credentials.
    func sessions() async throws -> [any AccountSession] {
        let own = EnvironmentCredentials(environment, now: effects.now)
        // Missing credentials are said before anything is asked. A role that cannot be taken on is its account's gap.
        _ = try await own.credentials()
        let slots = CallSlots(concurrency)
        let chosen: [RoleARN?] = roles.isEmpty ? [options.roleARN] : roles.map(\.role)
        return try chosen.map { role in
            let calls = CredentialCallLog()
            let session = LiveSession(
                homeRegion: try homeRegion(), endpoints: try Endpoints(custom: endpointURL, environment: environment),
                credentials: try credentials(role, from: own, calls), transport: transport, slots: slots,
                retries: try RetryPolicy(environment: environment), version: BuildInfo.version, effects: effects,
                logger: logger)
            return LiveAccount(role?.account, session, calls: calls)
        }
    }

    /// Those of the role, else one's own.
    private func credentials(
        _ role: RoleARN?, from own: any CredentialProvider, _ calls: CredentialCallLog
    ) throws -> any CredentialProvider {
        guard role == nil, options.profile == nil else {
            throw SettingError("--profile, --role-arn and --account", "are not known to this build")
        }
        return own
    }

    /// Where the environment says, else in the partition of the first region that was asked for.
    private func homeRegion() throws -> Region {
        let isSet = ["AWS_REGION", "AWS_DEFAULT_REGION"].contains { environment[$0]?.isEmpty == false }
        guard !isSet, let first = regions.first else { return try Region.home(environment) }
        return try Region(Partition.of(region: first).globalRegion)
    }
}

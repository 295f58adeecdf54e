import Logging
import AWS

/// The accounts of a live scan, ready to be asked: the one place where settings, credentials, endpoints and retries
/// meet.
struct LiveAccounts {
    let settings: AWSSettings
    let surroundings: Surroundings
    let options: AccountOptions
    let roles: [AccountRole]
    let regions: [String]
    let endpointURL: String?
    let concurrency: Int
    let logger: Logger
    /// Hears of calls that are made again.
    let progress: ProgressDisplay

    /// One session for each account that was named, else one for the account of the credentials.
    func sessions() async throws -> [any AccountSession] {
        let chosen: [RoleARN?] = roles.isEmpty ? [options.roleARN] : roles.map(\.role)
        let logs = chosen.map { _ in CredentialCallLog() }
        let endpoints = try Endpoints(custom: endpointURL, settings: settings)
        let own = CredentialChain.standard(
            settings: settings, surroundings: surroundings, endpoints: endpoints,
            // What all accounts rest on stands in the record of each.
            observe: { call, reply in for log in logs { log.observe(call, reply) } })
        // Missing credentials are said before anything is asked. A role that cannot be taken on is its account's gap.
        _ = try await own.credentials()
        if let source = own.source { progress.tell("credentials: \(told(source))") }

        let slots = CallSlots(concurrency)
        return try zip(chosen, logs).map { role, log in
            let credentials = try credentials(role, from: own, endpoints, log)
            let session = LiveSession(
                homeRegion: try homeRegion(role), endpoints: endpoints,
                credentials: credentials, transport: surroundings.transport, slots: slots,
                retries: try RetryPolicy(settings: settings),
                state: RetryState(clock: surroundings.clock),
                version: BuildInfo.version, effects: surroundings.effects, logger: logger, events: tell)
            return LiveAccount(role?.account, session, calls: log, source: credentials.source)
        }
    }

    /// Which role is assumed with them, or how many.
    private func told(_ source: String) -> String {
        if let role = options.roleARN { return "role \(role) from \(source)" }
        return roles.isEmpty ? source : "\(source), for the roles of \(roles.count) accounts"
    }

    /// Those of the role, else one's own.
    private func credentials(
        _ role: RoleARN?, from own: any CredentialProvider, _ endpoints: Endpoints, _ log: CredentialCallLog
    ) throws -> any CredentialProvider {
        guard let role else { return own }
        let tokens = SecurityTokens(
            settings: settings, surroundings: surroundings, endpoints: endpoints, observe: log.observe)
        let setting = roles.isEmpty ? "--role-arn" : "--account"
        return .assuming(
            try Role(typed: role.description, externalId: options.externalID, from: setting), from: own, by: tokens,
            surroundings)
    }

    /// Where the settings say, else in the first region that was asked for, if every account has that one, else in the
    /// main one of its partition, or of the role's.
    private func homeRegion(_ role: RoleARN?) throws -> Region {
        let isSet = settings.setting(["AWS_REGION", "AWS_DEFAULT_REGION"], "region") != nil
        if !isSet, let first = regions.first {
            let own = regions.first(where: RegionNames.isAlwaysEnabled)
            return try Region(own ?? Partition.of(region: first).globalRegion)
        }
        if !isSet, let role { return try Region(role.partition.globalRegion) }
        return try Region.home(settings)
    }

    private func tell(_ event: SessionEvent) {
        guard case .waits(_, let code, _) = event.step else { return }
        progress.observeRetry(throttled: Trouble.isThrottling(code))
    }
}

import Evidence
import Synchronization

/// Places that are asked in turn. The first that holds credentials is kept to; one that is set up and fails ends it.
package final class CredentialChain: CredentialProvider, Discreet {
    package struct Place: Sendable {
        /// For the sentence that says where nothing was found.
        let name: String
        let provider: any CredentialProvider
        /// As a report tells it.
        let source: String
        /// What made the user's choice of it, if it was one: then nothing is asked in its place.
        let chosenBy: String?

        package init(
            _ name: String, _ provider: any CredentialProvider, source: String? = nil, chosenBy: String? = nil
        ) {
            self.name = name
            self.provider = provider
            self.source = source ?? name
            self.chosenBy = chosenBy
        }
    }

    private let places: [Place]
    private let chosen = Mutex<Int?>(nil)

    package init(_ places: [Place]) {
        self.places = places
    }

    package var description: String { "credentials of the first of \(places.count) places" }

    package var source: String? { chosen.withLock(\.self).map { places[$0].source } }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        try await first { provider throws(CredentialFailure) in try await provider.credentials() }
    }

    package func credentials(insteadOf stale: Credentials) async throws(CredentialFailure) -> Credentials {
        try await first { provider throws(CredentialFailure) in try await provider.credentials(insteadOf: stale) }
    }

    private func first(
        _ ask: (any CredentialProvider) async throws(CredentialFailure) -> Credentials
    ) async throws(CredentialFailure) -> Credentials {
        if let index = chosen.withLock(\.self) {
            do throws(CredentialFailure) {
                return try await ask(places[index].provider)
            } catch  where error.code == .missing {
                throw CredentialFailure(
                    .unavailable, "\(places[index].name) gives no more credentials: \(error.description)")
            }
        }
        for (index, place) in places.enumerated() {
            do throws(CredentialFailure) {
                let credentials = try await ask(place.provider)
                chosen.withLock { $0 = index }
                return credentials
            } catch  where error.code == .missing {
                guard let setting = place.chosenBy else { continue }
                throw CredentialFailure(
                    .incomplete,
                    "\(setting) chooses a profile without credentials, and nothing is used in its place: "
                        + "\(error.description)")
            }
        }
        throw CredentialFailure(
            .missing,
            "no AWS credentials in \(places.map(\.name).joined(separator: ", ")): set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY, run “aws configure” or “aws sso login”, or choose a profile with --profile")
    }
}

extension CredentialProvider where Self == CredentialChain {
    package static func first(of places: [CredentialChain.Place]) -> CredentialChain { CredentialChain(places) }
}

extension CredentialChain.Place {
    package static func environment(_ surroundings: Surroundings) -> Self {
        Self(
            "the environment",
            EnvironmentCredentials(surroundings.environment, now: surroundings.effects.now),
            source: "the environment (AWS_ACCESS_KEY_ID)"
                + (surroundings.environment.setting("AWS_PROFILE") == nil ? "" : ", which goes before AWS_PROFILE"))
    }

    package static func profile(_ settings: AWSSettings, by tokens: SecurityTokens, _ surroundings: Surroundings)
        -> Self
    {
        let provider = ProfileCredentials(settings: settings, by: tokens, surroundings)
        return Self(
            "profile “\(settings.profileName.visible())” of \(settings.profiles.places)", provider,
            source: provider.source, chosenBy: settings.profileSetting)
    }

    package static func webIdentity(by tokens: SecurityTokens, _ surroundings: Surroundings) -> Self {
        Self(
            "a web identity", EnvironmentWebIdentity(by: tokens, surroundings),
            source: "a web identity (AWS_WEB_IDENTITY_TOKEN_FILE)"
                + (surroundings.environment.setting("AWS_ROLE_ARN").map { ", role \($0)" } ?? ""))
    }

    package static func container(_ surroundings: Surroundings) -> Self {
        Self("a container", ContainerCredentials(surroundings), source: "the container’s credential service")
    }

    package static func instance(_ surroundings: Surroundings, settings: AWSSettings) -> Self {
        Self(
            "the metadata of an EC2 instance", InstanceCredentials(surroundings, settings: settings),
            source: "the role of this EC2 instance (metadata service)")
    }
}

extension CredentialChain {
    /// Where a user's credentials are looked for, and how they are renewed.
    ///
    /// A profile that the user named is used, or nothing is. As for the AWS CLI, keys of the environment go before a
    /// profile that AWS_PROFILE names, and not before one that `--profile` names.
    package static func standard(
        settings: AWSSettings, surroundings: Surroundings, endpoints: Endpoints,
        observe: @escaping CallObserver
    ) -> any CredentialProvider {
        let tokens = SecurityTokens(
            settings: settings, surroundings: surroundings, endpoints: endpoints, observe: observe)
        let profile = CredentialChain.Place.profile(settings, by: tokens, surroundings)
        let chain: CredentialChain =
            switch settings.profileSetting {
            case "--profile": .first(of: [profile])
            case _?: .first(of: [.environment(surroundings), profile])
            case nil:
                .first(of: [
                    .environment(surroundings), profile, .webIdentity(by: tokens, surroundings),
                    .container(surroundings), .instance(surroundings, settings: settings),
                ])
            }
        return RenewingCredentials(chain, now: surroundings.effects.now)
    }
}

extension CredentialProvider where Self == RenewingCredentials {
    /// The credentials of a role that others take on: one for each account of a run, over one base.
    package static func assuming(
        _ role: Role, from base: any CredentialProvider, by tokens: SecurityTokens, _ surroundings: Surroundings
    ) -> RenewingCredentials {
        RenewingCredentials(
            AssumedRole(role, from: base, by: tokens, surroundings), now: surroundings.effects.now)
    }
}

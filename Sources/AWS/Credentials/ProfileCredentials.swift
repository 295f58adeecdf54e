import Evidence

/// The credentials of a profile, in whichever way it gets them.
package struct ProfileCredentials: CredentialProvider, Discreet {
    /// Made once, so that what is between the profile and its last role is kept and renewed too.
    private let provider: Result<any CredentialProvider, CredentialFailure>
    package let source: String?

    package init(settings: AWSSettings, by tokens: SecurityTokens, _ surroundings: Surroundings) {
        let plan = Result { () throws(CredentialFailure) in
            try ProfilePlan(for: settings.profileName, in: settings.profiles)
        }
        source =
            if case .success(let plan) = plan {
                plan.source(ofProfile: settings.profileName)
            } else {
                nil
            }
        provider = Result { () throws(CredentialFailure) in
            let plan = try plan.get()
            let base = try plan.base.provider(settings, tokens, surroundings)
            return plan.roles.reduce(base) { source, role in
                let source = RenewingCredentials(source, now: surroundings.effects.now)
                return AssumedRole(role, from: source, by: tokens, surroundings)
            }
        }
    }

    package var description: String { "credentials of a profile" }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        try await provider.get().credentials()
    }

    package func credentials(insteadOf stale: Credentials) async throws(CredentialFailure) -> Credentials {
        try await provider.get().credentials(insteadOf: stale)
    }
}

extension ProfilePlan.Base {
    fileprivate func provider(
        _ settings: AWSSettings, _ tokens: SecurityTokens, _ surroundings: Surroundings
    ) throws(CredentialFailure) -> any CredentialProvider {
        switch self {
        case .keys(let section):
            return KeysOfProfile(section: section)
        case .sso(let section):
            guard section["sso_account_id"] != nil else {
                throw section.failure(
                    "sso_session", "gives a token and no credentials: set sso_account_id and sso_role_name too")
            }
            return SourceOfProfile(
                SSOCredentials(profile: section, profiles: settings.profiles, surroundings, settings: settings),
                whose: section.origin(of: "sso_account_id"))
        case .login(let section):
            return SourceOfProfile(
                LoginCredentials(profile: section, surroundings, settings: settings),
                whose: section.origin(of: "login_session"))
        case .process(let section):
            let file = section.properties["credential_process"]?.file ?? ""
            return SourceOfProfile(
                ProcessCredentials(
                    command: section["credential_process"] ?? "", profile: section.name, file: file, surroundings),
                whose: "credential_process of \(section.origin(of: "credential_process"))")
        case .webIdentity(let role, let tokenFile):
            return WebIdentity(role, tokenFile: tokenFile, by: tokens, surroundings)
        case .named(let source, let section):
            return SourceOfProfile(
                source.provider(settings, surroundings),
                whose: "credential_source \(source.rawValue) of \(section.origin(of: "credential_source"))")
        }
    }
}

extension ProfilePlan.Source {
    fileprivate func provider(_ settings: AWSSettings, _ surroundings: Surroundings) -> any CredentialProvider {
        switch self {
        case .environment: EnvironmentCredentials(surroundings.environment, now: surroundings.effects.now)
        case .container: ContainerCredentials(surroundings)
        case .instance: InstanceCredentials(surroundings, settings: settings)
        }
    }
}

/// `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`.
private struct KeysOfProfile: CredentialProvider, Discreet {
    let section: Profiles.Section

    var description: String { "keys of \(section)" }

    func credentials() async throws(CredentialFailure) -> Credentials {
        try Credentials(
            accessKeyId: section["aws_access_key_id"] ?? "", secretAccessKey: section["aws_secret_access_key"] ?? "",
            sessionToken: section["aws_session_token"] ?? section["aws_security_token"],
            from: section.origin(of: "aws_access_key_id"))
    }
}

/// A source that a profile names: it must give, and its failures name the profile.
private struct SourceOfProfile: CredentialProvider, Discreet {
    private let source: any CredentialProvider
    private let name: String

    init(_ source: any CredentialProvider, whose name: String) {
        self.source = source
        self.name = name
    }

    var description: String { name }

    func credentials() async throws(CredentialFailure) -> Credentials {
        do throws(CredentialFailure) {
            return try await source.credentials()
        } catch {
            throw named(error)
        }
    }

    func credentials(insteadOf stale: Credentials) async throws(CredentialFailure) -> Credentials {
        do throws(CredentialFailure) {
            return try await source.credentials(insteadOf: stale)
        } catch {
            throw named(error)
        }
    }

    /// A sentence that names the profile already stays as it is.
    private func named(_ failure: CredentialFailure) -> CredentialFailure {
        let code = failure.code == .missing ? .unavailable : failure.code
        let isNamed = failure.description.contains(name)
        return CredentialFailure(code, isNamed ? failure.description : "\(name): \(failure.description)")
    }
}

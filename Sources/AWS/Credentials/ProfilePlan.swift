import Evidence

/// How a profile gets credentials: where the first ones come from, and the roles that are then taken on in turn.
/// Source: AWS SDKs and Tools Reference Guide, "Assume role credential provider"; aws-sdk-rust's profile provider.
package struct ProfilePlan: Sendable {
    package enum Base: Sendable {
        case keys(Profiles.Section)
        case sso(Profiles.Section)
        /// `login_session`, of `aws login`
        case login(Profiles.Section)
        case process(Profiles.Section)
        case webIdentity(Role, tokenFile: String)
        /// `credential_source`
        case named(Source, Profiles.Section)
    }

    package enum Source: String, Sendable, CaseIterable {
        case environment = "Environment"
        case instance = "Ec2InstanceMetadata"
        case container = "EcsContainer"
    }

    package private(set) var base: Base
    /// In the order in which they are taken on.
    package private(set) var roles: [Role] = []

    /// Throws `.missing` for a profile that is not there or says nothing of credentials.
    package init(for name: String, in profiles: Profiles) throws(CredentialFailure) {
        guard let first = profiles.profiles[name] else {
            throw CredentialFailure(.missing, "no profile “\(name.visible())” in \(profiles.places)")
        }
        var section = first
        var seen: Set<String> = []
        while true {
            guard seen.insert(section.name).inserted else {
                throw section.failure("source_profile", "leads back to a profile that is its own source")
            }
            // Behind a role, keys end the way, whatever else the profile says.
            if seen.count > 1, section.hasKeys {
                base = .keys(section)
                break
            }
            guard section["role_arn"] != nil, section["web_identity_token_file"] == nil else {
                base = try Self.base(of: section, in: profiles, isSource: seen.count > 1)
                break
            }
            roles.insert(try section.role(), at: 0)
            if let source = try Self.source(of: section) {
                base = .named(source, section)
                break
            }
            let next = try Self.sourceProfile(of: section, in: profiles)
            if next.name == section.name {
                base = .keys(try section.withKeys(isSource: true))
                break
            }
            section = next
        }
    }

    private static func base(
        of section: Profiles.Section, in profiles: Profiles, isSource: Bool
    ) throws(CredentialFailure) -> Base {
        if let source = try source(of: section) { return .named(source, section) }
        if let file = section["web_identity_token_file"] {
            guard section["role_arn"] != nil else {
                throw section.failure("web_identity_token_file", "needs a role_arn beside it")
            }
            return .webIdentity(try section.role(), tokenFile: file)
        }
        if ["sso_session", "sso_account_id", "sso_role_name"].contains(where: { section[$0] != nil }) {
            try check(sso: section, in: profiles)
            return .sso(section)
        }
        for (property, base) in [("login_session", Base.login(section)), ("credential_process", .process(section))]
        where section[property] != nil && !section.hasKeys(elsewhereThan: property) {
            return base
        }
        return .keys(try section.withKeys(isSource: isSource))
    }

    /// Nil where `credential_source` is not set.
    private static func source(of section: Profiles.Section) throws(CredentialFailure) -> Source? {
        guard let name = section["credential_source"] else { return nil }
        guard section["source_profile"] == nil else {
            throw section.failure("credential_source", "and source_profile exclude each other: keep one of them")
        }
        guard let source = Source.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
            let names = Source.allCases.map(\.rawValue).joined(separator: ", ")
            throw section.failure("credential_source", "must be one of \(names)")
        }
        return source
    }

    private static func sourceProfile(
        of section: Profiles.Section, in profiles: Profiles
    ) throws(CredentialFailure) -> Profiles.Section {
        guard let name = section["source_profile"] else {
            throw section.failure("role_arn", "needs a source_profile or a credential_source beside it")
        }
        if let error = profiles.unusableSection(of: name) { throw CredentialFailure(.invalid, "\(error)") }
        guard let source = profiles.profiles[name] else {
            throw section.failure(
                "source_profile", "names a profile that is not there: \(profiles.absence(of: name))")
        }
        return source
    }

    private static func check(sso section: Profiles.Section, in profiles: Profiles) throws(CredentialFailure) {
        for (one, other) in [("sso_account_id", "sso_role_name"), ("sso_role_name", "sso_account_id")]
        where section[one] != nil && section[other] == nil {
            throw section.failure(one, "needs \(other) beside it")
        }
        guard let name = section["sso_session"] else { return }
        guard let session = profiles.ssoSessions[name] else {
            let near = NearestName.to(name, among: profiles.ssoSessions.keys)
            throw section.failure(
                "sso_session",
                "names a section [sso-session] that is not there"
                    + (near.map { "; did you mean “\($0.visible())”?" } ?? ""))
        }
        for key in ["sso_region", "sso_start_url"] where section[key] != nil && section[key] != session[key] {
            throw section.failure(key, "differs from that of its sso_session: leave it to the session")
        }
    }
}

extension ProfilePlan {
    /// `profile audit (role arn:… from keys of profile base)`: where the credentials of a profile come from.
    package func source(ofProfile name: String) -> String {
        let first = base.source(of: name)
        let role = roles.last.map { "role \($0.arn) from \(first)" }
        return "profile \(name) (\(role ?? first))"
    }
}

extension ProfilePlan.Base {
    fileprivate func source(of profile: String) -> String {
        switch self {
        case .keys(let section): "keys" + section.words(beside: profile)
        case .sso(let section): "IAM Identity Center" + section.words(beside: profile)
        case .login(let section): "aws login" + section.words(beside: profile)
        case .process(let section): "credential_process" + section.words(beside: profile)
        case .webIdentity(let role, _): "role \(role.arn) from a web identity"
        case .named(let source, let section):
            "credential_source \(source.rawValue)" + section.words(beside: profile)
        }
    }
}

extension Profiles.Section {
    fileprivate func words(beside profile: String) -> String { name == profile ? "" : " of profile \(name)" }

    /// `profile “a” in /home/a/.aws/config`, for sentences.
    /// - Parameter property: the one that is spoken of.
    func origin(of property: String) -> String {
        let file = properties[property]?.file ?? properties.values.map(\.file).min()
        return "profile “\(name.visible())”" + (file.map { " in \($0.visible())" } ?? "")
    }

    func failure(_ property: String, _ problem: String) -> CredentialFailure {
        CredentialFailure(.invalid, "\(property) of \(origin(of: property)) \(problem)")
    }

    fileprivate var hasKeys: Bool { self["aws_access_key_id"] != nil && self["aws_secret_access_key"] != nil }

    /// As for the AWS CLI, keys of the credentials file count for more than what the config file says.
    fileprivate func hasKeys(elsewhereThan property: String) -> Bool {
        hasKeys && properties["aws_access_key_id"]?.file != properties[property]?.file
    }

    /// Throws where the keys are not whole: `.missing` where there are none and this is not another's source.
    fileprivate func withKeys(isSource: Bool) throws(CredentialFailure) -> Self {
        if hasKeys { return self }
        for (one, other) in [
            ("aws_access_key_id", "aws_secret_access_key"), ("aws_secret_access_key", "aws_access_key_id"),
        ] where self[one] != nil {
            throw CredentialFailure(.incomplete, "\(origin(of: one)) has \(one), and no \(other) beside it")
        }
        if self["source_profile"] != nil, self["role_arn"] == nil {
            throw failure("source_profile", "needs a role_arn beside it: the role that its credentials are to assume")
        }
        throw CredentialFailure(
            isSource ? .incomplete : .missing, "\(origin(of: "aws_access_key_id")) says nothing of credentials")
    }

    fileprivate func role() throws(CredentialFailure) -> Role {
        var seconds: Int?
        if let text = self["duration_seconds"] {
            seconds = Int(text)
            if seconds == nil { throw failure("duration_seconds", "must be a number of seconds from 900 to 43200") }
        }
        do throws(SettingError) {
            return try Role(
                arn: self["role_arn"] ?? "", externalId: self["external_id"], sessionName: self["role_session_name"],
                mfaSerial: self["mfa_serial"], seconds: seconds, origin: origin(of: "role_arn"))
        } catch {
            throw CredentialFailure(.invalid, "\(error)")
        }
    }
}

import Evidence

/// What a profile says about IAM Identity Center: in an `sso-session` section, or itself, as it was done before.
struct SSOSession: Sendable {
    /// Nil where the profile has no `sso_session`.
    let name: String?
    let startURL: String
    let region: Region
    let accountId: String
    let roleName: String
    private let profile: String
    private let file: String

    init(_ profile: Profiles.Section, _ profiles: Profiles) throws(CredentialFailure) {
        let file = (profile.properties["sso_session"] ?? profile.properties["sso_account_id"])?.file ?? "its file"
        self.profile = profile.name.visible()
        self.file = file.visible()
        let place = "profile \(self.profile) in \(self.file)"

        name = profile["sso_session"]
        var session: Profiles.Section?
        if let name {
            session = profiles.ssoSessions[name]
            guard session != nil else {
                throw CredentialFailure(
                    .invalid, "\(place) names the sso-session \(name.visible()), and there is no such section")
            }
        }
        var values: [String: String] = [:]
        for key in ["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"] {
            let (own, common) = (profile[key], session?[key])
            if let own, let common, own != common {
                throw CredentialFailure(
                    .invalid, "\(key) of \(place) is not the same as in its sso-session: remove one of them")
            }
            values[key] = own ?? common
        }
        guard let startURL = values["sso_start_url"], let region = values["sso_region"],
            let accountId = values["sso_account_id"], let roleName = values["sso_role_name"]
        else {
            let absent = ["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"].filter { values[$0] == nil }
            throw CredentialFailure(
                .incomplete,
                "\(place) is set up for IAM Identity Center, but has no \(absent.joined(separator: ", no "))")
        }
        do throws(SettingError) {
            self.region = try Region(region, from: "sso_region of \(place)")
        } catch {
            throw CredentialFailure(.invalid, error.description)
        }
        self.startURL = startURL
        self.accountId = accountId
        self.roleName = roleName
    }

    /// What the user does about a token that is no good.
    var login: String {
        profile == "default" ? "run `aws sso login`" : "run `aws sso login --profile \(profile)`"
    }

    func failure(_ code: CredentialFailure.Code, _ problem: String) -> CredentialFailure {
        CredentialFailure(code, "IAM Identity Center for profile \(profile) in \(file): \(problem)")
    }

    func service(_ surroundings: Surroundings) -> CredentialService {
        CredentialService(
            transport: surroundings.transport, effects: surroundings.effects, timeLimit: .seconds(60), attempts: 3)
    }

    func endpoint(of service: AWSService, _ settings: AWSSettings) throws(CredentialFailure) -> Endpoint {
        do throws(SettingError) {
            return try Endpoints(settings: settings).place(of: service, in: region).endpoint
        } catch {
            throw failure(.invalid, error.description)
        }
    }
}

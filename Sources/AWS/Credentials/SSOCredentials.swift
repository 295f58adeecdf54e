import Evidence
import Foundation

/// Credentials of a role that IAM Identity Center lets a person take, after `aws sso login`.
/// Source: AWS SDKs and Tools Reference Guide, "IAM Identity Center credential provider".
package struct SSOCredentials: CredentialProvider, Discreet {
    private let profile: Profiles.Section
    private let profiles: Profiles
    private let surroundings: Surroundings
    private let settings: AWSSettings
    private let memory = TokenMemory()

    /// - Parameters:
    ///   - profile: it has `sso_account_id`, `sso_role_name` or `sso_session`.
    ///   - profiles: where its `sso-session` is found.
    ///   - settings: where the endpoints are set.
    package init(
        profile: Profiles.Section, profiles: Profiles, _ surroundings: Surroundings, settings: AWSSettings
    ) {
        self.profile = profile
        self.profiles = profiles
        self.surroundings = surroundings
        self.settings = settings
    }

    package var description: String { "credentials of IAM Identity Center for profile \(profile.name.visible())" }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        let session = try SSOSession(profile, profiles)
        let endpoint = try session.endpoint(of: .sso, settings)
        let token = try await SSOToken(
            session: session, surroundings: surroundings, settings: settings, memory: memory
        ).text()
        let request = HTTPRequest(
            "GET", endpoint, "federation/credentials",
            query: "role_name=\(PercentEncoding.encode(session.roleName.utf8))"
                + "&account_id=\(PercentEncoding.encode(session.accountId.utf8))",
            headers: [HTTPHeader("x-amz-sso_bearer_token", token)])
        let keys: Answer.Keys
        do throws(ServiceTrouble) {
            keys = try await session.service(surroundings).ask(request) {
                try JSONDecoder().decode(Answer.self, from: Data($0)).roleCredentials
            }
        } catch {
            throw refusal(error, session)
        }
        return try Credentials(
            accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey, sessionToken: keys.sessionToken,
            expiration: Timestamp(milliseconds: keys.expiration),
            from: "IAM Identity Center for profile \(profile.name.visible())")
    }

    private struct Answer: Decodable {
        let roleCredentials: Keys

        struct Keys: Decodable {
            let accessKeyId: String
            let secretAccessKey: String
            let sessionToken: String
            /// In milliseconds since 1970.
            let expiration: Int64
        }
    }

    private func refusal(_ trouble: ServiceTrouble, _ session: SSOSession) -> CredentialFailure {
        let role = "the role \(session.roleName.visible()) in account \(session.accountId.visible())"
        switch trouble.kind {
        case .status(401):
            return session.failure(.expired, "the token is no longer taken (HTTP status 401): \(session.login)")
        case .status(403):
            return session.failure(
                CredentialFailure.Code("ForbiddenException"),
                "you have no access to \(role) (HTTP status 403): check sso_account_id and sso_role_name")
        case .status(404):
            return session.failure(
                CredentialFailure.Code("ResourceNotFoundException"),
                "there is no such thing as \(role) (HTTP status 404): check sso_account_id and sso_role_name")
        default:
            return session.failure(.unavailable, "no credentials came back: \(trouble)")
        }
    }
}

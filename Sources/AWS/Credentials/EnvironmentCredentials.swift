package import Evidence

/// Credentials from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.
/// Source: AWS SDKs and Tools Reference Guide, "AWS access keys".
package struct EnvironmentCredentials: CredentialProvider, Discreet {
    private let environment: [String: String]
    private let now: @Sendable () -> Timestamp

    package init(_ environment: [String: String], now: @escaping @Sendable () -> Timestamp) {
        self.environment = environment
        self.now = now
    }

    package var description: String { "credentials of the environment" }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        let secret = value("AWS_SECRET_ACCESS_KEY")
        guard let key = value("AWS_ACCESS_KEY_ID") else {
            throw CredentialFailure(
                .missing,
                secret == nil
                    ? "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and with temporary "
                        + "credentials AWS_SESSION_TOKEN"
                    : "no AWS credentials: AWS_SECRET_ACCESS_KEY is set, set AWS_ACCESS_KEY_ID too")
        }
        guard let secret else {
            throw CredentialFailure(
                .incomplete, "AWS_ACCESS_KEY_ID is set, set AWS_SECRET_ACCESS_KEY too")
        }
        let expiration = try expiration()
        if let expiration, expiration <= now() {
            throw CredentialFailure(
                .expired, "the credentials of the environment expired at \(expiration.forPeople): renew them")
        }
        return try Credentials(
            accessKeyId: key, secretAccessKey: secret,
            sessionToken: value("AWS_SESSION_TOKEN") ?? value("AWS_SECURITY_TOKEN"),
            expiration: expiration, from: "the environment")
    }

    private func expiration() throws(CredentialFailure) -> Timestamp? {
        guard let text = value("AWS_CREDENTIAL_EXPIRATION") else { return nil }
        guard let time = Timestamp.iso8601(text) else {
            throw CredentialFailure(
                .invalid, "AWS_CREDENTIAL_EXPIRATION is not a time such as 2026-11-23T10:04:05Z")
        }
        return time
    }

    /// What is set to blanks alone counts as not set, as in AWS's SDKs.
    private func value(_ variable: String) -> String? {
        environment.setting(variable).flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
}

import Evidence

/// The credentials of a role, taken on with the token of an identity provider, as in EKS or a CI system.
/// Source: AWS SDKs and Tools Reference Guide, "Assume role with web identity".
package struct WebIdentity: CredentialProvider, Discreet {
    private let role: Role
    /// Read anew each time: others renew the token in it.
    private let file: String
    private let tokens: SecurityTokens
    private let surroundings: Surroundings

    package init(_ role: Role, tokenFile: String, by tokens: SecurityTokens, _ surroundings: Surroundings) {
        self.role = role
        file = tokenFile
        self.tokens = tokens
        self.surroundings = surroundings
    }

    package var description: String { "credentials of \(role)" }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        try await tokens.assume(role, token: try token())
    }

    private func token() throws(CredentialFailure) -> String {
        let bytes: [UInt8]?
        do throws(SettingError) {
            bytes = try surroundings.files.read(surroundings.environment.expandingHome(file) ?? file)
        } catch {
            throw CredentialFailure(.unavailable, "the web identity token for \(role): \(error)")
        }
        guard let bytes else {
            throw CredentialFailure(
                .unavailable, "the web identity token for \(role) is not there: \(file.visible())")
        }
        let blanks = Array(" \t\r\n".utf8)
        let token = bytes.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }
        guard !token.isEmpty, token.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CredentialFailure(
                .invalid, "the web identity token for \(role) is empty, or no token: \(file.visible())")
        }
        return String(decoding: token.reversed(), as: UTF8.self)
    }
}

/// What AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN and AWS_ROLE_SESSION_NAME say.
package struct EnvironmentWebIdentity: CredentialProvider, Discreet {
    private let tokens: SecurityTokens
    private let surroundings: Surroundings

    package init(by tokens: SecurityTokens, _ surroundings: Surroundings) {
        self.tokens = tokens
        self.surroundings = surroundings
    }

    package var description: String { "credentials of a web identity" }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        let environment = surroundings.environment
        guard let file = environment.setting("AWS_WEB_IDENTITY_TOKEN_FILE") else {
            throw CredentialFailure(.missing, "AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        guard let arn = environment.setting("AWS_ROLE_ARN") else {
            throw CredentialFailure(.incomplete, "AWS_WEB_IDENTITY_TOKEN_FILE is set, set AWS_ROLE_ARN too")
        }
        let role: Role
        do throws(SettingError) {
            role = try Role(
                arn: arn, sessionName: environment.setting("AWS_ROLE_SESSION_NAME"), origin: "AWS_ROLE_ARN")
        } catch {
            throw CredentialFailure(.invalid, "\(error)")
        }
        return try await WebIdentity(role, tokenFile: file, by: tokens, surroundings).credentials()
    }
}

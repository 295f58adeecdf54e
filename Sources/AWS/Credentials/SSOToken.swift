import Crypto
import Evidence
import Foundation

/// The access token of IAM Identity Center that `aws sso login` put on disk, renewed where it soon expires.
/// Sources: AWS SDKs and Tools Reference Guide, "IAM Identity Center credential provider"; botocore's
/// `SSOTokenProvider`.
struct SSOToken: Sendable {
    let session: SSOSession
    let surroundings: Surroundings
    let settings: AWSSettings
    let memory: TokenMemory

    /// Before a token is this near its end it is renewed.
    private static let window: Int64 = 15 * 60

    /// The token, as it goes into a header.
    func text() async throws(CredentialFailure) -> String {
        let path = try path()
        let onDisk = try await TokenFile.read(path, in: surroundings, login: session.login)
        guard var file = memory.newest(onDisk, Self.expiration) else {
            throw session.failure(.missing, "there is no token in \(path.visible()): \(session.login)")
        }
        // Another program may have renewed it just now, with the refresh token that is tried here.
        if let renewed = try await fresh(file) {
            file = renewed
        } else if Self.expiration(file).map({ $0 <= surroundings.effects.now() }) ?? false, isRenewable(file),
            let other = try await file.successor(in: surroundings, login: session.login)
        {
            file = try await fresh(other) ?? other
        }
        guard file["accessToken"] != nil, let expiration = Self.expiration(file) else {
            throw session.failure(.invalid, "\(file) has no accessToken or no expiresAt: \(session.login)")
        }
        guard expiration > surroundings.effects.now() else {
            throw session.failure(.expired, "the token expired at \(expiration.forPeople): \(session.login)")
        }
        guard let token = file["accessToken"], token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw session.failure(
                .invalid, "\(file) holds a character that no token has: \(session.login)")
        }
        return token
    }

    private static func expiration(_ file: TokenFile) -> Timestamp? { file["expiresAt"].flatMap(Timestamp.iso8601) }

    /// The token renewed, where it soon expires; nil where the old one must do. One that is still good is left alone
    /// where a new one could not be written down: the user's next sign-in would find a refresh token that is spent.
    private func fresh(_ file: TokenFile) async throws(CredentialFailure) -> TokenFile? {
        let now = surroundings.effects.now()
        guard let expiration = Self.expiration(file), expiration < now.adding(seconds: Self.window), isRenewable(file)
        else { return nil }
        let isStillGood = expiration > now
        if isStillGood && !surroundings.files.canReplace(file.path) { return nil }
        return try await renewed(file, isStillGood: isStillGood)
    }

    private func isRenewable(_ file: TokenFile) -> Bool {
        let registered = file["registrationExpiresAt"].flatMap(Timestamp.iso8601)
        return session.name != nil && file["refreshToken"] != nil
            && registered.map { $0 > surroundings.effects.now() } ?? false
    }

    /// `~/.aws/sso/cache/<SHA-1 of the session's name, or of the start URL>.json`
    private func path() throws(CredentialFailure) -> String {
        guard let home = surroundings.environment.setting("HOME") else {
            throw session.failure(.invalid, "HOME is not set, so its token is not found")
        }
        let key = Insecure.SHA1.hash(data: Data((session.name ?? session.startURL).utf8))
        return "\(home)/.aws/sso/cache/\(TokenFile.name(key))"
    }

    private struct Question: Encodable {
        let grantType = "refresh_token"
        let clientId: String
        let clientSecret: String
        let refreshToken: String
    }

    private struct Answer: Decodable {
        let accessToken: String
        let expiresIn: Lifetime
        let refreshToken: String?
    }

    /// The token renewed and kept; nil where that cannot be, and the old one must do.
    ///
    /// - Parameter isStillGood: the old one can do: then no trouble of the service is one.
    private func renewed(_ file: TokenFile, isStillGood: Bool) async throws(CredentialFailure) -> TokenFile? {
        guard let clientId = file["clientId"], let clientSecret = file["clientSecret"],
            let refreshToken = file["refreshToken"]
        else { return nil }

        var request = HTTPRequest(
            "POST", try session.endpoint(of: .oidc, settings), "token",
            headers: [HTTPHeader("Content-Type", "application/json")])
        let answer: Answer
        do {
            request.body = Array(
                try JSONEncoder().encode(
                    Question(clientId: clientId, clientSecret: clientSecret, refreshToken: refreshToken)))
            answer = try await session.service(surroundings).ask(request) {
                try JSONDecoder().decode(Answer.self, from: Data($0))
            }
        } catch let trouble as ServiceTrouble where !isStillGood && trouble.kind.isTransient {
            throw session.failure(.unavailable, "the token expired and could not be renewed: \(trouble)")
        } catch {
            return nil
        }
        var file = file
        file.fields["accessToken"] = .text(answer.accessToken)
        file.fields["expiresAt"] = .text(surroundings.effects.now().adding(seconds: answer.expiresIn.seconds).iso8601)
        if let next = answer.refreshToken { file.fields["refreshToken"] = .text(next) }
        memory.keep(file, in: surroundings.files)
        return file
    }
}

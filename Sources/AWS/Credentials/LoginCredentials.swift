import Crypto
import Evidence
import Foundation

/// Credentials of a person's sign-in to the console: `login_session` of a profile, after `aws login`.
/// Sources: AWS SDKs and Tools Reference Guide, "Login credential provider"; botocore's `LoginCredentialFetcher`.
package struct LoginCredentials: CredentialProvider, Discreet {
    private let profile: Profiles.Section
    private let surroundings: Surroundings
    private let settings: AWSSettings
    private let memory = TokenMemory()
    /// Before credentials are this near their end they are renewed.
    private static let window: Int64 = 5 * 60

    /// - Parameter profile: it has `login_session`.
    package init(profile: Profiles.Section, _ surroundings: Surroundings, settings: AWSSettings) {
        self.profile = profile
        self.surroundings = surroundings
        self.settings = settings
    }

    package var description: String { "credentials of \(source)" }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        let path = try path()
        let onDisk = try await TokenFile.read(path, in: surroundings, login: login)
        guard let file = memory.newest(onDisk, Self.expiration) else {
            throw failure(.missing, "there is no \(path.visible()): \(login)")
        }
        return try await credentials(of: file, mayReadAgain: true)
    }

    private static func expiration(_ file: TokenFile) -> Timestamp? {
        file["accessToken", "expiresAt"].flatMap(Timestamp.iso8601)
    }

    /// Those of a sign-in, renewed where they soon end. One that is still good is left alone where a new one could not
    /// be written down, and does where it cannot be renewed.
    ///
    /// - Parameter mayReadAgain: another program may have renewed it just now, with the refresh token that is tried.
    private func credentials(
        of file: TokenFile, mayReadAgain: Bool
    ) async throws(CredentialFailure) -> Credentials {
        let (credentials, expiration) = try read(file)
        let now = surroundings.effects.now()
        let isStillGood = expiration > now
        if expiration > now.adding(seconds: Self.window) { return credentials }
        if isStillGood && !surroundings.files.canReplace(file.path) { return credentials }
        do throws(CredentialFailure) {
            return try await read(renewed(file)).0
        } catch  where isStillGood && error.code != CredentialFailure.cancelled.code {
            return credentials
        } catch  where mayReadAgain && error.code == .expired {
            guard let other = try await file.successor(in: surroundings, login: login) else { throw error }
            return try await self.credentials(of: other, mayReadAgain: false)
        }
    }

    private var source: String {
        let file = profile.properties["login_session"]?.file ?? "its file"
        return "aws login for profile \(profile.name.visible()) in \(file.visible())"
    }

    /// What the user does about a sign-in that is no good.
    private var login: String {
        profile.name == "default" ? "run `aws login`" : "run `aws login --profile \(profile.name.visible())`"
    }

    private func failure(_ code: CredentialFailure.Code, _ problem: String) -> CredentialFailure {
        CredentialFailure(code, "\(source): \(problem)")
    }

    /// `~/.aws/login/cache/<SHA-256 of the session>.json`, or in AWS_LOGIN_CACHE_DIRECTORY.
    private func path() throws(CredentialFailure) -> String {
        guard let session = profile["login_session"] else {
            throw failure(.incomplete, "the profile has no login_session")
        }
        let name = TokenFile.name(SHA256.hash(data: Data(session.utf8)))
        let home = surroundings.environment.setting("HOME")
        if let folder = surroundings.environment.setting("AWS_LOGIN_CACHE_DIRECTORY") {
            if folder.hasPrefix("~/"), let home { return "\(home)/\(folder.dropFirst(2))/\(name)" }
            return "\(folder)/\(name)"
        }
        guard let home else { throw failure(.invalid, "HOME is not set, so its sign-in is not found") }
        return "\(home)/.aws/login/cache/\(name)"
    }

    private func read(_ file: TokenFile) throws(CredentialFailure) -> (Credentials, Timestamp) {
        guard let key = file["accessToken", "accessKeyId"], let secret = file["accessToken", "secretAccessKey"],
            let token = file["accessToken", "sessionToken"],
            let expiration = file["accessToken", "expiresAt"].flatMap(Timestamp.iso8601)
        else { throw failure(.incomplete, "\(file) does not hold all that it should: \(login)") }
        let credentials = try Credentials(
            accessKeyId: key, secretAccessKey: secret, sessionToken: token, expiration: expiration, from: source)
        return (credentials, expiration)
    }

    private struct Question: Encodable {
        let clientId: String
        let refreshToken: String
        let grantType = "refresh_token"
    }

    private struct Answer: Decodable {
        let accessToken: Keys
        let expiresIn: Lifetime
        let refreshToken: String

        struct Keys: Decodable {
            let accessKeyId: String
            let secretAccessKey: String
            let sessionToken: String
        }
    }

    /// The sign-in renewed and kept.
    private func renewed(_ file: TokenFile) async throws(CredentialFailure) -> TokenFile {
        guard let clientId = file["clientId"], let refreshToken = file["refreshToken"], let pem = file["dpopKey"],
            case .object(var keys) = file.fields["accessToken"]
        else { throw failure(.incomplete, "\(file) does not hold all that it should: \(login)") }

        let effects = surroundings.effects
        var request = HTTPRequest(
            "POST", try endpoint(file["signInRegion"]), "v1/token",
            headers: [HTTPHeader("Content-Type", "application/json")])
        do {
            let proof = try DPoPProof(pem: pem)
                .header(for: request.url, at: effects.now(), id: effects.randomUUID())
            request.headers.append(HTTPHeader("DPoP", proof))
            request.body = Array(
                try JSONEncoder().encode(Question(clientId: clientId, refreshToken: refreshToken)))
        } catch {
            throw failure(.invalid, "the dpopKey in \(file) is not a private key: \(login)")
        }
        let answer = try await ask(request)
        keys["accessKeyId"] = .text(answer.accessToken.accessKeyId)
        keys["secretAccessKey"] = .text(answer.accessToken.secretAccessKey)
        keys["sessionToken"] = .text(answer.accessToken.sessionToken)
        keys["expiresAt"] = .text(effects.now().adding(seconds: answer.expiresIn.seconds).iso8601)
        var file = file
        file.fields["accessToken"] = .object(keys)
        file.fields["refreshToken"] = .text(answer.refreshToken)
        memory.keep(file, in: surroundings.files)
        return file
    }

    private func ask(_ request: HTTPRequest) async throws(CredentialFailure) -> Answer {
        let service = CredentialService(
            transport: surroundings.transport, effects: surroundings.effects, timeLimit: .seconds(60), attempts: 3)
        do throws(ServiceTrouble) {
            return try await service.ask(request) { try JSONDecoder().decode(Answer.self, from: Data($0)) }
        } catch {
            switch error.kind {
            case .status(400), .status(401), .status(403):
                throw failure(.expired, "the sign-in is no longer renewed (\(error)): \(login)")
            default:
                throw failure(.unavailable, "the sign-in could not be renewed: \(error)")
            }
        }
    }

    /// - Parameter signInRegion: of the token; older ones have none, and the region of the profile serves.
    private func endpoint(_ signInRegion: String?) throws(CredentialFailure) -> Endpoint {
        let configured = settings.setting(["AWS_REGION", "AWS_DEFAULT_REGION"], "region")
        guard let name = signInRegion ?? configured?.value else {
            throw failure(.incomplete, "no region to renew the sign-in in: set AWS_REGION")
        }
        do throws(SettingError) {
            if let custom = try Endpoints(settings: settings).custom(of: .signIn) { return custom }
            let region = try Region(name, from: signInRegion == nil ? configured?.origin ?? "" : "signInRegion")
            return try settings.signInEndpoint(in: region)
        } catch {
            throw failure(.invalid, error.description)
        }
    }
}

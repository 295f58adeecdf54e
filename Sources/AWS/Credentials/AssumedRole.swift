import Evidence
import Synchronization

/// The credentials of a role, which other credentials may take on.
/// Source: AWS STS API Reference, AssumeRole.
package final class AssumedRole: CredentialProvider, Discreet {
    private let role: Role
    private let base: any CredentialProvider
    private let tokens: SecurityTokens
    private let surroundings: Surroundings
    /// What an MFA code has brought: it works once, and nobody is asked for another in the midst of a scan.
    private let kept = Mutex<Credentials?>(nil)

    package init(
        _ role: Role, from source: any CredentialProvider, by tokens: SecurityTokens, _ surroundings: Surroundings
    ) {
        self.role = role
        self.base = source
        self.tokens = tokens
        self.surroundings = surroundings
    }

    package var description: String { "credentials of \(role)" }
    package var source: String? { base.source.map { "\(role) from \($0)" } }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        if let kept = kept.withLock(\.self) { return try unexpired(kept) }
        let own = try await base.credentials()
        let code = try await code()
        let given = try await tokens.assume(role, code: code, with: own, of: code == nil ? base : nil)
        if code != nil { kept.withLock { $0 = given } }
        return given
    }

    private func unexpired(_ kept: Credentials) throws(CredentialFailure) -> Credentials {
        if let expiration = kept.expiration, expiration <= surroundings.effects.now() {
            throw CredentialFailure(
                .expired,
                "the credentials of \(role) expired at \(expiration.forPeople), and an MFA code works only once: "
                    + "start again, with a longer duration_seconds")
        }
        return kept
    }

    private func code() async throws(CredentialFailure) -> String? {
        guard let device = role.mfaSerial else { return nil }
        guard let prompt = surroundings.prompt else {
            throw CredentialFailure(
                .unavailable,
                "\(role) wants an MFA code of \(device), and there is no terminal to ask for it: run this in a "
                    + "terminal, or set the keys of a session that was made with MFA")
        }
        let line: String
        do {
            line = try await prompt("MFA code of \(device): ")
        } catch {
            throw CredentialFailure(.unavailable, "\(role) wants an MFA code of \(device), and none was given")
        }
        let code = line.filter { !$0.isWhitespace }
        guard code.utf8.count == 6, code.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else {
            throw CredentialFailure(.invalid, "\(role) wants an MFA code of \(device), which has six digits")
        }
        return code
    }
}

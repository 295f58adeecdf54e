/// A place that credentials come from. It keeps none: `RenewingCredentials` does, and asks again in time.
///
/// One place, one file in the folder Credentials.
package protocol CredentialProvider: Sendable {
    func credentials() async throws(CredentialFailure) -> Credentials

    /// Others than those that AWS has just called expired; the same again where the place has no others.
    func credentials(insteadOf stale: Credentials) async throws(CredentialFailure) -> Credentials

    /// Where they come from, for people: `profile audit (IAM Identity Center)`. Never a part of a credential; nil for
    /// what only serves another, and before the first are there.
    var source: String? { get }
}

extension CredentialProvider {
    package func credentials(insteadOf stale: Credentials) async throws(CredentialFailure) -> Credentials {
        try await credentials()
    }

    package var source: String? { nil }
}

/// Why there are no credentials: one sentence that says what to do, and never a part of a key.
package struct CredentialFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// AWS's code where AWS refused to give them, else Exhibit's own, as it stands in the evidence.
    package struct Code: Sendable, Hashable {
        package let name: String

        package init(_ name: String) {
            self.name = name
        }

        /// The place holds none: another may be asked.
        package static let missing = Code("NoCredentials")
        /// Half of them is there.
        package static let incomplete = Code("IncompleteCredentials")
        package static let invalid = Code("InvalidCredentials")
        package static let expired = Code("ExpiredCredentials")
        /// The place is configured and could not be asked, or did not answer as it should.
        package static let unavailable = Code("CredentialsUnavailable")
    }

    package let code: Code
    package let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

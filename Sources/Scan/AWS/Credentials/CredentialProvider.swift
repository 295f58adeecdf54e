/// A place that credentials come from. It is asked before every attempt, so that it can renew them.
///
/// One place, one file in this folder.
package protocol CredentialProvider: Sendable {
    func credentials() async throws(CredentialFailure) -> Credentials
}

/// Why there are no credentials: one sentence that says what to do, and never a part of a key.
package struct CredentialFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Exhibit's own code for it, as it stands in the evidence.
    package enum Code: String, Sendable {
        /// The place holds none: another may be asked.
        case missing = "NoCredentials"
        /// Half of them is there.
        case incomplete = "IncompleteCredentials"
        case invalid = "InvalidCredentials"
        case expired = "ExpiredCredentials"
    }

    package let code: Code
    package let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

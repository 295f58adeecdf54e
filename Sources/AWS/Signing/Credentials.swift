package import Evidence

/// What requests are signed with. It is never written, logged or put in an error.
package struct Credentials: Sendable, Hashable, Discreet {
    package let accessKeyId: String
    package let secretAccessKey: String
    package let sessionToken: String?
    /// Nil for keys that do not expire.
    package let expiration: Timestamp?

    /// Every part goes into a header or a signature: only visible ASCII is taken.
    /// - Parameter source: where they come from, for the error's sentence.
    package init(
        accessKeyId: String, secretAccessKey: String, sessionToken: String? = nil,
        expiration: Timestamp? = nil, from source: String
    ) throws(CredentialFailure) {
        let parts = [
            ("access key id", accessKeyId), ("secret access key", secretAccessKey),
            ("session token", sessionToken ?? "-"),
        ]
        for (name, value) in parts {
            guard !value.isEmpty, value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw CredentialFailure(
                    .invalid,
                    "the \(name) from \(source) is empty or holds a space, a line break or another character "
                        + "that no such key has")
            }
        }
        self.accessKeyId = accessKeyId
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }

    package var description: String {
        sessionToken == nil ? "long-lived credentials" : "temporary credentials"
    }
}

import Evidence
import Foundation
package import AWS
import Synchronization

/// Credentials of an account of `StubAWS`: each time they have expired there are others, unless there is an end.
package final class StubIdentity: CredentialProvider {
    private let account: String
    private let last: Int
    private let generation = Mutex(1)

    /// - Parameter renewals: how often there are others.
    package init(of account: String, renewals: Int = .max - 1) {
        self.account = account
        last = renewals + 1
    }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        try make(generation.withLock(\.self))
    }

    package func credentials(insteadOf stale: Credentials) async throws(CredentialFailure) -> Credentials {
        let newest = try await credentials()
        guard stale == newest else { return newest }
        return try make(
            generation.withLock {
                $0 = min($0 + 1, last)
                return $0
            })
    }

    private func make(_ generation: Int) throws(CredentialFailure) -> Credentials {
        try Credentials(
            accessKeyId: "ASIA-\(account)-\(generation)", secretAccessKey: "secret-of-\(account)-number-\(generation)",
            sessionToken: "token-of-\(account)-number-\(generation)", from: "a test")
    }
}

/// Who signed a request, when, and for where, as its headers say:
/// `Credential=KEY/20261123/eu-west-1/ec2/aws4_request`.
struct SignedScope {
    let key: String
    let account: String
    let region: String
    let service: String
    let signedAt: Timestamp

    init?(_ request: StubRequest) {
        let credential = (request["Authorization"] ?? "").split(separator: "Credential=").last ?? ""
        let parts = credential.prefix { $0 != "," }.split(separator: "/").map(String.init)
        let digits = (request["X-Amz-Date"] ?? "").filter(\.isNumber).map(String.init)
        guard parts.count == 5, digits.count == 14 else { return nil }
        let text = [(0, 4, "-"), (4, 2, "-"), (6, 2, "T"), (8, 2, ":"), (10, 2, ":"), (12, 2, "Z")]
            .map { digits.dropFirst($0.0).prefix($0.1).joined() + $0.2 }.joined()
        do {
            signedAt = Timestamp(try Date(text, strategy: .iso8601))
        } catch {
            return nil
        }
        key = parts[0]
        let names = key.split(separator: "-").map(String.init)
        account = names.count == 3 ? names[1] : ""
        region = parts[2]
        service = parts[3]
    }
}

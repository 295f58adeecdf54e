import Evidence
import Foundation

/// Credentials in JSON, as programs, containers and instances give them.
///
/// Sources: AWS SDKs and Tools Reference Guide, "Process credential provider", "Container credential provider" and
/// "IMDS credential provider".
struct CredentialDocument: Decodable, Sendable, Discreet {
    /// Of a program's only.
    let version: Int?
    /// Of an instance's only; `Success` where there are credentials.
    let code: String?
    private let accessKeyId: String?
    private let secretAccessKey: String?
    private let token: String?
    private let sessionToken: String?
    private let expiration: String?

    private enum CodingKeys: String, CodingKey {
        case version = "Version"
        case code = "Code"
        case accessKeyId = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case sessionToken = "SessionToken"
        case expiration = "Expiration"
    }

    init(_ bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    var description: String { "credentials in JSON" }

    /// Which of the two a document has to hold.
    enum Kind {
        /// `SessionToken` and `Expiration` may be absent.
        case program
        /// `Token` and `Expiration` must be there.
        case service
    }

    /// - Parameter source: where the document comes from, for the error's sentence.
    func credentials(_ kind: Kind, from source: String) throws(CredentialFailure) -> Credentials {
        let needed = [("AccessKeyId", accessKeyId), ("SecretAccessKey", secretAccessKey)]
        let ofService = [("Token", token), ("Expiration", expiration)]
        for (name, value) in kind == .service ? needed + ofService : needed where (value ?? "").isEmpty {
            throw CredentialFailure(.incomplete, "the answer from \(source) has no \(name)")
        }
        return try Credentials(
            accessKeyId: accessKeyId ?? "", secretAccessKey: secretAccessKey ?? "",
            sessionToken: kind == .service ? token : sessionToken.flatMap { $0.isEmpty ? nil : $0 },
            expiration: moment(from: source), from: source)
    }

    private func moment(from source: String) throws(CredentialFailure) -> Timestamp? {
        guard let expiration, !expiration.isEmpty else { return nil }
        guard let moment = Timestamp.iso8601(expiration) else {
            throw CredentialFailure(
                .invalid, "the Expiration in the answer from \(source) is not a time such as 2026-11-23T10:04:05Z")
        }
        return moment
    }
}

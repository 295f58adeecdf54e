import Evidence

/// Credentials of the role of the EC2 instance that Exhibit runs on.
/// Source: AWS SDKs and Tools Reference Guide, "IMDS credential provider".
package struct InstanceCredentials: CredentialProvider, Discreet {
    private let surroundings: Surroundings
    private let settings: AWSSettings

    package init(_ surroundings: Surroundings, settings: AWSSettings) {
        self.surroundings = surroundings
        self.settings = settings
    }

    package var description: String { "credentials of the instance" }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        let metadata = try metadata()
        let path = "latest/meta-data/iam/security-credentials/"
        let token = try await metadata.token()
        let role = try await metadata.get(path, token: token) { try Self.role($0) }
        guard let role else {
            throw CredentialFailure(.missing, "no credentials of an instance: this instance has no IAM role")
        }
        let document = try await metadata.get(path + role, token: token) { try CredentialDocument($0) }
        let source = "the instance metadata service for the role \(role)"
        if let code = document.code, code != "Success" {
            throw CredentialFailure(
                .unavailable,
                code == "AssumeRoleUnauthorizedAccess"
                    ? "EC2 may not assume the role \(role) of this instance: its trust policy must name "
                        + "ec2.amazonaws.com"
                    : "\(source) says that there are no credentials now: look at the role and the instance profile")
        }
        return try extended(try document.credentials(.service, from: source), from: source)
    }

    private func metadata() throws(CredentialFailure) -> MetadataService {
        let service: MetadataService?
        do throws(SettingError) {
            let isDisabled = try settings.flag("AWS_EC2_METADATA_DISABLED")
            service = isDisabled ? nil : try MetadataService(surroundings, settings: settings)
        } catch {
            throw CredentialFailure(.invalid, error.description)
        }
        guard let service else {
            throw CredentialFailure(
                .missing, "no credentials of an instance: AWS_EC2_METADATA_DISABLED is true")
        }
        return service
    }

    /// The first role of a list, checked before it becomes part of a path; nil where there is none.
    /// Source: IAM User Guide, "IAM and AWS STS quotas": letters, digits and `+=,.@_-`, at most 64.
    private static func role(_ body: [UInt8]) throws -> String? {
        if body.allSatisfy({ [0x20, 0x0A, 0x0D].contains($0) }) { return nil }
        let name = try MetadataService.word(body)
        let others = Array("+=,.@_-".utf8)
        let isName =
            name.utf8.count <= 64 && name.contains { $0 != "." }
            && name.utf8.allSatisfy { PercentEncoding.isUnreserved($0) && $0 != 0x7E || others.contains($0) }
        guard isName else { throw NoRole() }
        return name
    }

    private struct NoRole: Error {}

    /// While the service cannot renew credentials it gives old ones, which AWS goes on taking: they are good until
    /// the service is asked again in a while.
    /// Source: botocore's `InstanceMetadataFetcher._evaluate_expiration`.
    private func extended(
        _ credentials: Credentials, from source: String
    ) throws(CredentialFailure) -> Credentials {
        let effects = surroundings.effects
        let span = Int64(15 * 60 + 120 + (effects.randomFraction() * 480).rounded())
        let soonest = effects.now().adding(seconds: span)
        guard let expiration = credentials.expiration, expiration <= soonest else { return credentials }
        return try Credentials(
            accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
            sessionToken: credentials.sessionToken, expiration: soonest, from: source)
    }
}

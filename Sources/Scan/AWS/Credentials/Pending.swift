import Evidence
import Foundation

/// Stand-ins until the providers themselves are here.
package struct SSOCredentials: CredentialProvider {
    package init(
        profile: Profiles.Section, profiles: Profiles, _ surroundings: Surroundings, settings: AWSSettings
    ) {}
    package func credentials() async throws(CredentialFailure) -> Credentials { throw .pending }
}

package struct LoginCredentials: CredentialProvider {
    package init(profile: Profiles.Section, _ surroundings: Surroundings, settings: AWSSettings) {}
    package func credentials() async throws(CredentialFailure) -> Credentials { throw .pending }
}

package struct ProcessCredentials: CredentialProvider {
    package init(command: String, profile: String, file: String, _ surroundings: Surroundings) {}
    package func credentials() async throws(CredentialFailure) -> Credentials { throw .pending }
}

package struct ContainerCredentials: CredentialProvider {
    package init(_ surroundings: Surroundings) {}
    package func credentials() async throws(CredentialFailure) -> Credentials {
        throw CredentialFailure(.missing, "not built")
    }
}

package struct InstanceCredentials: CredentialProvider {
    package init(_ surroundings: Surroundings, settings: AWSSettings) {}
    package func credentials() async throws(CredentialFailure) -> Credentials {
        throw CredentialFailure(.missing, "not built")
    }
}

extension CredentialFailure {
    fileprivate static let pending = CredentialFailure(.unavailable, "not built")
}

extension Timestamp {
    static func iso8601(_ text: String) -> Timestamp? {
        for includesFractions in [false, true] {
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: includesFractions)
            do { return Timestamp(try Date(text, strategy: style)) } catch { continue }
        }
        return nil
    }
}

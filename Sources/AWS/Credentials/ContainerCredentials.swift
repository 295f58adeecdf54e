import Evidence
import Foundation
import NIOCore

/// Credentials of a container's task or pod, from the agent beside it (Amazon ECS, EKS Pod Identity, CloudShell).
///
/// The agent is on this machine: a transport that goes through proxies has to leave it out.
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
package struct ContainerCredentials: CredentialProvider, Discreet {
    private let surroundings: Surroundings
    private let service: CredentialService

    /// - Parameter timeLimit: for one attempt. The SDKs wait for 2 seconds, which a machine that is busy needs too.
    package init(_ surroundings: Surroundings, timeLimit: Duration = .seconds(5)) {
        self.surroundings = surroundings
        service = CredentialService(
            transport: surroundings.transport, effects: surroundings.effects, timeLimit: timeLimit, attempts: 3,
            pause: .seconds(1))
    }

    package var description: String { "credentials of the container" }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        var (request, variable) = try place()
        if let token = try authorization() { request.headers.append(HTTPHeader("Authorization", token)) }
        let source = "the container's credential service (\(variable))"
        let document: CredentialDocument
        do throws(ServiceTrouble) {
            document = try await service.ask(request, again: { _ in true }) { try CredentialDocument($0) }
        } catch {
            throw CredentialFailure(.unavailable, "\(source) gave no credentials: \(error)")
        }
        return try document.credentials(.service, from: source)
    }

    /// Where the agent is asked, and the variable that says so.
    private func place() throws(CredentialFailure) -> (HTTPRequest, variable: String) {
        let environment = surroundings.environment
        let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
        let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        if let target = environment.setting(relative) {
            guard target.hasPrefix("/") else {
                throw CredentialFailure(.invalid, "\(relative) must begin with a slash")
            }
            return (try request("http://169.254.170.2", target[...], relative), relative)
        }
        guard let url = environment.setting(full) else {
            throw CredentialFailure(
                .missing, "no credentials of a container: neither \(relative) nor \(full) is set")
        }
        let afterScheme = url.range(of: "://")?.upperBound ?? url.startIndex
        let end = url[afterScheme...].firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? url.endIndex
        return (try request(String(url[..<end]), url[end...], full), full)
    }

    /// - Parameter target: path and query.
    private func request(
        _ server: String, _ target: Substring, _ variable: String
    ) throws(CredentialFailure) -> HTTPRequest {
        let endpoint: Endpoint
        do throws(SettingError) {
            endpoint = try Endpoint(server, from: variable)
        } catch {
            throw CredentialFailure(.invalid, error.description)
        }
        guard endpoint.scheme == .https || Self.isOnThisMachine(endpoint.host) else {
            throw CredentialFailure(
                .invalid,
                "\(variable) must begin with https://, or name a loopback address, 169.254.170.2, 169.254.170.23 or "
                    + "[fd00:ec2::23]: credentials do not cross a network in the clear")
        }
        guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw CredentialFailure(.invalid, "\(variable) must hold only plain characters, and no #")
        }
        let path = target.prefix { $0 != "?" }
        return HTTPRequest(
            "GET", scheme: endpoint.scheme, authority: endpoint.authority, path: path.isEmpty ? "/" : String(path),
            query: String(target.dropFirst(path.count + 1)), headers: [HTTPHeader("Accept", "application/json")])
    }

    /// Whether plain HTTP to this host stays on the machine.
    private static func isOnThisMachine(_ host: String) -> Bool {
        if host == "localhost" { return true }
        let literal = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        do {
            // The address as the system writes it, however the user did.
            guard let address = try SocketAddress(ipAddress: literal, port: 0).ipAddress else { return false }
            return ["169.254.170.2", "169.254.170.23", "fd00:ec2::23", "::1"].contains(address)
                || address.hasPrefix("127.")
        } catch {
            return false
        }
    }

    /// The token that the agent wants. Its file changes while the scan runs.
    private func authorization() throws(CredentialFailure) -> String? {
        let fileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
        let token: String
        let origin: String
        if let path = surroundings.environment.setting(fileVariable) {
            origin = "the file that \(fileVariable) names"
            token = try read(path, origin)
        } else if let value = surroundings.environment.setting("AWS_CONTAINER_AUTHORIZATION_TOKEN") {
            origin = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
            token = value
        } else {
            return nil
        }
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw CredentialFailure(
                .invalid,
                "the token in \(origin) is empty or holds a line break or another character that no such token has")
        }
        return token
    }

    private func read(_ path: String, _ origin: String) throws(CredentialFailure) -> String {
        let bytes: [UInt8]?
        do throws(SettingError) {
            bytes = try surroundings.files.read(path)
        } catch {
            throw CredentialFailure(.unavailable, "\(origin) cannot be read: \(error)")
        }
        guard let bytes else {
            throw CredentialFailure(.unavailable, "\(origin), \(path.visible()), does not exist")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

import Evidence

/// The metadata service of an EC2 instance (IMDS), where the instance's role is found.
///
/// It is on this machine's own link: a transport that goes through proxies has to leave it out.
/// Source: AWS SDKs and Tools Reference Guide, "IMDS credential provider".
struct MetadataService: Sendable {
    let endpoint: Endpoint
    /// The user says where it is: then it has to be there.
    private let isConfigured: Bool
    private let isV1Disabled: Bool
    private let service: CredentialService

    init(_ surroundings: Surroundings, settings: AWSSettings) throws(SettingError) {
        let mode = settings.setting(
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"], "ec2_metadata_service_endpoint_mode")
        let custom = settings.setting(["AWS_EC2_METADATA_SERVICE_ENDPOINT"], "ec2_metadata_service_endpoint")
        let standard =
            switch mode?.value.lowercased() {
            case nil, "ipv4": "http://169.254.169.254"
            case "ipv6": "http://[fd00:ec2::254]"
            default: throw SettingError(mode?.origin ?? "", "must be IPv4 or IPv6")
            }
        endpoint = try Endpoint(custom?.value ?? standard, from: custom?.origin ?? "")
        isConfigured = custom != nil
        isV1Disabled = try settings.flag("AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled")
        service = CredentialService(
            transport: surroundings.transport, effects: surroundings.effects,
            timeLimit: .seconds(
                try Self.number(settings, "AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout", or: 1)),
            attempts: try Self.number(
                settings, "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts", or: 3))
    }

    private static func number(
        _ settings: AWSSettings, _ variable: String, _ property: String, or standard: Int
    ) throws(SettingError) -> Int {
        guard let setting = settings.setting([variable], property) else { return standard }
        guard let number = Int(setting.value), (1...100).contains(number) else {
            throw SettingError(setting.origin, "must be a number from 1 to 100")
        }
        return number
    }

    /// A token for further questions, of version 2; nil where the service is asked without one, as in version 1.
    func token() async throws(CredentialFailure) -> String? {
        let request = HTTPRequest(
            "PUT", endpoint, "latest/api/token",
            headers: [HTTPHeader("x-aws-ec2-metadata-token-ttl-seconds", "21600")])
        do throws(ServiceTrouble) {
            return try await service.ask(request, again: Self.hasSpoken) { try Self.word($0) }
        } catch {
            switch error.kind {
            case .transport(.cannotResolve), .transport(.refused), .transport(.unreachable): throw absent(error)
            case .transport(.cancelled), .status(400): throw failed(error)
            default: break
            }
            if isV1Disabled {
                throw CredentialFailure(
                    .unavailable,
                    "the instance metadata service gave no token, and its version 1 is disabled in your settings: "
                        + "\(error)")
            }
            return nil
        }
    }

    /// - Parameter path: without the slash it begins with.
    func get<Value>(
        _ path: String, token: String?, reading: ([UInt8]) throws -> Value
    ) async throws(CredentialFailure) -> Value {
        let headers = token.map { [HTTPHeader("x-aws-ec2-metadata-token", $0)] } ?? []
        let request = HTTPRequest("GET", endpoint, path, headers: headers)
        do throws(ServiceTrouble) {
            return try await service.ask(
                request, again: { token == nil ? Self.hasSpoken($0) : $0.isTransient }, reading: reading)
        } catch {
            switch error.kind {
            case .status(404):
                throw CredentialFailure(.missing, "no credentials of an instance: this instance has no IAM role")
            case .status(403) where token == nil:
                throw CredentialFailure(
                    .missing, "no credentials of an instance: the metadata service of this instance is turned off")
            case .status(401) where token == nil:
                throw CredentialFailure(
                    .unavailable,
                    "the instance metadata service wants a token and gave none: in a container, raise the hop limit of "
                        + "the instance to 2 (aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2)"
                )
            case .transport(let failure) where token == nil && failure.isTransient: throw absent(error)
            default: throw failed(error)
            }
        }
    }

    /// A single word of visible ASCII: it goes into a header or a path.
    static func word(_ body: [UInt8]) throws -> String {
        let lines = String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let line = lines.first, line.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw NoWord()
        }
        return String(line)
    }

    private struct NoWord: Error {}

    /// Silence is not waited for again: on most machines there is no such service.
    private static func hasSpoken(_ kind: ServiceTrouble.Kind) -> Bool {
        if case .transport = kind { return false }
        return kind.isTransient
    }

    private func absent(_ trouble: ServiceTrouble) -> CredentialFailure {
        CredentialFailure(
            isConfigured ? .unavailable : .missing,
            "no credentials of an instance: there is no metadata service (\(trouble))")
    }

    private func failed(_ trouble: ServiceTrouble) -> CredentialFailure {
        CredentialFailure(.unavailable, "the instance metadata service gave no credentials: \(trouble)")
    }
}

import Evidence

/// Hears of each question for credentials, for the record, and of no secret: neither of the code, the external id or
/// the token that was sent, nor of the body that came back. Of a refusal it hears AWS's code and message.
package typealias CallObserver = @Sendable (APIRequest, Reply) -> Void

/// AWS's Security Token Service, as far as it gives credentials.
/// Source: AWS STS API Reference, AssumeRole and AssumeRoleWithWebIdentity.
package struct SecurityTokens: Sendable {
    private let settings: AWSSettings
    private let surroundings: Surroundings
    private let endpoints: Endpoints
    private let observe: CallObserver

    package init(
        settings: AWSSettings, surroundings: Surroundings, endpoints: Endpoints, observe: @escaping CallObserver
    ) {
        self.settings = settings
        self.surroundings = surroundings
        self.endpoints = endpoints
        self.observe = observe
    }

    /// - Parameters:
    ///   - code: of the role's MFA device.
    ///   - source: where the credentials come from, and others if they have expired; nil where none are wanted.
    func assume(
        _ role: Role, code: String?, with credentials: Credentials, of source: (any CredentialProvider)?
    ) async throws(CredentialFailure) -> Credentials {
        var parameters = parameters(of: role)
        parameters["ExternalId"] = role.externalId
        parameters["SerialNumber"] = code == nil ? nil : role.mfaSerial
        parameters["TokenCode"] = code
        return try await ask(APIRequest(.sts, "AssumeRole", parameters), for: role, with: credentials, of: source)
    }

    /// - Parameter token: of the identity provider. The request is not signed: the token vouches for it.
    func assume(_ role: Role, token: String) async throws(CredentialFailure) -> Credentials {
        var parameters = parameters(of: role)
        parameters["WebIdentityToken"] = token
        return try await ask(APIRequest(.sts, "AssumeRoleWithWebIdentity", parameters), for: role)
    }

    private func parameters(of role: Role) -> [String: String] {
        let seconds = surroundings.effects.now().milliseconds / 1000
        var parameters = ["RoleArn": role.arn, "RoleSessionName": role.sessionName ?? "exhibit-\(seconds)"]
        parameters["DurationSeconds"] = role.seconds.map(String.init)
        return parameters
    }

    private func ask(
        _ request: APIRequest, for role: Role, with credentials: Credentials? = nil,
        of source: (any CredentialProvider)? = nil
    ) async throws(CredentialFailure) -> Credentials {
        let region: Region
        let retries: RetryPolicy
        do throws(SettingError) {
            region = try self.region(for: role)
            retries = try RetryPolicy(settings: settings)
        } catch {
            throw CredentialFailure(.invalid, "\(error)")
        }
        // With its name, one that is too short to be cut out alone.
        let secrets = Self.secretParameters.flatMap { name in
            request.parameters[name].map { [$0, "\(name)=\($0)"] } ?? []
        }
        let call = STSCall(
            request: request, endpoint: endpoints.endpoint(of: .sts, in: region), region: region,
            credentials: credentials, source: source, secrets: secrets, retries: retries)
        let (reply, given) = await call.run(surroundings)

        var shown = request
        for parameter in Self.secretParameters { shown.parameters[parameter] = nil }
        observe(shown, reply)
        if let given { return given }
        let failure = reply.failure ?? Exchange.Failure(code: "UnreadableAnswer", message: "no answer")
        let id = reply.requestId.map { " (request \($0))" } ?? ""
        throw CredentialFailure(
            CredentialFailure.Code(failure.code),
            "no credentials of \(role): \(failure.code): \(failure.message)\(id)".visible())
    }

    /// The user's region, else the main one of the role's partition.
    private func region(for role: Role) throws(SettingError) -> Region {
        if let region = try Region.configured(settings) { return region }
        return try Region((role.partition ?? .aws).globalRegion)
    }

    private static let secretParameters = ["ExternalId", "TokenCode", "WebIdentityToken"]
}

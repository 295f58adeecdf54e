/// A session for an account that the user named: another that answers is not judged under its name.
package struct NamedAccount: AccountSession {
    private let session: any AccountSession
    private let id: String
    private let calls: CredentialCallLog

    /// - Parameters:
    ///   - id: the twelve digits of the account.
    ///   - calls: hears of the calls that get the session's credentials.
    package init(_ id: String, _ session: any AccountSession, calls: CredentialCallLog = CredentialCallLog()) {
        self.id = id
        self.session = session
        self.calls = calls
    }

    package var homeRegion: String { session.homeRegion }
    package var expectedAccount: String? { id }

    package func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        await session.send(request, to: region, reading: reading)
    }

    package func credentialCalls() async -> [CredentialCall] { calls.calls }
}

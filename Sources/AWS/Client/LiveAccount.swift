import Evidence

/// A session with what a live scan knows beside it: which account must answer, so that another is not judged under
/// its name, and which calls got the credentials.
package struct LiveAccount: AccountSession {
    package let expectedAccount: String?
    package let credentialSource: String?
    private let session: any AccountSession
    private let calls: CredentialCallLog

    /// - Parameters:
    ///   - id: the twelve digits of the account; nil where it is whichever the credentials belong to.
    ///   - calls: hears of the calls that get the session's credentials.
    ///   - source: where its credentials come from.
    package init(
        _ id: String?, _ session: any AccountSession, calls: CredentialCallLog = CredentialCallLog(),
        source: String? = nil
    ) {
        credentialSource = source.map(Self.short)
        expectedAccount = id
        self.session = session
        self.calls = calls
    }

    /// On one line, as a package takes it.
    private static func short(_ text: String) -> String {
        let scalars = text.visible().unicodeScalars
        return scalars.count > 500 ? "\(String(scalars.prefix(499)))…" : String(scalars)
    }

    package var homeRegion: String { session.homeRegion }

    package func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?) {
        await session.send(request, to: region, reading: reading)
    }

    package func credentialCalls() async -> [CredentialCall] { calls.calls }
}

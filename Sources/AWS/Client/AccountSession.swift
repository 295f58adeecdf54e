package import Evidence

/// One account, ready to be asked: AWS itself, the record of an earlier run, or the built-in sample.
package protocol AccountSession: Sendable {
    /// Where GetCallerIdentity and DescribeRegions are asked.
    var homeRegion: String { get }

    /// The account that must answer; nil where it is whichever the credentials belong to.
    var expectedAccount: String? { get }

    /// Where the credentials come from, in words; nil where nobody can tell. Never a part of a credential.
    var credentialSource: String? { get }

    /// Asks one question and waits for the outcome. It never throws: what went wrong is in the reply.
    ///
    /// - Parameter reading: makes a value of the body of a success. What it refuses to read counts as a fault on
    ///   the way, and may be asked for again.
    func send<Value: Sendable>(
        _ request: APIRequest, to region: String, reading: @Sendable ([UInt8]) throws -> Value
    ) async -> (Reply, Result<Value, any Error>?)

    /// What is kept in the place of an answer that is not asked for, or not kept.
    func decline(_ request: APIRequest, to region: String, because failure: Exchange.Failure) async -> Reply

    /// Whether it can be asked this at all: a record holds only what was asked then.
    func answers(_ request: APIRequest, in region: String) -> Bool

    /// The calls that got the credentials it asks with, in the order they were made.
    func credentialCalls() async -> [CredentialCall]

    /// How it puts a question: the record of an earlier version may hold it in fewer words.
    func wording(of request: APIRequest, in region: String) -> APIRequest
}

extension AccountSession {
    package func wording(of request: APIRequest, in region: String) -> APIRequest { request }
    package func decline(
        _ request: APIRequest, to region: String, because failure: Exchange.Failure
    ) async -> Reply { Reply(endpoint: "", attempts: [], failure: failure) }

    package var expectedAccount: String? { nil }

    package var credentialSource: String? { nil }

    package func answers(_ request: APIRequest, in region: String) -> Bool { true }

    package func credentialCalls() async -> [CredentialCall] { [] }
}

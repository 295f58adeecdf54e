import Evidence

/// Carries a request to a server and its whole answer back: once, without retries or redirects.
package protocol HTTPTransport: Sendable {
    func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer
}

/// How long a transport waits and how much it takes.
package struct TransportLimits: Sendable, Hashable {
    /// Until the connection stands, TLS included.
    package var connect: Duration = .milliseconds(3100)
    /// Between one piece of the answer and the next.
    package var read: Duration = .seconds(60)
    /// For an attempt, from the first byte that is sent to the last one of the answer, however steadily it drips.
    package var whole: Duration = .seconds(300)
    /// Each call in flight may hold a body.
    package var bodyBytes = Bounds.standard.answerBytes
    package var connectionsPerHost = 64

    package init() {}
}

import AWS
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct NetworkTransportTests {
    private func outcome(
        _ request: HTTPRequest, limits: TransportLimits = .patient
    ) async throws -> Result<HTTPAnswer, TransportFailure> {
        let transport = NetworkTransport(limits: limits)
        let result: Result<HTTPAnswer, TransportFailure>
        do throws(TransportFailure) {
            result = .success(try await transport.send(request))
        } catch {
            result = .failure(error)
        }
        try await transport.shutdown()
        return result
    }

    private func outcome(
        of answer: StubAnswer, limits: TransportLimits = .patient
    ) async throws -> Result<HTTPAnswer, TransportFailure> {
        try await StubServer.serving { _ in
            answer
        } to: { server in
            try await outcome(post(to: server), limits: limits)
        }
    }

    private func post(to server: StubServer, _ body: String = "Action=X&Name=a+b%2B") -> HTTPRequest {
        HTTPRequest(
            "POST", scheme: .http, authority: "127.0.0.1:\(server.port)", headers: [HTTPHeader("X-Test", "1")],
            body: Array(body.utf8))
    }

    @Test func aRequestArrivesAsItWasMadeAndTheAnswerComesBackWhole() async throws {
        let body = String(repeating: "0123456789", count: 100_000)
        try await StubServer.serving { _ in
            StubAnswer(status: 403, body, headers: [("Date", "today")])
        } to: { server in
            let answer = try await outcome(post(to: server)).get()
            #expect(answer.status == 403)
            #expect(answer.headers["date"] == "today")
            #expect(answer.body == Array(body.utf8))

            #expect(server.requests.count == 1)
            let request = try #require(server.requests.first)
            #expect(request.method == "POST")
            #expect(request.path == "/")
            #expect(request.action == "X")
            #expect(request.form["Name"] == "a b+")
            #expect(request["host"] == "127.0.0.1:\(server.port)")
            #expect(request.headers.filter { $0.name.lowercased() == "host" }.count == 1)
            #expect(request["x-test"] == "1")
            #expect(request["accept-encoding"] == nil)
        }
    }

    @Test func redirectsAreNotFollowed() async throws {
        let answer = StubAnswer(status: 302, "", headers: [("Location", "http://127.0.0.1:9/")])
        #expect(try await outcome(of: answer).get().status == 302)
    }

    @Test func aDroppedConnectionIsClosedEarly() async throws {
        let failure = try await outcome(of: .drop).failure
        #expect(failure?.code == "ConnectionClosed")
    }

    @Test(arguments: [0, 1, 9])
    func aTruncatedAnswerIsNeverAnAnswer(_ bytes: Int) async throws {
        let outcome = try await outcome(of: StubAnswer("0123456789").truncated(after: bytes))
        #expect(outcome.failure?.code == "ConnectionClosed")
    }

    @Test func silenceTimesOut() async throws {
        var limits = TransportLimits.patient
        limits.read = .milliseconds(50)
        #expect(try await outcome(of: .hang, limits: limits).failure?.code == "Timeout")
        limits = .patient
        limits.whole = .milliseconds(50)
        #expect(try await outcome(of: .hang, limits: limits).failure?.code == "Timeout")
    }

    /// As long as something comes there is no silence: the whole answer has its own time.
    @Test func anAnswerThatDripsTimesOut() async throws {
        var limits = TransportLimits.patient
        limits.whole = .milliseconds(700)
        #expect(try await outcome(of: StubAnswer(.drip), limits: limits).failure?.code == "Timeout")
    }

    @Test func aBodyBeyondTheLimitIsRefused() async throws {
        var limits = TransportLimits.patient
        limits.bodyBytes = 9
        let failure = try await outcome(of: StubAnswer("0123456789"), limits: limits).failure
        #expect(failure?.code == "AnswerTooLarge")
        limits.bodyBytes = 10
        #expect(try await outcome(of: StubAnswer("0123456789"), limits: limits).get().body.count == 10)
    }

    /// Calls go out side by side, and each may hold a body of this size.
    @Test func aBodyIsTakenUpTo64Mebibytes() {
        #expect(TransportLimits().bodyBytes == 67_108_864)
    }

    @Test func aBodyOfUnknownLengthIsMeasuredToo() async throws {
        var limits = TransportLimits.patient
        limits.bodyBytes = 9
        let answer = StubAnswer("0123456789", .chunked)
        #expect(try await outcome(of: answer, limits: limits).failure?.code == "AnswerTooLarge")
        limits.bodyBytes = 10
        #expect(try await outcome(of: answer, limits: limits).get().body == answer.body)
    }

    @Test func aClosedPortRefuses() async throws {
        let port = try await StubServer.serving { _ in
            .drop
        } to: {
            $0.port
        }
        let request = HTTPRequest("POST", scheme: .http, authority: "127.0.0.1:\(port)", query: "secret=1")
        let failure = try await outcome(request).failure
        #expect(failure == .refused(host: "127.0.0.1:\(port)"))
        #expect(failure?.code == "CouldNotConnect")
        #expect(failure?.description == "127.0.0.1:\(port) refused the connection")
    }

    /// `.invalid` never resolves (RFC 2606).
    @Test func anUnknownHostIsNotResolved() async throws {
        let request = HTTPRequest("POST", scheme: .http, authority: "nowhere.invalid")
        #expect(try await outcome(request).failure?.code == "CouldNotResolve")
    }

    @Test func aServerWithoutTLSIsNotTrusted() async throws {
        try await StubServer.serving { _ in
            StubAnswer("plain")
        } to: { server in
            let request = HTTPRequest("POST", scheme: .https, authority: "127.0.0.1:\(server.port)")
            let failure = try await outcome(request).failure
            #expect(failure == .notTLS(host: "127.0.0.1:\(server.port)"))
        }
    }

    @Test func aCancelledTaskStops() async throws {
        try await StubServer.serving { _ in
            .hang
        } to: { server in
            let transport = NetworkTransport(limits: .patient)
            let request = post(to: server)
            let task = Task { () -> TransportFailure? in
                do throws(TransportFailure) {
                    _ = try await transport.send(request)
                    return nil
                } catch {
                    return error
                }
            }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            task.cancel()
            #expect(await task.value == .cancelled)
            try await transport.shutdown()
        }
    }

    @Test func connectionsAreKept() async throws {
        try await StubServer.serving { _ in
            StubAnswer("ok")
        } to: { server in
            let transport = NetworkTransport(limits: .patient)
            for _ in 0..<5 { _ = try await transport.send(post(to: server)) }
            #expect(server.requests.count == 5)
            #expect(server.connections == 1)
            try await transport.shutdown()
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        switch self {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}

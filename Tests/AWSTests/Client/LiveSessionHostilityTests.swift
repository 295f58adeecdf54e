import Evidence
import AWS
import Support
import Synchronization
import Testing
import XML

/// What a server that means ill can get into a reply.
@Suite(.timeLimit(.minutes(5))) struct LiveSessionHostilityTests {
    private func ask(_ answer: @escaping @Sendable (StubRequest) -> StubAnswer) async throws -> Reply {
        try await StubServer.serving {
            answer($0)
        } to: { server in
            let session = try TestSession(url: server.url)
            let reply = await session.live.send(APIRequest(.ec2, "DescribeVpcs"), to: "eu-west-1")
            try await session.transport.shutdown()
            return reply
        }
    }

    private func error(_ code: String, _ message: String = "", id: String = "r") -> String {
        "<Response><Errors><Error><Code>\(code)</Code><Message>\(message)</Message></Error></Errors>"
            + "<RequestID>\(id)</RequestID></Response>"
    }

    /// Each character as a number, which is itself again once the answer is read.
    private static func numbered(_ text: String) -> String {
        text.unicodeScalars.map { "&#\($0.value);" }.joined()
    }

    @Test(arguments: ["x-amz-security-token", "authorization", "signature"])
    func noSecretComesBackInAHeader(_ name: String) async throws {
        let reply = try await ask { request in
            let secret = request.secret(name)
            return StubAnswer("<a/>", headers: [("x-amzn-RequestId", secret), ("Date", secret)])
        }
        #expect(reply.httpStatus == 200)
        #expect(reply.requestId == nil)
        #expect(reply.httpDate == nil)
        #expect(reply.attempts.map(\.requestId) == [nil])
    }

    @Test(arguments: ["x-amz-security-token", "signature"], [false, true])
    func noSecretComesBackInAnError(_ name: String, isNumbered: Bool) async throws {
        let errors: [@Sendable (String) -> String] = [
            { error($0) }, { error("Odd", id: $0) },
            { error("Odd", String(repeating: "x", count: 1990) + $0) },
        ]
        for error in errors {
            let secrets = Mutex<[String]>([])
            let reply = try await ask { request in
                let secret = request.secret(name)
                secrets.withLock { $0.append(secret) }
                return StubAnswer(status: 400, error(isNumbered ? Self.numbered(secret) : secret))
            }
            #expect(reply.isRedacted || isNumbered)
            let attempt = try #require(reply.attempts.first)
            let kept = ErrorAnswer(status: 400, body: reply.body, from: .ec2)
            let sent = secrets.withLock(\.first)
            let secret = try #require(sent).prefix(8)
            #expect(secret.count == 8)
            for text in [kept.code, kept.message, kept.requestId, attempt.code, attempt.requestId] {
                #expect(text?.contains(secret) != true)
            }
        }
    }

    @Test(arguments: ["two words", "r\u{e9}", "<r>", "[r]", String(repeating: "r", count: 129)])
    func aRequestIdThatIsNoneIsNotKept(_ id: String) async throws {
        let reply = try await ask { _ in StubAnswer("<a/>", headers: [("x-amzn-RequestId", id)]) }
        #expect(reply.httpStatus == 200)
        #expect(reply.requestId == nil)
        #expect(reply.attempts.map(\.requestId) == [nil])
    }

    @Test func aRequestIdOfAnyKnownShapeIsKept() async throws {
        for id in ["8f3b-9c", "Ab/9+_.:=", String(repeating: "r", count: 128)] {
            let reply = try await ask { _ in StubAnswer("<a/>", headers: [("x-amzn-RequestId", id)]) }
            #expect(reply.requestId == id)
        }
    }

    @Test func aDateIsShortAndVisible() async throws {
        for (date, isKept) in [
            (String(repeating: "9", count: 64), true), (String(repeating: "9", count: 65), false), ("é", false),
        ] {
            let reply = try await ask { _ in StubAnswer("<a/>", headers: [("Date", date)]) }
            #expect(reply.httpDate == (isKept ? date : nil))
        }
    }

    /// No packed answer was asked for: it is kept as it came, and read as nothing.
    @Test(arguments: [200, 403])
    func aPackedAnswerIsUnreadable(_ status: Int) async throws {
        let packed: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xB3, 0x49, 0xD4, 0xB7, 3, 0, 0x9C, 0x3E, 0x8E, 0x8C, 4, 0, 0, 0,
        ]
        let reply = try await ask { _ in
            var answer = StubAnswer(status: status, "", headers: [("Content-Encoding", "gzip")])
            answer.body = packed
            return answer
        }
        #expect(reply.httpStatus == status)
        #expect(reply.body == packed)
        #expect(reply.attempts.map(\.code) == (status == 403 ? ["HTTP403", "HTTP403", "HTTP403"] : [nil]))
        #expect(throws: XMLReadingError.self) { try XMLReader.read(packed, roots: ["DescribeVpcsResponse"]) }
        #expect(!ErrorAnswer(status: 403, body: packed, from: .ec2).isFromAWS)
    }
}

extension StubRequest {
    /// A secret of the request: a header, or the signature alone.
    fileprivate func secret(_ name: String) -> String {
        if name != "signature" { return self[name] ?? "" }
        return self["authorization"]?.split(separator: "=").last.map(String.init) ?? ""
    }
}

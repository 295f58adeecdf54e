import Evidence
import AWS
import Support
import Synchronization
import Testing

/// A whole session against a server in the same process; only the clock, the waiting and the dice are made up.
@Suite(.timeLimit(.minutes(5))) struct LiveSessionTests {
    private let question = APIRequest(.ec2, "DescribeVpcs", ["MaxResults": "1000"])
    private let vpcs = "<DescribeVpcsResponse><requestId>r-0</requestId><vpcSet/></DescribeVpcsResponse>"

    /// Answers one by one; the last is given again and again.
    private final class Script: Sendable {
        private let answers: Mutex<[StubAnswer]>

        init(_ answers: [StubAnswer]) { self.answers = Mutex(answers) }

        func next() -> StubAnswer { answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    }

    private func refusal(_ code: String, status: Int) -> StubAnswer {
        StubAnswer(
            status: status,
            "<Response><Errors><Error><Code>\(code)</Code><Message>No.</Message></Error></Errors>"
                + "<RequestID>r-\(status)</RequestID></Response>")
    }

    private func ask(_ answers: StubAnswer..., read: Duration = .seconds(60)) async throws -> Outcome {
        let script = Script(answers)
        return try await StubServer.serving { _ in
            script.next()
        } to: { server in
            var limits = TransportLimits.patient
            limits.read = read
            let session = try TestSession(url: server.url, limits: limits)
            let reply = await session.live.send(question, to: "eu-west-1")
            try await session.transport.shutdown()
            return Outcome(reply: reply, requests: server.requests, slept: session.world.slept)
        }
    }

    private struct Outcome {
        var reply: Reply
        var requests: [StubRequest]
        var slept: [Duration]
    }

    @Test func anAnswerComesBackAsItIs() async throws {
        let headers = [("Date", "Fri, 02 Jan 2026 03:04:05 GMT"), ("x-amzn-RequestId", "r-1")]
        let outcome = try await ask(StubAnswer(vpcs, headers: headers))
        let reply = outcome.reply
        #expect(reply.httpStatus == 200)
        #expect(reply.httpDate == "Fri, 02 Jan 2026 03:04:05 GMT")
        #expect(reply.requestId == "r-1")
        #expect(reply.body == Array(vpcs.utf8))
        #expect(!reply.isRedacted)
        #expect(reply.failure == nil)
        #expect(reply.endpoint.hasPrefix("http://127.0.0.1:"))
        #expect(reply.attempts.count == 1)
        #expect(reply.attempts[0].httpStatus == 200)
        #expect(reply.attempts[0].code == nil)
        #expect(reply.attempts[0].requestId == "r-1")
        #expect(reply.attempts[0].start < reply.attempts[0].end)
    }

    @Test func theRequestIsSignedAndSaysWhoAsks() async throws {
        let request = try #require(try await ask(StubAnswer(vpcs)).requests.first)
        #expect(request.form == ["Action": "DescribeVpcs", "Version": "2016-11-15", "MaxResults": "1000"])
        #expect(request["content-type"] == "application/x-www-form-urlencoded; charset=utf-8")
        #expect(request["user-agent"] == "exhibit/9.9")
        #expect(request["amz-sdk-request"] == "attempt=1; max=3")
        #expect(request["amz-sdk-invocation-id"]?.count == 36)
        #expect(request["x-amz-security-token"] == TestSession.token)
        let authorization = try #require(request["authorization"])
        #expect(
            authorization.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-west-1/ec2/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature="))
    }

    @Test func throttlingIsWaitedForAndEachAttemptIsSignedAnew() async throws {
        let outcome = try await ask(refusal("RequestLimitExceeded", status: 503), StubAnswer(vpcs))
        let reply = outcome.reply
        #expect(reply.httpStatus == 200)
        #expect(reply.body == Array(vpcs.utf8))
        #expect(reply.attempts.map(\.httpStatus) == [503, 200])
        #expect(reply.attempts.map(\.code) == ["RequestLimitExceeded", nil])
        #expect(reply.attempts.map(\.requestId) == ["r-503", nil])
        #expect(outcome.slept == [.milliseconds(500)])

        #expect(outcome.requests.count == 2)
        let (first, second) = (outcome.requests[0], outcome.requests[1])
        #expect(first["x-amz-date"] != second["x-amz-date"])
        #expect(first["authorization"] != second["authorization"])
        #expect(first["amz-sdk-invocation-id"] == second["amz-sdk-invocation-id"])
        #expect(second["amz-sdk-request"] == "attempt=2; max=3")
    }

    @Test func threeAttemptsAreTheMost() async throws {
        let outcome = try await ask(refusal("RequestLimitExceeded", status: 503))
        #expect(outcome.requests.count == 3)
        #expect(outcome.reply.attempts.count == 3)
        #expect(outcome.reply.httpStatus == 503)
        #expect(outcome.reply.failure == .init(code: "RequestLimitExceeded", message: "No. (3 attempts)"))
        let error = ErrorAnswer(status: 503, body: outcome.reply.body, from: .ec2)
        #expect(error.code == "RequestLimitExceeded")
        #expect(outcome.slept == [.milliseconds(500), .seconds(1)])
    }

    @Test(arguments: [("UnauthorizedOperation", 403), ("AuthFailure", 401), ("InvalidParameterValue", 400)])
    func aRefusalIsFinal(_ code: String, _ status: Int) async throws {
        let outcome = try await ask(refusal(code, status: status), StubAnswer(vpcs))
        #expect(outcome.requests.count == 1)
        #expect(outcome.reply.httpStatus == status)
        #expect(outcome.reply.attempts.map(\.code) == [code])
        #expect(outcome.reply.failure == nil)
        #expect(ErrorAnswer(status: status, body: outcome.reply.body, from: .ec2).message == "No.")
    }

    @Test func aGatewaysPageIsKeptAndNamed() async throws {
        let page = "<html><body>Bad Gateway</body></html>"
        let outcome = try await ask(StubAnswer(status: 502, page))
        #expect(outcome.reply.attempts.map(\.code) == ["HTTP502", "HTTP502", "HTTP502"])
        #expect(outcome.reply.body == Array(page.utf8))
        #expect(outcome.slept == [.milliseconds(25), .milliseconds(50)])
    }

    @Test func aDropIsTriedAgain() async throws {
        let outcome = try await ask(.drop, StubAnswer(vpcs))
        #expect(outcome.reply.httpStatus == 200)
        #expect(outcome.reply.attempts.map(\.code) == ["ConnectionClosed", nil])
    }

    @Test func aTruncatedAnswerIsNoAnswer() async throws {
        let outcome = try await ask(StubAnswer(vpcs).truncated(after: 30))
        #expect(outcome.reply.body == nil)
        #expect(outcome.reply.httpStatus == nil)
        #expect(outcome.reply.failure?.code == "ConnectionClosed")
        #expect(outcome.reply.failure?.message.hasSuffix("before the answer was whole (3 attempts)") == true)
        #expect(outcome.reply.attempts.count == 3)
    }

    @Test func silenceTimesOut() async throws {
        let outcome = try await ask(.hang, read: .milliseconds(50))
        #expect(outcome.reply.failure?.code == "Timeout")
        #expect(outcome.reply.attempts.map(\.code) == ["Timeout", "Timeout", "Timeout"])
    }

    @Test func aClosedPortCannotBeConnectedTo() async throws {
        let url = try await StubServer.serving { _ in
            .drop
        } to: {
            $0.url
        }
        let session = try TestSession(url: url)
        let reply = await session.live.send(question, to: "eu-west-1")
        try await session.transport.shutdown()
        #expect(reply.failure?.code == "CouldNotConnect")
        #expect(reply.attempts.count == 3)
    }

    @Test func aBodyBeyondTheLimitIsNotTriedAgain() async throws {
        try await StubServer.serving { _ in
            StubAnswer(vpcs)
        } to: { server in
            var limits = TransportLimits.patient
            limits.bodyBytes = 10
            let session = try TestSession(url: server.url, limits: limits)
            let reply = await session.live.send(question, to: "eu-west-1")
            try await session.transport.shutdown()
            #expect(reply.failure?.code == "AnswerTooLarge")
            #expect(reply.attempts.count == 1)
            #expect(reply.body == nil)
        }
    }

    @Test func whatQuotesTheRequestBackIsRedacted() async throws {
        try await StubServer.serving { request in
            let quoted = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            return StubAnswer(
                status: 403,
                "<Response><Errors><Error><Code>SignatureDoesNotMatch</Code><Message>\(quoted) "
                    + "\(TestSession.secret)</Message></Error></Errors><RequestID>r</RequestID></Response>")
        } to: { server in
            let session = try TestSession(url: server.url)
            let reply = await session.live.send(question, to: "eu-west-1")
            try await session.transport.shutdown()
            #expect(reply.isRedacted)
            let body = String(decoding: try #require(reply.body), as: UTF8.self)
            #expect(body.contains("[redacted]"))
            let authorization = try #require(server.requests.first?["authorization"])
            let signature = try #require(authorization.split(separator: "=").last)
            for secret in [TestSession.secret, TestSession.token, authorization, String(signature)] {
                #expect(!body.contains(secret))
            }
            #expect(ErrorAnswer(status: 403, body: reply.body, from: .ec2).code == "SignatureDoesNotMatch")
        }
    }

    @Test func withoutCredentialsNothingIsSent() async throws {
        try await StubServer.serving { _ in
            StubAnswer(vpcs)
        } to: { server in
            let session = try TestSession(url: server.url, environment: [:])
            let reply = await session.live.send(question, to: "eu-west-1")
            try await session.transport.shutdown()
            #expect(server.requests.isEmpty)
            #expect(reply.attempts.isEmpty)
            #expect(reply.failure?.code == "NoCredentials")
            #expect(reply.failure?.message.contains("AWS_ACCESS_KEY_ID") == true)
        }
    }

    @Test func aRegionThatIsNoneIsNotAsked() async throws {
        let session = try TestSession(url: "http://127.0.0.1:1")
        let reply = await session.live.send(question, to: "../../etc")
        try await session.transport.shutdown()
        #expect(reply.failure?.code == "InvalidRegion")
        #expect(reply.attempts.isEmpty)
    }

    @Test func aStoppedScanIsSaidToBeStopped() async throws {
        try await StubServer.serving { _ in
            .hang
        } to: { server in
            let session = try TestSession(url: server.url)
            let task = Task { await session.live.send(question, to: "eu-west-1") }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            task.cancel()
            let reply = await task.value
            try await session.transport.shutdown()
            #expect(reply.failure == Exchange.Failure(code: "Cancelled", message: "the scan was stopped"))
            #expect(reply.attempts.map(\.code) == ["Cancelled"])
        }
    }

    @Test func manyQuestionsShareTheSlots() async throws {
        let crowd = Crowd()
        try await StubServer.serving { _ in
            crowd.enter()
            await Task.yield()
            crowd.leave()
            return StubAnswer(vpcs, delay: .milliseconds(2))
        } to: { server in
            let session = try TestSession(url: server.url)  // with four slots
            let statuses = await withTaskGroup { group in
                for _ in 0..<40 { group.addTask { await session.live.send(question, to: "eu-west-1").httpStatus } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            try await session.transport.shutdown()
            #expect(statuses == Array(repeating: 200, count: 40))
            #expect(crowd.most <= 4)
            #expect(server.connections <= 4)
        }
    }

    private final class Crowd: Sendable {
        private let state = Mutex((now: 0, most: 0))

        func enter() {
            state.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
        }

        func leave() { state.withLock { $0.now -= 1 } }

        var most: Int { state.withLock(\.most) }
    }
}

import Evidence
import Support
import Synchronization
import Testing
import XML

@testable import AWS

/// What a session does about troubles that have a remedy.
@Suite(.timeLimit(.minutes(5))) struct LiveSessionRetryTests {
    private static let question = APIRequest(.ec2, "DescribeVpcs")
    private static let vpcs = "<DescribeVpcsResponse><requestId>r-0</requestId><vpcSet/></DescribeVpcsResponse>"

    private struct Outcome {
        var reply: Reply
        var count: Int?
        var requests: [StubRequest]
        var slept: [Duration]
        var events: [SessionEvent.Step]
    }

    private func refusal(_ code: String, _ status: Int, headers: [(name: String, value: String)] = []) -> StubAnswer {
        StubAnswer(
            status: status,
            "<Response><Errors><Error><Code>\(code)</Code><Message>No.</Message></Error></Errors>"
                + "<RequestID>r</RequestID></Response>", headers: headers)
    }

    /// How many records an answer lists; one without their set is no list.
    @Sendable private static func records(of body: [UInt8]) throws -> Int {
        var count = 0
        let answer = try XMLReader.read(body, roots: ["DescribeVpcsResponse"], recordsIn: "vpcSet") { _ in count += 1 }
        guard answer.has("vpcSet") else { throw RecordError.missingSet("vpcSet") }
        return count
    }

    private func ask(
        credentials: (any CredentialProvider)? = StubIdentity(of: "100000000001", renewals: 1),
        retries: RetryPolicy = RetryPolicy(), state: RetryState = RetryState(),
        _ answer: @escaping @Sendable (StubRequest, Int) -> StubAnswer
    ) async throws -> Outcome {
        let count = Mutex(0)
        let events = Mutex<[SessionEvent.Step]>([])
        return try await StubServer.serving { request in
            answer(
                request,
                count.withLock {
                    $0 += 1
                    return $0
                })
        } to: { server in
            let session = try TestSession(
                url: server.url, credentials: credentials, retries: retries, state: state,
                events: { event in events.withLock { $0.append(event.step) } })
            let (reply, told) = await session.live.send(Self.question, to: "eu-west-1", reading: Self.records)
            try await session.transport.shutdown()
            return Outcome(
                reply: reply, count: told.flatMap(\.value), requests: server.requests, slept: session.world.slept,
                events: events.withLock(\.self))
        }
    }

    @Test(arguments: ["", "<html>", "<DescribeVpcsResponse><vpcSet>", "<DescribeVpcsResponse/>", "\u{0}"])
    func aSuccessThatCannotBeReadIsAskedForAgain(_ garbage: String) async throws {
        let outcome = try await ask { _, call in StubAnswer(call == 1 ? garbage : Self.vpcs) }
        #expect(outcome.count == 0)
        #expect(outcome.reply.attempts.map(\.code) == ["UnreadableAnswer", nil])
        #expect(outcome.slept == [.milliseconds(25)])
    }

    @Test(arguments: [201, 202, 203, 204, 206, 226, 299]) func onlyStatus200IsAnAnswer(_ status: Int) async throws {
        let outcome = try await ask { _, call in StubAnswer(status: call == 1 ? status : 200, Self.vpcs) }
        #expect(outcome.count == 0)
        #expect(outcome.reply.attempts.map(\.code) == ["HTTP\(status)", nil])
        let stays = try await ask { _, _ in StubAnswer(status: status, Self.vpcs) }
        #expect(stays.count == nil && stays.reply.httpStatus == status)
    }

    /// What was taken last comes back, and no more.
    @Test(arguments: [
        (["RequestLimitExceeded"], 500), (["InternalError"], 500), (["InternalError", "RequestLimitExceeded"], 486),
        (["RequestLimitExceeded", "InternalError"], 495), ([], 500),
    ])
    func whatARetryTookComesBackWithSuccess(_ codes: [String], left: Int) async throws {
        let state = RetryState()
        let quota = state.quota(of: .ec2, in: try Region("eu-west-1"))
        _ = try await ask(retries: .patient, state: state) { [self] _, call in
            guard call <= codes.count else { return StubAnswer(Self.vpcs) }
            return refusal(codes[call - 1], codes[call - 1] == "InternalError" ? 500 : 503)
        }
        #expect(quota.left == left)
        _ = try await ask(state: state) { _, _ in StubAnswer(Self.vpcs) }
        #expect(quota.left == min(500, left + 1))
    }

    @Test func whatStaysUnreadableComesBackAsItIs() async throws {
        let outcome = try await ask(retries: .patient) { _, _ in StubAnswer("<html>") }
        #expect(outcome.requests.count == 5)
        #expect(outcome.reply.httpStatus == 200)
        #expect(outcome.reply.body == Array("<html>".utf8))
        #expect(outcome.count == nil)
    }

    @Test func aPatientSessionAsksTenTimes() async throws {
        let outcome = try await ask(retries: .patient) { [self] _, _ in refusal("RequestLimitExceeded", 503) }
        #expect(outcome.requests.count == 10)
        #expect(outcome.requests.last?["amz-sdk-request"] == "attempt=10; max=10")
        #expect(outcome.reply.failure?.message == "No. (10 attempts)")
    }

    @Test func awsMayAskForMoreTime() async throws {
        let outcome = try await ask { [self] _, call in
            call > 1
                ? StubAnswer(Self.vpcs)
                : refusal("RequestLimitExceeded", 503, headers: [("x-amz-retry-after", "4000")])
        }
        #expect(outcome.slept == [.seconds(4)])
    }

    @Test func whereTooMuchFailsTheQuotaEndsIt() async throws {
        let outcome = try await ask(retries: RetryPolicy(maxAttempts: 100)) { [self] _, _ in
            refusal("InternalError", 500)
        }
        // 500 tokens pay for 35 retries at 14.
        #expect(outcome.requests.count == 36)
        #expect(
            outcome.reply.failure?.message
                == "No. (36 attempts; no more, since too many calls failed here: the retry quota is used up)")
    }

    @Test(arguments: [("ExpiredToken", 403), ("ExpiredTokenException", 400), ("RequestExpired", 400)])
    func expiredCredentialsAreRenewedAtOnce(_ code: String, _ status: Int) async throws {
        let outcome = try await ask { [self] request, _ in
            request["x-amz-security-token"]?.hasSuffix("-1") == true
                ? refusal(code, status) : StubAnswer(Self.vpcs)
        }
        #expect(outcome.reply.httpStatus == 200)
        #expect(outcome.reply.attempts.map(\.code) == [code, nil])
        #expect(outcome.slept.isEmpty)
    }

    @Test func renewedOnceACall() async throws {
        let outcome = try await ask(credentials: StubIdentity(of: "100000000001", renewals: 9)) { [self] _, _ in
            refusal("ExpiredToken", 403)
        }
        #expect(outcome.requests.map { $0["x-amz-security-token"]?.last } == ["1", "2"])
        #expect(outcome.reply.failure?.message.contains("the credentials have expired") == true)
    }

    @Test func whyThereAreNoOtherCredentialsIsSaid() async throws {
        struct Ended: CredentialProvider {
            func credentials() async throws(CredentialFailure) -> Credentials {
                try await StubIdentity(of: "100000000001").credentials()
            }

            func credentials(insteadOf stale: Credentials) async throws(CredentialFailure) -> Credentials {
                throw CredentialFailure(.expired, "the session of profile audit is over: log in again")
            }
        }
        let outcome = try await ask(credentials: Ended()) { [self] _, _ in refusal("ExpiredToken", 403) }
        #expect(outcome.requests.count == 1)
        #expect(
            outcome.reply.failure
                == .init(
                    code: "ExpiredToken",
                    message: "No. (renewing the credentials failed: the session of profile audit is over: log in again)"
                ))
    }

    @Test(arguments: ["RequestTimeTooSkewed", "RequestInTheFuture", "AuthFailure", "InvalidSignatureException"])
    func aWrongClockIsCorrectedForAllCallsToCome(_ code: String) async throws {
        let clock = ClockOffset()
        let outcome = try await ask(state: RetryState(clock: clock)) { [self] request, _ in
            request["x-amz-date"]?.hasPrefix("20260102T0") == true
                ? refusal(code, 403, headers: [("Date", "Fri, 02 Jan 2026 11:04:05 GMT")]) : StubAnswer(Self.vpcs)
        }
        #expect(outcome.reply.httpStatus == 200)
        #expect(outcome.reply.attempts.map(\.code) == [code, nil])
        #expect(outcome.slept.isEmpty)
        #expect(abs(clock.milliseconds - 8 * 3_600_000) < 60_000)
        // Evidence keeps the machine's own time.
        #expect(outcome.reply.attempts.last?.start.description.hasPrefix("2026-01-02T03:04") == true)
    }

    @Test func withinFiveMinutesTheClockIsNotToBlame() async throws {
        let outcome = try await ask { [self] _, _ in
            refusal("SignatureDoesNotMatch", 403, headers: [("Date", "Fri, 02 Jan 2026 03:09:00 GMT")])
        }
        #expect(outcome.requests.count == 1)
        #expect(outcome.reply.failure == nil)
    }

    @Test func aClockThatStaysWrongIsSaid() async throws {
        let outcome = try await ask { [self] _, _ in
            refusal("RequestTimeTooSkewed", 403, headers: [("Date", "Fri, 02 Jan 2026 11:04:05 GMT")])
        }
        #expect(outcome.requests.count == 2)
        #expect(outcome.reply.failure?.message.contains("this machine's clock differs from AWS's") == true)
    }

    @Test func everyStepIsTold() async throws {
        let outcome = try await ask { [self] _, call in
            call == 1 ? refusal("RequestLimitExceeded", 503) : StubAnswer(Self.vpcs)
        }
        #expect(
            outcome.events == [
                .began, .waits(attempt: 1, code: "RequestLimitExceeded", delay: .milliseconds(500)),
                .ended(attempts: 2, code: nil),
            ])
    }
}

extension Result {
    /// Nil where it is a failure.
    fileprivate var value: Success? {
        switch self {
        case .success(let value): value
        case .failure: nil
        }
    }
}

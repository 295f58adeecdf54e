import Scan
import Testing

@Suite struct RetryPolicyTests {
    @Test(arguments: [
        (503, "RequestLimitExceeded"), (400, "Throttling"), (429, "Whatever"), (429, "HTTP429"),
        (400, "EC2ThrottledException"), (503, "SlowDown"),
    ])
    func throttlingIsTriedAgain(_ status: Int, _ code: String) {
        #expect(Trouble(status: status, code: code) == .throttled)
    }

    @Test(arguments: [
        (500, "InternalError"), (502, "HTTP502"), (503, "Unavailable"), (504, "HTTP504"), (400, "RequestTimeout"),
    ])
    func aWeakMomentIsTriedAgain(_ status: Int, _ code: String) {
        #expect(Trouble(status: status, code: code) == .transient)
    }

    @Test(arguments: [
        (403, "UnauthorizedOperation"), (401, "AuthFailure"), (400, "InvalidParameterValue"), (403, "ExpiredToken"),
        (501, "NotImplemented"), (404, "HTTP404"), (302, "HTTP302"), (403, "OptInRequired"),
    ])
    func aRefusalIsNot(_ status: Int, _ code: String) {
        #expect(Trouble(status: status, code: code) == nil)
    }

    @Test func theWaitDoublesUpToTwentySeconds() {
        let throttled = (1...7).map { RetryPolicy.delay(afterAttempt: $0, .throttled, fraction: 1) }
        #expect(throttled == [1, 2, 4, 8, 16, 20, 20].map { .seconds($0) })
        let transient = (1...3).map { RetryPolicy.delay(afterAttempt: $0, .transient, fraction: 1) }
        #expect(transient == [50, 100, 200].map { .milliseconds($0) })
        #expect(RetryPolicy.delay(afterAttempt: 99, .transient, fraction: 1) == .seconds(20))
        #expect(RetryPolicy.delay(afterAttempt: 3, .throttled, fraction: 0) == .zero)
        #expect(RetryPolicy.delay(afterAttempt: 3, .throttled, fraction: 0.5) == .seconds(2))
    }

    @Test func attemptsComeFromTheEnvironment() throws {
        #expect(try RetryPolicy(environment: [:]).maxAttempts == 3)
        #expect(try RetryPolicy(environment: ["AWS_MAX_ATTEMPTS": "7"]).maxAttempts == 7)
        for bad in ["0", "-1", "many", "101", "2.5"] {
            let error = #expect(throws: SettingError.self) {
                try RetryPolicy(environment: ["AWS_MAX_ATTEMPTS": bad])
            }
            #expect(error?.description == "AWS_MAX_ATTEMPTS must be a number from 1 to 100")
        }
    }
}

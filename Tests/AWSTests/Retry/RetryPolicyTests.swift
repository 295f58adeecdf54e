import AWS
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

    @Test func awsMayAskForMoreTimeButNotForLess() {
        func delay(_ header: String?) -> Duration {
            RetryPolicy.delay(
                afterAttempt: 1, .throttled, fraction: 1, wish: RetryPolicy.wish(header))
        }
        for (header, seconds) in [("3000", 3), ("60000", 6), ("20", 1), ("0", 1), (nil, 1)] {
            #expect(delay(header) == .seconds(seconds))
        }
        for bad in ["", "-1", "3.5", "soon", "١", "99999999999999999999", " 3000"] {
            #expect(delay(bad) == .seconds(1))
        }
    }

    @Test func whoSaysNothingGetsAPatientAudit() throws {
        #expect(try RetryPolicy(settings: AWSSettings(environment: [:])) == .patient)
        #expect(RetryPolicy.patient.maxAttempts == 10)
        #expect(RetryPolicy.patient.maxFruitlessAttempts == 5)
    }

    @Test func whoSaysSomethingGetsExactlyThat() throws {
        let attempts = try RetryPolicy(settings: AWSSettings(environment: ["AWS_MAX_ATTEMPTS": "7"]))
        #expect(attempts == RetryPolicy(maxAttempts: 7, mode: .standard))
        #expect(attempts.maxFruitlessAttempts == 7)
        for (mode, expected) in [
            ("standard", RetryPolicy.Mode.standard), ("legacy", .standard), ("Adaptive", .adaptive),
        ] {
            #expect(
                try RetryPolicy(settings: AWSSettings(environment: ["AWS_RETRY_MODE": mode]))
                    == RetryPolicy(mode: expected))
        }
    }

    @Test func theProfileIsAskedAfterTheEnvironment() throws {
        let properties = [
            "max_attempts": Profiles.Property("4", file: "config"),
            "retry_mode": Profiles.Property("adaptive", file: "config"),
        ]
        let profiles = Profiles(profiles: ["audit": .init(name: "audit", properties: properties)])
        func policy(_ environment: [String: String]) throws -> RetryPolicy {
            try RetryPolicy(
                settings: AWSSettings(environment: environment, profiles: profiles, profileName: "audit"))
        }
        #expect(try policy([:]) == RetryPolicy(maxAttempts: 4, mode: .adaptive))
        #expect(try policy(["AWS_MAX_ATTEMPTS": "2"]) == RetryPolicy(maxAttempts: 2, mode: .adaptive))
    }

    @Test func whatIsNoSettingIsRefused() throws {
        for bad in ["0", "-1", "many", "101", "2.5"] {
            let error = #expect(throws: SettingError.self) {
                try RetryPolicy(settings: AWSSettings(environment: ["AWS_MAX_ATTEMPTS": bad]))
            }
            #expect(error?.description == "AWS_MAX_ATTEMPTS must be a number from 1 to 100")
        }
        let error = #expect(throws: SettingError.self) {
            try RetryPolicy(settings: AWSSettings(environment: ["AWS_RETRY_MODE": "eager"]))
        }
        #expect(error?.description == "AWS_RETRY_MODE must be standard or adaptive")
    }
}

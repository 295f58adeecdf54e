import Evidence
import Support
import Testing

import AWS

/// What destinations tell twice, or leave out where nothing said would be good news, is never good news.
struct DestinationConflictTests {
    private static let depth = Depth(checksDestinations: true, minRetentionDays: 300)
    private static let group = "<logGroupName>g</logGroupName>"
    private static let bucket = "<logDestination>arn:aws:s3:::log-bucket</logDestination>"
    private static let stream =
        "<logDestination>arn:aws:firehose:us-east-1:111122223333:deliverystream/s</logDestination>"

    private static func well(_ request: APIRequest) -> ScriptedSession.Answer? {
        switch request.action {
        case "DescribeLogGroups": (200, groups("{\"logGroupName\":\"g\"}"))
        case "DescribeLogStreams": (200, "{\"logStreams\":[]}")
        case "DescribeDeliveryStream":
            (
                200,
                "{\"DeliveryStreamDescription\":{\"DeliveryStreamName\":\"s\",\"DeliveryStreamStatus\":\"ACTIVE\","
                    + "\"Destinations\":[{\"SplunkDestinationDescription\":{\"HECToken\":\"MARKED\"}}]}}"
            )
        case "GetBucketLocation": (200, "<LocationConstraint/>")
        case "GetBucketLifecycleConfiguration": (404, "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>")
        case "GetBucketEncryption": (404, "<Error><Code>ServerSideEncryptionConfigurationNotFoundError</Code></Error>")
        default: nil
        }
    }

    private static func groups(_ groups: String) -> String { "{\"logGroups\":[\(groups)]}" }

    /// One VPC, whose flow log delivers to something.
    private func session(
        to destination: String, of account: String = "111122223333",
        _ answer: @escaping @Sendable (APIRequest) -> ScriptedSession.Answer?
    ) -> LiveAccount {
        LiveAccount(
            account,
            ScriptedSession { request, _ in
                switch request.service {
                case .ec2 where request.action == "DescribeFlowLogs":
                    let told = ScriptedSession.flowLog(on: "vpc-\(account)")
                    return (told.status, told.body.replacing("</item>", with: "\(destination)</item>"))
                case .ec2, .sts: return ScriptedSession.estate(of: account, request)
                default: return answer(request) ?? Self.well(request)
                }
            })
    }

    private func vpc(
        to destination: String, depth: Depth = depth, action: String, _ answer: ScriptedSession.Answer
    ) async throws -> Assessment {
        let session = session(to: destination) { $0.action == action ? answer : nil }
        let dossier = try await SampleRun.of([session], depth: depth).dossier
        #expect((dossier.summary.status == .pass) == (dossier.assessments[0].verdict == .pass))
        return dossier.assessments[0]
    }

    // MARK: Log groups

    @Test(arguments: [
        ("", ReasonCode.flowLogWorking), (",\"retentionInDays\":365", .flowLogWorking),
        (",\"creationTime\":1,\"storedBytes\":0,\"deletionProtectionEnabled\":false", .flowLogWorking),
        (",\"retentionInDays\":365,\"new\":30", .flowLogWorking), (",\"retentionInDays\":30", .retentionTooShort),
        (",\"retentionPolicyName\":\"org-30d\"", .destinationUnreadable),
        (",\"retentionPolicyName\":\"\"", .destinationUnreadable),
        (",\"retentionPolicyName\":null", .destinationUnreadable),
        (",\"retentionInDays\":3650,\"retentionPolicyName\":\"org-30d\"", .destinationUnreadable),
        (",\"expiresAfter\":30", .destinationUnreadable), (",\"retentionInDays\":null", .destinationUnreadable),
        (",\"retentionInDays\":0", .destinationUnreadable), (",\"retentionInDays\":\"\"", .destinationUnreadable),
        (",\"logGroupClass\":\"\"", .destinationUnreadable), (",\"logGroupClass\":null", .destinationUnreadable),
        (",\"logGroupClass\":\"ESSENTIALS\"", .destinationUnreadable),
        (",\"retentionInDays\":30,\"retentionInDays\":3650", .conflictingAnswers),
        (",\"retentionInDays\":3650,\"retentionInDays\":30", .conflictingAnswers),
        (",\"retention\\u0049nDays\":30", .conflictingAnswers),
    ])
    func aLogGroup(_ members: String, is reason: ReasonCode) async throws {
        let body = Self.groups("{\"logGroupName\":\"g\"\(members)}")
        let vpc = try await vpc(to: Self.group, action: "DescribeLogGroups", (200, body))
        #expect(vpc.reason.code == reason, "\(vpc.reason)")
    }

    @Test(arguments: [(365, ReasonCode.flowLogWorking), (30, .conflictingAnswers), (3650, .conflictingAnswers)])
    func aLogGroupThatIsListedTwice(days: Int, reason: ReasonCode) async throws {
        let group = "{\"logGroupName\":\"g\",\"retentionInDays\":365}"
        let again = "{\"logGroupName\":\"g\",\"retentionInDays\":\(days)}"
        for body in ["\(group),\(again)", "\(again),\(group)", "\(again),{\"logGroupName\":\"g1\"},\(group)"] {
            let vpc = try await vpc(to: Self.group, action: "DescribeLogGroups", (200, Self.groups(body)))
            #expect(vpc.reason.code == reason, "\(body): \(vpc.reason)")
        }
    }

    /// DescribeLogGroups answers by prefix.
    @Test(arguments: ["g2", "G", "gg"]) func aLogGroupOfSimilarNameIsAnother(_ name: String) async throws {
        let body = Self.groups("{\"logGroupName\":\"\(name)\",\"retentionInDays\":3650}")
        let vpc = try await vpc(to: Self.group, action: "DescribeLogGroups", (200, body))
        #expect(vpc.reason.code == .destinationUnreadable)
    }

    @Test(arguments: [true, false]) func aLogGroupThatIsThereAndNot(isListed: Bool) async throws {
        var depth = Self.depth
        depth.recordHours = 24
        depth.minRetentionDays = nil
        let streams: ScriptedSession.Answer =
            isListed
            ? (400, "{\"__type\":\"ResourceNotFoundException\",\"message\":\"no\"}")
            : (
                200,
                "{\"logStreams\":[{\"logStreamName\":\"eni-1\",\"lastEventTimestamp\":\(SampleRun.start.milliseconds)}]}"
            )
        let session = session(to: Self.group) { request in
            switch request.action {
            case "DescribeLogStreams": streams
            case "DescribeLogGroups" where !isListed: (200, Self.groups(""))
            default: nil
            }
        }
        let vpc = try await SampleRun.of([session], depth: depth).dossier.assessments[0]
        #expect(vpc.reason.code == .conflictingAnswers)
        #expect(vpc.flowLogs[0].destination?.conflicting == true)
        #expect(vpc.citations.count == 4)
    }

    // MARK: Streams

    @Test(arguments: [
        ("\"DeliveryStreamName\":\"s\",\"DeliveryStreamStatus\":\"ACTIVE\"", true),
        ("\"DeliveryStreamName\":\"other\",\"DeliveryStreamStatus\":\"ACTIVE\"", false),
        ("\"DeliveryStreamStatus\":\"ACTIVE\",\"DeliveryStreamStatus\":\"DELETING\"", false),
        ("\"DeliveryStreamStatus\":\"\"", false), ("\"DeliveryStreamStatus\":null", false),
    ])
    func aStream(_ members: String, isThere: Bool) async throws {
        let body = "{\"DeliveryStreamDescription\":{\(members)}}"
        let vpc = try await vpc(
            to: Self.stream, depth: Depth(checksDestinations: true), action: "DescribeDeliveryStream", (200, body))
        #expect(vpc.verdict == (isThere ? .pass : .notAssessed), "\(vpc.reason)")
    }

    // MARK: Buckets

    @Test(arguments: [
        ("<Rule><Status>Disabled</Status><Expiration><Days>1</Days></Expiration></Rule>", true),
        ("<Rule><Status>Enabled</Status><Expiration><Days>400</Days></Expiration></Rule>", true),
        ("<Rule><Status>Enabled</Status><Expiration><Days>400</Days><Hours>1</Hours></Expiration></Rule>", false),
        ("<Rule><Status>Enabled</Status><ExpireAll>true</ExpireAll></Rule>", false),
        ("<Rule><Status>Disabled</Status></Rule><Sweep/>", false),
        ("<Rule><Status>Disabled</Status><Status>Enabled</Status></Rule>", false),
        ("<Rule><Status>Enabled</Status><Expiration><Days>400</Days><Days>1</Days></Expiration></Rule>", false),
        (
            "<Rule><Status>Enabled</Status><Expiration><Days>400</Days></Expiration><Expiration><Days>1</Days>"
                + "</Expiration></Rule>", false
        ),
        (
            "<Rule><Status>Enabled</Status><Expiration><Days/><Date>2099-01-01T00:00:00Z</Date></Expiration></Rule>",
            false
        ),
        (
            "<Rule><Status>Enabled</Status><Expiration><Days/><ExpiredObjectDeleteMarker>true"
                + "</ExpiredObjectDeleteMarker></Expiration></Rule>", false
        ),
        (
            "<Rule><Status>Enabled</Status><Expiration><ExpiredObjectDeleteMarker/></Expiration></Rule>", false
        ),
        (
            "<Rule><Status>Enabled</Status><Prefix/><Filter><Prefix>elsewhere/</Prefix></Filter>"
                + "<Expiration><Days>1</Days></Expiration></Rule>", false
        ),
        (
            "<Rule><Status>Enabled</Status><Filter><Prefix>elsewhere/</Prefix><And><Prefix/></And></Filter>"
                + "<Expiration><Days>1</Days></Expiration></Rule>", false
        ),
        (
            "<Rule><Status>Enabled</Status><Filter><Prefix>elsewhere/</Prefix></Filter>"
                + "<Expiration><Days>1</Days></Expiration></Rule>", true
        ),
    ])
    func rulesOfABucket(_ rules: String, isPass: Bool) async throws {
        let vpc = try await vpc(
            to: Self.bucket, action: "GetBucketLifecycleConfiguration",
            (200, "<LifecycleConfiguration>\(rules)</LifecycleConfiguration>"))
        #expect(vpc.verdict == (isPass ? .pass : .notAssessed), "\(vpc.reason)")
    }

    @Test(arguments: [
        "<Error><Code>NoSuchLifecycleConfiguration</Code><Code>AccessDenied</Code></Error>",
        "<Error><Code/><Code>NoSuchLifecycleConfiguration</Code></Error>",
    ])
    func anErrorOfTwoCodesIsNoGoodNews(_ body: String) async throws {
        let vpc = try await vpc(to: Self.bucket, action: "GetBucketLifecycleConfiguration", (404, body))
        #expect(vpc.verdict == .notAssessed)
    }

    /// Not knowing of versions, a rule's days would be taken for the end.
    @Test(arguments: [
        ("", ReasonCode.retentionTooShort), ("<MfaDelete>Disabled</MfaDelete>", .retentionTooShort),
        ("<Status/>", .destinationUnreadable), ("<State>Enabled</State>", .destinationUnreadable),
        ("<Status>Enabled</Status><Status>Suspended</Status>", .conflictingAnswers),
    ])
    func versionsOfABucket(_ content: String, is reason: ReasonCode) async throws {
        let rules = "<Rule><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule>"
        let session = session(to: Self.bucket) { request in
            switch request.action {
            case "GetBucketVersioning": (200, "<VersioningConfiguration>\(content)</VersioningConfiguration>")
            case "GetBucketLifecycleConfiguration":
                (200, "<LifecycleConfiguration>\(rules)</LifecycleConfiguration>")
            default: nil
            }
        }
        let vpc = try await SampleRun.of([session], depth: Self.depth).dossier.assessments[0]
        #expect(vpc.reason.code == reason, "\(vpc.reason)")
    }

    @Test func aBucketThatIsThereAndNot() async throws {
        let vpc = try await vpc(
            to: Self.bucket, action: "GetBucketLifecycleConfiguration",
            (404, "<Error><Code>NoSuchBucket</Code></Error>"))
        #expect(vpc.reason.code == .conflictingAnswers)
    }

    @Test func onlyAnEmptyLocationIsTheFirstRegion() async throws {
        let body = "<LocationConstraint><Other>eu-west-1</Other></LocationConstraint>"
        let session = session(to: Self.bucket) { $0.action == "GetBucketLocation" ? (200, body) : nil }
        let dossier = try await SampleRun.of([session], depth: Self.depth).dossier
        #expect(dossier.gaps.map(\.action) == ["GetBucketLocation"])
    }

    /// A bucket has its name in all accounts.
    @Test(arguments: [
        ("GetBucketLocation", 200, "<LocationConstraint>eu-west-1</LocationConstraint>", true),
        ("GetBucketLocation", 200, "<LocationConstraint/>", false), ("GetBucketLocation", 403, "", false),
        ("GetBucketLocation", 404, "<Error><Code>NoSuchBucket</Code></Error>", true),
        ("GetBucketLifecycleConfiguration", 403, "<Error><Code>AccessDenied</Code></Error>", false),
        (
            "GetBucketLifecycleConfiguration", 200,
            "<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Days>400</Days></Expiration></Rule>"
                + "</LifecycleConfiguration>", true
        ),
    ])
    func aBucketThatTwoAccountsAskAbout(action: String, status: Int, body: String, isConflict: Bool) async throws {
        let sessions = [
            session(to: Self.bucket) { _ in nil },
            session(to: Self.bucket, of: "444455556666") { $0.action == action ? (status, body) : nil },
        ]
        for sessions in [sessions, sessions.reversed()] {
            let dossier = try await SampleRun.of(sessions, depth: Self.depth).dossier
            #expect(dossier.assessments.count == 2)
            for vpc in dossier.assessments {
                #expect((vpc.reason.code == .conflictingAnswers) == isConflict, "\(vpc.reason)")
            }
            guard isConflict else { continue }
            #expect(dossier.summary.status == .incomplete)
            let accounts = dossier.assessments[0].citations.map { dossier.exchanges[$0.exchange - 1] }
                .filter { $0.action == action }.map(\.account)
            #expect(Set(accounts) == ["111122223333", "444455556666"])
        }
    }

    // MARK: Other successes than 200

    @Test(arguments: [201, 202, 203, 206]) func onlyStatus200IsAnAnswer(_ status: Int) async throws {
        for (destination, action) in [
            (Self.group, "DescribeLogGroups"), (Self.stream, "DescribeDeliveryStream"),
            (Self.bucket, "GetBucketLifecycleConfiguration"), (Self.bucket, "GetBucketLocation"),
        ] {
            let body =
                action == "GetBucketLifecycleConfiguration"
                ? "<LifecycleConfiguration><Rule><Status>Disabled</Status></Rule></LifecycleConfiguration>" : nil
            let session = session(to: destination) { request in
                guard request.action == action, let told = body ?? Self.well(request)?.body else { return nil }
                return (status, told)
            }
            let sample = try await SampleRun.of(
                [session], depth: destination == Self.stream ? Depth(checksDestinations: true) : Self.depth)
            let dossier = sample.dossier
            for exchange in dossier.exchanges where exchange.body != nil {
                // What a stream's answer must not leave in the record, it must not leave there by another status.
                #expect(!String(decoding: try sample.store.body(of: exchange), as: UTF8.self).contains("MARKED"))
            }
            #expect(dossier.gaps.map(\.code) == ["HTTP\(status)"], "\(action)")
            #expect(dossier.gaps.first?.message.contains("HTTP status 200") == true)
            if action != "GetBucketLocation" { #expect(dossier.assessments[0].verdict == .notAssessed, "\(action)") }
        }
    }
}

import AWS
import Evidence
import Support
import Testing

@testable import Scan

/// Whole scans in which destinations are asked: what is refused or unreadable is said, and never passes.
struct DestinationScanTests {
    private static let group = "<logGroupName>g</logGroupName><logDestinationType>cloud-watch-logs</logDestinationType>"
    private static let bucket =
        "<logDestination>arn:aws:s3:::log-bucket</logDestination><logDestinationType>s3</logDestinationType>"
    private static let stream =
        "<logDestination>arn:aws:firehose:us-east-1:111122223333:deliverystream/s</logDestination>"

    private static func log(_ id: String, on vpc: String, to destination: String) -> String {
        "<item><flowLogId>\(id)</flowLogId><resourceId>\(vpc)</resourceId><flowLogStatus>ACTIVE</flowLogStatus>"
            + "<creationTime>2025-01-01T00:00:00.000Z</creationTime>"
            + "<trafficType>ALL</trafficType><deliverLogsStatus>SUCCESS</deliverLogsStatus>\(destination)</item>"
    }

    /// Everything is well: a log group kept for 365 days, a bucket kept forever, a stream.
    private static func well(_ request: APIRequest) -> ScriptedSession.Answer? {
        switch request.action {
        case "DescribeLogGroups":
            (200, "{\"logGroups\":[{\"logGroupName\":\"g\",\"retentionInDays\":365},{\"logGroupName\":\"g2\"}]}")
        case "DescribeLogStreams":
            (
                200,
                "{\"logStreams\":[{\"logStreamName\":\"lambda\",\"lastEventTimestamp\":\(SampleRun.start.milliseconds)},"
                    + "{\"logStreamName\":\"eni-1-all\",\"lastEventTimestamp\":\(SampleRun.start.milliseconds - 60_000)}]}"
            )
        case "DescribeDeliveryStream": (200, "{\"DeliveryStreamDescription\":{\"DeliveryStreamStatus\":\"ACTIVE\"}}")
        case "GetBucketLocation": (200, "<LocationConstraint/>")
        case "GetBucketLifecycleConfiguration": (404, "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>")
        case "GetBucketVersioning": (200, "<VersioningConfiguration/>")
        case "GetBucketEncryption":
            (
                200,
                "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256"
                    + "</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"
            )
        case "ListObjectsV2": (200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
        default: nil
        }
    }

    private func session(
        _ logs: [String], _ answer: @escaping @Sendable (APIRequest) -> ScriptedSession.Answer? = well
    ) -> ScriptedSession {
        ScriptedSession.oneRegion { request in
            switch request.action {
            case "DescribeVpcs": ScriptedSession.vpcs(["vpc-1", "vpc-2"])
            case "DescribeFlowLogs":
                (200, ScriptedSession.response("DescribeFlowLogs", "flowLogSet", logs.joined()))
            default: answer(request)
            }
        }
    }

    private static let depth = Depth(checksDestinations: true, recordHours: 48, minRetentionDays: 300)

    /// One log group for both VPCs: two questions in all.
    @Test func eachDestinationIsAskedOnce() async throws {
        let session = session([
            Self.log("fl-1", on: "vpc-1", to: Self.group), Self.log("fl-2", on: "vpc-2", to: Self.group),
        ])
        let dossier = try await SampleRun.of([session], depth: Self.depth).dossier
        let depthCalls = session.asked.map(\.action).filter {
            !["GetCallerIdentity", "DescribeRegions", "DescribeVpcs", "DescribeFlowLogs"].contains($0)
        }
        #expect(depthCalls.sorted() == ["DescribeLogGroups", "DescribeLogStreams"])
        #expect(dossier.assessments.map(\.verdict) == [.pass, .pass] && dossier.gaps.isEmpty)
        let record = try #require(dossier.assessments[0].flowLogs[0].newestRecord)
        #expect(record.sight == .foundShared && record.place == "eni-1-all")
        #expect(dossier.assessments[0].citations.count == 3)
    }

    /// AWS may list a flow log on two pages: it is one, and asked about once.
    @Test(arguments: [group, bucket]) func aFlowLogThatIsListedTwiceIsOne(destination: String) async throws {
        let log = Self.log("fl-1", on: "vpc-1", to: destination)
        let session = session([log, log]) { request in
            guard request.action == "ListObjectsV2", let prefix = request.parameters["prefix"] else {
                return Self.well(request)
            }
            let object =
                "<Contents><Key>\(prefix)1</Key><LastModified>\(SampleRun.start)</LastModified><Size>1</Size></Contents>"
            return (200, "<ListBucketResult><IsTruncated>false</IsTruncated>\(object)</ListBucketResult>")
        }
        let sample = try await SampleRun.of([session], depth: Self.depth)
        #expect(sample.dossier.assessments[0].flowLogs[0].newestRecord?.sight == .found)
        try await replays(sample)
    }

    /// A record from the first millisecond of the hours that were asked for is within them.
    @Test(arguments: [(0, true), (-1, false)]) func theFirstMomentCounts(_ later: Int64, isFound: Bool) async throws {
        let time = Timestamp(milliseconds: SampleRun.start.milliseconds - 48 * 3_600_000 + later)
        let session = session([
            Self.log("fl-1", on: "vpc-1", to: Self.group), Self.log("fl-2", on: "vpc-2", to: Self.bucket),
        ]) { request in
            switch request.action {
            case "DescribeLogStreams":
                return (
                    200,
                    "{\"logStreams\":[{\"logStreamName\":\"eni-1-all\",\"lastEventTimestamp\":\(time.milliseconds)}]}"
                )
            case "ListObjectsV2":
                let prefix = request.parameters["prefix"] ?? ""
                let object =
                    "<Contents><Key>\(prefix)1</Key><LastModified>\(time)</LastModified><Size>1</Size></Contents>"
                return (200, "<ListBucketResult><IsTruncated>false</IsTruncated>\(object)</ListBucketResult>")
            default: return Self.well(request)
            }
        }
        let dossier = try await SampleRun.of([session], depth: Self.depth).dossier
        let records = dossier.assessments.flatMap(\.flowLogs).map { $0.newestRecord?.sight }
        #expect(records == (isFound ? [.found, .found] : [NewestRecord.Sight.none, NewestRecord.Sight.none]))
    }

    /// A record that is older than the flow log is another's.
    @Test func aRecordFromBeforeTheFlowLogIsNotItsOwn() async throws {
        let new = Self.log("fl-1", on: "vpc-1", to: Self.group)
            .replacing("2025-01-01T00:00:00.000Z", with: SampleRun.start.description)
        let dossier = try await SampleRun.of([session([new])], depth: Self.depth).dossier
        let record = try #require(dossier.assessments[0].flowLogs[0].newestRecord)
        #expect(record.sight == .foundShared && record.text.contains("may be another's"))
    }

    /// Where a bucket has versions, a rule ends nothing for sure.
    @Test(arguments: [
        ("<VersioningConfiguration/>", ReasonCode.retentionTooShort),
        ("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>", .destinationUnreadable),
        ("<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>", .destinationUnreadable),
        ("<html/>", .destinationUnreadable),
    ])
    func versionsMayOutliveTheRules(versioning: String, reason: ReasonCode) async throws {
        let session = session([Self.log("fl-1", on: "vpc-1", to: Self.bucket)]) { request in
            switch request.action {
            case "GetBucketVersioning": (200, versioning)
            case "GetBucketLifecycleConfiguration":
                (
                    200,
                    "<LifecycleConfiguration><Rule><Status>Enabled</Status><Expiration><Days>30</Days></Expiration>"
                        + "</Rule></LifecycleConfiguration>"
                )
            default: Self.well(request)
            }
        }
        let sample = try await SampleRun.of([session], depth: Self.depth)
        #expect(sample.dossier.assessments[0].reason.code == reason)
        #expect(sample.dossier.gaps.map(\.action) == (versioning == "<html/>" ? ["GetBucketVersioning"] : []))
        try await replays(sample)
    }

    /// A stream that is being made or deleted is not proven to take records.
    @Test(arguments: ["CREATING", "CREATING_FAILED", "DELETING", "DELETING_FAILED", "NEW"])
    func aStreamThatIsNotActiveProvesNothing(status: String) async throws {
        let session = session([Self.log("fl-1", on: "vpc-1", to: Self.stream)]) { _ in
            (200, "{\"DeliveryStreamDescription\":{\"DeliveryStreamStatus\":\"\(status)\"}}")
        }
        let vpc = try await SampleRun.of([session], depth: Depth(checksDestinations: true)).dossier.assessments[0]
        #expect(vpc.reason.code == .destinationUnreadable && vpc.reason.text.contains("is \(status), so that"))
    }

    /// Behind a later name there is none to be found, and no listing is followed without end.
    @Test func listingsEnd() async throws {
        let session = session([Self.log("fl-1", on: "vpc-1", to: Self.group)]) { request in
            let token = "\"nextToken\":\"\(request.parameters["nextToken"] ?? "")x\""
            return request.action == "DescribeLogGroups"
                ? (200, "{\"logGroups\":[{\"logGroupName\":\"g2\"}],\(token)}")
                : (200, "{\"logStreams\":[{\"logStreamName\":\"lambda\"}],\(token)}")
        }
        let dossier = try await SampleRun.of([session], depth: Depth(checksDestinations: true, recordHours: 48)).dossier
        #expect(dossier.exchanges.filter { $0.action == "DescribeLogGroups" }.count == 1)
        #expect(dossier.exchanges.filter { $0.action == "DescribeLogStreams" }.count == 100)
        #expect(dossier.assessments[0].flowLogs[0].destination?.presence == .missing)
        #expect(dossier.assessments[0].flowLogs[0].newestRecord?.sight == .unreadable)
        #expect(dossier.gaps.map(\.action) == ["DescribeLogStreams"])
    }

    @Test func withoutTheOptionsNothingElseIsAsked() async throws {
        let session = session([Self.log("fl-1", on: "vpc-1", to: Self.group)])
        let dossier = try await SampleRun.of([session]).dossier
        #expect(session.asked.count == 4)
        #expect(dossier.assessments[0].flowLogs[0].destination == nil && dossier.depth == nil)
    }

    /// Flow logs that do not work, and those of nobody's VPC, lead nowhere.
    @Test func onlyWorkingFlowLogsOfListedVPCsAreFollowed() async throws {
        let failing = Self.log("fl-1", on: "vpc-1", to: Self.group).replacing("SUCCESS", with: "FAILED")
        let session = session([failing, Self.log("fl-2", on: "subnet-1", to: Self.bucket)])
        _ = try await SampleRun.of([session], depth: Self.depth)
        #expect(session.asked.allSatisfy { [.ec2, .sts].contains($0.service) })
    }

    private static let places = [
        ("DescribeLogGroups", group), ("GetBucketLocation", bucket), ("GetBucketLifecycleConfiguration", bucket),
        ("GetBucketEncryption", bucket), ("DescribeLogStreams", group), ("ListObjectsV2", bucket),
    ]
    private static let troubles: [ScriptedSession.Answer?] = [
        nil, (200, ""), (200, "{}"), (200, "<html>Please log in</html>"), (200, "{\"logGroups\":[{}]}"),
        (200, "<ListBucketResult/>"), (200, "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>"),
        (403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"),
        (400, "{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}"),
        (503, "<Error><Code>SlowDown</Code></Error>"),
        (400, "{\"__type\":\"ThrottlingException\"}"), (404, ""),
        (301, "<Error><Code>PermanentRedirect</Code></Error>"),
        (500, "{\"__type\":\"ResourceNotFound"),
    ]

    /// For each call and each trouble: a gap says so, and what hangs on it is not assessed.
    @Test(arguments: places.indices, troubles.indices)
    func noTroubleMakesAFalseGreen(place: Int, trouble: Int) async throws {
        let (action, destination) = Self.places[place]
        let answer = Self.troubles[trouble]
        let session = session([Self.log("fl-1", on: "vpc-1", to: destination)]) {
            $0.action == action ? answer : Self.well($0)
        }
        let sample = try await SampleRun.of([session], depth: Self.depth)
        let vpc = sample.dossier.assessments[0]
        #expect(sample.dossier.gaps.map(\.action) == [action])
        #expect(sample.dossier.gaps.allSatisfy { $0.hides == .explanation })
        let log = try #require(vpc.flowLogs.first)
        switch action {
        case "DescribeLogGroups", "GetBucketLifecycleConfiguration":
            #expect(vpc.verdict == .notAssessed && vpc.reason.code == .destinationUnreadable)
            #expect(log.destination?.retention == .unknown)
            // The other VPC fails for having no flow log.
            #expect(sample.dossier.summary.notAssessed == 1 && sample.dossier.summary.fail == 1)
        case "DescribeLogStreams", "ListObjectsV2":
            #expect(vpc.verdict == .pass && log.newestRecord?.sight == .unreadable)
        case "GetBucketEncryption": #expect(vpc.verdict == .pass && log.destination?.encryption == nil)
        default: #expect(vpc.verdict == .pass && log.destination?.presence == .exists)
        }
        #expect(vpc.byPolicy.cis.verdict == .pass && vpc.byPolicy.cloudAudit.verdict == .pass)
        try await replays(sample)
    }

    @Test(arguments: [
        (bucket, "GetBucketLocation", 404, "<Error><Code>NoSuchBucket</Code></Error>"),
        (stream, "DescribeDeliveryStream", 400, "{\"__type\":\"ResourceNotFoundException\"}"),
    ])
    func whatDoesNotExistFails(destination: String, action: String, status: Int, body: String) async throws {
        let session = session([Self.log("fl-1", on: "vpc-1", to: destination)]) {
            $0.action == action ? (status, body) : Self.well($0)
        }
        for days in [nil, 300] {
            let depth = Depth(checksDestinations: true, minRetentionDays: days)
            let sample = try await SampleRun.of([session], depth: depth)
            let vpc = sample.dossier.assessments[0]
            #expect(vpc.verdict == .fail && vpc.reason.code == .destinationMissing)
            #expect(vpc.byPolicy.cis.verdict == .pass && sample.dossier.gaps.isEmpty)
        }
    }

    /// Flow logs make their log group when there is traffic to record: one that is missing is no fail.
    @Test func aLogGroupThatIsNotMadeYetIsTold() async throws {
        let session = session([Self.log("fl-1", on: "vpc-1", to: Self.group)]) { request in
            request.action == "DescribeLogGroups"
                ? (200, "{\"logGroups\":[{\"logGroupName\":\"g2\"}]}") : Self.well(request)
        }
        for (days, verdict) in [(nil, Verdict.pass), (300, .notAssessed)] as [(Int?, Verdict)] {
            let depth = Depth(checksDestinations: true, minRetentionDays: days)
            let vpc = try await SampleRun.of([session], depth: depth).dossier.assessments[0]
            #expect(vpc.verdict == verdict)
            #expect(vpc.reason.text.contains("Log group g does not exist in us-east-1. Flow logs make theirs when"))
            #expect(vpc.flowLogs[0].destination?.presence == .missing)
        }
    }

    /// One of another account cannot be asked: whose it is must be said, and nothing passes for it.
    @Test func aForeignLogGroupProvesNothing() async throws {
        let arn = "<logDestination>arn:aws:logs:us-east-1:444455556666:log-group:g</logDestination>"
        let session = session([Self.log("fl-1", on: "vpc-1", to: arn)])
        let dossier = try await SampleRun.of([session], depth: Depth(checksDestinations: true)).dossier
        #expect(dossier.assessments[0].verdict == .notAssessed)
        #expect(dossier.assessments[0].reason.code == .destinationUnreadable)
        #expect(dossier.assessments[0].reason.text.contains("only account 444455556666 can tell"))
        #expect(dossier.gaps.isEmpty)
    }

    /// A destination that its owner does not let us see is no fail, and no pass.
    @Test func aForeignBucketIsSaidToBeUnreadable() async throws {
        let session = session([Self.log("fl-1", on: "vpc-1", to: Self.bucket)]) { _ in
            (403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
        }
        let dossier = try await SampleRun.of([session], depth: Depth(checksDestinations: true)).dossier
        #expect(dossier.assessments[0].verdict == .notAssessed)
        #expect(dossier.assessments[0].flowLogs[0].destination?.presence == .unreadable)
        #expect(
            Set(dossier.gaps.map(\.action)) == [
                "GetBucketLocation", "GetBucketLifecycleConfiguration", "GetBucketEncryption",
            ])
        #expect(dossier.gaps.allSatisfy { $0.advice.contains("s3:Get") && $0.advice.contains("in its own policy") })
    }

    @Test func aFirehoseStreamKeepsNothingThatCouldBeProven() async throws {
        let session = session([Self.log("fl-1", on: "vpc-1", to: Self.stream)])
        let dossier = try await SampleRun.of([session], depth: Self.depth).dossier
        #expect(dossier.assessments[0].reason.code == .destinationUnreadable)
        #expect(dossier.assessments[0].flowLogs[0].destination?.status == "ACTIVE")
    }

    /// AWS's answer holds what the stream signs in with: it is in no body that is kept, and in no output.
    @Test func secretsOfAFirehoseStreamAreNotKept() async throws {
        let secret = "b8a6c1f0-5a2e-4c53-9b1d-HEC-token"
        let told =
            "{\"DeliveryStreamDescription\":{\"DeliveryStreamName\":\"s\",\"DeliveryStreamStatus\":\"ACTIVE\","
            + "\"FailureDescription\":{\"Type\":\"X\",\"Details\":\"\(secret)\"},\"Destinations\":[{"
            + "\"SplunkDestinationDescription\":{\"HECToken\":\"\(secret)\"}}],\"HasMoreDestinations\":false}}"
        let kept =
            "{\"DeliveryStreamDescription\":{\"DeliveryStreamName\":\"s\",\"DeliveryStreamStatus\":\"ACTIVE\","
            + "\"FailureDescription\":{\"Type\":\"X\"}}}\n"
        for (body, kept) in [(told, kept), ("\(told)!", "[redacted]")] {
            let session = session([Self.log("fl-1", on: "vpc-1", to: Self.stream)]) { _ in (200, body) }
            let sample = try await SampleRun.of([session], depth: Depth(checksDestinations: true))
            let exchange = try #require(sample.dossier.exchanges.first { $0.action == "DescribeDeliveryStream" })
            #expect(exchange.body?.redacted == true)
            #expect(try String(decoding: sample.store.body(of: exchange), as: UTF8.self) == kept)
            let dossier = try String(decoding: JSONText.bytes(of: sample.dossier, .oneLine), as: UTF8.self)
            #expect(!dossier.contains(secret))
            try await replays(sample)
        }
    }

    /// The region that S3 names when it was asked in another is asked next.
    @Test func aBucketIsAskedWhereItIs() async throws {
        let wrong = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-2</Region></Error>"
        for (status, body) in [(400, wrong), (200, "<LocationConstraint>eu-west-2</LocationConstraint>")] {
            let asked = ScriptedSession { request, region in
                switch request.action {
                case "GetCallerIdentity": (200, ScriptedSession.identity)
                case "DescribeRegions":
                    (
                        200,
                        ScriptedSession.response(
                            "DescribeRegions", "regionInfo", "<item><regionName>us-east-1</regionName></item>")
                    )
                case "DescribeVpcs": ScriptedSession.vpcs(["vpc-1"])
                case "DescribeFlowLogs":
                    (
                        200,
                        ScriptedSession.response(
                            "DescribeFlowLogs", "flowLogSet", Self.log("fl-1", on: "vpc-1", to: Self.bucket))
                    )
                case "GetBucketLocation": (status, body)
                default: region == "eu-west-2" ? Self.well(request) : nil
                }
            }
            let dossier = try await SampleRun.of([asked], depth: Self.depth).dossier
            #expect(dossier.assessments[0].verdict == .pass, "\(dossier.assessments[0].reason.text)")
            #expect(dossier.exchanges.filter { $0.region == "eu-west-2" }.count == 5)
        }
    }

    @Test func pagesAreFollowedToTheGroupAndNoFurther() async throws {
        @Sendable func answer(_ request: APIRequest, last: String) -> ScriptedSession.Answer? {
            guard request.action == "DescribeLogGroups" else { return Self.well(request) }
            switch request.parameters["nextToken"] {
            case nil: return (200, "{\"logGroups\":[{\"logGroupName\":\"f\"}],\"nextToken\":\"a\"}")
            case "a": return (200, "{\"logGroups\":[\(last)],\"nextToken\":\"b\"}")
            default: return (200, "{\"logGroups\":[],\"nextToken\":\"a\"}")
            }
        }
        let found = session([Self.log("fl-1", on: "vpc-1", to: Self.group)]) {
            answer($0, last: "{\"logGroupName\":\"g\"}")
        }
        let sample = try await SampleRun.of([found], depth: Self.depth)
        #expect(sample.dossier.assessments[0].verdict == .pass)
        #expect(sample.dossier.exchanges.filter { $0.action == "DescribeLogGroups" }.map(\.page) == [1, 2])
        try await replays(sample)

        let endless = session([Self.log("fl-1", on: "vpc-1", to: Self.group)]) { answer($0, last: "") }
        let dossier = try await SampleRun.of([endless], depth: Self.depth).dossier
        #expect(dossier.assessments[0].reason.code == .destinationUnreadable)
        #expect(dossier.gaps.map(\.code) == ["UnreadableAnswer"])
    }

    @Test func theNewestObjectIsFoundInTheNewestDayThatHasOne() async throws {
        let time = Timestamp(milliseconds: SampleRun.start.milliseconds - 30 * 3_600_000)
        let day = time.description.prefix(10).replacing("-", with: "/")
        let session = session([Self.log("fl-1", on: "vpc-1", to: Self.bucket)]) { request in
            guard request.action == "ListObjectsV2" else { return Self.well(request) }
            let prefix = request.parameters["prefix"] ?? ""
            func object(_ key: String, _ time: Timestamp) -> String {
                "<Contents><Key>\(key)</Key><LastModified>\(time)</LastModified></Contents>"
            }
            let isDay = prefix.contains(day)
            guard request.parameters["continuation-token"] == nil else {
                return (
                    200,
                    "<ListBucketResult><IsTruncated>false</IsTruncated>\(object("\(prefix)2", time))</ListBucketResult>"
                )
            }
            let older = Timestamp(milliseconds: time.milliseconds - 60_000)
            let objects = object("\(prefix)1", older) + object("someone/else", SampleRun.start)
            return isDay
                ? (
                    200,
                    "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>\(objects)</ListBucketResult>"
                )
                : (200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
        }
        let sample = try await SampleRun.of([session], depth: Depth(recordHours: 48))
        let record = try #require(sample.dossier.assessments[0].flowLogs[0].newestRecord)
        #expect(record.sight == .found && record.time == time && record.place?.hasSuffix("_fl-1_2") == true)
        #expect(sample.dossier.assessments[0].flowLogs[0].destination == nil)
        try await replays(sample)
    }

    /// The same comes out of the record, and no exchange of it can be left out.
    private func replays(_ sample: SampleRun) async throws {
        func again(_ exchanges: [Exchange]) async throws -> Dossier {
            let sessions = try sample.run.accounts.map { account in
                try ReplaySession(account: account, exchanges: exchanges) { [store = sample.store] in
                    try store.body(of: $0)
                }
            }
            let plan = DepthPlan(sample.run.settings.depth, startedAt: sample.run.startedAt)
            let inventory = try await Scanner(
                sessions: sessions, regions: [], depth: plan, store: MemoryStore()
            ).collect()
            for session in sessions { try session.finish() }
            return try inventory.judged(by: .vpcFlowLogging, for: sample.run)
        }
        let exchanges = sample.dossier.exchanges
        #expect(
            try await JSONText.bytes(of: again(exchanges), .oneLine) == JSONText.bytes(of: sample.dossier, .oneLine))
        for index in exchanges.indices where !["ec2", "sts"].contains(exchanges[index].service) {
            var fewer = exchanges
            fewer.remove(at: index)
            await #expect(throws: ScanFailure.self) { _ = try await again(fewer) }
        }
    }
}

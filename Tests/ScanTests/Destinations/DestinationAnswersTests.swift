import AWS
import Evidence
import Testing

@testable import Scan

/// Answers as CloudWatch Logs, Firehose and S3 give them, and what is none of theirs.
struct DestinationAnswersTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func logGroups() throws {
        let page = try LogGroupPage(
            reading: bytes(
                """
                {"logGroups":[{"arn":"arn:aws:logs:eu-west-1:111122223333:log-group:g:*","creationTime":1700000000000,
                "kmsKeyId":"arn:aws:kms:eu-west-1:111122223333:key/k","logGroupClass":"STANDARD","logGroupName":"g",
                "metricFilterCount":0,"retentionInDays":365,"storedBytes":12,"somethingNew":{"a":[1]}},
                {"logGroupName":"g2","storedBytes":0}],"nextToken":"t"}
                """))
        #expect(page.nextToken == "t")
        #expect(page.logGroups.map(\.retention) == [.days(365), .forever])
        #expect(page.logGroups[0].kmsKeyId == "arn:aws:kms:eu-west-1:111122223333:key/k")
        #expect(try LogGroupPage(reading: bytes("{\"logGroups\":[]}")).logGroups.isEmpty)
        for (kind, retention) in [("INFREQUENT_ACCESS", .days(365)), ("DELIVERY", .days(1)), ("NEW", .unknown)]
            as [(String, Retention)]
        {
            let body =
                "{\"logGroups\":[{\"logGroupName\":\"g\",\"retentionInDays\":365,\"logGroupClass\":\"\(kind)\"}]}"
            #expect(try LogGroupPage(reading: bytes(body)).logGroups.map(\.retention) == [retention])
        }
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "<html/>", "{\"logGroups\":null}", "{\"logGroups\":{}}", "{\"logGroups\":[{}]}",
        "{\"logGroups\":[{\"logGroupName\":1}]}",
        "{\"logGroups\":[{\"logGroupName\":\"g\",\"retentionInDays\":\"365\"}]}",
        "{\"logGroups\":[{\"logGroupName\":\"g\",\"retentionInDays\":0}]}",
        "{\"logGroups\":[{\"logGroupName\":\"g\",\"retentionInDays\":1e99}]}",
        "{\"logGroups\":[{\"logGroupName\":\"g\",\"retentionInDays\":-5}]}", "{\"logGroups\":[]", "{\"LogGroups\":[]}",
        "{\"logGroups\":[],\"nextToken\":{}}",
    ])
    func whatIsNoListOfLogGroupsIsNone(_ body: String) {
        #expect(throws: RecordError.self) { try LogGroupPage(reading: bytes(body)) }
    }

    @Test func logStreams() throws {
        let page = try LogStreamPage(
            reading: bytes(
                """
                {"logStreams":[{"logStreamName":"eni-1-all","lastEventTimestamp":1700000000000,"storedBytes":0},
                {"logStreamName":"lambda/x"}]}
                """))
        #expect(page.logStreams.map(\.isOfInterface) == [true, false])
        #expect(page.logStreams.map(\.lastEventTimestamp) == [1_700_000_000_000, nil])
        for body in [
            "{}", "{\"logStreams\":[{\"logStreamName\":\"e\",\"lastEventTimestamp\":-1}]}", "{\"logStreams\":[1]}",
        ] {
            #expect(throws: RecordError.self) { try LogStreamPage(reading: bytes(body)) }
        }
    }

    @Test func deliveryStreams() throws {
        let stream = try DeliveryStream(
            reading: bytes(
                """
                {"DeliveryStreamDescription":{"DeliveryStreamName":"s","DeliveryStreamStatus":"ACTIVE","VersionId":"1",
                "DeliveryStreamEncryptionConfiguration":{"Status":"ENABLED","KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"k"},
                "Destinations":[{"DestinationId":"d"}],"HasMoreDestinations":false}}
                """), about: "s")
        #expect(stream.DeliveryStreamStatus == "ACTIVE" && stream.DeliveryStreamEncryptionConfiguration?.KeyARN == "k")
        for body in ["{}", "{\"DeliveryStreamDescription\":{}}", "{\"DeliveryStreamDescription\":\"ACTIVE\"}"] {
            #expect(throws: RecordError.self) { try DeliveryStream(reading: bytes(body), about: "s") }
        }
    }

    @Test func locations() throws {
        func region(_ text: String) throws -> String {
            let name =
                "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(text)</LocationConstraint>"
            return try BucketLocation.region(reading: bytes(name), in: .aws)
        }
        #expect(try region("") == "us-east-1")
        #expect(try region("EU") == "eu-west-1")
        #expect(try region("ap-southeast-2") == "ap-southeast-2")
        for text in ["evil.example/", "..", "eu west", "-", "<b/>!", "cn-north-1", "us-gov-west-1"] {
            #expect(throws: (any Error).self) { try region(text) }
        }
        let wrong = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-2</Region></Error>"
        #expect(BucketLocation.region(inError: bytes(wrong), in: .aws) == "eu-west-2")
        #expect(BucketLocation.region(inError: bytes(wrong), in: .china) == nil)
        for body in ["<Error><Region>../x</Region></Error>", "<Error/>", "<html/>", ""] {
            #expect(BucketLocation.region(inError: bytes(body), in: .aws) == nil)
        }
        #expect(BucketLocation.region(inError: nil, in: .aws) == nil)
    }

    @Test func versioning() throws {
        func isVersioned(_ content: String) throws -> Bool {
            try BucketVersioning.isVersioned(
                reading: bytes("<VersioningConfiguration>\(content)</VersioningConfiguration>"))
        }
        #expect(try !isVersioned(""))
        #expect(try isVersioned("<Status>Enabled</Status>"))
        #expect(try isVersioned("<Status>Suspended</Status><MfaDelete>Disabled</MfaDelete>"))
        #expect(throws: RecordError.self) { try isVersioned("<Status>Odd</Status>") }
        #expect(throws: (any Error).self) { try BucketVersioning.isVersioned(reading: bytes("<x/>")) }
    }

    @Test func encryption() throws {
        let rule =
            "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>"
            + "<KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>"
            + "<BucketKeyEnabled>true</BucketKeyEnabled></Rule>"
        let body = "<ServerSideEncryptionConfiguration>\(rule)</ServerSideEncryptionConfiguration>"
        #expect(try BucketEncryption.read(bytes(body)) == .init(algorithm: "aws:kms", key: "k"))
        for body in ["<ServerSideEncryptionConfiguration/>", "<x/>", "{}"] {
            #expect(throws: (any Error).self) { try BucketEncryption.read(bytes(body)) }
        }
    }

    @Test func objects() throws {
        func page(_ content: String) throws -> ObjectPage {
            try ObjectPage(reading: bytes("<ListBucketResult><Name>b</Name>\(content)</ListBucketResult>"))
        }
        let object =
            "<Contents><Key>a&amp;b</Key><LastModified>2026-11-23T10:04:05.000Z</LastModified><Size>1</Size></Contents>"
        let whole = try page("<IsTruncated>false</IsTruncated>\(object)")
        #expect(whole.nextToken == nil && whole.objects.map(\.key) == ["a&b"])
        #expect(whole.objects[0].time.description == "2026-11-23T10:04:05.000Z")
        let part = try page("<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>")
        #expect(part.nextToken == "t" && part.objects.isEmpty)
        for content in [
            "", object, "<IsTruncated>true</IsTruncated>", "<IsTruncated>maybe</IsTruncated>",
            "<IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents>",
            "<IsTruncated>false</IsTruncated><Contents><Key>a</Key><LastModified>now</LastModified></Contents>",
        ] {
            #expect(throws: (any Error).self) { try page(content) }
        }
    }
}

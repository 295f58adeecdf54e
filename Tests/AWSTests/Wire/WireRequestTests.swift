import Evidence
import Foundation
import Support
import Testing

@testable import AWS

/// Questions to CloudWatch Logs, Firehose and S3 as botocore sends them.
@Suite struct WireRequestTests {
    static let buckets: [String: APIRequest] = [
        "s3-list": APIRequest(
            .s3, "ListObjectsV2",
            ["Bucket": "my-log-bucket", "prefix": "AWSLogs/1 2+é/", "max-keys": "1", "encoding-type": "url"]),
        "s3-list-dotted": APIRequest(
            .s3, "ListObjectsV2", ["Bucket": "my.log.bucket", "max-keys": "1", "encoding-type": "url"]),
        "s3-lifecycle": APIRequest(.s3, "GetBucketLifecycleConfiguration", ["Bucket": "my-log-bucket"]),
        "s3-encryption": APIRequest(.s3, "GetBucketEncryption", ["Bucket": "my-log-bucket"]),
    ]

    private func request(_ question: APIRequest, in region: String) throws -> (HTTPRequest, String) {
        let place = try Endpoints(settings: AWSSettings(environment: [:])).place(of: question, in: Region(region))
        return (
            HTTPRequest(question, to: place.endpoint, userAgent: "exhibit/test", invocation: "i"), place.signingRegion
        )
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"), arguments: buckets.keys.sorted())
    func bucketsAreAskedLikeBotocoreAsks(_ name: String) throws {
        let golden = try GoldenRequest.named(name)
        let (draft, region) = try request(try #require(Self.buckets[name]), in: golden.region)
        let url = try #require(URLComponents(string: golden.url))
        #expect(draft.method == "GET" && draft.body.isEmpty)
        #expect(draft.authority == url.host)
        #expect(draft.path == url.path)
        let signed = SigV4(service: "s3", region: region).sign(draft, with: try golden.keys, at: try golden.date)
        #expect(signed.authorization == golden.headers["Authorization"])
    }

    @Test(
        .enabled(if: SharedData.isHere, "\(SharedData.reason)"),
        arguments: [
            ("logs-groups", "DescribeLogGroups", ["logGroupNamePrefix": "/vpc/flow", "limit": "50"]),
            (
                "logs-streams", "DescribeLogStreams",
                ["logGroupName": "g", "orderBy": "LastEventTime", "descending": "true", "limit": "1"]
            ),
        ])
    func logsAreAskedLikeBotocoreAsks(name: String, action: String, parameters: [String: String]) throws {
        let golden = try GoldenRequest.named(name)
        let (draft, _) = try request(APIRequest(.logs, action, parameters), in: golden.region)
        #expect(draft.url == golden.url && draft.method == "POST")
        for header in ["Content-Type", "X-Amz-Target"] { #expect(draft.headers[header] == golden.headers[header]) }
        let ours = try JSONSerialization.jsonObject(with: Data(draft.body)) as? NSDictionary
        let theirs = try JSONSerialization.jsonObject(with: Data(try #require(golden.body).utf8)) as? NSDictionary
        #expect(ours == theirs)
    }

    @Test func whereABucketIsIsAskedByItsPath() throws {
        let question = APIRequest(.s3, "GetBucketLocation", ["Bucket": "my-log-bucket"])
        let (draft, region) = try request(question, in: "us-east-1")
        #expect(draft.url == "https://s3.us-east-1.amazonaws.com/my-log-bucket?location")
        #expect(region == "us-east-1")
    }

    @Test func firehoseIsNamedInTheTarget() throws {
        let question = APIRequest(.firehose, "DescribeDeliveryStream", ["DeliveryStreamName": "s"])
        let (draft, _) = try request(question, in: "eu-west-1")
        #expect(draft.authority == "firehose.eu-west-1.amazonaws.com")
        #expect(draft.headers["X-Amz-Target"] == "Firehose_20150804.DescribeDeliveryStream")
        #expect(String(decoding: draft.body, as: UTF8.self) == "{\"DeliveryStreamName\":\"s\"}")
    }

    /// Whatever a token holds, it comes out as it went in.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func anyTextSurvives(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = HostileText.random(using: &generator) + "\"\\/\u{0}\u{1F}\u{7F}\u{2028}é😀"
        let body = JSONBody.text(APIRequest(.logs, "DescribeLogGroups", ["nextToken": text, "limit": "50"]))
        let read = try JSONDecoder().decode(Members.self, from: Data(body.utf8))
        #expect(Array(read.nextToken.utf8) == Array(text.utf8) && read.limit == 50)
        let query = BucketQuery.text(APIRequest(.s3, "ListObjectsV2", ["Bucket": "b", "continuation-token": text]))
        let value = try #require(query.split(separator: "=", maxSplits: 2).last)
        #expect(PercentEncoding.decode(value.split(separator: "=").last ?? "") == Array(text.utf8))
        #expect(query.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    }

    private struct Members: Decodable {
        let nextToken: String
        let limit: Int
    }

    @Test(arguments: [
        ("{\"__type\":\"ResourceNotFoundException\",\"message\":\"gone\"}", "ResourceNotFoundException", "gone"),
        ("{\"__type\":\"com.amazonaws.logs#Throttling:http://x\",\"Message\":\"slow\"}", "Throttling", "slow"),
    ])
    func errorsOfJSONAreRead(body: String, code: String, message: String) {
        for service in [APIRequest.Service.logs, .firehose] {
            let error = ErrorAnswer(status: 400, body: Array(body.utf8), from: service)
            #expect(error.code == code && error.message == message && error.isFromAWS)
        }
        // What stands between us and the others may speak JSON; they do not.
        for service in [APIRequest.Service.ec2, .sts, .s3] {
            let error = ErrorAnswer(status: 403, body: Array(body.utf8), from: service)
            #expect(error.code == "HTTP403" && !error.isFromAWS)
        }
    }

    @Test(arguments: [
        "{", "{}", "{\"__type\":\"\"}", "{\"__type\":1}", "{\"__type\":\"a b\"}", "{\"message\":\"x\"}",
        "{\"code\":\"blocked\"}",
    ])
    func whatIsNoErrorOfAWSIsNone(_ body: String) {
        let error = ErrorAnswer(status: 400, body: Array(body.utf8), from: .logs)
        #expect(error.code == "HTTP400" && !error.isFromAWS)
    }

    /// A secret that JSON writes otherwise is cut out too.
    @Test func secretsInJSONAreCutOut() throws {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
        let redaction = Redaction(secrets: [secret])
        for written in [secret, secret.replacing("/", with: "\\/")] {
            let body = Array("{\"__type\":\"X\",\"message\":\"\(written)\"}".utf8)
            let clean = try #require(redaction.cleaned(body))
            #expect(!String(decoding: clean, as: UTF8.self).contains("K7MDENG"))
            #expect(try !ErrorAnswer(reading: body, from: .logs, redaction).message.contains("K7MDENG"))
        }
    }
}

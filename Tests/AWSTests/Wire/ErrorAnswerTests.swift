import Foundation
import AWS
import Support
import Testing

@Suite struct ErrorAnswerTests {
    /// What a plain reading of each file shows.
    static let files: [(file: String, code: String, message: String, requestId: String?)] = [
        (
            "awsdocs--error-InvalidInstanceID.NotFound.xml", "InvalidInstanceID.NotFound",
            "The instance ID 'i-1a2b3c4d' does not exist", "ea966190-f9aa-478e-9ede-example"
        ),
        (
            "botocore--error--ec2-describe-instances.xml", "InvalidInstanceID.Malformed", "Invalid id: \"foobar\"",
            "dfb14b43-9a55-4d8e-b676-e8034d12bbeb"
        ),
        (
            "botocore--error--s3-create-bucket.xml", "BucketAlreadyOwnedByYou",
            "Your previous request to create the named bucket succeeded and you already own it.", "96380E1CB938DDF7"
        ),
        ("botocore--error--s3-list-objects.xml", "AccessDenied", "Access Denied", "9C7D5181867045BB"),
        (
            "botocore--error--sts-get-session-token.xml", "AccessDenied",
            "GetSessionToken call failed, unable to validate MFA code.  Please verify your MFA serial number is "
                + "valid and associated with this user.", "8088f6eb-b7fb-11e2-8d25-4b9f3b52b80f"
        ),
        (
            "composed--error-AuthFailure-401.xml", "AuthFailure",
            "AWS was not able to validate the provided access credentials", "00000000-0000-4000-8000-000000000000"
        ),
        (
            "composed--error-FilterLimitExceeded-400.xml", "FilterLimitExceeded",
            "The request uses too many filters or too many filter values.", "00000000-0000-4000-8000-000000000000"
        ),
        (
            "composed--error-InvalidParameterValue-NextToken-400.xml", "InvalidParameterValue",
            "Value ( garbage ) for parameter NextToken is invalid. The token is invalid.",
            "00000000-0000-4000-8000-000000000000"
        ),
        (
            "composed--error-OptInRequired-403.xml", "OptInRequired",
            "You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.",
            "00000000-0000-4000-8000-000000000000"
        ),
        (
            "composed--error-RequestLimitExceeded-503.xml", "RequestLimitExceeded", "Request limit exceeded.",
            "00000000-0000-4000-8000-000000000000"
        ),
        (
            "moto--error-DryRunOperation.xml", "DryRunOperation",
            "Request would have succeeded, but DryRun flag is set.", "request-id"
        ),
        (
            "moto--error-InvalidVpcID.NotFound.xml", "InvalidVpcID.NotFound",
            "VpcID {'vpc-0123456789abcdef0'} does not exist.", "request-id"
        ),
        (
            "real-issue--error-UnauthorizedOperation-DescribeVpcs-403.xml", "UnauthorizedOperation",
            "You are not authorized to perform this operation. User: "
                + "arn:aws:sts::111122223333:assumed-role/example-instance-profile/i-0123456789abcdef0 is not "
                + "authorized to perform: ec2:DescribeVpcs because no identity-based policy allows the "
                + "ec2:DescribeVpcs action", "274df92a-ee63-47cc-9d63-9b7a3f9b27f7"
        ),
        (
            "real-issue--error-UnauthorizedOperation-plain-403.xml", "UnauthorizedOperation",
            "You are not authorized to perform this operation.", "46002310-0e51-4f21-99ef-100739c97477"
        ),
    ]

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
    func everyErrorFileIsListed() throws {
        let names = try SharedData.names(in: "ec2-xml").filter { $0.contains("error") && $0.hasSuffix(".xml") }
        #expect(names == Self.files.map(\.file))
        #expect(names.count == 14)
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"), arguments: files.indices)
    func saysWhatAPlainReadingShows(_ index: Int) throws {
        let expected = Self.files[index]
        let answer = try ErrorAnswer(reading: SharedData.bytes("ec2-xml/\(expected.file)"), from: .ec2)
        #expect(answer.code == expected.code)
        #expect(answer.message == expected.message)
        #expect(answer.requestId == expected.requestId)
        #expect(answer.isFromAWS)
    }

    @Test func theShapeOfEmulatorsIsRead() throws {
        let text =
            "<ErrorResponse><Errors><Error><Code>AccessDenied</Code><Message>No &amp; no</Message></Error></Errors>"
            + "<RequestId>r-1</RequestId></ErrorResponse>"
        let answer = ErrorAnswer(status: 403, body: Array(text.utf8), from: .ec2)
        #expect(answer.code == "AccessDenied")
        #expect(answer.message == "No & no")
        #expect(answer.requestId == "r-1")
    }

    @Test func anErrorWithoutMessageIsStillOne() {
        let answer = ErrorAnswer(status: 400, body: Array("<Error><Code>Odd</Code></Error>".utf8), from: .ec2)
        #expect(answer.code == "Odd")
        #expect(answer.message == "")
    }

    /// Marks that combine with the letter before them make one character, however many they are.
    @Test func aMessageIsCut() {
        func message(_ text: String) -> String {
            let body = "<Error><Code>Odd</Code><Message>\(text)</Message></Error>"
            return ErrorAnswer(status: 400, body: Array(body.utf8), from: .ec2).message
        }
        let most = String(repeating: "x", count: 2000)
        #expect(message(most) == most)
        #expect(message(most + "y") == most + "…")
        let heap = "e" + String(repeating: "\u{301}", count: 300_000)
        #expect(message(heap).unicodeScalars.count == 2001)
    }

    @Test(arguments: ["", "two words", "r-1\nvpc x pass y", "é", "[r]", String(repeating: "r", count: 129)])
    func aRequestIdThatIsNoneIsNotKept(_ id: String) {
        let body = "<ErrorResponse><Error><Code>Odd</Code></Error><RequestId>\(id)</RequestId></ErrorResponse>"
        let answer = ErrorAnswer(status: 400, body: Array(body.utf8), from: .ec2)
        #expect(answer.code == "Odd")
        #expect(answer.requestId == nil)
    }

    @Test(arguments: [
        "", "   ", "oops", "<html><body>Bad gateway</body></html>", "<!DOCTYPE html><html></html>",
        "<Response><Errors><Error><Code>A</Code></Error></Errors>", "<Response/>", "<Response><Errors/></Response>",
        "<Response><Errors><Error><Message>m</Message></Error></Errors></Response>", "<Error><Code></Code></Error>",
        "<Error><Code>two words</Code></Error>", "<Error><Code>a\nvpc x pass y</Code></Error>",
        "<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>", "{\"message\":\"Forbidden\"}",
        "{\"code\":\"blocked\"}", "{\"__type\":\"Blocked\"}",
    ])
    func whatIsNoErrorOfAWSIsNeverEmpty(_ body: String) {
        #expect(throws: ErrorAnswer.Unreadable.self) { try ErrorAnswer(reading: Array(body.utf8), from: .ec2) }
        let answer = ErrorAnswer(status: 502, body: Array(body.utf8), from: .ec2)
        #expect(answer.code == "HTTP502")
        #expect(answer.message.hasPrefix("the answer is "))
        #expect(!answer.isFromAWS)
        #expect(answer.requestId == nil)
    }

    @Test func itSaysWhatCameInstead() {
        #expect(ErrorAnswer(status: 504, body: nil, from: .ec2).message == "the answer is empty")
        let html = ErrorAnswer(status: 502, body: Array("<html><body/></html>".utf8), from: .ec2)
        #expect(html.message.hasPrefix("the answer is not an error of AWS (line 1, byte "))
        #expect(html.message.contains("html"))
    }
}

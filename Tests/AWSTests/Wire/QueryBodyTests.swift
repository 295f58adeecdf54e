import Evidence
import Foundation
import AWS
import Support
import Testing

@Suite struct QueryBodyTests {
    /// What botocore was asked, as this project asks it.
    static let questions: [String: APIRequest] = [
        "ec2-describe-regions": APIRequest(.ec2, "DescribeRegions"),
        "ec2-describe-regions-all-filter": APIRequest(
            .ec2, "DescribeRegions",
            [
                "AllRegions": "true", "Filter.1.Name": "opt-in-status",
                "Filter.1.Value.1": "opt-in-not-required", "Filter.1.Value.2": "opted-in",
            ]),
        "ec2-describe-vpcs-page": APIRequest(
            .ec2, "DescribeVpcs", ["MaxResults": "1000", "NextToken": "eyJ2IjoiMiIsImMiOiJ+/=="]),
        "ec2-describe-vpcs-ids": APIRequest(
            .ec2, "DescribeVpcs", ["VpcId.1": "vpc-1", "VpcId.2": "vpc-2", "DryRun": "true"]),
        "ec2-describe-flow-logs-filter": APIRequest(
            .ec2, "DescribeFlowLogs",
            [
                "Filter.1.Name": "resource-id", "Filter.1.Value.1": "vpc-1", "Filter.1.Value.2": "vpc-2",
                "Filter.2.Name": "tag:Env Name/é", "Filter.2.Value.1": "a b+c&d=e*~", "Filter.2.Value.2": "ü",
                "MaxResults": "1000",
            ]),
        "ec2-describe-flow-logs-ids": APIRequest(
            .ec2, "DescribeFlowLogs", ["FlowLogId.1": "fl-1", "FlowLogId.2": "fl-2"]),
        "ec2-describe-subnets": APIRequest(
            .ec2, "DescribeSubnets",
            ["Filter.1.Name": "vpc-id", "Filter.1.Value.1": "vpc-1", "MaxResults": "5"]),
        "ec2-describe-enis": APIRequest(
            .ec2, "DescribeNetworkInterfaces",
            ["Filter.1.Name": "vpc-id", "Filter.1.Value.1": "vpc-1", "MaxResults": "1000"]),
        "ec2-cn": APIRequest(.ec2, "DescribeVpcs"),
        "ec2-gov-fips": APIRequest(.ec2, "DescribeVpcs"),
        "ec2-fips": APIRequest(.ec2, "DescribeVpcs"),
        "ec2-dualstack": APIRequest(.ec2, "DescribeVpcs"),
        "ec2-fips-dualstack": APIRequest(.ec2, "DescribeVpcs"),
        "ec2-eusc": APIRequest(.ec2, "DescribeVpcs"),
        "ec2-iso": APIRequest(.ec2, "DescribeVpcs"),
        "sts-gci": APIRequest(.sts, "GetCallerIdentity"),
        "sts-assume-role": APIRequest(
            .sts, "AssumeRole",
            [
                "RoleArn": "arn:aws:iam::111122223333:role/Path/Scanner", "RoleSessionName": "flow-scan@x",
                "ExternalId": "ext:/id=1", "DurationSeconds": "3600", "SerialNumber": "arn:aws:iam::1:mfa/u",
                "TokenCode": "123456", "TransitiveTagKeys.member.1": "k", "Tags.member.1.Key": "k",
                "Tags.member.1.Value": "v",
            ]),
        "sts-web-identity": APIRequest(
            .sts, "AssumeRoleWithWebIdentity",
            [
                "RoleArn": "arn:aws:iam::111122223333:role/R", "RoleSessionName": "s1",
                "WebIdentityToken": "aaa.bbb.ccc",
            ]),
    ]

    /// botocore keeps the order of the service model where this project sorts; AWS takes any order.
    /// For these the fields are compared as a set, and nothing else differs.
    static let otherOrder: Set = ["ec2-describe-vpcs-ids", "sts-assume-role"]

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"))
    func everyQueryRequestOfTheFileIsAsked() throws {
        let names = try GoldenRequest.all().filter { ["ec2", "sts"].contains($0.service) }.map(\.name)
        #expect(Set(names) == Set(Self.questions.keys))
        #expect(names.count == 18)
    }

    @Test(.enabled(if: SharedData.isHere, "\(SharedData.reason)"), arguments: questions.keys.sorted())
    func writesLikeBotocore(_ name: String) throws {
        let golden = try GoldenRequest.named(name)
        let question = try #require(Self.questions[name])
        let endpoint = try Endpoint(golden.url, from: "the file")
        let request = HTTPRequest(
            question, to: endpoint, userAgent: "exhibit/test",
            invocation: try #require(golden.headers["amz-sdk-invocation-id"]))
        let ours = String(decoding: request.body, as: UTF8.self)
        let theirs = try #require(golden.body)

        #expect(request.url == golden.url)
        #expect((ours == theirs) == !Self.otherOrder.contains(name))
        #expect(ours.split(separator: "&").sorted() == theirs.split(separator: "&").sorted())
        #expect(ours.utf8.count == Int(try #require(golden.headers["Content-Length"])))
        #expect(request.headersByName["content-type"] == golden.headers["Content-Type"])

        guard !Self.otherOrder.contains(name), golden.headers["Authorization"] != nil else { return }
        var draft = request
        draft.headers.append(HTTPHeader("amz-sdk-request", "attempt=1; max=3"))
        let signed = SigV4(service: golden.service, region: golden.region)
            .sign(draft, with: try golden.keys, at: try golden.date)
        var sent = signed.request.headersByName
        sent["user-agent"] = nil  // removed from the file, and never signed
        #expect(sent == golden.sentHeaders)
    }

    @Test func numbersAreOrderedBySize() {
        let keys = ["Filter.10.Name", "Filter.2.Value.10", "Filter.2.Value.9", "Filter.2.Name", "A", "Filter"]
        let request = APIRequest(.ec2, "X", Dictionary(uniqueKeysWithValues: keys.map { ($0, "") }))
        #expect(
            QueryBody.text(request)
                == "Action=X&Version=2016-11-15&A=&Filter=&Filter.2.Name=&Filter.2.Value.9=&Filter.2.Value.10="
                + "&Filter.10.Name=")
    }

    /// A field, whatever it holds, comes out of a form as it went in.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func anyTextSurvives(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let scalars = (0..<40).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x1FFFF, using: &generator)) }
        let text = String(String.UnicodeScalarView(scalars)) + " +&=%*~\r\n"
        let body = QueryBody.text(APIRequest(.sts, "X", ["Some.Key &=": text]))
        #expect(body.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        let fields = body.split(separator: "&").map { $0.split(separator: "=", omittingEmptySubsequences: false) }
        #expect(fields.count == 3)
        let value = fields[2][1].replacing("+", with: "%20").removingPercentEncoding
        #expect(value.map { Array($0.utf8) } == Array(text.utf8))
        #expect(fields[2][0] == "Some.Key+%26%3D")
    }
}

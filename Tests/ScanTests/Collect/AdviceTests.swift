import Evidence
import Support
import Testing

@testable import Scan

/// What a user would do something else about is told apart.
struct AdviceTests {
    @Test(arguments: [
        ("UnauthorizedOperation", "because no identity-based policy allows the ec2:DescribeVpcs action", "Allow ec2:D"),
        ("UnauthorizedOperation", "Encoded authorization failure message: x", "decode-authorization-message"),
        ("UnauthorizedOperation", "with an explicit deny in an identity-based policy", "An explicit deny"),
        ("UnauthorizedOperation", "with an explicit deny in a service control policy: arn", "A service control policy"),
        ("AccessDenied", "because no service control policy allows the ec2:DescribeVpcs action", "A service control"),
        ("AccessDenied", "because no permissions boundary allows the action", "in the permissions boundary"),
        ("AccessDenied", "because no session policy allows the action", "in the session policy"),
        ("AccessDenied", "because no VPC endpoint policy allows the action", "in the VPC endpoint policy"),
        ("AuthFailure", "", "may use eu-west-1"), ("OptInRequired", "", "may use eu-west-1"),
        ("Blocked", "", "AWS Support"), ("SignatureDoesNotMatch", "", "Check the access key"),
        ("ExpiredToken", "", "have expired"), ("RequestExpired", "", "have expired"),
        ("RequestInTheFuture", "", "clock right"),
        ("RequestLimitExceeded", "", "throttled the account in each of 3 attempts"),
        ("InternalError", "", "AWS had a fault of its own in each of 3 attempts"),
        ("SomethingNew", "", "Look the code up"),
    ])
    func refusals(code: String, message: String, says: String) {
        let sentence = Advice.sentence(for: failure(code, message, refused: true))
        #expect(sentence.contains(says), "\(sentence)")
    }

    @Test(arguments: [
        ("CouldNotResolve", "name service"), ("CouldNotConnect", "firewall"), ("TLSFailure", "AWS_CA_BUNDLE"),
        ("AnswerNotTLS", "Begin the endpoint with http://"),
        ("HTTP407", "user name and password"),
        ("ProxyRefused", "NO_PROXY names"), ("Timeout", "--timeout"), ("HTTP504", "--timeout"),
        ("ConnectionClosed", "broke"), ("UnreadableAnswer", "sign-in page"), ("HTTP403", "sign-in page"),
        ("HTTP503", "fault of its own"), ("Cancelled", "interrupted"), ("NoCredentials", "working credentials"),
        ("OtherAccount", "account id"), ("WhoKnows", "Check the network"),
    ])
    func failuresOnTheWay(code: String, says: String) {
        let sentence = Advice.sentence(for: failure(code, "", refused: false))
        #expect(sentence.contains(says), "\(sentence)")
    }

    @Test(arguments: [
        ("CouldNotResolve", "the host name ec2-fips.eu-west-1.amazonaws.com could not be resolved"),
        ("ProxyRefused", "the proxy p:1 refused the way to s3-fips.eu-west-1.amazonaws.com"),
    ])
    func aHostThatOnlyFIPSAsksForIsToldAsSuch(code: String, message: String) {
        let sentence = Advice.sentence(for: failure(code, message, refused: false))
        #expect(sentence.contains("no") && sentence.contains("FIPS hosts") && sentence.contains("in eu-west-1"))
        #expect(sentence.contains("AWS_USE_FIPS_ENDPOINT") && !sentence.contains("HTTPS_PROXY"))
    }

    @Test func noAttemptIsToldTwice() {
        var told = failure("Timeout", "h did not answer in time (3 attempts)", refused: false)
        #expect("\(told)".split(separator: "3 attempts").count == 2)
        told.message = "h did not answer in time"
        #expect("\(told)".hasSuffix("h did not answer in time (3 attempts)"))
    }

    @Test func whoMayNotListRegionsIsToldToNameThem() {
        var denied = failure(
            "UnauthorizedOperation", "with an explicit deny in a service control policy", refused: true)
        denied.action = "DescribeRegions"
        #expect(Advice.sentence(for: denied).contains("name the regions to read with --region"))
    }

    @Test func aRoleThatCannotBeTakenOnIsAnotherMatter() {
        var refused = failure("AccessDenied", "is not authorized to perform: sts:AssumeRole", refused: true)
        refused.action = "AssumeRole"
        #expect(Advice.sentence(for: refused).contains("trust policy"))
        #expect(Advice.sentence(for: refused).contains("sts:AssumeRole on it"))
    }

    @Test func oneReasonIsToldOnce() async throws {
        let regions = (1...17).map { number in
            let denied = SampleEstate.Refusal(
                status: 403, code: "UnauthorizedOperation", message: "no identity-based policy allows it (\(number))")
            return SampleEstate.Region(
                "eu-test-\(number)", refusals: ["DescribeVpcs": denied, "DescribeFlowLogs": denied])
        }
        let account = SampleEstate.Account(
            id: "111122223333", arn: "arn:aws:iam::111122223333:user/a", homeRegion: "eu-test-1", regions: regions)
        let dossier = try await SampleRun.of(SampleEstate([account])).dossier
        #expect(dossier.gaps.count == 34)
        let shared = dossier.sharedGaps
        #expect(shared.map(\.gaps.count) == [34])
        let advice = "Allow ec2:DescribeFlowLogs and ec2:DescribeVpcs for the identity that scans, then scan again."
        #expect(shared.map(\.advice) == [advice])
    }

    @Test func otherReasonsAreToldApart() {
        let failures = [
            failure("AccessDenied", "a", refused: true), failure("Timeout", "b", refused: false),
            failure("AccessDenied", "with an explicit deny in a service control policy", refused: true),
            failure("AccessDenied", "c", refused: true),
        ]
        #expect(SharedFailure.grouped(failures).map(\.indices) == [[0, 3], [1], [2]])
    }

    private func failure(_ code: String, _ message: String, refused: Bool) -> CallFailure {
        CallFailure(
            action: "DescribeVpcs", region: "eu-west-1", code: code, message: message, requestId: nil, attempts: 3,
            wasRefused: refused)
    }
}

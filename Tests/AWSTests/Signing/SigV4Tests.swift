import Evidence
import AWS
import Testing

@Suite struct SigV4Tests {
    private let date = Timestamp(milliseconds: 1_767_323_045_000)

    @Test func nothingSecretShowsHoweverItIsPrinted() throws {
        let keys = try Credentials(
            accessKeyId: "AKIDEXAMPLE", secretAccessKey: "verysecretverysecret", sessionToken: "tokentokentoken",
            from: "the test")
        let request = HTTPRequest("POST", authority: "ec2.eu-west-1.amazonaws.com", query: "a=b")
        let signed = SigV4(service: "ec2", region: "eu-west-1").sign(request, with: keys, at: date)

        var dumped = ""
        dump(keys, to: &dumped)
        dump(signed, to: &dumped)
        dump(signed.request, to: &dumped)
        dump(["nested": [signed]], to: &dumped)
        let texts = [
            "\(keys)", "\(signed)", "\(signed.request)", String(reflecting: keys), String(reflecting: [signed]),
            String(reflecting: signed.request), dumped,
        ]
        for text in texts {
            for secret in ["verysecret", "tokentoken", signed.signature, "Credential="] {
                #expect(!text.contains(secret), "\(secret) in \(text)")
            }
        }
    }

    @Test func theSessionTokenIsSigned() throws {
        let keys = try Credentials(
            accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s", sessionToken: "t", from: "the test")
        let signed = SigV4(service: "sts", region: "us-east-1")
            .sign(HTTPRequest("POST", authority: "localhost:5000"), with: keys, at: date)
        #expect(signed.authorization.contains("SignedHeaders=host;x-amz-date;x-amz-security-token,"))
        #expect(signed.canonicalRequest.contains("host:localhost:5000\n"))
    }

    @Test func eachRegionServiceAndDateHasItsOwnSignature() throws {
        let keys = try Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s", from: "the test")
        let request = HTTPRequest("POST", authority: "localhost")
        let later = Timestamp(milliseconds: date.milliseconds + 1000)
        let signatures = [
            SigV4(service: "ec2", region: "eu-west-1").sign(request, with: keys, at: date),
            SigV4(service: "ec2", region: "eu-west-2").sign(request, with: keys, at: date),
            SigV4(service: "sts", region: "eu-west-1").sign(request, with: keys, at: date),
            SigV4(service: "ec2", region: "eu-west-1").sign(request, with: keys, at: later),
        ].map(\.signature)
        #expect(Set(signatures).count == 4)
    }
}

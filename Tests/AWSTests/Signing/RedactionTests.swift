import Evidence
import Foundation
import AWS
import Support
import Testing

@Suite struct RedactionTests {
    private let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    private let token = "IQoJb3JpZ2luX2Vj&<tok>en+/=="

    private func signed(secret: String, token: String?) throws -> (Credentials, SignedRequest) {
        let keys = try Credentials(
            accessKeyId: "AKIDEXAMPLE", secretAccessKey: secret, sessionToken: token, from: "the test")
        let request = HTTPRequest("POST", authority: "ec2.eu-west-1.amazonaws.com")
        let date = Timestamp(milliseconds: 1_767_323_045_000)
        return (keys, SigV4(service: "ec2", region: "eu-west-1").sign(request, with: keys, at: date))
    }

    private func cleaned(_ text: String) throws -> String? {
        let (keys, signed) = try signed(secret: secret, token: token)
        return Redaction(keys, signed).cleaned(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func everyFormIsCutOut() throws {
        let (_, signed) = try signed(secret: secret, token: token)
        let forms = [
            secret, "wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI%2fK7MDENG%2bbPxRfiCYEXAMPLEKEY",
            token, "IQoJb3JpZ2luX2Vj%26%3Ctok%3Een%2B%2F%3D%3D", "IQoJb3JpZ2luX2Vj&amp;&lt;tok&gt;en+/==",
            signed.signature, signed.authorization,
        ]
        for form in forms {
            #expect(try cleaned("<a>\(form)</a>") == "<a>[redacted]</a>")
            #expect(try cleaned(form) == "[redacted]")
            #expect(try cleaned("\(form)\(form) and \(form)é") == "[redacted][redacted] and [redacted]é")
        }
    }

    @Test func theShortestSecretIsCutOutToo() {
        let text = String("wJalrXUtnFEMIK7MDENG".prefix(Redaction.shortestSecret))
        #expect(Redaction(secrets: [text]).cleaned("a \(text) b") == "a [redacted] b")
        #expect(Redaction(secrets: [String(text.dropLast())]).cleaned("a \(text) b") == nil)
    }

    /// A server may put the token into base64 by itself, or among other words at any place.
    @Test(arguments: 0...8, [false, true]) func base64IsCutOut(before: Int, isURLSafe: Bool) throws {
        let rest = String(repeating: "?", count: 8)
        for after in 0...2 {
            let words = String(rest.prefix(before)) + token + String(rest.prefix(after))
            var text = Data(words.utf8).base64EncodedString()
            if isURLSafe { text = text.replacing("+", with: "-").replacing("/", with: "_") }
            let percent = text.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
            let padless = String(text.prefix { $0 != "=" })
            for form in [text, padless, percent] {
                let clean = try #require(try cleaned("<a>\(form)</a>"), "\(form)")
                // What is left are letters that hold bits of what is around it.
                let left = clean.replacing("[redacted]", with: "").utf8.count - "<a></a>".utf8.count
                #expect(left <= 4 * ((before + after) / 3 + 3) + 4, "\(clean)")
                #expect(!clean.contains(text.dropFirst(16).prefix(16)), "\(clean)")
            }
        }
    }

    @Test func hexadecimalAndEscapesOfJSONAreCutOut() throws {
        let hex = Array(secret.utf8).map { String($0, radix: 16) }.joined()
        let escaped = "IQoJb3JpZ2luX2Vj\\u0026\\u003ctok\\u003een+/\\u003d\\u003d"
        for form in [hex, hex.uppercased(), escaped, "IQoJb3JpZ2luX2Vj&<tok>en+\\/=="] {
            #expect(try cleaned("<a>\(form)</a>") == "<a>[redacted]</a>")
        }
    }

    @Test func theRestIsUntouched() throws {
        #expect(try cleaned("") == nil)
        #expect(try cleaned("<DescribeVpcsResponse>nothing here</DescribeVpcsResponse>") == nil)
        #expect(try cleaned(String(secret.dropLast())) == nil)
        #expect(try cleaned("w" + secret) == "w[redacted]")
    }

    /// An emulator's key `test` is no secret, and the word stands in tags and element names.
    @Test func shortKeysOfEmulatorsAreNoSecrets() throws {
        let (keys, signed) = try signed(secret: "test", token: nil)
        #expect(Redaction(keys, signed).cleaned(Array("<value>test</value>".utf8)) == nil)
    }

    /// A server may quote a secret as often as its answer has room: the work grows with the answer, no faster.
    @Test(.timeLimit(.minutes(5))) func manyTimesIsNoMoreWorkEach() throws {
        let (keys, signed) = try signed(secret: secret, token: nil)
        let body = String(repeating: "\(secret), and the next:", count: 50_000)
        let clean = try #require(Redaction(keys, signed).cleaned(body))
        #expect(clean.utf8.count == 50_000 * 25)
        #expect(clean == String(repeating: "[redacted], and the next:", count: 50_000))
    }

    /// Secrets put into noise come out, and the noise stays byte for byte.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func noiseStays(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let (keys, signed) = try signed(secret: secret, token: token)
        let noise = (0..<6).map { _ in
            (0..<Int.random(in: 0...40, using: &generator)).map { _ in UInt8.random(in: 128...255, using: &generator) }
        }
        let secrets = [secret, token, signed.signature, signed.authorization]
        var body = noise[0]
        var expected = noise[0]
        for piece in noise.dropFirst() {
            body += Array((secrets.randomElement(using: &generator) ?? secret).utf8) + piece
            expected += Array("[redacted]".utf8) + piece
        }
        #expect(Redaction(keys, signed).cleaned(body) == expected)
    }
}

import Foundation
import Support

/// All that gives credentials, behind one address. Whatever it gives is marked, and whenever it refuses it says back
/// all that it was sent.
struct SecretsCloud: Sendable {
    /// In every secret.
    static let mark = "MARKED"
    private static let longMark = "\(mark)bySECRETS"
    /// With what is written otherwise in forms and in addresses.
    static func secret(_ name: String) -> String { "\(longMark)/\(name)+=" }
    /// Of the characters that an external id or a token may have.
    static func plain(_ name: String) -> String { "\(longMark)-\(name)" }

    /// The question that is refused, by its action or path; nil: none.
    var refused: String?

    /// Nil for what EC2 and STS say themselves.
    func answer(_ request: StubRequest, _ region: String) -> StubAnswer? {
        let place = request.action ?? request.path.split(separator: "?").first.map(String.init) ?? ""
        if place == refused { return Self.refusal(quoting: request) }
        return switch place {
        // Of a region, the flow logs are always refused.
        case "DescribeFlowLogs" where region == "eu-west-1": Self.refusal(quoting: request)
        case "AssumeRole", "AssumeRoleWithWebIdentity":
            .role(place, key: "ASIAROLE", secret: Self.secret("role"), token: Self.secret("roletoken"))
        case "/latest/api/token": StubAnswer(Self.plain("imdstoken"))
        case "/latest/meta-data/iam/security-credentials/": StubAnswer("audit")
        case "/latest/meta-data/iam/security-credentials/audit", "/ecs": StubAnswer(Self.document("service"))
        case "/token":
            StubAnswer(
                #"{"accessToken":"\#(Self.plain("newaccess"))","expiresIn":3600,"#
                    + #""refreshToken":"\#(Self.plain("newrefresh"))"}"#)
        case "/federation/credentials":
            StubAnswer(
                #"{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"\#(Self.secret("sso"))","#
                    + #""sessionToken":"\#(Self.secret("ssotoken"))","expiration":4102444800000}}"#)
        default: nil
        }
    }

    /// As containers, instances and programs give credentials.
    static func document(_ name: String) -> String {
        #"{"Version":1,"Code":"Success","AccessKeyId":"ASIADOCUMENT","SecretAccessKey":"\#(secret(name))","#
            + #""Token":"\#(secret("\(name)token"))","SessionToken":"\#(secret("\(name)token"))","#
            + #""Expiration":"\#(StubAnswer.inAnHour)"}"#
    }

    /// The request as it came, escaped for XML, and its form as it is on the wire.
    private static func refusal(quoting request: StubRequest) -> StubAnswer {
        let headers = request.headers.map { "\($0.name): \($0.value)" }
        let form = request.form.map { "\($0.key)=\($0.value)" }
        let all = (headers + [String(decoding: request.body, as: UTF8.self)] + form).joined(separator: "\n")
        var answer = StubAnswer.refusal(403, "AccessDenied", StubAnswer.escaped("you sent \(all)"))
        answer.headers.append(("x-quoted", request["Authorization"] ?? ""))
        return answer
    }

    /// What a mark looks like in any form that a secret may have been written in, whatever stands around it.
    static var forms: [String] {
        // In base64 it looks otherwise at each of three places; its first and last characters are shared with others.
        let encoded = (0..<3).map { shift in
            let bytes = Data(repeating: 0x20, count: shift) + Data(longMark.utf8)
            return String(bytes.prefix(15).base64EncodedString().dropFirst(shift == 0 ? 0 : 4))
        }
        let percent = mark.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
        let hex = longMark.utf8.map { String($0, radix: 16) }.joined()
        return [mark, mark.lowercased(), percent, hex] + encoded
    }
}

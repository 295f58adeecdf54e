import Foundation

extension StubAnswer {
    /// What STS gives: the credentials of a role, good for an hour.
    package static func role(_ action: String, key: String, secret: String, token: String) -> StubAnswer {
        StubAnswer(
            "<\(action)Response><\(action)Result><Credentials><AccessKeyId>\(key)</AccessKeyId>"
                + "<SecretAccessKey>\(escaped(secret))</SecretAccessKey><SessionToken>\(escaped(token))</SessionToken>"
                + "<Expiration>\(inAnHour)</Expiration></Credentials></\(action)Result>"
                + "<ResponseMetadata><RequestId>r-sts</RequestId></ResponseMetadata></\(action)Response>",
            headers: [("x-amzn-requestid", "r-sts")])
    }

    /// Text as XML has it.
    package static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }

    /// How AWS's query services refuse. The message is XML already.
    package static func refusal(_ status: Int, _ code: String, _ message: String) -> StubAnswer {
        StubAnswer(
            status: status,
            "<ErrorResponse><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
                + "<RequestId>r-\(code)</RequestId></ErrorResponse>")
    }

    /// By the real clock, as all programs have it.
    package static var inAnHour: String { Date(timeIntervalSinceNow: 3600).formatted(.iso8601) }
}

import AWS
import Testing

@Suite struct EndpointTests {
    @Test(arguments: [
        ("https://example.com", "https://example.com/"), ("HTTP://LocalHost:4566", "http://localhost:4566/"),
        ("https://example.com:443/", "https://example.com/"), ("http://h:80/a/b%20c", "http://h/a/b%20c"),
        ("https://h:80", "https://h:80/"), ("http://[::1]:5000/", "http://[::1]:5000/"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1/"),
    ])
    func urlsAreTaken(_ url: String, _ meaning: String) throws {
        #expect(try Endpoint(url, from: "--endpoint-url").description == meaning)
    }

    @Test(arguments: [
        "", "example.com", "ftp://example.com", "https://", "https:///x", "http://:80", "http://h:", "http://h:0",
        "http://h:65536", "http://h:x", "http://h:+1", "http://h h/", "http://user:hunter2@h/", "http://h/?q=hunter2",
        "http://h/#hunter2", "http://h/a b", "http://[]", "http://[::1", "http://[::1]x", "http://h\r\nX: y/",
        "http://é/", "http://h/é", "http://h?hunter2",
    ])
    func otherThingsAreRefusedWithoutBeingShown(_ url: String) throws {
        let error = #expect(throws: SettingError.self) { try Endpoint(url, from: "AWS_ENDPOINT_URL") }
        let text = try #require(error).description
        #expect(text.hasPrefix("AWS_ENDPOINT_URL must "))
        #expect(!text.contains("hunter2"))
    }
}

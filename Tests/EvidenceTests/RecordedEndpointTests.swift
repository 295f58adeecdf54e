import Evidence
import Testing

@Suite struct RecordedEndpointTests {
    @Test(arguments: [
        ("https://ec2.eu-west-1.amazonaws.com/", true, "ec2.eu-west-1.amazonaws.com", nil, "/"),
        ("http://127.0.0.1:5000/", false, "127.0.0.1", 5000, "/"),
        ("http://[::1]:80443/x", nil, "", nil, ""), ("http://[::1]:8080/a_B/%2F", false, "[::1]", 8080, "/a_B/%2F"),
        ("https://host_1:80/", true, "host_1", 80, "/"), ("http://h:443/", false, "h", 443, "/"),
    ])
    func itsParts(_ text: String, _ isTLS: Bool?, _ host: String, _ port: Int?, _ path: String) {
        let endpoint = RecordedEndpoint(text)
        #expect(endpoint?.isTLS == isTLS)
        #expect(endpoint.map { String($0.host) } == (isTLS == nil ? nil : host))
        #expect(endpoint?.port == port)
        #expect(endpoint.map { String($0.path) } == (isTLS == nil ? nil : path))
    }

    @Test(arguments: [
        "", "https://", "https:///", "https://h", "HTTPS://h/", "ftp://h/", "h/", "https://H/", "https://u@h/",
        "https://u:p@h/", "https://h:443/", "http://h:80/", "https://h:0/", "https://h:65536/", "https://h:+1/",
        "https://h:01/", "https://h:/", "https://h:1:2/", "https://h/?q", "https://h/#f", "https://h/ ", "https://h /",
        "https://h/\n", "https://h\u{202E}/", "https://hé/", "https://[::1/", "https://[]/", "https://[::1]x/",
        "https://x[::1]/", "https://[::G]/", "https://h\\/", "https://ec2.amazonaws.com@evil/", "https://h/\u{E9}",
        "https://h/" + String(repeating: "a", count: 2_048),
    ])
    func nothingElseIsOne(_ text: String) {
        #expect(RecordedEndpoint(text) == nil)
    }
}

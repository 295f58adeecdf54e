import AWS
import Support
import Testing

@Suite struct ProxyTests {
    private func proxy(
        for url: String, _ environment: [String: String]
    ) throws -> String? {
        let parts = url.split(separator: "://")
        let scheme = try #require(Endpoint.Scheme(rawValue: String(parts[0])))
        return try ProxyRules(environment: environment)
            .proxy(for: HTTPRequest("POST", scheme: scheme, authority: String(parts[1])))?.description
    }

    @Test(arguments: [
        ("http://proxy:3128", "proxy:3128"), ("proxy:3128/", "proxy:3128"), ("HTTP://Proxy", "proxy:80"),
        ("http://user:hunter2@proxy:1", "proxy:1"), ("user:hunt%65r2@[::1]:1", "[::1]:1"),
        ("http://a@b:hunter2@proxy:1", "proxy:1"), ("http://@proxy:1", "proxy:1"),
    ])
    func urlsAreTakenAndShownWithoutTheirPasswords(_ url: String, _ meaning: String) throws {
        let proxy = try Proxy(url, from: "HTTPS_PROXY")
        var dumped = ""
        dump(proxy, to: &dumped)
        for text in ["\(proxy)", String(reflecting: proxy), dumped] { #expect(!text.contains("hunter2")) }
        #expect(proxy.description == meaning)
    }

    @Test(arguments: [
        "https://proxy:1", "socks5://proxy:1", "http://", "http://proxy:x", "http://proxy:1/hunter2",
        "http://user:hunter2@", "http://user:hunter2@h h:1", "http://proxy:1?hunter2", "://proxy", "a://b://c",
    ])
    func otherThingsAreRefusedWithoutBeingShown(_ url: String) throws {
        let error = #expect(throws: SettingError.self) { try ProxyRules(environment: ["HTTPS_PROXY": url]) }
        #expect(error?.setting == "HTTPS_PROXY")
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func eachSchemeHasItsProxy() throws {
        var environment = ["HTTPS_PROXY": "https.proxy:1", "HTTP_PROXY": "http.proxy:2", "ALL_PROXY": "all.proxy:3"]
        #expect(try proxy(for: "https://a.b", environment) == "https.proxy:1")
        #expect(try proxy(for: "http://a.b", environment) == "http.proxy:2")
        environment["https_proxy"] = "small.proxy:4"
        #expect(try proxy(for: "https://a.b", environment) == "small.proxy:4")
        environment["https_proxy"] = ""
        #expect(try proxy(for: "https://a.b", environment) == nil)
        #expect(try proxy(for: "https://a.b", ["ALL_PROXY": "all.proxy:3"]) == nil)
    }

    @Test(arguments: [
        ("*", "a.b", true), ("b", "a.b", true), (".b", "a.b", true), ("*.b", "a.b", true), (".a.b", "a.b", true),
        ("b", "ab", false), ("b", "b.a", false), ("x, A.B ,y", "a.b", true), ("x y a.b", "a.b:8443", true),
        ("a.b:443", "a.b", true), ("a.b:443", "a.b:8443", false), ("a.b:8443", "a.b:8443", true),
        ("", "a.b", false), (",", "a.b", false), (".", "a.b", false), ("10.0.0.0/8", "10.1.2.3", true),
        ("10.0.0.0/8", "11.1.2.3", false), ("10.0.0.0/9", "10.128.0.0:8443", false), ("10.0.0.0/33", "10.0.0.0", false),
        ("10.1.2.3", "10.1.2.3", true), ("2.3", "10.1.2.3", false), ("10.1.2.3:80", "10.1.2.3", false),
        ("fd00::/8", "[fd12::1]", true), ("[fd12::1]", "[fd12:0::1]:8443", true), ("fd12::1", "[fd12::2]", false),
        ("0.0.0.0/0", "a.b", false), ("[fd12::1]:443", "[fd12::1]", true), ("[fd12::1]:443", "[fd12::1]:1", false),
    ])
    func exceptionsAreReadAsPythonDoes(_ list: String, _ authority: String, _ isExcepted: Bool) throws {
        let environment = ["HTTPS_PROXY": "proxy:1", "NO_PROXY": list]
        #expect(try (proxy(for: "https://\(authority)", environment) == nil) == isExcepted)
        let small = ["HTTPS_PROXY": "proxy:1", "NO_PROXY": "*", "no_proxy": list]
        #expect(try (proxy(for: "https://\(authority)", small) == nil) == isExcepted)
    }

    /// They give credentials, and are on this machine or beside it.
    @Test(arguments: [
        "169.254.169.254", "169.254.170.2", "169.254.170.23:80", "[fd00:ec2::254]", "[fd00:ec2::23]", "127.0.0.1:5000",
        "127.8.8.8", "[::1]:5000", "localhost", "LOCALHOST:1", "a.localhost",
    ])
    func whatIsNearIsNeverAskedThroughAProxy(_ authority: String) throws {
        #expect(try proxy(for: "http://\(authority)", ["HTTP_PROXY": "proxy:1"]) == nil)
    }

    @Test(arguments: [
        "169.253.169.254", "[fd00:ec3::254]", "128.0.0.1", "[::2]", "localhost.example.com", "notlocalhost",
    ])
    func whatLooksNearIsNot(_ authority: String) throws {
        #expect(try proxy(for: "http://\(authority)", ["HTTP_PROXY": "proxy:1"]) == "proxy:1")
    }

    /// Any address is in each network that is made of its own leading bits, and in none where one of them differs.
    @Test func networksHoldWhatBeginsAsTheyDo() throws {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<500 {
            let bytes = (0..<4).map { _ in UInt8.random(in: 1...126, using: &generator) }
            let bits = Int.random(in: 1...32, using: &generator)
            let address = bytes.map(String.init).joined(separator: ".")
            var other = bytes
            let flipped = Int.random(in: 0..<bits, using: &generator)
            other[flipped / 8] ^= 0x80 >> (flipped % 8)
            let network = "\(other.map(String.init).joined(separator: "."))/\(bits)"
            for (list, isExcepted) in [("\(address)/\(bits)", true), (network, false)] {
                let environment = ["HTTPS_PROXY": "proxy:1", "NO_PROXY": list]
                #expect(try (proxy(for: "https://\(address)", environment) == nil) == isExcepted, "\(address) \(list)")
            }
        }
    }
}

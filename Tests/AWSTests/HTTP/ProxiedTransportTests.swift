import Foundation
import AWS
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProxiedTransportTests {
    private static let host = "ec2.eu-west-1.amazonaws.com"

    private func outcome(
        _ request: HTTPRequest, _ environment: [String: String]
    ) async throws -> Result<HTTPAnswer, TransportFailure> {
        let network = try NetworkSettings(settings: AWSSettings(environment: environment), files: DiskFiles())
        let transport = NetworkTransport(limits: .patient, network: network)
        let result: Result<HTTPAnswer, TransportFailure>
        do throws(TransportFailure) { result = .success(try await transport.send(request)) } catch {
            result = .failure(error)
        }
        try await transport.shutdown()
        return result
    }

    private func failure(status: Int) async throws -> TransportFailure? {
        try await StubProxy.leading(to: 9, status: status) { proxy in
            let environment = ["HTTPS_PROXY": "http://user:hunter2@127.0.0.1:\(proxy.port)"]
            return try await outcome(HTTPRequest("POST", authority: Self.host), environment).failure
        }
    }

    /// The proxy learns the host and its own password; the server learns of no proxy.
    @Test(.enabled(if: StubCertificate.isPossible, "\(StubCertificate.reason)"))
    func httpsGoesThroughATunnel() async throws {
        try await TemporaryFolder.with { folder in
            let certificate = try await StubCertificate(for: [Self.host], in: folder)
            try await StubServer.serving(by: certificate) { _ in
                StubAnswer("ok")
            } to: { server in
                try await StubProxy.leading(to: server.port) { proxy in
                    let environment = [
                        "https_proxy": "http://us%65r:p%40ss@127.0.0.1:\(proxy.port)",
                        "AWS_CA_BUNDLE": certificate.certificate.path,
                    ]
                    let request = HTTPRequest("POST", authority: Self.host, headers: [HTTPHeader("X-Secret", "1")])
                    let answer = try await outcome(request, environment).get()
                    #expect(answer.body == Array("ok".utf8))
                    let head = try #require(proxy.heads.first)
                    #expect(head.hasPrefix("CONNECT \(Self.host):443 HTTP/1.1\r\n"))
                    #expect(
                        head.contains("proxy-authorization: Basic \(Data("user:p@ss".utf8).base64EncodedString())\r\n"))
                    #expect(!head.lowercased().contains("x-secret"))
                    #expect(server.requests.first?["proxy-authorization"] == nil)
                    #expect(server.requests.first?["host"] == Self.host)
                }
            }
        }
    }

    @Test func httpGoesThroughATunnelToo() async throws {
        try await StubServer.serving { _ in
            StubAnswer("ok")
        } to: { server in
            try await StubProxy.leading(to: server.port) { proxy in
                let request = HTTPRequest("GET", scheme: .http, authority: "moto.example:5000", path: "/a")
                let environment = ["HTTP_PROXY": "127.0.0.1:\(proxy.port)"]
                let answer = try await outcome(request, environment).get()
                #expect(answer.status == 200)
                #expect(proxy.heads.first?.hasPrefix("CONNECT moto.example:5000 ") == true)
                #expect(server.requests.first?.path == "/a")
            }
        }
    }

    @Test func whatIsNearGoesDirectly() async throws {
        try await StubServer.serving { _ in
            StubAnswer("ok")
        } to: { server in
            try await StubProxy.leading(to: server.port) { proxy in
                let request = HTTPRequest("GET", scheme: .http, authority: "127.0.0.1:\(server.port)")
                let answer = try await outcome(request, ["HTTP_PROXY": "127.0.0.1:\(proxy.port)"]).get()
                #expect(answer.status == 200)
                #expect(proxy.heads.isEmpty)
            }
        }
    }

    @Test func aProxyThatWantsAPasswordIsNamedWithoutOne() async throws {
        let failure = try #require(try await failure(status: 407))
        #expect(failure.code == "ProxyAuthenticationRequired")
        #expect(failure.description.hasPrefix("the proxy 127.0.0.1:"))
        #expect(!failure.description.contains("hunter2"))
    }

    @Test(arguments: [403, 503, 301]) func aProxyThatRefusesIsNamedWithoutItsPassword(_ status: Int) async throws {
        let failure = try #require(try await failure(status: status))
        #expect(failure.code == "ProxyRefused")
        #expect(failure.description.hasSuffix("refused the way to \(Self.host)"))
        #expect(!failure.description.contains("hunter2"))
    }

    @Test func aProxyThatIsAwayIsNamed() async throws {
        let port = try await StubProxy.leading(to: 9) { $0.port }
        let request = HTTPRequest("POST", authority: Self.host)
        let failure = try await outcome(request, ["HTTPS_PROXY": "127.0.0.1:\(port)"]).failure
        #expect(failure == .proxyNotReached(proxy: "127.0.0.1:\(port)"))
        let unknown = try await outcome(request, ["HTTPS_PROXY": "nowhere.invalid:1"]).failure
        #expect(unknown == .proxyNotReached(proxy: "nowhere.invalid:1"))
    }
}

extension Result {
    fileprivate var failure: Failure? {
        switch self {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}

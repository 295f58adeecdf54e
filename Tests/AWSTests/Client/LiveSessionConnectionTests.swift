import AWS
import Support
import Testing

/// A server may close a kept connection at any time, also while the next question is on its way.
@Suite(.timeLimit(.minutes(5))) struct LiveSessionConnectionTests {
    @Test func connectionsThatTheServerClosedCostNoAnswer() async throws {
        let body = "<DescribeVpcsResponse><requestId>r-0</requestId><vpcSet/></DescribeVpcsResponse>"
        try await StubServer.serving { _ in
            StubAnswer(body, .close)
        } to: { server in
            let session = try TestSession(url: server.url)
            for _ in 0..<50 {
                let reply = await session.live.send(APIRequest(.ec2, "DescribeVpcs"), to: "eu-west-1")
                #expect(reply.failure == nil)
                #expect(reply.body == Array(body.utf8))
            }
            try await session.transport.shutdown()
            #expect(server.connections >= 50)
        }
    }
}

import Foundation
import Scan
import Support
import Testing

/// What goes wrong gets one clear sentence on stderr, the right exit status, and leaves nothing half-written.
struct BadInputTests {
    @Test(arguments: [
        (["demo", "--frobnicate"], "--frobnicate"),
        (["demo", "--policy", "strict"], "strict"),
        (["demo", "--format", "pdf"], "there is no report format 'pdf'"),
        (["demo", "--replace"], "--replace needs --output"),
        (["scan", "--region", "../../etc"], "3 to 32 small letters"),
        (["scan", "--endpoint-url", "ftp://example.com"], "--endpoint-url"),
        (["scan", "--concurrency", "0"], "--concurrency"),
        (["report"], "package"),
        (["frobnicate"], "frobnicate"),
    ])
    func usage(arguments: [String], says: String) async throws {
        try await refused(arguments, status: 64, says: says)
    }

    @Test func withoutCredentials() async throws {
        try await refused(["scan"], status: 2, says: "set AWS_ACCESS_KEY_ID", environment: [:])
    }

    @Test func anOutputThatIsAFile() async throws {
        try await TemporaryFolder.with { folder in
            try Data("mine".utf8).write(to: folder.appendingPathComponent("file"))
            let outcome = try await Binary.run(["demo", "--output", "file"], in: folder)
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains("file is not a folder"))
            #expect(try Binary.files(in: folder).keys.sorted() == ["file"])
        }
    }

    @Test(arguments: [[], ["--replace"]])
    func anOutputThatIsNotEmptyAndNoPackage(more: [String]) async throws {
        try await TemporaryFolder.with { folder in
            let mine = folder.appendingPathComponent("mine")
            try FileManager.default.createDirectory(at: mine, withIntermediateDirectories: true)
            try Data("precious".utf8).write(to: mine.appendingPathComponent("thesis.txt"))
            let outcome = try await Binary.run(["demo", "--output", "mine"] + more, in: folder)
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(more.isEmpty ? "is not empty" : "it is no Exhibit package"))
            #expect(try Binary.files(in: folder).keys.sorted() == ["mine/thesis.txt"])
        }
    }

    @Test func replaceReplacesAPackageWhole() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--output", "p"], in: folder)
            #expect(try await Binary.run(["demo", "--output", "p"], in: folder).status == 64)
            let outcome = try await Binary.run(
                ["demo", "--output", "p", "--replace", "--format", "csv", "--exit-zero"], in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("p").path)
            #expect(!names.contains("report.html"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["p"])
        }
    }

    @Test func aPackageWithAMissingBody() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--output", "p"], in: folder)
            let body = "p/data/111122223333/eu-west-1"
            let name = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(body).path)
                    .first { $0.hasSuffix("DescribeVpcs.xml") })
            try FileManager.default.removeItem(at: folder.appendingPathComponent("\(body)/\(name)"))
            let outcome = try await Binary.run(["report", "p", "--output", "q"], in: folder)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains(name), "\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("q").path))
        }
    }

    @Test func aFolderThatIsNoPackage() async throws {
        try await refused(["report", "."], status: 2, says: "package")
        try await refused(["report", "nowhere"], status: 2, says: "nowhere")
    }

    @Test func anEndpointThatRefusesConnections() async throws {
        try await refused(
            ["scan", "--endpoint-url", "http://127.0.0.1:9"], status: 2, says: "GetCallerIdentity",
            environment: Binary.keys)
    }

    @Test func anEndpointThatHangs() async throws {
        try await StubServer.serving({ _ in .hang }) { server in
            try await refused(
                ["scan", "--endpoint-url", server.url, "--timeout", "1"], status: 2, says: "GetCallerIdentity",
                environment: Binary.keys)
        }
    }

    @Test func anEndpointThatAnswersHTML() async throws {
        try await StubServer.serving({ _ in StubAnswer("<html><body>Sign in to the Wi-Fi</body></html>") }) { server in
            try await refused(
                ["scan", "--endpoint-url", server.url], status: 2, says: "<html>", environment: Binary.keys)
        }
    }

    @Test func aRegionThatDoesNotExist() async throws {
        try await SampleServer.serving(ScanTests.Estate.passes.account) { server in
            try await refused(
                ["scan", "--endpoint-url", server.url, "--region", "us-esat-1"], status: 64,
                says: "there is no region 'us-esat-1'", environment: Binary.keys)
        }
    }

    private func refused(
        _ arguments: [String], status: Int32, says: String, environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(arguments, in: folder, environment: environment)
            #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
            #expect(outcome.errors.contains(says), "\(outcome.errors)", sourceLocation: sourceLocation)
            #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
            let left = try Binary.files(in: folder).keys.sorted()
            #expect(left.isEmpty, "\(left)", sourceLocation: sourceLocation)
        }
    }
}

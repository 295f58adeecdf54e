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
        (["demo", "--vpcs=-1"], "--vpcs -1: it takes a number from 0 to 1000000"),
        (["demo", "--vpcs", "1000001"], "--vpcs 1000001: it takes a number from 0 to 1000000"),
        (["demo", "--vpcs", "many"], "'many' is invalid for '--vpcs"),
        (["demo", "--seed", "7"], "--seed goes with --vpcs only"),
        (["demo", "--vpcs", "1", "--seed=-1"], "'-1' is invalid for '--seed"),
        (["report", "p", "--no-baseline", "--baseline", "q"], "--no-baseline and --baseline exclude each other"),
        (["report", "p", "--no-templates", "--templates", "t"], "--no-templates and --templates exclude each other"),
        (["report", "p", "--no-source-map", "--sarif-anchor", "f"], "--no-source-map goes neither with"),
        (["report", "p", "--no-sarif-category", "--sarif-category", "x"], "--sarif-category exclude each other"),
        (["demo", "--sarif-category", ""], "a category is one line of at most 128 bytes"),
        (["demo", "--sarif-category", "a\nb"], "a category is one line of at most 128 bytes"),
        (["demo", "--sarif-category", "a/"], "without a slash or space at its beginning and end"),
        (["demo", "--sarif-category", " a"], "without a slash or space at its beginning and end"),
        (["demo", "--sarif-category", String(repeating: "a", count: 129)], "of at most 128 bytes"),
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

    /// Where alerts cannot lie: one sentence, and no package.
    @Test func placesThatNoAlertCanHave() async throws {
        try await TemporaryFolder.with { outer in
            let folder = outer.appendingPathComponent("repo")
            for (name, text) in [
                "main.tf": "resource \"aws_vpc\" \"main\" {}\n", ".git/config": "", "broken.json": "{\"version\": 4, ",
                "old.json": "{\"version\": 3}", "../outside.tf": "\n",
            ] {
                let file = folder.appendingPathComponent(name).standardizedFileURL
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            let before = try Binary.files(in: outer)
            for (arguments, says) in [
                (["--sarif-anchor", "missing.tf"], "--sarif-anchor: there is no file missing.tf"),
                (["--sarif-anchor", "main.tf:2"], "main.tf has 1 line, and no line 2"),
                (["--sarif-anchor", "../outside.tf"], "../outside.tf does not lie in the repository"),
                (["--terraform", "."], "--terraform and --terraform-state need each other"),
                (
                    ["--terraform", ".", "--terraform-state", "broken.json"],
                    "broken.json cannot be used: it is not JSON"
                ),
                (["--terraform", ".", "--terraform-state", "old.json"], "only version 4 is understood"),
                (
                    ["--terraform", ".", "--terraform", ".", "--terraform-state", "old.json"],
                    "there are 2 of the one and 1 of the other"
                ),
                (["--terraform", "..", "--terraform-state", "broken.json"], "--terraform"),
            ] {
                for command in [["demo"], ["demo", "--output", "p"]] {
                    let outcome = try await Binary.run(command + arguments, in: folder)
                    #expect(outcome.status == 64, "\(arguments): \(outcome.errors)")
                    #expect(outcome.output.isEmpty && outcome.errors.contains(says), "\(outcome.errors)")
                    let sentences = outcome.errors.split(separator: "\n")
                        .filter { !$0.hasPrefix("Usage:") && !$0.hasPrefix("  See ") }
                    #expect(sentences.count == 1, "\(outcome.errors)")
                    #expect(try Binary.files(in: outer) == before)
                }
            }
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

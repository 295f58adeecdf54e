import Foundation
import Support
import Testing

/// SIGINT and SIGTERM while the built program scans.
struct InterruptionTests {
    /// One region answers, and those of Europe never do.
    private static let estate = SampleEstateOf.regions(["us-east-1", "eu-west-1", "eu-west-2"])

    @Test(arguments: [SIGINT, SIGTERM]) func whatWasReadBecomesAPackage(signal: Int32) async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(Self.estate, fault: { _, region in region.hasPrefix("eu") ? .hang : nil }) {
                server in
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url, "--output", "p", "--exit-zero"], in: folder,
                    environment: Binary.keys
                ) { process in
                    try await asked(server, 8)
                    kill(process, signal)
                }
                #expect(outcome.status == 3, "\(outcome.output)\(outcome.errors)")
                #expect(outcome.output.contains("\nInterrupted: "), "\(outcome.output)")
                #expect(outcome.output.contains("Cancelled: "), "\(outcome.output)")
                #expect(outcome.errors.contains("interrupted: what was read is kept"), "\(outcome.errors)")
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["p"])

                // Nothing was interrupted now: --exit-zero does what it says.
                let again = try await Binary.run(["report", "p", "--output", "q", "--exit-zero"], in: folder)
                #expect(again.status == 0, "\(again.errors)")
                let files = try Binary.files(in: folder)
                for report in ["report.html", "report.md", "findings.json", "report.sarif"] {
                    #expect(files["p/\(report)"] == files["q/\(report)"], "\(report)")
                }
            }
        }
    }

    /// Whatever those that do not answer do meanwhile, nothing is waited for.
    @Test(arguments: [StubAnswer.Manner.hang, .drip]) func theAskingEndsWithinTwoSeconds(
        manner: StubAnswer.Manner
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(
                Self.estate, fault: { _, region in region.hasPrefix("eu") ? StubAnswer(manner) : nil }
            ) { server in
                let clock = ContinuousClock()
                var told = clock.now
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url, "--output", "p", "--format", "csv"], in: folder,
                    environment: Binary.keys
                ) { process in
                    try await asked(server, 8)
                    told = clock.now
                    kill(process, SIGINT)
                }
                // The package is written after it.
                #expect(clock.now - told < .seconds(6 * Sanitizer.patience), "\(clock.now - told)")
                #expect(outcome.output.contains("\nInterrupted: "), "\(outcome.output)\(outcome.errors)")
            }
        }
    }

    @Test(arguments: [1, 2]) func aDrippingAnswerEndsWithTheTimeout(seconds: Int) async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(
                Self.estate, fault: { _, region in region == "eu-west-1" ? StubAnswer(.drip) : nil }
            ) { server in
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url, "--output", "p", "--timeout", "\(seconds)"], in: folder,
                    environment: Binary.keys)
                #expect([3, 5].contains(outcome.status), "\(outcome.errors)")
                #expect(outcome.output.contains("Timeout: "), "\(outcome.output)")
            }
        }
    }

    @Test func withNothingReadThereIsNoPackage() async throws {
        try await TemporaryFolder.with { folder in
            try await StubServer.serving({ _ in .hang }) { server in
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url], in: folder, environment: Binary.keys
                ) { process in
                    try await asked(server, 1)
                    kill(process, SIGINT)
                }
                #expect(outcome.status == 2, "\(outcome.output)\(outcome.errors)")
                #expect(outcome.errors.contains("interrupted before anything was read; no package was written"))
                #expect(outcome.output.isEmpty)
                #expect(try Binary.files(in: folder).isEmpty)
            }
        }
    }

    /// Both signals wait for the stopped program, which hears of them in one moment.
    @Test(.disabled(if: Sanitizer.isThread, "the thread sanitizer holds signals back until the package is written"))
    func theSecondSignalEndsItAtOnce() async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(Self.estate, fault: { _, region in region.hasPrefix("eu") ? .hang : nil }) {
                server in
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url, "--output", "p"], in: folder, environment: Binary.keys
                ) { process in
                    try await asked(server, 8)
                    for signal in [SIGSTOP, SIGINT, SIGTERM, SIGCONT] { kill(process, signal) }
                }
                #expect(outcome.status == 2, "\(outcome.output)\(outcome.errors)")
                #expect(outcome.errors.contains("ended at once"), "\(outcome.errors)")
                let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                #expect(left.count == 1 && left.allSatisfy { $0.hasPrefix(".exhibit-partial-") }, "\(left)")
                let next = try await Binary.run(["demo", "--output", "p", "--exit-zero"], in: folder)
                #expect(next.errors.contains("the unfinished package of an earlier run"), "\(next.errors)")
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["p"])
            }
        }
    }

    private func asked(_ server: StubServer, _ count: Int) async throws {
        while server.requests.count < count { try await Task.sleep(for: .milliseconds(10)) }
        // What was answered is on its way still.
        try await Task.sleep(for: .milliseconds(200))
    }
}

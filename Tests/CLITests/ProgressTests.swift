import Foundation
import Scan
import Support
import Testing

@testable import CLI

struct ProgressTests {
    @Test func theStory() {
        var progress = Progress(accounts: 1)
        #expect(progress.line(width: 80) == "asking 1 account who asks and which regions there are")
        progress.take(.began(accounts: 1, regions: 3))
        for region in ["a", "b", "c"] { progress.take(.regionBegan(account: "1", region: region)) }
        #expect(progress.line(width: 80) == "0 of 3 regions read, 0 VPCs; waiting for a and 2 more")
        progress.take(.page(account: "1", region: "a", action: "DescribeVpcs", records: 1000))
        progress.take(.page(account: "1", region: "a", action: "DescribeFlowLogs", records: 7))
        progress.take(.regionEnded(account: "1", region: "b", vpcs: nil, isWhole: false))
        progress.takeRetry(throttled: true)
        progress.takeRetry(throttled: false)
        #expect(
            progress.line(width: 100)
                == "0 of 3 regions read, 1 not in full, 1000 VPCs; waiting for a and 1 more; 2 retries, 1 throttled")
        progress.take(.regionEnded(account: "1", region: "a", vpcs: 999, isWhole: true))
        progress.take(.regionEnded(account: "1", region: "c", vpcs: 1, isWhole: true))
        #expect(progress.line(width: 100) == progress.closing)
        #expect(
            progress.closing == "2 of 3 regions read, 1 not in full, 1000 VPCs; 2 retries, 1 throttled")
    }

    @Test func severalAccounts() {
        var progress = Progress(accounts: 2)
        progress.take(.accountFailed(account: "222222222222"))
        progress.take(.began(accounts: 2, regions: 1))
        progress.take(.regionBegan(account: "111111111111", region: "eu-west-1"))
        #expect(
            progress.line(width: 120) == "0 of 1 region read, 0 VPCs, 1 account could not be read; "
                + "waiting for eu-west-1 of 111111111111")
    }

    /// A line that is too long would scroll the terminal at each drawing.
    @Test(arguments: 0...90) func theLineFits(width: Int) {
        var progress = Progress(accounts: 2)
        progress.take(.began(accounts: 2, regions: 40))
        for number in 1...40 { progress.take(.regionBegan(account: "111111111111", region: "eu-west-\(number)")) }
        let line = progress.line(width: width)
        #expect(line.count <= max(0, width - 1))
        #expect(width < 2 || line.hasSuffix("…") || line.hasSuffix("more"))
    }

    @Test func whoWatches() {
        typealias Manner = ProgressDisplay.Manner
        #expect(Manner(isWatched: true, isQuiet: false, environment: ["TERM": "xterm"]) == .line)
        #expect(Manner(isWatched: true, isQuiet: false, environment: ["CI": ""]) == .line)
        #expect(Manner(isWatched: true, isQuiet: false, environment: ["CI": "true"]) == .log)
        #expect(Manner(isWatched: true, isQuiet: false, environment: ["TERM": "dumb"]) == .log)
        #expect(Manner(isWatched: false, isQuiet: false, environment: [:]) == .log)
        #expect(Manner(isWatched: true, isQuiet: true, environment: [:]) == .nothing)
    }

    /// On a pseudo terminal, which Python's standard library makes.
    @Test(.enabled(if: Program.named("python3") != nil, "needs python3"))
    func theBinaryDrawsOnATerminalAndClearsUp() async throws {
        let script = """
            import os, pty, sys
            sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
            """
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(
                SampleEstateOf.regions(["us-east-1", "eu-west-1"]),
                fault: { _, region in region == "eu-west-1" ? StubAnswer(status: 400, "", delay: .seconds(1)) : nil }
            ) { server in
                var python = try #require(Program.named("python3"))
                python.folder = folder
                python.environment = Binary.environment(Binary.keys.merging(["TERM": "xterm"]) { $1 })
                let outcome = try await python.run(
                    [
                        "-c", script, Program.exhibit.path, "scan", "--endpoint-url", server.url, "--log-level",
                        "debug",
                    ])
                #expect(outcome.status == 3, "\(outcome.output)\(outcome.errors)")
                #expect(outcome.output.contains("1 of 2 regions read, 1 VPC; waiting for eu-west-1\r\u{1B}[K"))
                // Log lines begin where the drawn line was taken away, and the summary on a clean line.
                for line in outcome.output.split(separator: "\r\n") where line.contains(" debug ") {
                    let own = line.split(separator: "\u{1B}[K").last ?? ""
                    #expect(own.prefixMatch(of: #/\d{4}-\d\d-\d\dT[0-9:.]+Z debug /#) != nil, "\(line)")
                }
                #expect(outcome.output.contains("\r\u{1B}[KCheck aws-vpc-003"), "\(outcome.output)")
            }
        }
    }
}

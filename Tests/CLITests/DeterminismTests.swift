import Foundation
import Scan
import Support
import Testing

/// The same package gives the same bytes, wherever, whenever and how often it is judged and rendered again.
struct DeterminismTests {
    @Test func processesTimeZonesAndLanguages() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-R", "--output", "p"], in: folder)
            let first = try Binary.files(in: folder.appendingPathComponent("p"))
            #expect(first.count > 20)
            let places = [
                ["TZ": "UTC", "LC_ALL": "C"], ["TZ": "UTC", "LC_ALL": "C"],
                ["TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8"],
                ["TZ": "America/St_Johns", "LC_ALL": "ar_EG.UTF-8", "LANG": "de_DE.UTF-8"],
            ]
            var packages = ["p"]
            for (index, environment) in places.enumerated() {
                // Each is made of the one before.
                let (from, to) = (packages[index], "p\(index)")
                packages.append(to)
                let outcome = try await Binary.run(
                    ["report", from, "--output", to], in: folder, environment: environment)
                #expect(outcome.status == 5, "\(outcome.errors)")
                try same(first, Binary.files(in: folder.appendingPathComponent(to)))
                let verified = try await Binary.run(["verify", to], in: folder, environment: environment)
                #expect(verified.status == 0, "\(verified.output)")
            }
        }
    }

    /// Whatever estate is scanned, and whatever goes wrong: the package holds, and gives its own bytes again.
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func everyPackageOfAScanHolds(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let estate = SampleEstate.random(using: &generator, regions: 3, vpcs: 5)
        let faults = Faults(using: &generator)
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(estate.accounts[0], fault: faults.answer) { server in
                let policy = ["effective", "cis", "cloud-audit"].randomElement(using: &generator) ?? "cis"
                let scan = try await Binary.run(
                    ["scan", "--endpoint-url", server.url, "--policy", policy, "--output", "p"]
                        + (Bool.random(using: &generator) ? ["-R"] : []),
                    in: folder, environment: Binary.keys)
                #expect([0, 1, 3, 5].contains(scan.status), "\(scan.errors)")
                let verified = try await Binary.run(["verify", "p"], in: folder)
                // The answers come from no server of AWS.
                #expect(verified.status == 3, "\(verified.output)\(verified.errors)")
                #expect(verified.errors.split(separator: "\n").count == 1, "\(verified.errors)")
                let again = try await Binary.run(["report", "p", "--output", "q"], in: folder)
                #expect(again.status == scan.status, "\(again.errors)")
                try same(
                    Binary.files(in: folder.appendingPathComponent("p")),
                    Binary.files(in: folder.appendingPathComponent("q")))
            }
        }
    }

    private func same(_ a: [String: Data], _ b: [String: Data]) {
        #expect(a.keys.sorted() == b.keys.sorted())
        for (name, bytes) in a { #expect(b[name] == bytes, "\(name)") }
    }
}

/// What an endpoint does wrong, the same for the same call.
private struct Faults: Sendable {
    private let table: [UInt64: StubAnswer]

    private static let answers = [
        StubAnswer(status: 500, ""), StubAnswer(status: 503, "<html>busy</html>"), StubAnswer("<html>Sign in</html>"),
        StubAnswer("<DescribeVpcsResponse><vpcSet><item>"), StubAnswer("\u{0}\u{1}\u{FFFD}"),
        StubAnswer(
            status: 403,
            "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no \u{202E}\"&lt;b&gt;</Message>"
                + "</Error></Errors><RequestID>59dbff89-35bd-4eac-99ed-be587EXAMPLE</RequestID></Response>"),
        StubAnswer(
            status: 503,
            "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>slow down</Message></Error></Errors>"
                + "<RequestID>a</RequestID></Response>"),
    ]

    /// About one call in four fails.
    init(using generator: inout SeededGenerator) {
        var table: [UInt64: StubAnswer] = [:]
        for slot in 0..<16 as Range<UInt64> where UInt64.random(in: 0..<4, using: &generator) == 0 {
            table[slot] = Self.answers.randomElement(using: &generator)
        }
        self.table = table
    }

    @Sendable func answer(_ request: StubRequest, _ region: String) -> StubAnswer? {
        guard let action = request.action, ["DescribeVpcs", "DescribeFlowLogs", "DescribeSubnets"].contains(action)
        else { return nil }
        let token = request.form["NextToken"] ?? ""
        let slot = (region + action + token).utf8.reduce(UInt64(17)) { $0 &* 31 &+ UInt64($1) } % 16
        return table[slot]
    }
}

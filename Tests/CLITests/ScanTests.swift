import Evidence
import Foundation
import Scan
import Support
import Testing

/// `exhibit scan` with the built program, against an endpoint that answers as EC2 does.
struct ScanTests {
    static let account = "111122223333"

    enum Estate: CaseIterable, Sendable {
        case passes, fails, incomplete, incompleteAndFails, empty, onlyDefaultVPCsOfUnknownFlowLogs, contradictory

        var status: Int32 {
            switch self {
            case .passes, .empty: 0
            case .fails: 1
            case .incomplete, .onlyDefaultVPCsOfUnknownFlowLogs, .contradictory: 3
            case .incompleteAndFails: 5
            }
        }

        var account: SampleEstate.Account {
            let good = SampleEstate.Region(
                "us-east-1", vpcs: [SampleVpc("vpc-1", owner: ScanTests.account)],
                flowLogs: [.working("fl-1", on: "vpc-1", in: ScanTests.account)])
            let bad = SampleEstate.Region("eu-west-1", vpcs: [SampleVpc("vpc-2", owner: ScanTests.account)])
            let refused = SampleEstate.Region(
                "eu-central-1",
                refusals: ["DescribeVpcs": .init(status: 403, code: "UnauthorizedOperation", message: "no")])
            let blind = SampleEstate.Region(
                "us-east-1", vpcs: [SampleVpc("vpc-1", owner: ScanTests.account, isDefault: true)],
                refusals: ["DescribeFlowLogs": .init(status: 403, code: "UnauthorizedOperation", message: "no")])
            let logs = ["ALL", "ACCEPT"].map {
                FlowLog.working("fl-3", on: "vpc-3", in: ScanTests.account, traffic: $0)
            }
            let doubled = SampleEstate.Region(
                "eu-west-2", vpcs: [SampleVpc("vpc-3", owner: ScanTests.account)], flowLogs: logs)
            let regions: [SampleEstate.Region] =
                switch self {
                case .passes: [good]
                case .fails: [good, bad]
                case .incomplete: [good, refused]
                case .incompleteAndFails: [good, bad, refused]
                case .empty: [.init("us-east-1")]
                case .onlyDefaultVPCsOfUnknownFlowLogs: [blind]
                case .contradictory: [good, doubled]
                }
            return .init(
                id: ScanTests.account, arn: "arn:aws:iam::\(ScanTests.account):user/auditor",
                homeRegion: "us-east-1", regions: regions)
        }
    }

    @Test(arguments: Estate.allCases) func exitStatus(estate: Estate) async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(estate.account) { server in
                let arguments = ["scan", "--endpoint-url", server.url]
                let outcome = try await Binary.run(arguments, in: folder, environment: Binary.keys)
                #expect(outcome.status == estate.status, "\(outcome.output)\(outcome.errors)")
                let zero = try await Binary.run(arguments + ["--exit-zero"], in: folder, environment: Binary.keys)
                #expect(zero.status == 0)
                let link = try FileManager.default.destinationOfSymbolicLink(
                    atPath: folder.appendingPathComponent("out/latest").path)
                #expect(link.contains(Self.account))
            }
        }
    }

    @Test func whatDidNotComeFromAWSIsSaid() async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(Estate.passes.account) { server in
                let environment = Binary.keys.merging(["AWS_ENDPOINT_URL": server.url]) { $1 }
                let outcome = try await Binary.run(["scan", "--output", "p"], in: folder, environment: environment)
                #expect(outcome.output.contains("a custom endpoint, not from AWS over TLS: \(server.url)."))
                for file in ["bag-info.txt", "findings.json", "report.html", "report.sarif", "report.junit.xml"] {
                    let text = try String(contentsOf: folder.appendingPathComponent("p/\(file)"), encoding: .utf8)
                    #expect(text.contains(server.url), "\(file)")
                }
                let again = try await Binary.run(["report", "p", "--output", "q"], in: folder)
                #expect(again.output.contains("not from AWS over TLS: \(server.url)."))
            }
        }
    }

    @Test func whoseCredentialsWereUsedIsSaid() async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(Estate.passes.account) { server in
                let words = "the environment (AWS_ACCESS_KEY_ID)"
                let scan = ["scan", "--endpoint-url", server.url, "--output"]
                let outcome = try await Binary.run(scan + ["p"], in: folder, environment: Binary.keys)
                #expect(outcome.errors.contains("exhibit: credentials: \(words)\n"), "\(outcome.errors)")
                for file in ["data/run.json", "findings.json", "report.html", "report.md", "report.sarif"] {
                    let text = try String(contentsOf: folder.appendingPathComponent("p/\(file)"), encoding: .utf8)
                    #expect(text.contains(words), "\(file)")
                }
                let quiet = try await Binary.run(scan + ["q", "--quiet"], in: folder, environment: Binary.keys)
                #expect(quiet.errors == "" && quiet.status == 0)
            }
        }
    }

    @Test func aScanMakesOneCallForWhoOneForRegionsAndTwoARegion() async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(Estate.fails.account) { server in
                _ = try await Binary.run(["scan", "--endpoint-url", server.url], in: folder, environment: Binary.keys)
                #expect(
                    server.requests.compactMap(\.action).sorted() == [
                        "DescribeFlowLogs", "DescribeFlowLogs", "DescribeRegions", "DescribeVpcs", "DescribeVpcs",
                        "GetCallerIdentity",
                    ])
            }
        }
    }

    @Test func aLargeEstateTakesNoMoreCalls() async throws {
        let regions = (1...17).map { number in
            SampleEstate.Region(
                "eu-test-\(number)",
                vpcs: (1...200).map { SampleVpc("vpc-\(number)x\($0)", owner: Self.account) },
                flowLogs: (1...200).map { .working("fl-\(number)x\($0)", on: "vpc-\(number)x\($0)", in: Self.account) })
        }
        let estate = SampleEstate.Account(
            id: Self.account, arn: "arn:aws:iam::\(Self.account):user/a", homeRegion: "us-east-1", regions: regions)
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(estate) { server in
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url], in: folder, environment: Binary.keys)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.output.contains("All 3,400 VPCs in 1 account and 17 regions"))
                let calls = Dictionary(grouping: server.requests.compactMap(\.action)) { $0 }.mapValues(\.count)
                #expect(
                    calls == [
                        "GetCallerIdentity": 1, "DescribeRegions": 1, "DescribeVpcs": 17, "DescribeFlowLogs": 17,
                    ])
                #expect(
                    outcome.errors.split(separator: "\n") == [
                        "exhibit: credentials: the environment (AWS_ACCESS_KEY_ID)",
                        "exhibit: reading every enabled region of 1 account",
                        "exhibit: 17 of 17 regions read, 3400 VPCs",
                    ])
            }
        }
    }

    @Test func oneReasonForEveryRegionIsToldOnce() async throws {
        let denied = SampleEstate.Refusal(
            status: 403, code: "UnauthorizedOperation", message: "with an explicit deny in a service control policy")
        let regions = (1...17).map {
            SampleEstate.Region("eu-test-\($0)", refusals: ["DescribeVpcs": denied, "DescribeFlowLogs": denied])
        }
        let estate = SampleEstate.Account(
            id: Self.account, arn: "arn:aws:iam::\(Self.account):user/a", homeRegion: "us-east-1", regions: regions)
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(estate) { server in
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url], in: folder, environment: Binary.keys)
                #expect(outcome.status == 3, "\(outcome.errors)")
                #expect(
                    outcome.output.split(separator: "with an explicit deny").count == 2, "\(outcome.output)")
                let place =
                    "account \(Self.account), 17 regions (eu-test-1, eu-test-10, eu-test-11 and 14 more), "
                    + "DescribeFlowLogs, DescribeVpcs: UnauthorizedOperation"
                #expect(outcome.output.contains(place), "\(outcome.output)")
                #expect(outcome.errors.contains("0 of 17 regions read, 17 not in full, 0 VPCs"), "\(outcome.errors)")
            }
        }
    }

    @Test func theEndpointMayComeFromTheEnvironmentAndRegionsFromTheCommandLine() async throws {
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(Estate.incompleteAndFails.account) { server in
                let environment = Binary.keys.merging(["AWS_ENDPOINT_URL": server.url]) { $1 }
                let outcome = try await Binary.run(
                    ["scan", "--region", "us-east-1"], in: folder, environment: environment)
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
        }
    }

    @Test func noSecretIsWritten() async throws {
        let keys = [
            "AWS_ACCESS_KEY_ID": "AKIDMARKED", "AWS_SECRET_ACCESS_KEY": "secretMARKEDsecret/+=",
            "AWS_SESSION_TOKEN": "tokenMARKEDtoken//+==", "AWS_MAX_ATTEMPTS": "1",
        ]
        try await TemporaryFolder.with { folder in
            try await SampleServer.serving(
                Estate.passes.account,
                fault: { request, _ in
                    guard request.action == "DescribeFlowLogs" else { return nil }
                    let quoted = (request["Authorization"] ?? "") + (request["X-Amz-Security-Token"] ?? "")
                    return StubAnswer(
                        status: 403,
                        "<Response><Errors><Error><Code>SignatureDoesNotMatch</Code><Message>\(quoted)</Message>"
                            + "</Error></Errors><RequestID>r</RequestID></Response>")
                }
            ) { server in
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url], in: folder, environment: keys)
                #expect(outcome.status == 3, "\(outcome.errors)")
                let signatures = server.requests.compactMap { $0["Authorization"]?.split(separator: "Signature=").last }
                    .map(String.init)
                var files = try Binary.files(in: folder)
                files["stdout"] = Data(outcome.output.utf8)
                files["stderr"] = Data(outcome.errors.utf8)
                for secret in ["secretMARKEDsecret", "tokenMARKEDtoken"] + signatures {
                    for (name, bytes) in files {
                        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
                    }
                }
                let record = files.first { $0.key.hasSuffix("exchanges.jsonl") }?.value ?? Data()
                #expect(String(decoding: record, as: UTF8.self).contains("\"redacted\":true"))
            }
        }
    }
}

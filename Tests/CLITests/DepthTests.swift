import Evidence
import Foundation
import Support
import Testing

/// The options that look further than flow logs, as their users give them.
@Suite struct DepthTests {
    private static let all = ["--min-retention", "365", "--check-records", "24", "--since", "2025-06-01"]

    @Test func theDemoAnswersThemAndItsPackageHolds() async throws {
        try await TemporaryFolder.with { folder in
            let demo = try await Binary.run(["demo"] + Self.all + ["--output", "p"], in: folder)
            #expect(demo.status == 5, "\(demo.errors)")
            #expect(demo.output.contains("working flow log whose records are kept for 365 days"))
            #expect(demo.output.contains("Destinations of working flow logs: 5 exist, 1 do not, 1 could not be read."))
            #expect(demo.output.contains("Logged since 2025-06-01, as far as the API shows it: 2 VPCs yes"))
            let codes = try Findings.read(folder, "p").assessments.map(\.reason.code)
            for code in ["retention-too-short", "destination-unreadable", "flow-log-working"] {
                #expect(codes.contains(code), "\(code)")
            }
            let proof = try await Binary.run(["verify", "p"], in: folder)
            #expect(proof.status == 0, "\(proof.output)")

            let shorter = try await Binary.run(
                ["report", "p", "--min-retention", "30", "--since", "2024-01-01", "--output", "q"], in: folder)
            #expect(shorter.status == 5, "\(shorter.errors)")
            #expect(try !Findings.read(folder, "q").reasons.values.contains("retention-too-short"))
            #expect(try await Binary.run(["verify", "q", "--quiet"], in: folder).status == 0)

            _ = try await Binary.run(["demo", "--output", "plain", "--quiet"], in: folder)
            let refused = try await Binary.run(
                ["report", "plain", "--min-retention", "30", "--output", "r"], in: folder)
            #expect(refused.status == 64 && refused.errors.contains("holds no answers about destinations"))
            let since = try await Binary.run(["report", "plain", "--since", "2024-01-01", "--output", "r"], in: folder)
            #expect(since.status == 5 && since.output.contains("Logged since 2024-01-01"), "\(since.errors)")
        }
    }

    @Test(arguments: [
        ["--min-retention", "0"], ["--min-retention", "x"], ["--check-records", "0"], ["--check-records", "169"],
        ["--since", "2025-02-30"], ["--since", "yesterday"], ["--since", "2999-01-01"],
    ])
    func whatCannotBeAskedIsRefused(_ arguments: [String]) async throws {
        try await TemporaryFolder.with { folder in
            let outcome = try await Binary.run(["demo", "--output", "p"] + arguments, in: folder)
            #expect(outcome.status == 64, "\(outcome.output)\(outcome.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("p").path))
        }
    }

    /// Whoever seals the package anew after it is caught by judging again.
    @Test func tamperingIsTold() async throws {
        let changes: [(says: String, change: (PackageFolder) throws -> Void)] = [
            (
                "Verdicts: DOES NOT HOLD",
                { package in
                    let body = try package.json(of: "DescribeLogGroups", holding: "\"retentionInDays\":30")
                    try package.replaceBody(body) { $0.replacingOccurrences(of: ":30", with: ":3650") }
                }
            ),
            (
                "Record: DOES NOT HOLD",
                { package in
                    let body = try package.json(of: "DescribeLogGroups", holding: "\"logGroups\":[]")
                    try package.replaceBody(body) { _ in "{}" }
                }
            ),
            ("is not on record", { try $0.removeExchange("DescribeLogGroups") }),
            ("is not on record", { try $0.removeExchange("DescribeLogStreams") }),
            ("is not on record", { try $0.removeExchange("GetBucketLifecycleConfiguration") }),
            ("is not on record", { try $0.removeExchange("ListObjectsV2") }),
            (
                "nothing in this run asks for it",
                {
                    try $0.edit("data/run.json", "\"checksDestinations\": true", "\"checksDestinations\": false")
                }
            ),
            (
                "Verdicts: DOES NOT HOLD",
                {
                    try $0.edit("data/run.json", "\"minRetentionDays\": 365", "\"minRetentionDays\": 30")
                }
            ),
            (
                "the hours in which records are looked for are 1000000",
                {
                    try $0.edit("data/run.json", "\"recordHours\": 24", "\"recordHours\": 1000000")
                }
            ),
            (
                "the day since which VPCs should be logged",
                {
                    try $0.edit("data/run.json", "\"since\": \"2025-06-01\"", "\"since\": \"2025-06-31\"")
                }
            ),
        ]
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo"] + Self.all + ["--output", "p", "--quiet"], in: folder)
            for (index, tampering) in changes.enumerated() {
                let copy = folder.appendingPathComponent("\(index)")
                try FileManager.default.copyItem(at: folder.appendingPathComponent("p"), to: copy)
                let package = PackageFolder(copy)
                try tampering.change(package)
                try package.reseal()
                let proof = try await Binary.run(["verify", "\(index)"], in: folder)
                #expect(proof.status == 4, "\(index): \(proof.output)")
                #expect(proof.output.contains(tampering.says), "\(index): \(proof.output)")
            }
        }
    }
}

/// The built program against moto, whose services hold destinations and records, and check every signature.
@Suite(.enabled(if: Moto.isHere, "\(Moto.reason)")) struct DepthMotoTests {
    private struct Made: Decodable {
        struct Key: Decodable {
            let aws_access_key_id: String
            let aws_secret_access_key: String

            var environment: [String: String] {
                ["AWS_ACCESS_KEY_ID": aws_access_key_id, "AWS_SECRET_ACCESS_KEY": aws_secret_access_key]
            }
        }
        struct VPC: Decodable {
            let name: String
            let reason: String
        }
        let auditor: Key
        let reader: Key
        let vpcs: [String: VPC]
    }

    @Test func destinationsAndRecordsAreSeenAndARefusalIsSaid() async throws {
        try await Moto.serving(filledBy: "destinations.py") { endpoint, output in
            let made = try JSONDecoder().decode(Made.self, from: Data(output.utf8))
            let scan = ["scan", "--endpoint-url", endpoint, "--region", "eu-central-1", "--check-records", "5"]
            try await TemporaryFolder.with { folder in
                let outcome = try await Binary.run(
                    scan + ["--min-retention", "365", "--output", "p"], in: folder,
                    environment: made.auditor.environment)
                #expect(outcome.status == 5, "\(outcome.errors)")
                let findings = try Findings.read(folder, "p")
                #expect(findings.reasons.filter { made.vpcs[$0.key] != nil } == made.vpcs.mapValues(\.reason))
                var sights: [String: String] = [:]
                for vpc in findings.assessments {
                    guard let name = made.vpcs[vpc.vpcId]?.name else { continue }
                    sights[name] = vpc.flowLogs.first?.newestRecord?.sight.rawValue
                }
                #expect(
                    sights == [
                        "long": "found", "short": "none", "forever": "none", "gone": "none", "long-bucket": "found",
                        "short-bucket": "none", "forever-bucket": "none", "gone-bucket": "none", "stream": "unreadable",
                        "nowhere": "unreadable",
                    ])
                let kept = findings.assessments.compactMap { $0.flowLogs.first?.destination }
                #expect(kept.contains { $0.encryption?.key == "flow-key" && $0.retention == .days(400) })
                #expect(try await Binary.run(["verify", "p", "--quiet"], in: folder).status == 3)

                let blind = try await Binary.run(
                    scan + ["--min-retention", "30", "--output", "q"], in: folder, environment: made.reader.environment)
                #expect(blind.status == 3, "\(blind.output)\(blind.errors)")
                #expect(blind.output.contains("logs:DescribeLogGroups"), "\(blind.output)")
                let unread = try Findings.read(folder, "q")
                #expect(Set(made.vpcs.keys.compactMap { unread.reasons[$0] }) == ["destination-unreadable"])
                #expect(try await Binary.run(["verify", "q", "--quiet"], in: folder).status == 3)

                let informed = try await Binary.run(
                    [
                        "scan", "--endpoint-url", endpoint, "--region", "eu-central-1", "--check-destinations",
                        "--output", "r",
                    ],
                    in: folder, environment: made.reader.environment)
                #expect(informed.status == 3, "\(informed.output)\(informed.errors)")
                #expect(informed.output.contains("10 could not be read"), "\(informed.output)")
            }
        }
    }
}

private struct Findings: Decodable {
    struct VPC: Decodable {
        struct Reason: Decodable { let code: String }
        let vpcId: String
        let reason: Reason
        let flowLogs: [FlowLog]
    }
    let assessments: [VPC]

    var reasons: [String: String] {
        Dictionary(assessments.map { ($0.vpcId, $0.reason.code) }, uniquingKeysWith: { first, _ in first })
    }

    static func read(_ folder: URL, _ package: String) throws -> Findings {
        let json = try Data(contentsOf: folder.appendingPathComponent("\(package)/findings.json"))
        return try JSONDecoder().decode(Findings.self, from: json)
    }
}

extension PackageFolder {
    /// The first answer of an action that holds a text.
    fileprivate func json(of action: String, holding text: String) throws -> String {
        guard
            let file = try files().first(where: { try $0.hasSuffix("-\(action).json") && self.text($0).contains(text) })
        else { throw NotThere("no \(action) holds \(text)") }
        return file
    }

    /// Leaves the first exchange of an action out of the record, and numbers all later ones anew.
    fileprivate func removeExchange(_ action: String) throws {
        let record = "data/exchanges.jsonl"
        var lines = try text(record).split(separator: "\n").map(String.init)
        guard let place = lines.firstIndex(where: { $0.contains("\"action\":\"\(action)\"") }) else {
            throw NotThere("no exchange is \(action)")
        }
        if let file = lines.remove(at: place).firstMatch(of: /"file":"([^"]+)"/) { try remove(String(file.1)) }
        for index in place..<lines.count {
            let (old, new) = (Self.digits(index + 2), Self.digits(index + 1))
            lines[index].replace(/"number":\d+/, with: "\"number\":\(index + 1)", maxReplacements: 1)
            guard let file = lines[index].firstMatch(of: /"file":"([^"]+)"/).map({ String($0.1) }) else { continue }
            let moved = file.replacingOccurrences(of: "/\(old)-", with: "/\(new)-")
            try FileManager.default.moveItem(atPath: path(file), toPath: path(moved))
            lines[index] = lines[index].replacingOccurrences(of: file, with: moved)
        }
        try write(lines.map { $0 + "\n" }.joined(), to: record)
    }

    private static func digits(_ number: Int) -> String { String("0000\(number)".suffix(4)) }
}

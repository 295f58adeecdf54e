import AWS
import Evidence
import Foundation
import Scan
import Support
import Testing

/// `exhibit scan` of several accounts with the built program: each account is read, or fails, on its own.
@Suite(.timeLimit(.minutes(5))) struct AccountsTests {
    private static let base = "999900001111"
    private static let first = "111122223333"
    private static let second = "444455556666"

    /// The second account uses a VPC of the first, which is logged there.
    private static let estate = SampleEstate(
        [
            (base, []), (first, [SampleVpc("vpc-own", owner: first), SampleVpc("vpc-lent", owner: first)]),
            (second, [SampleVpc("vpc-lent", owner: first), SampleVpc("vpc-other", owner: second)]),
        ].map { id, vpcs in
            SampleEstate.Account(
                id: id, arn: "arn:aws:sts::\(id):assumed-role/audit/exhibit", homeRegion: "us-east-1",
                regions: [
                    .init(
                        "us-east-1", vpcs: vpcs,
                        flowLogs: vpcs.filter { $0.ownerId == id }
                            .map { .working("fl-\($0.vpcId)", on: $0.vpcId, in: id) })
                ])
        })

    private static func arn(_ account: String) -> String { "arn:aws:iam::\(account):role/audit" }
    private static var both: [String] { [first, second].flatMap { ["--account", "\($0)=\(arn($0))"] } }

    private struct Cloud: Sendable {
        let aws = StubAWS(AccountsTests.estate, FaultPlan(), now: Effects.real.now)
        /// By the ARN of the role that is wanted.
        var instead: [String: StubAnswer] = [:]
        /// Whose credentials a role's are.
        var account: @Sendable (String) -> String = { String($0.split(separator: ":")[3]) }

        func answer(_ request: StubRequest) -> StubAnswer {
            guard request.action == "AssumeRole", let arn = request.form["RoleArn"] else { return aws.answer(request) }
            guard request["Authorization"]?.contains("ASIA-\(AccountsTests.base)-1/") == true else {
                return .refusal(403, "AccessDenied", "not the base")
            }
            return instead[arn]
                ?? .role("AssumeRole", key: "ASIA-\(account(arn))-1", secret: "a-secret-of-a-role", token: "its-token")
        }
    }

    private static let keys = [
        "AWS_ACCESS_KEY_ID": "ASIA-\(base)-1", "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-base",
        "AWS_SESSION_TOKEN": "a-token-of-the-base",
    ]

    /// Runs the scan into the folder `p`.
    private func scan(
        _ arguments: [String], _ cloud: Cloud = Cloud(), keys: [String: String] = keys,
        _ check: (Program.Outcome, StubServer, URL) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try await StubServer.serving {
                cloud.answer($0)
            } to: { server in
                let outcome = try await Binary.run(
                    ["scan", "--endpoint-url", server.url, "--output", "p"] + arguments, in: folder,
                    environment: keys)
                try await check(outcome, server, folder)
            }
        }
    }

    /// What the package says is what follows from it.
    private func holds(_ folder: URL, _ status: Int32) async throws {
        let verified = try await Binary.run(["verify", "p"], in: folder)
        // All follows from the answers, and that they are AWS's is not proven.
        #expect(verified.status == 3, "\(verified.output)\(verified.errors)")
        #expect(verified.errors.contains("not proven: that the answers are AWS's"), "\(verified.errors)")
        let again = try await Binary.run(["report", "p", "--output", "q"], in: folder)
        #expect(again.status == status, "\(again.output)\(again.errors)")
        let files = try Binary.files(in: folder)
        for report in ["report.html", "report.md", "findings.json", "report.sarif"] {
            #expect(files["p/\(report)"] == files["q/\(report)"], "\(report)")
        }
    }

    private func findings(_ folder: URL) throws -> Findings {
        try JSONDecoder().decode(
            Findings.self, from: Data(contentsOf: folder.appendingPathComponent("p/findings.json")))
    }

    private struct Findings: Decodable {
        var assessments: [Assessment]
        var gaps: [Gap]

        struct Assessment: Decodable {
            var account: String
            var vpcId: String
            var verdict: String
            var reason: Reason
        }
        struct Reason: Decodable {
            var code: String
            var text: String
        }
        struct Gap: Decodable {
            var account: String
            var action: String
            var code: String
            var hides: String
        }
    }

    @Test func twoAccountsAreOnePackageAndASharedVPCCitesItsOwner() async throws {
        try await scan(Self.both + ["--external-id", "k7-external"]) { outcome, server, folder in
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            let asked = server.requests.filter { $0.action == "AssumeRole" }
            #expect(Set(asked.map { $0.form["RoleArn"] }) == [Self.arn(Self.first), Self.arn(Self.second)])
            #expect(asked.allSatisfy { $0.form["ExternalId"] == "k7-external" })
            #expect(asked.allSatisfy { $0["User-Agent"]?.hasPrefix("exhibit/") == true })
            let lent = try findings(folder).assessments.filter { $0.vpcId == "vpc-lent" }
            #expect(lent.map(\.verdict) == ["pass", "not-applicable"])
            #expect(lent.last?.reason.text.contains(Self.first) == true, "\(lent)")
            try await holds(folder, 0)
        }
    }

    /// DESIGN §5: such an answer carries credentials, and such a question a secret of the user's.
    @Test func theCallForARoleIsRecordedWithoutWhatIsSecret() async throws {
        try await scan(Self.both + ["--external-id", "k7-external"]) { _, _, folder in
            let files = try Binary.files(in: folder)
            let record = try #require(files["p/data/exchanges.jsonl"])
            let calls = String(decoding: record, as: UTF8.self).split(separator: "\n")
                .filter { $0.contains("\"AssumeRole\"") }
            #expect(calls.count == 2)
            for call in calls {
                #expect(call.contains("\"RoleArn\"") && call.contains("\"RoleSessionName\":\"exhibit-"), "\(call)")
                #expect(call.contains("\"outcome\":\"answered\"") && call.contains("r-sts"), "\(call)")
                for word in ["ExternalId", "TokenCode", "\"body\":{", "Secret"] {
                    #expect(!call.contains(word), "\(word) in \(call)")
                }
            }
            for (name, bytes) in files {
                #expect(bytes.range(of: Data("k7-external".utf8)) == nil, "\(name)")
            }
            #expect(!files.keys.contains { $0.contains("AssumeRole") })
        }
    }

    @Test func aRoleThatIsRefusedIsTheGapOfItsAccount() async throws {
        var cloud = Cloud()
        cloud.instead[Self.arn(Self.second)] = .refusal(
            403, "AccessDenied", "not authorized to perform: sts:AssumeRole")
        try await scan(Self.both, cloud) { outcome, _, folder in
            #expect(outcome.status == 3, "\(outcome.output)\(outcome.errors)")
            #expect(outcome.output.contains("trust policy"), "\(outcome.output)")
            let findings = try findings(folder)
            #expect(findings.assessments.map(\.account) == [Self.first, Self.first])
            #expect(findings.assessments.allSatisfy { $0.verdict == "pass" })
            #expect(findings.gaps.map(\.account) == [Self.second])
            #expect(findings.gaps.map(\.action) == ["AssumeRole"])
            #expect(findings.gaps.map(\.code) == ["AccessDenied"])
            #expect(findings.gaps.map(\.hides) == ["vpcs"])
            try await holds(folder, 3)
        }
    }

    @Test func anotherAccountThatAnswersIsNotJudgedUnderTheName() async throws {
        var cloud = Cloud()
        cloud.account = { _ in Self.first }
        try await scan(Self.both, cloud) { outcome, _, folder in
            #expect(outcome.status == 3, "\(outcome.output)\(outcome.errors)")
            let findings = try findings(folder)
            #expect(Set(findings.assessments.map(\.account)) == [Self.first])
            #expect(findings.gaps.map(\.account) == [Self.second])
            #expect(findings.gaps.map(\.code) == ["OtherAccount"])
            try await holds(folder, 3)
        }
    }

    @Test func whereEveryRoleIsRefusedTheReasonIsToldOnce() async throws {
        var cloud = Cloud()
        for account in [Self.first, Self.second] {
            cloud.instead[Self.arn(account)] = .refusal(403, "AccessDenied", "the base may not")
        }
        try await scan(Self.both, cloud) { outcome, _, folder in
            #expect(outcome.status == 2)
            #expect(outcome.errors.split(separator: "the base may not").count == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains("none of 2 accounts could be read"), "\(outcome.errors)")
            let files = try Binary.files(in: folder)
            #expect(files.isEmpty)
        }
    }

    /// What all accounts rest on is looked for before anything is asked.
    @Test func withoutABaseNothingIsAsked() async throws {
        let environment = ["AWS_EC2_METADATA_DISABLED": "true"]
        try await scan(Self.both, keys: environment) { outcome, server, folder in
            #expect(outcome.status == 2)
            #expect(outcome.errors.split(separator: "no AWS credentials in").count == 2, "\(outcome.errors)")
            #expect(server.requests.isEmpty)
            let files = try Binary.files(in: folder)
            #expect(files.isEmpty)
        }
    }
}

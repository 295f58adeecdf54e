import AWS
import Evidence
import Support
import Testing

@testable import Scan

/// Several accounts in one scan: each is read, or fails, on its own; a replay of it comes out the same.
struct AccountsTests {
    static let first = "111122223333"
    static let second = "444455556666"

    /// How the second account fails, and what the gap says.
    enum Failure: CaseIterable, Sendable {
        case identityRefused, roleRefused, regionsRefused, noRegion, otherAccount, noCredentials

        var session: any AccountSession {
            var log = CredentialCallLog()
            if self == .roleRefused { log = Self.refusedRole }
            if self == .regionsRefused || self == .otherAccount { log.observe(Self.role, Self.answered) }
            let session = ScriptedSession { request, _ in
                switch (self, request.action) {
                case (.roleRefused, _), (.noCredentials, _): ScriptedSession.notBegun("AccessDenied")
                case (.identityRefused, "GetCallerIdentity"), (.regionsRefused, "DescribeRegions"):
                    ScriptedSession.refusal("AccessDenied")
                case (.noRegion, "DescribeRegions"):
                    ScriptedSession.ok(ScriptedSession.response("DescribeRegions", "regionInfo", ""))
                case (.otherAccount, "GetCallerIdentity"): ScriptedSession.identity(of: "777788889999")
                default: ScriptedSession.estate(of: second, request)
                }
            }
            return LiveAccount(second, session, calls: log)
        }

        static let role = APIRequest(
            .sts, "AssumeRole", ["RoleArn": "arn:aws:iam::\(second):role/audit", "ExternalId": "secret-external"])

        static var refusedRole: CredentialCallLog {
            let log = CredentialCallLog()
            log.observe(role, refused)
            return log
        }

        static var answered: Reply {
            let secret = "<AssumeRoleResponse><SecretAccessKey>MARKED</SecretAccessKey></AssumeRoleResponse>"
            return Reply(
                endpoint: "https://sts.amazonaws.com/", attempts: [.init(start: SampleRun.start, end: SampleRun.start)],
                httpStatus: 200, requestId: "r-sts", body: Array(secret.utf8))
        }

        private static var refused: Reply {
            let body = """
                <ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole\
                </Message></Error><RequestId>r-7</RequestId></ErrorResponse>
                """
            return Reply(
                endpoint: "https://sts.amazonaws.com/",
                attempts: [.init(start: SampleRun.start, end: SampleRun.start, httpStatus: 403)], httpStatus: 403,
                body: Array(body.utf8))
        }

        var advice: String {
            switch self {
            case .identityRefused: "Allow sts:GetCallerIdentity"
            case .roleRefused: "trust policy"
            case .regionsRefused: "Allow ec2:DescribeRegions"
            case .noRegion: "sign-in page"
            case .otherAccount: "Correct the account id"
            case .noCredentials: "working credentials"
            }
        }

        var gap: (action: String, code: String) {
            switch self {
            case .identityRefused: ("GetCallerIdentity", "AccessDenied")
            case .roleRefused: ("AssumeRole", "AccessDenied")
            case .regionsRefused: ("DescribeRegions", "AccessDenied")
            case .noRegion: ("DescribeRegions", "UnreadableAnswer")
            case .otherAccount: ("GetCallerIdentity", "OtherAccount")
            case .noCredentials: ("GetCallerIdentity", "AccessDenied")
            }
        }
    }

    @Test(arguments: Failure.allCases) func anAccountThatFailsHarmsNoOther(_ failure: Failure) async throws {
        let store = MemoryStore()
        let good = ScriptedSession { request, _ in ScriptedSession.estate(of: Self.first, request) }
        let sessions: [any AccountSession] = [failure.session, LiveAccount(Self.first, good)]
        let inventory = try await Scanner(sessions: sessions, regions: [], store: store).collect()
        let run = ScriptedRun.run(of: inventory)
        let dossier = try inventory.judged(by: .vpcFlowLogging, for: run)

        #expect(run.accounts.map(\.id) == [Self.second, Self.first])
        #expect(dossier.assessments.map(\.account) == [Self.first])
        #expect(dossier.assessments.map(\.verdict) == [.pass])
        let gap = try #require(dossier.gaps.first)
        #expect(dossier.gaps.count == 1)
        #expect(gap.account == Self.second && gap.region == "us-east-1" && gap.hides == .vpcs && gap.hidesAccount)
        #expect(gap.action == failure.gap.action && gap.code == failure.gap.code)
        #expect(gap.advice.contains(failure.advice), "\(gap.advice)")
        let rows = dossier.scope.regions.filter { $0.account == Self.second }
        #expect(rows.map(\.region) == ["us-east-1"] && rows.map(\.status) == [.unreadable])
        #expect(dossier.summary.status == .incomplete)
        let cited = dossier.exchanges[gap.citation.exchange - 1]
        #expect(cited.account == Self.second && cited.action == gap.action)
        #expect(cited.error?.code == gap.code)

        let again = try await ScriptedRun.replay(dossier.exchanges, run, store)
        #expect(again.exchanges == dossier.exchanges)
        let told = try again.judged(by: .vpcFlowLogging, for: run)
        #expect(try JSONText.bytes(of: told, .indented) == JSONText.bytes(of: dossier, .indented))
    }

    @Test func anotherAccountIsNeverJudgedUnderTheName() async throws {
        let good = ScriptedSession { request, _ in ScriptedSession.estate(of: Self.first, request) }
        let inventory = try await Scanner(
            sessions: [LiveAccount(Self.first, good), Failure.otherAccount.session], regions: [], store: MemoryStore()
        ).collect()
        let gap = try #require(
            try inventory.judged(by: .vpcFlowLogging, for: ScriptedRun.run(of: inventory)).gaps.first)
        #expect(gap.message == "what was given for account \(Self.second) belongs to account 777788889999")
        #expect(inventory.exchanges.allSatisfy { $0.account != "777788889999" })
    }

    @Test func credentialCallsAreOnRecordWithoutSecrets() async throws {
        let inventory = try await collect([.regionsRefused])
        let call = try #require(inventory.exchanges.first { $0.action == "AssumeRole" })
        #expect(call.outcome == .answered && call.service == "sts" && call.requestId == "r-sts")
        #expect(call.parameters == ["RoleArn": "arn:aws:iam::\(Self.second):role/audit"])
        #expect(call.body == nil)
        let refused = try #require(
            try await collect([.roleRefused]).exchanges.first { $0.action == "AssumeRole" })
        #expect(refused.outcome == .refused && refused.requestId == "r-7" && refused.body == nil)
    }

    /// What got no credentials at first, and got them later, is not what kept the account from being read.
    @Test func aCallThatWasAnsweredIsBlamedItself() async throws {
        let log = Failure.refusedRole
        log.observe(Failure.role, Failure.answered)
        let session = ScriptedSession { request, _ in
            request.action == "DescribeRegions"
                ? ScriptedSession.refusal("AccessDenied") : ScriptedSession.estate(of: Self.second, request)
        }
        let good = ScriptedSession { request, _ in ScriptedSession.estate(of: Self.first, request) }
        let inventory = try await Scanner(
            sessions: [LiveAccount(Self.first, good), LiveAccount(Self.second, session, calls: log)], regions: [],
            store: MemoryStore()
        ).collect()
        let dossier = try inventory.judged(by: .vpcFlowLogging, for: ScriptedRun.run(of: inventory))
        #expect(dossier.gaps.map(\.action) == ["DescribeRegions"])
    }

    /// The account that could not be read may be the one that has the region enabled.
    @Test func aRegionThatIsNotEnabledIsNotRefusedWhereAnAccountIsMissing() async throws {
        let good = ScriptedSession { request, _ in
            guard request.action == "DescribeRegions" else { return ScriptedSession.estate(of: Self.first, request) }
            let regions =
                "<item><regionName>us-east-1</regionName></item><item><regionName>ap-east-1</regionName>"
                + "<optInStatus>not-opted-in</optInStatus></item>"
            return ScriptedSession.ok(ScriptedSession.response("DescribeRegions", "regionInfo", regions))
        }
        func scan(_ others: [any AccountSession]) async throws -> Inventory {
            try await Scanner(
                sessions: [LiveAccount(Self.first, good)] + others, regions: ["ap-east-1"], store: MemoryStore()
            ).collect()
        }
        let inventory = try await scan([Failure.identityRefused.session])
        #expect(inventory.accounts.filter { $0.failure != nil }.map(\.id) == [Self.second])
        await #expect(throws: ScanFailure.self) { _ = try await scan([]) }
    }

    /// Every renewal asks the same: that is no forgery.
    @Test func renewedCredentialsReplay() async throws {
        let (store, log) = (MemoryStore(), CredentialCallLog())
        for _ in 1...3 {
            log.observe(
                APIRequest(.sts, "AssumeRole", ["RoleArn": "r"]), Reply(endpoint: "e", attempts: [], httpStatus: 200))
        }
        let session = ScriptedSession { request, _ in ScriptedSession.estate(of: Self.first, request) }
        let inventory = try await Scanner(
            sessions: [LiveAccount(Self.first, session, calls: log)], regions: [], store: store
        ).collect()
        #expect(inventory.exchanges.filter { $0.action == "AssumeRole" }.map(\.page) == [1, 2, 3])
        let run = ScriptedRun.run(of: inventory)
        #expect(try await ScriptedRun.replay(inventory.exchanges, run, store).exchanges == inventory.exchanges)
        var forged = inventory.exchanges
        let index = try #require(forged.firstIndex { $0.action == "AssumeRole" })
        forged[index].parameters["ExternalId"] = "x"
        #expect(try await ScriptedRun.replay(forged, run, store).exchanges != forged)
    }

    @Test func whereNoAccountCanBeReadTheReasonIsToldOnce() async throws {
        let third = LiveAccount(Self.first, ScriptedSession { _, _ in ScriptedSession.refusal("AccessDenied") })
        let error = await #expect(throws: ScanFailure.self) {
            _ = try await Scanner(
                sessions: [Failure.identityRefused.session, third], regions: [], store: MemoryStore()
            ).collect()
        }
        let text = try #require(error?.description)
        #expect(text.hasPrefix("none of 2 accounts could be read. accounts \(Self.second) and \(Self.first): "))
        #expect(text.split(separator: "AccessDenied").count == 2, "\(text)")
        #expect(text.contains("Allow sts:GetCallerIdentity"))
    }

    /// A profile's role: nobody knows the account before it answers.
    @Test func aRoleOfAnUnknownAccountThatIsRefused() async throws {
        let session = LiveAccount(
            nil, ScriptedSession { _, _ in ScriptedSession.notBegun("AccessDenied") }, calls: Failure.refusedRole)
        let error = await #expect(throws: ScanFailure.self) {
            _ = try await Scanner(sessions: [session], regions: [], store: MemoryStore()).collect()
        }
        let text = try #require(error?.description)
        #expect(text.hasPrefix("cannot take on the role: AssumeRole in us-east-1 was refused: AccessDenied"), "\(text)")
        #expect(text.contains("request r-7") && text.contains("trust policy"), "\(text)")
    }

    @Test func anAccountThatWasGivenTwiceIsRefused() async {
        let session = ScriptedSession { request, _ in ScriptedSession.estate(of: Self.first, request) }
        let error = await #expect(throws: ScanFailure.self) {
            _ = try await Scanner(sessions: [session, session], regions: [], store: MemoryStore()).collect()
        }
        #expect(error?.description.hasPrefix("account \(Self.first) was given twice") == true)
    }

    /// Opt-in regions differ by account: where one is off, it is proven empty.
    @Test func aRegionThatOnlyOneAccountHasIsReadThere() async throws {
        func account(_ id: String, optedIn: Bool) -> SampleEstate.Account {
            .init(
                id: id, arn: "arn:aws:iam::\(id):user/a", homeRegion: "us-east-1",
                regions: [.init("us-east-1")] + (optedIn ? [.init("af-south-1")] : []),
                disabledRegions: optedIn ? [] : ["af-south-1"])
        }
        let estate = SampleEstate([account(Self.first, optedIn: true), account(Self.second, optedIn: false)])
        let regions = try await SampleRun.of(estate, regions: ["af-south-1"]).dossier.scope.regions
        #expect(regions.filter { $0.region == "af-south-1" }.map(\.status) == [.read, .disabled])
        await #expect(throws: ScanFailure.self) {
            _ = try await SampleRun.of(SampleEstate([estate.accounts[1]]), regions: ["af-south-1"])
        }
    }

    /// A VPC that another account shares bears that account's verdict, where that account could be read.
    @Test(arguments: [true, false]) func theOwnersVerdictIsJoined(isOwnerRead: Bool) async throws {
        func session(_ id: String, logged: Bool) -> LiveAccount {
            let region = SampleEstate.Region(
                "us-east-1", vpcs: [SampleVpc("vpc-1", owner: Self.first)],
                flowLogs: logged ? [.working("fl-1", on: "vpc-1", in: id)] : [])
            let account = SampleEstate.Account(
                id: id, arn: "arn:aws:iam::\(id):user/a", homeRegion: "us-east-1", regions: [region])
            return LiveAccount(id, SampleSession(account: account, clock: { SampleRun.start }))
        }
        let owner: any AccountSession =
            isOwnerRead
            ? session(Self.first, logged: true)
            : LiveAccount(Self.first, ScriptedSession { _, _ in ScriptedSession.refusal("AccessDenied") })
        let inventory = try await Scanner(
            sessions: [session(Self.second, logged: false), owner], regions: [], store: MemoryStore()
        ).collect()
        let dossier = try inventory.judged(by: .vpcFlowLogging, for: ScriptedRun.run(of: inventory))
        let shared = try #require(dossier.assessments.first { $0.account == Self.second })
        #expect(shared.verdict == .notApplicable && shared.reason.code == .sharedVPC)
        #expect(shared.ownerVerdict?.verdict == (isOwnerRead ? .pass : nil))
        #expect(dossier.summary.status == (isOwnerRead ? .pass : .incomplete))
    }

    private func collect(_ failures: [Failure]) async throws -> Inventory {
        let good = ScriptedSession { request, _ in ScriptedSession.estate(of: Self.first, request) }
        let sessions: [any AccountSession] = [LiveAccount(Self.first, good)] + failures.map(\.session)
        return try await Scanner(sessions: sessions, regions: [], store: MemoryStore()).collect()
    }
}

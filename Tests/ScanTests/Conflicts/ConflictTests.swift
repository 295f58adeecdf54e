import AWS
import Evidence
import Support
import Testing

@testable import Scan

/// Answers that contradict each other or themselves: what hangs on them is not assessed, and both are cited.
struct ConflictTests {
    private static let account = "111122223333"
    private static let other = "444455556666"

    private static func vpc(
        _ id: String = "vpc-1", owner: String = account, isDefault: String = "false", block: String = "10.0.0.0/16",
        _ more: String = ""
    ) -> String {
        "<item><vpcId>\(id)</vpcId><ownerId>\(owner)</ownerId><cidrBlock>\(block)</cidrBlock>"
            + "<isDefault>\(isDefault)</isDefault>\(more)</item>"
    }

    private static func log(
        _ id: String = "fl-1", on resource: String = "vpc-1", delivers: String = "SUCCESS", traffic: String = "ALL",
        _ more: String = ""
    ) -> String {
        "<item><flowLogId>\(id)</flowLogId><resourceId>\(resource)</resourceId><flowLogStatus>ACTIVE</flowLogStatus>"
            + "<trafficType>\(traffic)</trafficType><deliverLogsStatus>\(delivers)</deliverLogsStatus>\(more)</item>"
    }

    private static func tag(_ key: String, _ value: String) -> String {
        "<item><key>\(key)</key><value>\(value)</value></item>"
    }

    /// What a region lists, page by page.
    private struct Region {
        var vpcs: [[String]]
        var logs: [[String]]
        var others: @Sendable (APIRequest) -> ScriptedSession.Answer? = { _ in nil }
    }

    private func session(_ regions: [String: Region], of account: String = account) -> LiveAccount {
        LiveAccount(
            account,
            ScriptedSession { request, region in
                func page(_ set: String, _ pages: [[String]]) -> ScriptedSession.Answer {
                    let page = Int(request.parameters["NextToken"] ?? "") ?? 0
                    let next = page + 1 < pages.count ? String(page + 1) : nil
                    return ScriptedSession.ok(
                        ScriptedSession.response(request.action, set, pages[page].joined(), next: next))
                }
                switch request.action {
                case "GetCallerIdentity": return ScriptedSession.identity(of: account)
                case "DescribeRegions":
                    let items = regions.keys.sorted().map { "<item><regionName>\($0)</regionName></item>" }
                    return ScriptedSession.ok(
                        ScriptedSession.response("DescribeRegions", "regionInfo", items.joined()))
                case "DescribeVpcs": return page("vpcSet", regions[region]?.vpcs ?? [])
                case "DescribeFlowLogs": return page("flowLogSet", regions[region]?.logs ?? [])
                default: return regions[region]?.others(request)
                }
            })
    }

    /// Scans, judges, and holds a replay of the record against it.
    private func dossier(_ sessions: [any AccountSession]) async throws -> Dossier {
        let store = MemoryStore()
        let inventory = try await Scanner(sessions: sessions, regions: [], store: store).collect()
        let run = ScriptedRun.run(of: inventory)
        let dossier = try inventory.judged(by: .vpcFlowLogging, for: run)
        let again = try await ScriptedRun.replay(dossier.exchanges, run, store)
        let told = try again.judged(by: .vpcFlowLogging, for: run)
        #expect(try JSONText.bytes(of: told, .indented) == JSONText.bytes(of: dossier, .indented))
        return dossier
    }

    private func dossier(_ vpcs: [[String]], _ logs: [[String]]) async throws -> Dossier {
        try await dossier([session(["us-east-1": Region(vpcs: vpcs, logs: logs)])])
    }

    private func expectConflict(
        _ vpc: Assessment, in dossier: Dossier, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for policy in PolicyName.allCases {
            #expect(vpc.byPolicy[policy].verdict == .notAssessed, "\(policy)", sourceLocation: sourceLocation)
            #expect(vpc.byPolicy[policy].reason == .conflictingAnswers, "\(policy)", sourceLocation: sourceLocation)
        }
        #expect(dossier.summary.status == .incomplete, sourceLocation: sourceLocation)
    }

    private func cited(_ vpc: Assessment) -> Set<Int> {
        Set(vpc.citations.flatMap { Array($0.exchange...($0.through ?? $0.exchange)) })
    }

    private func numbers(of action: String, in dossier: Dossier) -> Set<Int> {
        Set(dossier.exchanges.filter { $0.action == action }.map(\.number))
    }

    // MARK: VPCs

    @Test(arguments: [
        vpc(owner: other), vpc(isDefault: "true"), vpc(block: "10.1.0.0/16"), vpc("vpc-1", "<state>pending</state>"),
        vpc("vpc-1", "<tagSet>\(tag("Name", "other"))</tagSet>"),
    ])
    func aVPCThatIsDescribedTwiceDifferently(_ again: String) async throws {
        for (first, second) in [(Self.vpc(), again), (again, Self.vpc())] {
            let dossier = try await dossier([[first], [], [second]], [[Self.log()]])
            #expect(dossier.assessments.count == 1)
            expectConflict(dossier.assessments[0], in: dossier)
            // The page between them tells nothing of it.
            let pages = numbers(of: "DescribeVpcs", in: dossier).sorted()
            #expect(cited(dossier.assessments[0]).isSuperset(of: [pages[0], pages[2]]))
            #expect(!cited(dossier.assessments[0]).contains(pages[1]))
            let text = dossier.assessments[0].reason.text
            #expect(text.contains("the VPC contradicts itself (exchanges \(pages[0]) and \(pages[2]))"), "\(text)")
            #expect(dossier.scope.regions[0].vpcs == 1)
        }
    }

    @Test(arguments: [
        vpc("vpc-1", "<ownerId>\(other)</ownerId>"), vpc("vpc-1", "<isDefault>true</isDefault>"), vpc(isDefault: ""),
        vpc(owner: ""), vpc("vpc-1", "<x:isDefault xmlns:x='y'>true</x:isDefault>"),
        vpc("vpc-1", "<tagSet>\(tag("env", "a"))\(tag("env", "b"))</tagSet>"),
        vpc("vpc-1", "<tagSet><item><key>a</key><value>1</value><value>2</value></item></tagSet>"),
    ])
    func aVPCThatContradictsItself(_ record: String) async throws {
        let dossier = try await dossier([[record]], [[Self.log()]])
        expectConflict(dossier.assessments[0], in: dossier)
        #expect(cited(dossier.assessments[0]).isSuperset(of: numbers(of: "DescribeVpcs", in: dossier)))
    }

    @Test func aVPCOfTwoIdsMakesItsPageUnreadable() async throws {
        let dossier = try await dossier([[Self.vpc("vpc-1", "<vpcId>vpc-2</vpcId>")]], [[Self.log()]])
        #expect(dossier.assessments.isEmpty)
        #expect(dossier.gaps.map(\.code) == ["ConflictingAnswers"] && dossier.gaps[0].hides == .vpcs)
        #expect(dossier.gaps[0].message.contains("vpc-1 gives its vpcId twice"))
        #expect(dossier.gaps[0].advice.contains("scan again"))
    }

    @Test func pagesThatOverlapAreFine() async throws {
        let dossier = try await dossier([[Self.vpc()], [Self.vpc()]], [[Self.log(), Self.log()], [Self.log()]])
        #expect(dossier.assessments.map(\.verdict) == [.pass])
        #expect(dossier.assessments[0].flowLogs.map(\.flowLogId) == ["fl-1"])
        #expect(dossier.summary.status == .pass && dossier.gaps.isEmpty)
    }

    @Test func noVPCIsInTwoRegions() async throws {
        let regions = [
            "eu-west-1": Region(vpcs: [[Self.vpc()]], logs: [[Self.log("fl-1")]]),
            "us-east-1": Region(vpcs: [[Self.vpc(), Self.vpc("vpc-2")]], logs: [[Self.log("fl-2", on: "vpc-2")]]),
        ]
        let dossier = try await dossier([session(regions)])
        #expect(dossier.assessments.map(\.vpcId) == ["vpc-1", "vpc-1", "vpc-2"])
        for vpc in dossier.assessments.prefix(2) {
            expectConflict(vpc, in: dossier)
            #expect(cited(vpc).isSuperset(of: numbers(of: "DescribeVpcs", in: dossier)))
        }
        #expect(dossier.assessments[2].verdict == .pass)
    }

    /// A participant is not told the owner's tags; the rest must be the same.
    @Test(arguments: [
        (vpc("vpc-1", "<state>available</state>"), false), (vpc(isDefault: "true"), true),
        (vpc(block: "10.1.0.0/16"), true), (vpc(owner: "777788889999"), true), (vpc(owner: other), true),
        (vpc("vpc-1", "<ownerId>\(account)</ownerId>"), true),
    ])
    func aVPCThatTwoAccountsSee(seen: String, isConflict: Bool) async throws {
        let own = Self.vpc("vpc-1", "<tagSet>\(Self.tag("Name", "app"))</tagSet>")
        let dossier = try await dossier([
            session(["us-east-1": Region(vpcs: [[own]], logs: [[Self.log()]])]),
            session(["us-east-1": Region(vpcs: [[seen]], logs: [[]])], of: Self.other),
        ])
        #expect(dossier.assessments.count == 2)
        for vpc in dossier.assessments where isConflict { expectConflict(vpc, in: dossier) }
        if !isConflict { #expect(dossier.assessments.map(\.verdict) == [.pass, .notApplicable]) }
    }

    // MARK: Flow logs

    @Test(arguments: [
        log(delivers: "FAILED"), log(traffic: "ACCEPT"), log("fl-1", "<logGroupName>g</logGroupName>"),
        log(on: "vpc-2"), log("fl-1", "<deliverLogsErrorMessage>Access error</deliverLogsErrorMessage>"),
        log("fl-1", "<tagSet>\(tag("a", "b"))</tagSet>"), log().replacing("ACTIVE", with: "INACTIVE"),
    ])
    func aFlowLogThatIsDescribedTwiceDifferently(_ again: String) async throws {
        let vpcs = [Self.vpc()] + (again.contains("vpc-2") ? [Self.vpc("vpc-2")] : [])
        for logs in [[[Self.log()], [again]], [[again], [Self.log()]], [[Self.log(), again]]] {
            let dossier = try await dossier([vpcs], logs)
            for vpc in dossier.assessments {
                expectConflict(vpc, in: dossier)
                #expect(vpc.flowLogs.map(\.conflicting) == [true])
            }
            #expect(dossier.assessments.count == vpcs.count)
            #expect(cited(dossier.assessments[0]).isSuperset(of: numbers(of: "DescribeFlowLogs", in: dossier)))
            #expect(dossier.assessments[0].reason.text.contains("flow log fl-1 contradicts itself (exchange"))
            #expect(dossier.gaps.map(\.code) == ["ConflictingAnswers"] && dossier.gaps[0].hides == .flowLogs)
        }
    }

    @Test(arguments: [
        log("fl-1", "<deliverLogsStatus>FAILED</deliverLogsStatus>"), log("fl-1", "<trafficType>ACCEPT</trafficType>"),
        log("fl-1", "<flowLogStatus>INACTIVE</flowLogStatus>"), log("fl-1", "<tagSet/><tagSet/>"),
    ])
    func aFlowLogThatContradictsItself(_ record: String) async throws {
        let dossier = try await dossier([[Self.vpc()]], [[record]])
        expectConflict(dossier.assessments[0], in: dossier)
    }

    @Test(arguments: ["<flowLogId>fl-2</flowLogId>", "<resourceId>vpc-2</resourceId>"])
    func aFlowLogOfTwoIdsMakesItsPageUnreadable(_ second: String) async throws {
        let dossier = try await dossier([[Self.vpc()]], [[Self.log("fl-1", second)]])
        expectConflict(dossier.assessments[0], in: dossier)
        #expect(dossier.gaps.map(\.hides) == [.flowLogs])
    }

    /// Even told alike: a flow log is in one region, and of one account.
    @Test func aFlowLogInTwoRegionsOrOfTwoAccounts() async throws {
        let (one, two) = (
            Region(vpcs: [[Self.vpc()]], logs: [[Self.log()]]),
            Region(vpcs: [[]], logs: [[Self.log()]])
        )
        for sessions in [
            [session(["eu-west-1": one, "us-east-1": two])],
            [session(["us-east-1": one]), session(["us-east-1": two], of: Self.other)],
        ] {
            let dossier = try await dossier(sessions)
            expectConflict(dossier.assessments[0], in: dossier)
            #expect(cited(dossier.assessments[0]).isSuperset(of: numbers(of: "DescribeFlowLogs", in: dossier)))
            #expect(dossier.gaps.count == 2)
        }
    }

    /// A pass that rests on another flow log stands; that something contradicts itself is said all the same.
    @Test func anotherFlowLogThatIsClearPassesTheVPC() async throws {
        let dossier = try await dossier(
            [[Self.vpc()]], [[Self.log("fl-1"), Self.log("fl-1", delivers: "FAILED"), Self.log("fl-2")]])
        let vpc = dossier.assessments[0]
        #expect(PolicyName.allCases.allSatisfy { vpc.byPolicy[$0].verdict == .pass })
        #expect(vpc.reason.text.contains("fl-2") && !vpc.reason.text.contains("fl-1"))
        #expect(dossier.summary.status == .incomplete)
        let failing = try await self.dossier(
            [[Self.vpc()]],
            [[Self.log("fl-1"), Self.log("fl-1", delivers: "FAILED"), Self.log("fl-2", traffic: "ACCEPT")]])
        #expect(failing.assessments[0].byPolicy.effective.verdict == .notAssessed)
        #expect(failing.assessments[0].byPolicy.cis.verdict == .pass)
    }

    @Test func onASubnetItExplainsNothingAndLeavesTheStatusAlone() async throws {
        let region = Region(
            vpcs: [[Self.vpc()]], logs: [[Self.log(on: "subnet-1"), Self.log(on: "subnet-1", traffic: "ACCEPT")]],
            others: { _ in
                ScriptedSession.ok(
                    ScriptedSession.response(
                        "DescribeSubnets", "subnetSet",
                        "<item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId></item>"))
            })
        let dossier = try await dossier([session(["us-east-1": region])])
        #expect(dossier.assessments[0].verdict == .fail && dossier.assessments[0].belowVPC == nil)
        #expect(dossier.gaps.map(\.hides) == [.explanation] && dossier.summary.status == .fail)
    }

    // MARK: What is below VPCs, and lists

    @Test(arguments: ["subnet", "eni"]) func whatIsBelowAVPCAndToldTwice(_ kind: String) async throws {
        let member = kind == "subnet" ? "subnetId" : "networkInterfaceId"
        let region = Region(
            vpcs: [[Self.vpc(), Self.vpc("vpc-2")]],
            logs: [[Self.log("fl-1", on: "\(kind)-1"), Self.log("fl-2", on: "\(kind)-2")]],
            others: { request in
                let items = [("1", "vpc-1"), ("1", "vpc-2"), ("2", "vpc-1"), ("2", "vpc-1")].map {
                    "<item><\(member)>\(kind)-\($0.0)</\(member)><vpcId>\($0.1)</vpcId></item>"
                }
                let set = kind == "subnet" ? "subnetSet" : "networkInterfaceSet"
                return ScriptedSession.ok(ScriptedSession.response(request.action, set, items.joined()))
            })
        let dossier = try await dossier([session(["us-east-1": region])])
        #expect(dossier.assessments.map(\.verdict) == [.fail, .fail])
        #expect(dossier.gaps.map(\.code) == ["ConflictingAnswers"] && dossier.gaps[0].hides == .explanation)
        #expect(dossier.gaps[0].message.contains("\(kind)-1"))
        #expect(dossier.assessments[1].belowVPC == nil)
        let below = try #require(dossier.assessments[0].belowVPC)
        #expect(below.subnetsLogged + below.interfacesLogged == ["\(kind)-2"])
        #expect(below.subnets == nil && below.text.contains("Not all of them could be read."))
    }

    @Test func interfacesAreAskedForWithThoseOfManagedServices() async throws {
        let session = ScriptedSession.oneRegion { request in
            switch request.action {
            case "DescribeVpcs": ScriptedSession.vpcs(["vpc-1"])
            case "DescribeFlowLogs": ScriptedSession.flowLog(on: "eni-1")
            default:
                ScriptedSession.ok(
                    ScriptedSession.response(
                        "DescribeNetworkInterfaces", "networkInterfaceSet",
                        request.parameters["IncludeManagedResources"] == "true"
                            ? "<item><networkInterfaceId>eni-1</networkInterfaceId><vpcId>vpc-1</vpcId></item>" : ""))
            }
        }
        let store = MemoryStore()
        let inventory = try await Scanner(sessions: [session], regions: [], store: store).collect()
        let run = ScriptedRun.run(of: inventory)
        // A record of version 0.1.0, which did not ask so.
        var older = inventory.exchanges
        for index in older.indices { older[index].parameters["IncludeManagedResources"] = nil }
        #expect(older != inventory.exchanges)
        #expect(try await ScriptedRun.replay(older, run, store).exchanges == older)
        #expect(try await ScriptedRun.replay(inventory.exchanges, run, store).exchanges == inventory.exchanges)
        let dossier = try inventory.judged(by: .vpcFlowLogging, for: run)
        #expect(dossier.assessments[0].belowVPC?.interfacesLogged == ["eni-1"])
    }

    /// Flow logs of regional NAT gateways are on no VPC, though one belongs to a VPC.
    @Test func aNATGatewaysFlowLogIsNoneOfAVPC() async throws {
        let dossier = try await dossier(
            [[Self.vpc()]], [[Self.log(on: "nat-0a1"), Self.log(on: "nat-0a1", traffic: "ACCEPT")]])
        #expect(PolicyName.allCases.allSatisfy { dossier.assessments[0].byPolicy[$0].reason == .noFlowLog })
        #expect(dossier.assessments[0].flowLogs.isEmpty && dossier.assessments[0].belowVPC == nil)
        #expect(dossier.summary.status == .fail && dossier.gaps.map(\.hides) == [.explanation])
    }

    @Test(arguments: ["<nextToken/><nextToken>more</nextToken>", "<requestId>r-2</requestId>"])
    func aListThatGivesSomethingTwiceIsNone(_ twice: String) async throws {
        let session = ScriptedSession.oneRegion { request in
            guard request.action == "DescribeFlowLogs" else { return ScriptedSession.vpcs(["vpc-1"]) }
            let body = ScriptedSession.flowLog(on: "vpc-1").body
            return ScriptedSession.ok(body.replacing("</flowLogSet>", with: "</flowLogSet>\(twice)"))
        }
        let dossier = try await dossier([session])
        #expect(dossier.assessments[0].reason.code == .conflictingAnswers)
        #expect(dossier.gaps.map(\.code) == ["ConflictingAnswers"])
    }

    @Test(arguments: [
        ("", "", true), ("<optInStatus>opted-in</optInStatus>", "<optInStatus>not-opted-in</optInStatus>", false),
        ("<optInStatus>not-opted-in</optInStatus><optInStatus>opted-in</optInStatus>", nil, false),
    ])
    func aRegionThatIsListedTwice(first: String, second: String?, isFine: Bool) async throws {
        @Sendable func region(_ more: String) -> String { "<item><regionName>eu-west-1</regionName>\(more)</item>" }
        let broken = LiveAccount(
            Self.other,
            ScriptedSession { request, _ in
                switch request.action {
                case "DescribeRegions":
                    ScriptedSession.ok(
                        ScriptedSession.response(
                            "DescribeRegions", "regionInfo", region(first) + (second.map(region) ?? "")))
                default: ScriptedSession.estate(of: Self.other, request)
                }
            })
        let good = session(["us-east-1": Region(vpcs: [[Self.vpc()]], logs: [[Self.log()]])])
        let dossier = try await dossier([good, broken])
        #expect(dossier.summary.status == (isFine ? .pass : .incomplete))
        #expect(dossier.assessments.count == (isFine ? 2 : 1))
        if !isFine {
            #expect(dossier.gaps.map(\.code) == ["ConflictingAnswers"])
            #expect(dossier.gaps[0].action == "DescribeRegions" && dossier.gaps[0].hides == .vpcs)
        }
    }

    @Test(arguments: ["<Account>\(other)</Account>", "<Arn>arn:aws:iam::\(account):user/b</Arn>"])
    func anIdentityThatContradictsItselfIsAGap(_ twice: String) async throws {
        let broken = LiveAccount(
            Self.account,
            ScriptedSession { request, _ in
                guard request.action == "GetCallerIdentity" else {
                    return ScriptedSession.estate(of: Self.account, request)
                }
                return ScriptedSession.ok(
                    ScriptedSession.identity.replacing("<Account>", with: "\(twice)<Account>"))
            })
        let good = session(["us-east-1": Region(vpcs: [[]], logs: [[]])], of: Self.other)
        let dossier = try await dossier([good, broken])
        #expect(dossier.gaps.map(\.code) == ["ConflictingAnswers"] && dossier.gaps[0].hidesAccount)
        #expect(dossier.summary.status == .incomplete)
    }
}

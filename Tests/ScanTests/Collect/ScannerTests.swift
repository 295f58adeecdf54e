import AWS
import Evidence
import Support
import Testing

@testable import Scan

/// What a scan makes of pages, refusals and garbage: a gap with its proof, never an empty list.
struct ScannerTests {
    @Test func pagesAreFollowedToTheLast() async throws {
        let session = ScriptedSession.oneRegion { request in
            guard request.action == "DescribeVpcs" else { return ScriptedSession.noFlowLogs }
            return switch request.parameters["NextToken"] {
            case nil: ScriptedSession.vpcs(["vpc-1", "vpc-2"], next: "a")
            case "a": ScriptedSession.vpcs([], next: "b")
            default: ScriptedSession.vpcs(["vpc-3"])
            }
        }
        let dossier = try await dossier(session)
        #expect(dossier.assessments.map(\.vpcId) == ["vpc-1", "vpc-2", "vpc-3"])
        #expect(dossier.gaps.isEmpty)
        let asked = session.asked.filter { $0.action == "DescribeVpcs" }
        #expect(asked.map { $0.parameters["NextToken"] } == [nil, "a", "b"])
        #expect(asked.allSatisfy { $0.parameters["MaxResults"] == "1000" })
    }

    @Test func aScanAsksTwiceARegionAndNoMore() async throws {
        let session = ScriptedSession.oneRegion {
            $0.action == "DescribeVpcs" ? ScriptedSession.vpcs(["vpc-1"]) : ScriptedSession.noFlowLogs
        }
        _ = try await dossier(session)
        #expect(
            session.asked.map(\.action).sorted()
                == ["DescribeFlowLogs", "DescribeRegions", "DescribeVpcs", "GetCallerIdentity"])
        // Or those that are not enabled would be no regions at all.
        let regions = session.asked.first { $0.action == "DescribeRegions" }
        #expect(regions?.parameters["AllRegions"] == "true")
    }

    @Test(arguments: [(65_536, true), (65_537, false)]) func aPageTokenHasALongestLength(_ count: Int, isOne: Bool)
        async throws
    {
        let token = String(repeating: "t", count: count)
        let dossier = try await dossier(
            .oneRegion { request in
                guard request.action == "DescribeVpcs" else { return ScriptedSession.noFlowLogs }
                return ScriptedSession.vpcs(["vpc-1"], next: request.parameters["NextToken"] == nil ? token : nil)
            })
        #expect(dossier.gaps.map(\.code) == (isOne ? [] : ["UnreadableAnswer"]))
    }

    @Test func aTokenThatRepeatsIsAGap() async throws {
        let dossier = try await dossier(
            .oneRegion {
                $0.action == "DescribeVpcs"
                    ? ScriptedSession.vpcs(["vpc-1"], next: "same") : ScriptedSession.noFlowLogs
            })
        let gap = try #require(dossier.gaps.first)
        #expect(gap.code == "RepeatedPageToken" && gap.hides == .vpcs)
        #expect(dossier.scope.regions.map(\.status) == [.partial])
        #expect(dossier.assessments.map(\.vpcId) == ["vpc-1"])
    }

    @Test(arguments: [
        ("<html><body>proxy</body></html>", "<html>"),
        ("<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId></item>", "ends"),
        (
            "<DescribeVpcsResponse><vpcSet><item><ownerId>111122223333</ownerId></item></vpcSet></DescribeVpcsResponse>",
            "vpcId"
        ),
        (
            "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1/../x</vpcId></item></vpcSet></DescribeVpcsResponse>",
            "letters and digits"
        ),
        ("<DescribeVpcsResponse><requestId>1</requestId></DescribeVpcsResponse>", "no vpcSet"),
        (
            "<DescribeVpcsResponse><vpcSet/><Errors><Error><Code>X</Code></Error></Errors></DescribeVpcsResponse>",
            "bears an error"
        ),
        ("<DescribeVpcsResponse><vpcSet/><NextToken>more</NextToken></DescribeVpcsResponse>", "<NextToken>"),
        ("", "empty"),
        ("{\"not\": \"xml\"}", "line 1"),
    ])
    func anAnswerThatCannotBeReadIsAGap(body: String, says: String) async throws {
        let dossier = try await dossier(
            .oneRegion { $0.action == "DescribeVpcs" ? (200, body) : ScriptedSession.noFlowLogs })
        let gap = try #require(dossier.gaps.first)
        #expect(gap.code == "UnreadableAnswer" && gap.hides == .vpcs)
        #expect(gap.message.contains(says), "\(gap.message)")
        #expect(dossier.summary.status == .incomplete)
        #expect(dossier.scope.regions.map(\.status) == [.unreadable])
    }

    @Test func aRefusalBearsAWSsOwnWords() async throws {
        let refusal = """
            <Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>with an explicit deny in a service \
            control policy</Message></Error></Errors><RequestID>r-9</RequestID></Response>
            """
        let dossier = try await dossier(
            .oneRegion { $0.action == "DescribeVpcs" ? (403, refusal) : ScriptedSession.noFlowLogs })
        let gap = try #require(dossier.gaps.first)
        #expect(gap.code == "UnauthorizedOperation")
        #expect(gap.requestId == "r-9")
        #expect(gap.advice.contains("service control policy"))
        let exchange = dossier.exchanges[gap.citation.exchange - 1]
        #expect(exchange.outcome == .refused && exchange.error?.code == "UnauthorizedOperation")
    }

    @Test func flowLogsThatWereReadProveAPassThoughOthersWereNot() async throws {
        let dossier = try await dossier(
            .oneRegion { request in
                if request.action == "DescribeVpcs" { return ScriptedSession.vpcs(["vpc-1", "vpc-2"]) }
                return request.parameters["NextToken"] == nil ? ScriptedSession.flowLog(on: "vpc-1", next: "n") : nil
            })
        #expect(dossier.assessments.map(\.verdict) == [.pass, .notAssessed])
        #expect(dossier.assessments[1].reason.code == .flowLogsUnreadable)
        #expect(dossier.gaps.map(\.hides) == [.flowLogs])
        #expect(dossier.summary.status == .incomplete)
    }

    @Test func refusedFlowLogsHideNothingWhereThereIsNoVPC() async throws {
        let dossier = try await dossier(
            .oneRegion { $0.action == "DescribeVpcs" ? ScriptedSession.vpcs([]) : nil })
        #expect(dossier.gaps.map(\.hides) == [.explanation])
        #expect(dossier.summary.status == .notApplicable)
    }

    /// Nobody can say that it is only default VPCs whose flow logs are unknown: `cis` judges them.
    @Test func refusedFlowLogsAreMissedWhereThereAreDefaultVPCsAlone() async throws {
        let vpc = "<item><vpcId>vpc-1</vpcId><isDefault>true</isDefault></item>"
        let dossier = try await dossier(
            .oneRegion {
                $0.action == "DescribeVpcs"
                    ? ScriptedSession.ok(ScriptedSession.response("DescribeVpcs", "vpcSet", vpc)) : nil
            })
        #expect(dossier.gaps.map(\.hides) == [.flowLogs])
        #expect(dossier.summary.status == .incomplete && dossier.summary.notApplicable == 1)
    }

    @Test func aVPCThatAWSTellsTwiceIsOneVPC() async throws {
        let dossier = try await dossier(
            .oneRegion { request in
                guard request.action == "DescribeVpcs" else { return ScriptedSession.noFlowLogs }
                return ScriptedSession.vpcs(["vpc-1"], next: request.parameters["NextToken"] == nil ? "a" : nil)
            })
        #expect(dossier.assessments.count == 1)
        #expect(dossier.scope.regions.first?.vpcs == 1)
    }

    @Test func withoutIdentityThereIsNoScan() async {
        await #expect(throws: ScanFailure.self) {
            try await dossier(ScriptedSession { _, _ in (403, "<html/>") })
        }
    }

    @Test func noRegionAtAllIsNoAnswer() async {
        await #expect(throws: ScanFailure.self) {
            try await dossier(
                ScriptedSession { request, _ in
                    request.action == "GetCallerIdentity"
                        ? (200, ScriptedSession.identity)
                        : (200, ScriptedSession.response("DescribeRegions", "regionInfo", ""))
                })
        }
    }

    @Test func regionsThatGoOnAfterATokenAreNoList() async {
        await #expect(throws: ScanFailure.self) {
            try await dossier(
                ScriptedSession { request, _ in
                    let item = "<item><regionName>us-east-1</regionName></item>"
                    return request.action == "GetCallerIdentity"
                        ? (200, ScriptedSession.identity)
                        : (200, ScriptedSession.response("DescribeRegions", "regionInfo", item, next: "more"))
                })
        }
    }

    @Test(arguments: [
        "arn:aws$(touch /tmp/x):iam::111122223333:user/a", "arn:aws\nvpc x:iam::111122223333:user/a",
        "arn:aws:iam::444455556666:user/a", "nothing",
    ])
    func anIdentityWhoseARNIsNoneIsRefused(arn: String) async {
        let answer = ScriptedSession.identity.replacing("arn:aws:iam::111122223333:user/a", with: arn)
        await #expect(throws: ScanFailure.self) { try await dossier(ScriptedSession { _, _ in (200, answer) }) }
    }

    @Test func aMessageThatNeverEndsIsCut() async throws {
        let endless = "e" + String(repeating: "\u{301}", count: 100_000)
        let refusal =
            "<Response><Errors><Error><Code>Denied</Code><Message>\(endless)</Message></Error></Errors></Response>"
        let dossier = try await dossier(
            .oneRegion { $0.action == "DescribeVpcs" ? (403, refusal) : ScriptedSession.noFlowLogs })
        let gap = try #require(dossier.gaps.first)
        #expect(gap.message.unicodeScalars.count <= 2001)
    }

    @Test func whatWasReadInPartIsNotCounted() async throws {
        let dossier = try await dossier(
            .oneRegion { request in
                switch request.action {
                case "DescribeVpcs": ScriptedSession.vpcs(["vpc-1"])
                case "DescribeFlowLogs":
                    ScriptedSession.flowLog(on: "subnet-1")
                default:
                    request.parameters["Filter.1.Name"] == "subnet-id" || request.parameters["NextToken"] == nil
                        ? (
                            200,
                            ScriptedSession.response(
                                "DescribeSubnets", "subnetSet",
                                "<item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId></item>",
                                next: request.parameters["Filter.1.Name"] == "vpc-id" ? "more" : nil)
                        ) : nil
                }
            })
        let below = try #require(dossier.assessments.first?.belowVPC)
        #expect(below.subnets == nil && below.subnetsNotLogged.isEmpty)
        #expect(below.text.hasPrefix("At least 1 subnet has its own flow log"))
        #expect(dossier.gaps.map(\.hides) == [.explanation])
    }

    /// EC2 takes 200 values of a filter; none is left out, and none asked twice.
    @Test(arguments: [("subnet", 199), ("subnet", 200), ("subnet", 201), ("subnet", 401), ("eni", 401)])
    func loggedResourcesAreAskedForInLots(_ kind: String, _ count: Int) async throws {
        let ids = (0..<count).map { "\(kind)-\($0)" }
        let session = ScriptedSession.oneRegion { request in
            switch request.action {
            case "DescribeVpcs": return ScriptedSession.vpcs(["vpc-1"])
            case "DescribeFlowLogs":
                let items = ids.map {
                    ScriptedSession.flowLog(on: $0).body.split(separator: "flowLogSet>")[1].dropLast(2)
                }
                return ScriptedSession.ok(ScriptedSession.response("DescribeFlowLogs", "flowLogSet", items.joined()))
            default:
                let values = request.parameters.filter { $0.key.hasPrefix("Filter.1.Value.") }.values
                let asked = request.parameters["Filter.1.Name"] == "vpc-id" ? ids : Array(values)
                let member = kind == "subnet" ? "subnetId" : "networkInterfaceId"
                let items = asked.map { "<item><\(member)>\($0)</\(member)><vpcId>vpc-1</vpcId></item>" }
                let set = kind == "subnet" ? "subnetSet" : "networkInterfaceSet"
                return ScriptedSession.ok(ScriptedSession.response(request.action, set, items.joined()))
            }
        }
        let dossier = try await dossier(session)
        let filter = kind == "subnet" ? "subnet-id" : "network-interface-id"
        let lots = session.asked.filter { $0.parameters["Filter.1.Name"] == filter }.map { request in
            request.parameters.filter { $0.key.hasPrefix("Filter.1.Value.") }
        }
        #expect(lots.allSatisfy { Set($0.keys) == Set((1...$0.count).map { "Filter.1.Value.\($0)" }) })
        #expect(lots.allSatisfy { $0.count <= 200 } && lots.count == (count + 199) / 200)
        #expect(lots.flatMap(\.values).sorted() == ids.sorted())
        let below = try #require(dossier.assessments.first?.belowVPC)
        #expect((below.subnetsLogged + below.interfacesLogged).count == count)
    }

    /// Subnets and interfaces explain VPCs of this account that have no working flow log, and no other.
    @Test func whatIsLoggedBelowOtherVPCsIsNotLookedFor() async throws {
        @Sendable func items(_ ids: [String]) -> String {
            ids.map { String(ScriptedSession.flowLog(on: $0).body.split(separator: "flowLogSet>")[1].dropLast(2)) }
                .joined()
        }
        let shared = "<item><vpcId>vpc-1</vpcId><ownerId>444455556666</ownerId></item>"
        let session = ScriptedSession.oneRegion { request in
            ScriptedSession.ok(
                request.action == "DescribeVpcs"
                    ? ScriptedSession.response("DescribeVpcs", "vpcSet", shared)
                    : ScriptedSession.response("DescribeFlowLogs", "flowLogSet", items(["subnet-1", "eni-1"])))
        }
        _ = try await dossier(session)
        #expect(session.asked.count == 4)

        let mixed = ScriptedSession.oneRegion { request in
            switch request.action {
            case "DescribeVpcs": return ScriptedSession.vpcs(["vpc-1", "vpc-2"])
            case "DescribeFlowLogs":
                return ScriptedSession.ok(
                    ScriptedSession.response(request.action, "flowLogSet", items(["vpc-1", "eni-11", "eni-22"])))
            default:
                let interfaces = [("eni-11", "vpc-1"), ("eni-22", "vpc-2")].map {
                    "<item><networkInterfaceId>\($0)</networkInterfaceId><vpcId>\($1)</vpcId></item>"
                }
                return ScriptedSession.ok(
                    ScriptedSession.response(request.action, "networkInterfaceSet", interfaces.joined()))
            }
        }
        let inventory = try await Scanner(sessions: [mixed], regions: [], store: MemoryStore()).collect()
        #expect(inventory.accounts[0].regions[0].interfaces.map(\.networkInterfaceId) == ["eni-22"])
    }

    @Test func whereFlowLogsAreMissingNoSubnetIsCountedOut() async throws {
        let dossier = try await dossier(
            .oneRegion { request in
                switch request.action {
                case "DescribeVpcs": ScriptedSession.vpcs(["vpc-1"])
                case "DescribeFlowLogs":
                    request.parameters["NextToken"] == nil ? ScriptedSession.flowLog(on: "subnet-1", next: "n") : nil
                default:
                    ScriptedSession.ok(
                        ScriptedSession.response(
                            "DescribeSubnets", "subnetSet",
                            "<item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId></item>"
                                + "<item><subnetId>subnet-2</subnetId><vpcId>vpc-1</vpcId></item>"))
                }
            })
        let below = try #require(dossier.assessments.first?.belowVPC)
        #expect(below.subnets == nil && below.subnetsNotLogged.isEmpty && below.subnetsLogged == ["subnet-1"])
    }

    @Test(arguments: [201, 202, 203, 206]) func onlyStatus200IsAnAnswer(_ status: Int) async throws {
        for action in ["DescribeVpcs", "DescribeFlowLogs"] {
            let dossier = try await dossier(
                .oneRegion { request in
                    let answer =
                        request.action == "DescribeVpcs"
                        ? ScriptedSession.vpcs(["vpc-1"]) : ScriptedSession.flowLog(on: "vpc-1")
                    return (request.action == action ? status : 200, answer.body)
                })
            #expect(dossier.summary.status == .incomplete && dossier.summary.pass == 0)
            #expect(dossier.gaps.map(\.code) == ["HTTP\(status)"])
        }
    }

    @Test func onlyTheRegionsAskedForAreRead() async throws {
        let sample = try await SampleRun.of(.demo, regions: ["ca-central-1", "eu-west-1"])
        let read = sample.dossier.scope.regions.filter { $0.status == .read }
        #expect(Set(read.map(\.region)) == ["ca-central-1", "eu-west-1"])
        #expect(sample.dossier.scope.regions.contains { $0.status == .notRequested && $0.region == "us-east-1" })
        #expect(sample.dossier.scope.requested == ["ca-central-1", "eu-west-1"])
    }

    @Test(arguments: [
        ("us-esat-1", "there is no region 'us-esat-1' (did you mean us-east-1?)"), ("me-south-1", "not enabled"),
    ])
    func aRegionThatTheAccountDoesNotHaveIsRefused(region: String, says: String) async throws {
        do {
            _ = try await SampleRun.of(.demo, regions: [region])
            Issue.record("the region was accepted")
        } catch let failure as ScanFailure {
            #expect(failure.description.contains(says))
        }
    }

    private func dossier(_ session: ScriptedSession) async throws -> Dossier {
        let inventory = try await Scanner(sessions: [session], regions: [], store: MemoryStore()).collect()
        return try inventory.judged(by: .vpcFlowLogging, for: ScriptedRun.run(of: inventory))
    }
}

import Evidence
import Support
import Testing

@testable import Scan

/// The demo's estate, judged: every reason, the gaps, the explanations and the joined owners.
struct JudgeTests {
    @Test func theDemoShowsEveryReason() async throws {
        let dossier = try await SampleRun.of(.demo).dossier
        #expect(dossier.assessments.count >= 16)
        #expect(Set(dossier.scope.regions.filter { $0.status != .disabled }.map(\.region)).count >= 5)
        let deep = try await SampleRun.of(.demo, depth: Depth(checksDestinations: true, minRetentionDays: 365)).dossier
        let shown = Set(
            (dossier.assessments + deep.assessments).flatMap { assessment in
                PolicyName.allCases.map { assessment.byPolicy[$0].reason }
            })
        // Its only bucket exists, a log group that is missing fails nothing, and its answers agree.
        #expect(shown == Set(ReasonCode.allCases).subtracting([.destinationMissing, .conflictingAnswers]))
        #expect(Set(dossier.assessments.map(\.verdict)) == Set(Verdict.allCases))
        #expect(dossier.exchanges.contains { $0.page > 1 && $0.action == "DescribeVpcs" })
        #expect(dossier.scope.regions.contains { $0.status == .read && $0.vpcs == 0 })
        #expect(dossier.gaps.contains { $0.hides == .vpcs && $0.message.contains("service control policy") })
        #expect(dossier.gaps.contains { $0.hides == .flowLogs })
        #expect(dossier.summary.status == .fail)
    }

    @Test func countsAddUpUnderEveryPolicy() async throws {
        for policy in PolicyName.allCases {
            let dossier = try await SampleRun.of(.demo, policy: policy).dossier
            for name in PolicyName.allCases {
                let counts = dossier.summary.byPolicy[name]
                #expect(
                    counts.pass + counts.fail + counts.notApplicable + counts.notAssessed == dossier.summary.total)
                for verdict in Verdict.allCases {
                    let counted = dossier.assessments.count { $0.byPolicy[name].verdict == verdict }
                    let said =
                        switch verdict {
                        case .pass: counts.pass
                        case .fail: counts.fail
                        case .notApplicable: counts.notApplicable
                        case .notAssessed: counts.notAssessed
                        }
                    #expect(counted == said)
                }
            }
            #expect(dossier.assessments.allSatisfy { $0.verdict == $0.byPolicy[policy].verdict })
            #expect(dossier.assessments.allSatisfy { $0.reason.code == $0.byPolicy[policy].reason })
        }
    }

    @Test func everyVerdictCitesExchangesThatTellOfItsRegion() async throws {
        let sample = try await SampleRun.of(.demo)
        for assessment in sample.dossier.assessments {
            #expect(!assessment.citations.isEmpty)
            let cited = assessment.citations.flatMap { Array($0.exchange...($0.through ?? $0.exchange)) }
                .map { sample.dossier.exchanges[$0 - 1] }
            #expect(cited.contains { $0.action == "DescribeVpcs" && $0.account == assessment.account })
            #expect(cited.contains { $0.action == "DescribeFlowLogs" })
            #expect(cited.allSatisfy { $0.region == assessment.region })
            let listing = try #require(cited.first { $0.action == "DescribeVpcs" })
            let body = String(decoding: try sample.store.body(of: listing), as: UTF8.self)
            #expect(body.contains("<vpcId>\(assessment.vpcId)</vpcId>"))
        }
    }

    @Test func aSharedVPCBearsItsOwnersVerdict() async throws {
        let dossier = try await SampleRun.of(.demo).dossier
        let shared = try #require(dossier.assessments.first { $0.isShared })
        #expect(shared.verdict == .notApplicable && shared.reason.code == .sharedVPC)
        #expect(shared.id.hasSuffix("@\(shared.account)"))
        let owner = try #require(shared.ownerVerdict)
        #expect(owner.id + "@\(shared.account)" == shared.id)
        #expect(owner.verdict == .pass)
        #expect(shared.reason.text.contains("The owner's verdict in this run: pass."))
    }

    @Test func whatIsLoggedBelowTheVPCExplainsAndNeverPasses() async throws {
        let dossier = try await SampleRun.of(.demo).dossier
        let explained = dossier.assessments.filter { $0.belowVPC != nil }
        #expect(explained.map(\.verdict) == [.fail, .fail])
        let subnets = try #require(explained.first?.belowVPC)
        #expect(subnets.text.hasPrefix("2 of 5 subnets have their own flow log; subnet-"))
        #expect(subnets.subnets == 5 && subnets.subnetsLogged.count == 2 && subnets.subnetsNotLogged.count == 3)
        #expect(explained.last?.belowVPC?.interfacesLogged == ["eni-0d000000000000c01"])
        let asked = Set(dossier.exchanges.filter { $0.action == "DescribeSubnets" }.map(\.region))
        #expect(asked == ["eu-west-1"])
    }

    @Test func remediationIsThereWhereItWasAskedForAndFailed() async throws {
        let with = try await SampleRun.of(.demo, remediation: true).dossier
        #expect(with.assessments.allSatisfy { ($0.remediation != nil) == ($0.verdict == .fail) })
        for assessment in with.assessments {
            guard let fix = assessment.remediation else { continue }
            #expect(fix.cli.contains("--region \(assessment.region)"))
            guard assessment.reason.code != .deliveryFailed else { continue }
            #expect(fix.cli.contains("--resource-ids \(assessment.vpcId) "))
            #expect(fix.terraform.contains("vpc_id          = \"\(assessment.vpcId)\""))
            #expect(try #require(fix.cloudFormation).contains("\"ResourceId\": \"\(assessment.vpcId)\""))
        }
        let participant = try await SampleRun.of(.demo, policy: .cloudAudit, remediation: true).dossier
        let shared = try #require(participant.assessments.first { $0.isShared })
        #expect(shared.verdict == .fail && shared.remediation == nil)
        #expect(shared.reason.text.hasPrefix("This account sees no flow log on the VPC"))
        let without = try await SampleRun.of(.demo).dossier
        #expect(without.assessments.allSatisfy { $0.remediation == nil })
        #expect(with.digest == without.digest)
    }

    @Test(arguments: [("arn:aws-cn:iam::111122223333:user/a", "cn-north-1", "arn:aws-cn:")])
    func everyARNIsOfTheRightPartition(arn: String, region: String, prefix: String) async throws {
        let estate = SampleEstate([
            .init(
                id: "111122223333", arn: arn, homeRegion: region,
                regions: [.init(region, vpcs: [SampleVpc("vpc-1", owner: "111122223333")])])
        ])
        let dossier = try await SampleRun.of(estate, remediation: true).dossier
        let assessment = try #require(dossier.assessments.first)
        #expect(assessment.id.hasPrefix(prefix))
        let fix = try #require(assessment.remediation)
        for text in [fix.cli, fix.terraform, try #require(fix.cloudFormation)] {
            #expect(!text.contains("arn:aws:") && text.contains(prefix))
        }
    }
}

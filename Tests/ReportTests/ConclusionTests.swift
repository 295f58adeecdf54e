import Evidence
import Report
import Testing

@Suite struct ConclusionTests {
    /// Where the list of regions was denied, the benchmark's status speaks of those that were named.
    @Test func regionsThatNobodyCouldListAreSaid() {
        var dossier = SampleDossier.clean
        dossier.gaps = [
            SampleDossier.gap(
                .explanation, action: "DescribeRegions", region: "us-east-1", code: "UnauthorizedOperation")
        ]
        let conclusion = Conclusion(dossier)
        #expect(conclusion.benchmark.hasPrefix("CIS 3.7 as written, in 2 regions that were named: pass"))
        #expect(conclusion.finding.contains("which other regions the account has could not be listed, so nothing is"))
    }

    @Test func fail() {
        #expect(
            Conclusion(Estate.whole).sentence == """
                Check aws-vpc-003 under policy effective: FAIL. 5 of 14 VPCs in 2 accounts and 6 regions have no working \
                flow log (1 of them accepted by exception); 2 could not be assessed; 3 are not applicable; 1 enabled \
                region was not asked for; the VPCs of 1 region could not be listed in full.
                """)
        #expect(
            Conclusion(Estate.whole).benchmark
                == "CIS 3.7 as written, in 6 of 7 enabled regions: fail (5 VPCs without an active flow log, "
                + "2 of them default VPCs; 1 accepted by exception).")
    }

    @Test func pass() {
        let conclusion = Conclusion(SampleDossier.clean)
        #expect(
            conclusion.sentence
                == "Check aws-vpc-003 under policy effective: PASS. All 2 VPCs in 1 account and 2 regions have a working flow log."
        )
        #expect(conclusion.benchmark == "CIS 3.7 as written: pass (every VPC it applies to has an active flow log).")
    }

    @Test func passOfOne() {
        let dossier = SampleDossier.make([SampleVPC.working("vpc-0aa1")])
        #expect(Conclusion(dossier).finding == "The only VPC in 1 account and 1 region has a working flow log.")
    }

    @Test func incomplete() {
        #expect(
            Conclusion(SampleDossier.unreadable).sentence == """
                Check aws-vpc-003 under policy effective: INCOMPLETE. No VPC was listed in 1 account and 1 region; the \
                VPCs of 1 region could not be listed in full.
                """)
        #expect(
            Conclusion(SampleDossier.unreadable).benchmark
                == "CIS 3.7 as written: incomplete (what could not be read may hide VPCs).")
    }

    @Test func notApplicable() {
        let defaults = SampleDossier.make(Estate.vpcs.filter(\.isDefault))
        #expect(
            Conclusion(defaults).sentence == """
                Check aws-vpc-003 under policy effective: NOT APPLICABLE. None of 2 VPCs in 1 account and 2 regions could \
                be passed or failed; 2 are not applicable.
                """)
        #expect(
            Conclusion(defaults).benchmark == "CIS 3.7 as written: fail (2 default VPCs without an active flow log).")
        #expect(
            Conclusion(SampleDossier.empty).finding == "There is no VPC in 1 account and 1 region.")
    }

    /// Under `cis` alone, the verdict is the benchmark's own.
    @Test func underCIS() {
        var dossier = SampleDossier.clean
        dossier.policy.name = .cis
        #expect(
            Conclusion(dossier).sentence
                == """
                Check aws-vpc-003 under policy cis (CIS 3.7 as written): PASS. All 2 VPCs in 1 account and 2 regions have \
                an active flow log.
                """)
        for policy in [PolicyName.effective, .cloudAudit] {
            dossier.policy.name = policy
            #expect(!Conclusion(dossier).sentence.contains("CIS"))
        }
    }

    @Test func failsThatAreAccepted() {
        let dossier = SampleDossier.make(Estate.vpcs.filter { $0.exception != nil } + [SampleVPC.working("vpc-0aa1")])
        #expect(Conclusion(dossier).word == "PASS")
        #expect(
            Conclusion(dossier).finding
                == "1 of 2 VPCs in 2 accounts and 1 region has no working flow log, accepted by exception.")
    }

    @Test func numbersAreGrouped() {
        #expect(Conclusion(SampleDossier.failing(1_234)).finding.hasPrefix("1,234 of 1,234 VPCs in 1 account"))
    }
}

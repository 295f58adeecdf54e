import Evidence
import Support
import Testing

@Suite struct ScopeAndGapTests {
    /// Which changes of a region's status are worse.
    @Test(arguments: [
        (Scope.Status?.some(.read), Scope.Status?.some(.notRequested), true),
        (.read, nil, true),
        (.read, .unreadable, true),
        (.partial, .unreadable, true),
        (.unreadable, .notRequested, true),
        (.read, .disabled, false),
        (.unreadable, .read, false),
        (.read, .partial, false),
        (.notRequested, .unreadable, false),
        (.disabled, .read, false),
        (nil, .read, false),
        (.disabled, nil, false),
        (.disabled, .notRequested, false),
    ])
    func regions(from: Scope.Status?, to: Scope.Status?, isWorse: Bool) {
        func draft(_ status: Scope.Status?) -> EstateDraft {
            var draft = EstateDraft()
            draft.region("us-east-1", .read)
            if let status { draft.region(EstateDraft.region, status) }
            return draft
        }
        let comparison = compare(draft(from), draft(to))
        #expect(comparison.scope.regions.map(\.from) == [from])
        #expect(comparison.scope.regions.map(\.to) == [to])
        #expect(comparison.scope.isWorse == isWorse)
        #expect(comparison.worsenings.contains(.scope) == isWorse)
    }

    /// The regions of an account that is in one only are not told one by one.
    @Test func accounts() {
        var one = EstateDraft()
        one.region("us-east-1", .read)
        var both = one
        both.region("us-east-1", .read, account: "444455556666")
        #expect(compare(both, one).scope.accountsLost == ["444455556666"])
        #expect(compare(both, one).worsenings == [.scope])
        #expect(compare(one, both).scope.accountsAdded == ["444455556666"])
        #expect(compare(one, both).gotWorse == false)
        #expect(compare(one, both).scope.regions.isEmpty)
    }

    @Test(arguments: [(Gap.Hides.vpcs, true), (.flowLogs, true), (.explanation, false)])
    func aGapOpensAndCloses(hides: Gap.Hides, isWorse: Bool) {
        let without = EstateDraft(EstateDraft.vpc("vpc-1", .fail))
        var with = without
        with.gap(hides, "DescribeVpcs")
        #expect(compare(without, with).gaps.map(\.kind) == [.opened])
        #expect(compare(without, with).worsenings == (isWorse ? [.gaps] : []))
        #expect(compare(with, without).gaps.map(\.kind) == [.closed])
        #expect(compare(with, without).gotWorse == false)
    }

    /// A gap of a region that is not asked is not closed.
    @Test func aGapOfARegionThatIsNotAsked() {
        var asked = EstateDraft()
        asked.region(EstateDraft.region, .unreadable)
        asked.gap(.vpcs, "DescribeVpcs")
        var not = EstateDraft()
        not.region(EstateDraft.region, .notRequested)
        #expect(compare(asked, not).gaps.map(\.kind) == [.noLongerAsked])
        #expect(compare(not, asked).gaps.map(\.kind) == [.newlyAsked])
        #expect(compare(not, asked).worsenings.contains(.gaps))
    }

    @Test func aGapWithAnotherCause() {
        var throttled = EstateDraft(EstateDraft.vpc("vpc-1", .fail))
        var explaining = throttled
        var denied = throttled
        throttled.gap(.flowLogs, "DescribeFlowLogs", code: "RequestLimitExceeded")
        denied.gap(.flowLogs, "DescribeFlowLogs")
        explaining.gap(.explanation, "DescribeFlowLogs")
        #expect(compare(throttled, denied).gaps.map(\.kind) == [.changed])
        #expect(compare(throttled, denied).gotWorse == false)
        #expect(compare(explaining, denied).worsenings == [.gaps])
        #expect(compare(denied, explaining).gotWorse == false)
    }

    /// Several gaps of the same call: those with the same code go together.
    @Test func severalGapsOfOneCall() {
        var one = EstateDraft()
        one.region(EstateDraft.region, .partial)
        var two = one
        one.gap(.explanation, "DescribeSubnets", code: "B")
        two.gap(.explanation, "DescribeSubnets", code: "A")
        two.gap(.explanation, "DescribeSubnets", code: "B")
        let change = compare(one, two).gaps
        #expect(change.map(\.kind) == [.opened])
        #expect(change.first?.to?.code == "A")
    }

    @Test func status() {
        let pass = EstateDraft(EstateDraft.vpc("vpc-1", .pass))
        var incomplete = pass
        incomplete.gap(.flowLogs, "DescribeFlowLogs")
        let fail = EstateDraft(EstateDraft.vpc("vpc-1", .fail))
        #expect(compare(pass, incomplete).worsenings == [.status, .gaps])
        #expect(compare(pass, fail).worsenings == [.status, .fails])
        #expect(compare(fail, pass).gotWorse == false)
        #expect(compare(pass, EstateDraft(EstateDraft.vpc("vpc-1", .notApplicable))).gotWorse == false)
    }

    @Test func remarks() {
        let plain = EstateDraft(EstateDraft.vpc("vpc-1", .pass))
        var demo = plain
        demo.source = .demo
        var later = plain
        later.startedAt = Timestamp(milliseconds: plain.startedAt.milliseconds + 1)
        later.version = "9.9.9"
        var cis = plain
        cis.policy = .cis
        var wider = plain
        wider.includesDefaultVPCs = true
        var elsewhere = EstateDraft()
        elsewhere.region(EstateDraft.region, .read, account: "444455556666")
        #expect(compare(plain, demo).remarks == [.demoAndLive, .sameAnswers])
        #expect(compare(demo, demo).remarks == [.demo, .sameAnswers])
        #expect(compare(plain, later).remarks == [.versionsDiffer, .sameAnswers])
        #expect(compare(later, plain).remarks == [.wrongOrder, .versionsDiffer, .sameAnswers])
        #expect(compare(plain, cis).remarks.contains(.policiesDiffer))
        #expect(compare(plain, wider).remarks.contains(.policiesDiffer))
        var (deep, old) = (plain.dossier, Baseline(plain.dossier))
        for depth in [Depth(checksDestinations: true), Depth(minRetentionDays: 30)] {
            deep.depth = depth
            #expect(Comparison(from: plain.dossier, to: deep).remarks.contains(.policiesDiffer))
            #expect(remarks(old, deep).contains(.policiesDiffer))
            old.depth = depth
            #expect(!remarks(old, deep).contains(.policiesDiffer))
            old.depth = nil
        }
        deep.depth = Depth(recordHours: 1, since: "2026-01-01")
        #expect(!Comparison(from: plain.dossier, to: deep).remarks.contains(.policiesDiffer))
        #expect(compare(plain, elsewhere).remarks.contains(.otherAccounts))
    }

    private func remarks(_ old: Baseline, _ new: Dossier) -> [ComparisonRemark] {
        var new = new
        new.inputs.baseline = old
        return BaselineComparison(new)?.remarks ?? []
    }

    private func compare(_ a: EstateDraft, _ b: EstateDraft) -> Comparison {
        Comparison(from: a.dossier, to: b.dossier)
    }
}

import Evidence
import Support
import Testing

@Suite struct VPCChangeTests {
    /// Every pair of verdicts, with and without an exception, and what it is called. Nil: nothing changed.
    @Test(arguments: [
        (Verdict.pass, Verdict.fail, VPCChange.Kind?.some(.broken), Worsening?.some(.fails)),
        (.fail, .pass, .fixed, nil),
        (.pass, .pass, nil, nil),
        (.fail, .fail, nil, nil),
        (.pass, .notAssessed, .notAssessed, .sight),
        (.fail, .notAssessed, .notAssessed, .sight),
        (.notApplicable, .notAssessed, .notAssessed, .sight),
        (.notAssessed, .notAssessed, nil, nil),
        (.notAssessed, .pass, .assessed, nil),
        (.notAssessed, .fail, .assessed, .fails),
        (.notAssessed, .notApplicable, .assessed, nil),
        (.pass, .notApplicable, .notApplicable, nil),
        (.fail, .notApplicable, .notApplicable, nil),
        (.notApplicable, .pass, .applicable, nil),
        (.notApplicable, .fail, .applicable, .fails),
    ])
    func ofBoth(from: Verdict, to: Verdict, kind: VPCChange.Kind?, worsening: Worsening?) {
        let comparison = compare(
            EstateDraft(EstateDraft.vpc("vpc-1", from)), EstateDraft(EstateDraft.vpc("vpc-1", to)))
        #expect(comparison.vpcs.map(\.kind) == (kind.map { [$0] } ?? []))
        #expect(comparison.vpcs.first?.worsening == worsening)
        #expect(comparison.unchanged == (kind == nil ? 1 : 0))
    }

    @Test func anExceptionAcceptsAndExpires() {
        let open = EstateDraft(EstateDraft.vpc("vpc-1", .fail))
        let accepted = EstateDraft(EstateDraft.vpc("vpc-1", .fail, .notActive, accepted: true))
        let pass = EstateDraft(EstateDraft.vpc("vpc-1", .pass))
        #expect(only(open, accepted)?.kind == .accepted)
        #expect(only(open, accepted)?.worsening == nil)
        #expect(only(accepted, open)?.kind == .noLongerAccepted)
        #expect(only(accepted, open)?.worsening == .fails)
        #expect(only(pass, accepted)?.kind == .broken)
        #expect(compare(pass, accepted).gotWorse == false)
    }

    /// The sentence may name a request id or a flow log: only another code is another reason.
    @Test func anotherReason() {
        let a = EstateDraft(EstateDraft.vpc("vpc-1", .fail, .notActive, text: "one"))
        let b = EstateDraft(EstateDraft.vpc("vpc-1", .fail, .notActive, text: "two"))
        let c = EstateDraft(EstateDraft.vpc("vpc-1", .fail, .deliveryFailed))
        #expect(only(a, b) == nil)
        #expect(only(a, c)?.kind == .reason)
        #expect(compare(a, c).gotWorse == false)
        // Unseen for another reason is no less seen.
        let unread = EstateDraft(EstateDraft.vpc("vpc-1", .notAssessed, .flowLogsUnreadable))
        let disputed = EstateDraft(EstateDraft.vpc("vpc-1", .notAssessed, .conflictingAnswers))
        #expect(only(unread, disputed)?.kind == .reason && only(unread, disputed)?.worsening == nil)
    }

    /// What was in one only is new or gone where the other listed the region in full, and nothing is claimed else.
    @Test(arguments: [
        (Scope.Status?.some(.read), Gap.Hides?.none, VPCChange.Kind.new, VPCChange.Kind.gone, Worsening?.none),
        (.partial, .flowLogs, .new, .gone, nil),
        (.partial, .vpcs, .newlySeen, .notSeen, .sight),
        (.unreadable, .vpcs, .newlySeen, .notSeen, .sight),
        (.notRequested, nil, .newlySeen, .notSeen, .sight),
        (.disabled, nil, .newlySeen, .notSeen, nil),
        (nil, nil, .newlySeen, .notSeen, .sight),
    ])
    func ofOneOnly(
        status: Scope.Status?, hides: Gap.Hides?, appears: VPCChange.Kind, vanishes: VPCChange.Kind,
        worsening: Worsening?
    ) {
        var without = EstateDraft()
        without.region("us-east-1", .read)
        if let status { without.region(EstateDraft.region, status) }
        if let hides { without.gap(hides, "Describe") }
        let with = EstateDraft(EstateDraft.vpc("vpc-1", .pass))
        #expect(only(without, with)?.kind == appears)
        #expect(only(without, with)?.worsening == nil)
        #expect(only(with, without)?.kind == vanishes)
        #expect(only(with, without)?.worsening == worsening)
    }

    /// A name decides nothing, and is told whatever else changed.
    @Test func aRenamedVPC() {
        func draft(_ verdict: Verdict, _ name: String?) -> EstateDraft {
            EstateDraft(EstateDraft.vpc("vpc-1", verdict, name: name))
        }
        let renamed = only(draft(.fail, "a"), draft(.fail, "b"))
        #expect(renamed?.kind == .renamed && renamed?.worsening == nil)
        #expect(renamed?.name == "b" && renamed?.rename?.from == "a")
        #expect(compare(draft(.fail, "a"), draft(.fail, "b")).gotWorse == false)
        #expect(compare(draft(.fail, "a"), draft(.fail, "b")).unchanged == 0)
        let named = only(draft(.pass, nil), draft(.pass, "b"))
        #expect(named?.kind == .renamed && named?.rename != nil && named?.rename?.from == nil)
        let broken = only(draft(.pass, "a"), draft(.fail, nil))
        #expect(broken?.kind == .broken && broken?.worsening == .fails && broken?.rename?.from == "a")
        #expect(only(draft(.pass, "a"), draft(.pass, "a")) == nil)
        #expect(only(draft(.pass, "a"), draft(.fail, "a"))?.rename == nil)
    }

    /// The same account, region, name and CIDR blocks under a new id: linked, and still two VPCs.
    @Test func aRebuiltVPC() {
        let old = EstateDraft.vpc("vpc-1", .pass, name: "app", cidr: ["10.0.0.0/16", "2600:1f18::/56"])
        let new = EstateDraft.vpc("vpc-2", .fail, name: "app", cidr: ["2600:1f18:4::/56", "10.0.0.0/16"])
        let changes = compare(EstateDraft(old), EstateDraft(new))
        #expect(changes.vpcs.map(\.kind) == [.gone, .new])
        #expect(changes.vpcs.map(\.counterpart) == ["vpc-2", "vpc-1"])
        #expect(changes.vpcs.map(\.worsening) == [nil, .fails], "what is new and fails is worse, rebuilt or not")
        #expect(changes.gotWorse)
    }

    @Test func whatIsNotBuiltAlikeIsNotLinked() {
        let old = EstateDraft.vpc("vpc-1", .pass, name: "app", cidr: ["10.0.0.0/16"])
        func links(_ gone: [Assessment], _ new: [Assessment]) -> [String?] {
            var drafts = (EstateDraft(), EstateDraft())
            for region in [EstateDraft.region, "eu-west-1"] {
                drafts.0.region(region, .read)
                drafts.1.region(region, .read)
            }
            (drafts.0.vpcs, drafts.1.vpcs) = (gone, new)
            return compare(drafts.0, drafts.1).vpcs.map(\.counterpart)
        }
        func new(
            _ id: String = "vpc-2", in region: String = EstateDraft.region, _ name: String? = "app",
            _ cidr: [String] = ["10.0.0.0/16"]
        ) -> Assessment { EstateDraft.vpc(id, .pass, in: region, name: name, cidr: cidr) }
        #expect(links([old], [new()]) == ["vpc-2", "vpc-1"])
        #expect(links([old], [new(in: "eu-west-1")]) == [nil, nil])
        #expect(links([old], [new("vpc-2", "other")]) == [nil, nil])
        #expect(links([old], [new("vpc-2", "app", ["10.1.0.0/16"])]) == [nil, nil])
        #expect(links([old], [new("vpc-2", "app", ["10.0.0.0/16", "10.1.0.0/16"])]) == [nil, nil])
        #expect(links([old], [new(), new("vpc-3")]) == [nil, nil, nil], "nobody knows which")
        for name in [nil, ""] {
            let unnamed = EstateDraft.vpc("vpc-1", .pass, name: name, cidr: ["10.0.0.0/16"])
            #expect(links([unnamed], [new("vpc-2", name)]) == [nil, nil], "without a name it may be chance")
        }
        let bare = EstateDraft.vpc("vpc-1", .pass, name: "app")
        #expect(links([bare], [new("vpc-2", "app", [])]) == [nil, nil])
    }

    /// Where a region was not listed in full nothing is known to be gone, and nothing is linked.
    @Test func whatIsNotKnownToBeGoneIsNotLinked() {
        var now = EstateDraft(EstateDraft.vpc("vpc-2", .pass, name: "app", cidr: ["10.0.0.0/16"]))
        now.gap(.vpcs, "DescribeVpcs")
        let before = EstateDraft(EstateDraft.vpc("vpc-1", .pass, name: "app", cidr: ["10.0.0.0/16"]))
        #expect(compare(before, now).vpcs.map(\.kind) == [.notSeen, .new])
        #expect(compare(before, now).vpcs.allSatisfy { $0.counterpart == nil })
    }

    /// A baseline that an earlier version kept has no CIDR blocks: then nothing is linked.
    @Test func aBaselineKeepsWhatAVPCIsBuiltOf() throws {
        let old = EstateDraft(EstateDraft.vpc("vpc-1", .pass, name: "app", cidr: ["10.0.0.0/16"])).dossier
        let new = EstateDraft(EstateDraft.vpc("vpc-2", .pass, name: "app", cidr: ["10.0.0.0/16"])).dossier
        var baseline = Baseline(old)
        #expect(Changes(from: baseline, to: new).vpcs.map(\.counterpart) == ["vpc-2", "vpc-1"])
        baseline.vpcs[0].cidrBlocks = nil
        #expect(Changes(from: baseline, to: new).vpcs.map(\.counterpart) == [nil, nil])
    }

    @Test(arguments: [
        (Verdict.pass, Worsening?.none), (.fail, .fails), (.notAssessed, .sight), (.notApplicable, nil),
    ])
    func aNewVPC(verdict: Verdict, worsening: Worsening?) {
        let change = only(EstateDraft(), EstateDraft(EstateDraft.vpc("vpc-1", verdict)))
        #expect(change?.worsening == worsening)
        #expect(change?.from == nil && change?.to?.verdict == verdict)
    }

    /// The same VPC seen by its owner and by a participant is two places, each with a change of its own.
    @Test func aSharedVPC() {
        let other = "444455556666"
        func draft(_ owner: Verdict, _ participant: Verdict) -> EstateDraft {
            var draft = EstateDraft(EstateDraft.vpc("vpc-1", owner))
            draft.region(EstateDraft.region, .read, account: other)
            draft.vpcs.append(EstateDraft.vpc("vpc-1", participant, account: other, owner: EstateDraft.account))
            return draft
        }
        let comparison = compare(draft(.pass, .notApplicable), draft(.fail, .notApplicable))
        #expect(comparison.vpcs.map(\.id) == ["arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1"])
        #expect(comparison.unchanged == 1)
        let both = compare(draft(.pass, .notApplicable), draft(.pass, .fail))
        #expect(both.vpcs.map(\.id) == ["arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1@444455556666"])
    }

    /// What a baseline carries over: open fails that could not be looked at again.
    @Test func unseenFails() {
        var now = EstateDraft(EstateDraft.vpc("vpc-1", .notAssessed), EstateDraft.vpc("vpc-2", .notAssessed))
        now.gap(.vpcs, "DescribeVpcs")
        let before = EstateDraft(
            EstateDraft.vpc("vpc-1", .fail), EstateDraft.vpc("vpc-2", .pass), EstateDraft.vpc("vpc-3", .fail),
            EstateDraft.vpc("vpc-4", .fail, accepted: true))
        #expect(compare(before, now).unseenFails.map(\.vpcId) == ["vpc-1", "vpc-3"])
    }

    private func compare(_ a: EstateDraft, _ b: EstateDraft) -> Comparison {
        Comparison(from: a.dossier, to: b.dossier)
    }

    private func only(_ a: EstateDraft, _ b: EstateDraft) -> VPCChange? {
        let changes = compare(a, b).vpcs
        return changes.count == 1 ? changes[0] : nil
    }
}

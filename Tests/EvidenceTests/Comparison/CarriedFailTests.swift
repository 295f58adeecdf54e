import Evidence
import Support
import Testing

/// Which fails of an earlier run stay open, because a later one could not look again.
@Suite struct CarriedFailTests {
    @Test(arguments: 0..<300) func itAgreesWithTheComparison(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let old = EstateDraft.random(using: &generator).dossier
        let new = EstateDraft.random(using: &generator).dossier
        let accounts = Set(new.scope.regions.map(\.account))
        let expected = Comparison(from: old, to: new).unseenFails.filter { accounts.contains($0.account) }
        let carried = Baseline(old).unseenFails(in: new)
        #expect(carried.map(\.vpc) == expected.map(Baseline.VPC.init))
        #expect(carried.allSatisfy { $0.runId == old.run.id && $0.finishedAt == old.run.finishedAt })
    }

    @Test func whatWasSeenAgainIsNotCarriedOver() {
        let old = EstateDraft(
            EstateDraft.vpc("vpc-1", .fail), EstateDraft.vpc("vpc-2", .fail), EstateDraft.vpc("vpc-3", .fail),
            EstateDraft.vpc("vpc-4", .fail, accepted: true), EstateDraft.vpc("vpc-5", .pass))
        let new = EstateDraft(
            EstateDraft.vpc("vpc-1", .fail), EstateDraft.vpc("vpc-2", .notAssessed),
            EstateDraft.vpc("vpc-4", .notAssessed), EstateDraft.vpc("vpc-5", .notAssessed))
        #expect(ids(Baseline(old.dossier).unseenFails(in: new.dossier)) == ["vpc-2"])
    }

    /// An account that the run was not about has a category of its own at GitHub; one that could not be opened is
    /// known by its gap only.
    @Test func accountsThatWereNotAskedAreLeftAlone() {
        var old = EstateDraft()
        old.region("eu-west-1", .read, account: "444455556666")
        old.vpcs = [EstateDraft.vpc("vpc-1", .fail, in: "eu-west-1", account: "444455556666")]
        var new = EstateDraft(EstateDraft.vpc("vpc-2", .pass))
        #expect(Baseline(old.dossier).unseenFails(in: new.dossier).isEmpty)
        new.gap(.vpcs, "AssumeRole", account: "444455556666")
        #expect(ids(Baseline(old.dossier).unseenFails(in: new.dossier)) == ["vpc-1"])
    }

    /// Two runs in a row that cannot see must not close the alert: the second one's baseline is the first one.
    @Test func whatWasCarriedOverIsCarriedOn() {
        let first = EstateDraft(EstateDraft.vpc("vpc-1", .fail)).dossier
        var blind = EstateDraft()
        blind.startedAt = Timestamp(milliseconds: first.run.startedAt.milliseconds + 1_000)
        blind.region(EstateDraft.region, .unreadable)
        blind.gap(.vpcs, "DescribeVpcs")
        var second = blind.dossier
        second.inputs.baseline = Baseline(first)
        let carried = Baseline(second).unseenFails(in: blind.dossier)
        #expect(ids(carried) == ["vpc-1"])
        #expect(carried.first?.runId == first.run.id)
        let seen = EstateDraft(EstateDraft.vpc("vpc-1", .pass)).dossier
        #expect(Baseline(second).unseenFails(in: seen).isEmpty)
    }

    private func ids(_ fails: [CarriedFail]) -> [String] { fails.map(\.vpc.vpcId) }
}

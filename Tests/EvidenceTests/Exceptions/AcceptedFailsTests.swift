import Evidence
import Foundation
import Support
import Testing

/// What exceptions do to a dossier, and what they must never do.
struct AcceptedFailsTests {
    /// Whatever is written, it makes no fail a pass and hides nothing that was not assessed.
    @Test(arguments: 0..<400) func noEntryChangesAVerdict(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let before = Self.estate(using: &generator)
        let (drafts, list) = try Self.usable(
            (0..<Int.random(in: 0...12, using: &generator)).map { _ in ExceptionDraft.random(using: &generator) })
        var after = before
        after.accept(list)

        var stripped = after
        for index in stripped.assessments.indices { stripped.assessments[index].exception = nil }
        #expect(stripped.assessments == before.assessments)
        #expect(after.gaps == before.gaps && after.scope == before.scope && after.digest == before.digest)
        for (now, then) in zip(after.assessments, before.assessments) {
            let valid = drafts.contains { Self.accepts($0, then) }
            let fails = PolicyName.allCases.contains { then.byPolicy[$0].verdict == .fail }
            #expect((now.exception != nil) == (valid && fails && then.verdict != .notAssessed), "\(then.id)")
            #expect(now.isAccepted == (then.verdict == .fail && valid))
        }
        try Self.checkCounts(after, before)
    }

    private static func checkCounts(_ after: Dossier, _ before: Dossier) throws {
        let (now, then) = (after.summary, before.summary)
        #expect(now.total == then.total && now.pass == then.pass && now.fail == then.fail)
        #expect(now.notApplicable == then.notApplicable && now.notAssessed == then.notAssessed)
        #expect(now.accepted == after.assessments.count(where: \.isAccepted))
        #expect(now.accepted == after.exceptions.reduce(0) { $0 + $1.accepts })
        for policy in PolicyName.allCases {
            let (counts, old) = (now.byPolicy[policy], then.byPolicy[policy])
            #expect(counts.fail == old.fail && counts.pass == old.pass && counts.notAssessed == old.notAssessed)
            #expect(counts.accepted <= counts.fail)
            #expect((counts.status == .fail) == (counts.fail > counts.accepted))
            let isHidden = counts.notAssessed > 0 || after.gaps.contains { $0.hides != .explanation }
            if isHidden { #expect(counts.status == .fail || counts.status == .incomplete) }
            if counts.status == .pass { #expect(counts.pass > 0) }
        }
    }

    /// The definition, told again: what was written names the VPC, is whole, narrow enough and valid that day.
    private static func accepts(_ draft: [ExceptionEntry.Field: String], _ vpc: Assessment) -> Bool {
        let day = "2026-11-23"
        guard let from = draft[.approvedOn], let to = draft[.expiresOn], from <= day, day <= to else { return false }
        let tag = draft[.tag]?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return matches(draft[.vpc], vpc.vpcId) && matches(draft[.account], vpc.account)
            && matches(draft[.region], vpc.region)
            && (tag.map { tag in vpc.tags.contains { $0.key == tag[0] && matches(tag[1], $0.value) } } ?? true)
    }

    private static func matches(_ pattern: String?, _ text: String) -> Bool {
        guard let pattern else { return true }
        let expression = NSRegularExpression.escapedPattern(for: pattern)
            .replacingOccurrences(of: "\\*", with: ".*").replacingOccurrences(of: "\\?", with: ".")
        return text.range(of: "^(?s:\(expression))$", options: .regularExpression) != nil
    }

    /// Those of the drafts that make an entry, each selector once; a run takes a list whole or not at all.
    private static func usable(
        _ drafts: [[ExceptionEntry.Field: String]]
    ) throws -> (drafts: [[ExceptionEntry.Field: String]], list: ExceptionList) {
        var kept: [(draft: [ExceptionEntry.Field: String], entry: ExceptionEntry)] = []
        for draft in drafts {
            let entry: ExceptionEntry
            do { entry = try ExceptionEntry(draft) } catch { continue }
            #expect(namesSomething(draft), "\(draft)")
            if !kept.contains(where: { $0.entry.selector == entry.selector }) { kept.append((draft, entry)) }
        }
        return (kept.map(\.draft), try ExceptionList(kept.map(\.entry)))
    }

    /// An id, a whole account, or a tag's value.
    private static func namesSomething(_ draft: [ExceptionEntry.Field: String]) -> Bool {
        func isWhole(_ text: String?) -> Bool { text.map { !$0.contains("*") && !$0.contains("?") } ?? false }
        return isWhole(draft[.vpc]) || isWhole(draft[.account]) || isWhole(draft[.tag])
            || draft[.tag] == "env=demo*"
    }

    /// On 2026-11-23, with tags, and with verdicts that differ by policy.
    private static func estate(using generator: inout SeededGenerator) -> Dossier {
        var draft = EstateDraft.random(using: &generator)
        draft.startedAt = SampleRun.start
        for index in draft.vpcs.indices {
            var vpc = draft.vpcs[index]
            vpc.exception = nil
            vpc.tags = [Tag("a", "b"), Tag("env", "demo-1"), Tag("env", "prod")]
                .filter { _ in Bool.random(using: &generator) }
            let other = Verdict.allCases.randomElement(using: &generator) ?? .fail
            vpc.byPolicy = ByPolicy { .init($0 == .effective ? vpc.verdict : other, vpc.reason.code) }
            draft.vpcs[index] = vpc
        }
        var dossier = draft.dossier
        dossier.summary = Summary(of: dossier.assessments, gaps: dossier.gaps, under: .effective)
        return dossier
    }
}

/// What is said of each entry.
struct ExceptionOutcomeTests {
    private static let vpcs = [
        EstateDraft.vpc("vpc-1", .fail), EstateDraft.vpc("vpc-2", .pass), EstateDraft.vpc("vpc-3", .fail),
    ]

    @Test(
        arguments: [
            ([.vpc: "vpc-1"], ExceptionOutcome.State.applied, "accepts 1 fail until 2026-12-31."),
            ([.vpc: "vpc-1", .approvedOn: "2026-11-23", .expiresOn: "2026-11-23"], .applied, "accepts 1 fail until"),
            ([.vpc: "vpc-1", .expiresOn: "2026-11-22"], .expired, "expired on 2026-11-22 and accepts nothing."),
            ([.vpc: "vpc-1", .approvedOn: "2026-11-24"], .notYetApproved, "is approved from 2026-11-24 on"),
            ([.vpc: "vpc-2"], .notNeeded, "is not needed: nothing that it names fails (1 VPC)."),
            ([.vpc: "vpc-9"], .unmatched, "names no VPC, though all that it covers was listed."),
            ([.vpc: "vpc-1", .region: "eu-cental-1"], .notSeen, "covers no region of this run."),
            ([.vpc: "vpc-9", .account: "777788889999"], .notSeen, "covers no region of this run."),
            ([.vpc: "vpc-9", .expiresOn: "2026-11-22"], .expired, "expired on"),
        ] as [([ExceptionEntry.Field: String], ExceptionOutcome.State, String)])
    func states(_ changes: [ExceptionEntry.Field: String], _ state: ExceptionOutcome.State, _ says: String) throws {
        var draft = EstateDraft()
        draft.region(EstateDraft.region, .read)
        draft.vpcs = Self.vpcs
        let outcome = try #require(try Self.outcomes(draft, ExceptionDraft.list(changes)).first)
        #expect(outcome.state == state)
        #expect(outcome.remark.hasPrefix(says), "\(outcome.remark)")
        #expect(outcome.sentence.hasPrefix("Exception 1 (SEC-42: vpc-"))
    }

    /// An entry is told to match nothing only where nothing can have been missed.
    @Test(arguments: [
        (Scope.Status.read, true), (.disabled, true), (.partial, true), (.unreadable, false), (.notRequested, false),
    ])
    func nothingMatchedOnlyWhereAllWasListed(_ status: Scope.Status, _ isTold: Bool) throws {
        var draft = EstateDraft()
        draft.region(EstateDraft.region, .read)
        draft.region("eu-west-1", status)
        let everywhere = try Self.outcomes(draft, ExceptionDraft.list([.vpc: "vpc-9"]))
        #expect(everywhere.map(\.state) == [isTold ? .unmatched : .notSeen])
        let elsewhere = try Self.outcomes(draft, ExceptionDraft.list([.vpc: "vpc-9", .region: "eu-central-*"]))
        #expect(elsewhere.map(\.state) == [.unmatched])
    }

    /// Where none was listed, nobody knows whether the entry matches nothing.
    @Test func aRegionThatIsDisabledHoldsNothing() throws {
        var draft = EstateDraft()
        draft.region(EstateDraft.region, .read)
        draft.region("me-south-1", .disabled)
        let outcomes = try Self.outcomes(
            draft, ExceptionDraft.list([.vpc: "vpc-9", .region: "me-*"], [.vpc: "vpc-9", .region: "*-1"]))
        #expect(outcomes.map(\.state) == [.notSeen, .unmatched])
        #expect(outcomes[0].remark == "covers no region of this run.")
        for outcome in outcomes {
            let again = try JSONDecoder().decode(ExceptionOutcome.self, from: JSONEncoder().encode(outcome))
            #expect(again == outcome)
        }
    }

    @Test func anAccountThatCouldNotBeReadMayHoldIt() throws {
        var draft = EstateDraft(EstateDraft.vpc("vpc-1", .pass))
        draft.region("us-east-1", .unreadable, account: "444455556666")
        draft.gap(.vpcs, "DescribeRegions", in: "us-east-1", account: "444455556666")
        let list = try ExceptionDraft.list(
            [.vpc: "vpc-9", .region: "eu-*"], [.vpc: "vpc-9", .account: EstateDraft.account])
        #expect(try Self.outcomes(draft, list).map(\.state) == [.notSeen, .unmatched])
    }

    /// A VPC that was seen and does not fail needs no exception, whatever else was not read.
    @Test func anIdThatWasSeenIsNotLookedForElsewhere() throws {
        var draft = EstateDraft(EstateDraft.vpc("vpc-1", .pass))
        draft.region("eu-west-1", .unreadable)
        let list = try ExceptionDraft.list([.vpc: "vpc-1"], [.vpc: "", .account: EstateDraft.account])
        let outcomes = try Self.outcomes(draft, list)
        #expect(outcomes.map(\.state) == [.notNeeded, .notSeen])
        #expect(outcomes[1].remark == "accepts nothing in this run, which could not judge all that it may name.")
    }

    @Test func whatCouldNotBeAssessedIsNotAccepted() throws {
        let draft = EstateDraft(EstateDraft.vpc("vpc-1", .notAssessed))
        var dossier = draft.dossier
        dossier.accept(try ExceptionDraft.list([.vpc: "vpc-1"]))
        #expect(dossier.assessments[0].exception == nil && dossier.summary.accepted == 0)
        #expect(dossier.summary.status == .incomplete)
        #expect(dossier.exceptions.map(\.state) == [.notSeen])
    }

    @Test func theFirstValidEntryHolds() throws {
        let draft = EstateDraft(EstateDraft.vpc("vpc-1", .fail), EstateDraft.vpc("vpc-2", .fail))
        var dossier = draft.dossier
        dossier.accept(
            try ExceptionDraft.list(
                [.vpc: "vpc-1", .region: "eu-*", .expiresOn: "2026-11-01", .ticket: "OLD"],
                [.vpc: "vpc-1", .ticket: "NEW"],
                [.vpc: "", .account: EstateDraft.account, .ticket: "ALL"],
                [.vpc: "vpc-2", .ticket: "LATE"]))
        #expect(dossier.assessments.map(\.exception?.ticket) == ["NEW", "ALL"])
        #expect(dossier.assessments.map(\.exception?.number) == [2, 3])
        #expect(dossier.exceptions.map(\.state) == [.expired, .applied, .applied, .overlapped])
        #expect(dossier.exceptions[2].remark.hasSuffix("; earlier exceptions accept 1 more of those that it names."))
        #expect(dossier.summary.accepted == 2 && dossier.summary.status == .notApplicable)
    }

    private static func outcomes(_ draft: EstateDraft, _ list: ExceptionList) throws -> [ExceptionOutcome] {
        var dossier = draft.dossier
        dossier.accept(list)
        return dossier.exceptions
    }
}

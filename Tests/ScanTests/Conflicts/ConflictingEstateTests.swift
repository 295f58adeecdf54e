import Evidence
import Scan
import Support
import Testing

/// A record that is told in two ways proves no more than either way alone, whatever is told twice.
struct ConflictingEstateTests {
    private static let depths: [Depth?] = [nil, Depth(checksDestinations: true, minRetentionDays: 300)]

    @Test(arguments: ConflictingEstate.Manner.allCases)
    func whatIsToldInTwoWaysProvesNothing(_ manner: ConflictingEstate.Manner) async throws {
        var (cases, disputed, unproven) = (0, 0, 0)
        for seed in 0..<80 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let estate = SampleEstate.random(
                using: &generator, accounts: 1 + Int(seed % 2), regions: 1 + Int(seed % 3))
            guard let conflict = ConflictingEstate(estate, manner, using: &generator) else { continue }
            let depth = Self.depths[Int(seed % 2)]
            let first = try await SampleRun.of(conflict.first, depth: depth).dossier
            let both = try await SampleRun.of(conflict.both, depth: depth).dossier
            var alone = [first]
            if let second = conflict.second { alone.append(try await SampleRun.of(second, depth: depth).dossier) }
            let name = "seed \(seed), \(conflict.description)"

            let verdicts = alone.map(Self.verdicts)
            let told = Self.verdicts(of: both)
            for (vpc, verdict) in told where verdict != .notAssessed {
                for alone in verdicts { #expect(alone[vpc] == verdict, "\(name): \(vpc)") }
            }
            // What is not told is hidden by a gap.
            let isHidden = both.gaps.contains { $0.hides == .vpcs }
            #expect(isHidden || Set(told.keys) == Set(verdicts.flatMap(\.keys)), "\(name)")
            cases += 1
            if verdicts[0] != verdicts[verdicts.count - 1] {
                disputed += 1
                #expect(![.pass, .notApplicable].contains(both.summary.status), "\(name)")
            }
            if both.assessments.contains(where: { $0.reason.code == .conflictingAnswers }) { unproven += 1 }
        }
        #expect(cases > 45)
        if manner != .memberEmpty {
            #expect(disputed > 5)
            #expect(unproven > 15)
        }
    }

    private static func verdicts(of dossier: Dossier) -> [String: Verdict] {
        var verdicts: [String: Verdict] = [:]
        for vpc in dossier.assessments {
            // The owner is part of the id, and may be what is told in two ways.
            let place = "\(vpc.account) \(vpc.region) \(vpc.vpcId)"
            for policy in PolicyName.allCases { verdicts["\(place) \(policy)"] = vpc.byPolicy[policy].verdict }
        }
        return verdicts
    }
}

import Evidence
import Scan
import Support
import Testing

/// The generator that other tests rely on: it repeats itself, and leaves nothing out.
struct RandomEstateTests {
    @Test func aSeedRepeatsAnEstate() async throws {
        var digests: [String] = []
        for seed in [7, 7, 8] as [UInt64] {
            var generator = SeededGenerator(seed: seed)
            let estate = SampleEstate.random(using: &generator, accounts: 2, regions: 3, vpcs: 9)
            digests.append(try await SampleRun.of(estate).dossier.digest)
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != digests[2])
    }

    @Test func everyReasonComesUp() async throws {
        var reasons: Set<ReasonCode> = []
        var pages = 0
        var belowVPC = 0
        var owners = 0
        for seed in 0..<30 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let estate = SampleEstate.random(using: &generator, accounts: 2, regions: 3)
            #expect(estate.accounts.map(\.regions.count) == [3, 3])
            let depth = Depth(checksDestinations: true, minRetentionDays: 300)
            let dossier = try await SampleRun.of(estate, depth: depth).dossier
            #expect(dossier.gaps.isEmpty)
            for assessment in dossier.assessments {
                reasons.formUnion(PolicyName.allCases.map { assessment.byPolicy[$0].reason })
                belowVPC += assessment.belowVPC == nil ? 0 : 1
                owners += assessment.ownerVerdict == nil ? 0 : 1
            }
            pages = max(pages, dossier.exchanges.map(\.page).max() ?? 0)
        }
        let others: Set<ReasonCode> = [.flowLogsUnreadable, .destinationMissing, .conflictingAnswers]
        #expect(reasons == Set(ReasonCode.allCases).subtracting(others))
        #expect(pages > 3)
        #expect(belowVPC > 10)
        #expect(owners > 10)
    }
}

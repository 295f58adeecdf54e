import Evidence
import Foundation
import Scan
import Support
import Testing

@Suite struct VPCFlowLoggingMappingsTests {
    private struct Fact: Decodable, Hashable {
        var framework: String
        var version: String
        var id: String
        var title: String
        var level: String
        var tier: String
        var source: String
        var note: String
    }

    private static var printed: [Fact] {
        Control.vpcFlowLogging.description.mappings.flatMap { mapping in
            mapping.requirements.map {
                Fact(
                    framework: mapping.framework, version: mapping.version, id: $0.id, title: $0.title,
                    level: $0.level, tier: $0.tier.rawValue, source: $0.source, note: $0.note)
            }
        }
    }

    /// The collection is not part of the project: without it there is nothing to compare with.
    @Test(.enabled(if: SharedData.isHere, "the collection of mappings is no part of the project"))
    func whatIsPrintedIsTheCollectionWithoutWhatIsDoubtful() throws {
        let facts = try JSONDecoder().decode([Fact].self, from: Data(SharedData.bytes("control-mapping.json")))
        // An id in brackets says that there is none.
        let wanted = facts.filter { $0.tier != "avoid" && !$0.id.hasPrefix("(") }
        let (printed, known) = (Set(Self.printed), Set(wanted))
        #expect(printed.subtracting(known) == [])
        #expect(known.subtracting(printed) == [])
        #expect(Self.printed.count == wanted.count)
        let doubtful = Set(facts.filter { $0.tier == "avoid" }.map { [$0.framework, $0.version, $0.id] })
        #expect(doubtful.isDisjoint(with: Self.printed.map { [$0.framework, $0.version, $0.id] }))
    }

    @Test func everyRequirementHasItsSource() {
        for fact in Self.printed {
            #expect(!fact.source.isEmpty && !fact.title.isEmpty, "\(fact.framework) \(fact.id)")
        }
    }

    @Test(arguments: [
        ("AWS Foundational Security Best Practices", "EC2.6"), ("NIST SP 800-53", "AU-12"),
        ("NIST SP 800-171", "3.3.1"), ("NIST CSF", "DE.CM-01"), ("PCI DSS", "10.1"),
        ("SOC 2 (TSC 2017, rev. 2022)", "CC7.2"), ("ISO/IEC 27001", "A.8.15"), ("HIPAA Security Rule", "164.312(b)"),
        ("FedRAMP", "AU-2"), ("BSI C5", "OPS-15"),
    ])
    func core(framework: String, id: String) {
        let mappings = Control.vpcFlowLogging.description.mappings.filter { $0.framework == framework }
        #expect(mappings.contains { $0.core.contains(id) && !$0.secondary.contains(id) })
    }

    /// The number of the control differs by version: each is printed with its own.
    @Test func everyVersionOfTheBenchmarkHasItsOwnNumber() throws {
        let control = Control.vpcFlowLogging
        let numbers = control.benchmarks.map { "\($0.version) \($0.id)" }
        #expect(
            numbers == [
                "1.0.0 4.3", "1.1.0 4.3", "1.2.0 2.9", "1.3.0 3.9", "1.4.0 3.9", "1.5.0 3.9", "2.0.0 3.9", "3.0.0 3.7",
                "4.0.0 3.7", "4.0.1 3.7", "5.0.0 3.7", "6.0.0 4.7", "7.0.0 4.7",
            ])
        let usual = try #require(control.benchmarks.first { $0.key == "cis-aws-3.0.0" })
        #expect(usual == control.description.benchmark)
    }

    @Test func aRunIsToldUnderTheVersionOfItsSettings() async throws {
        let sample = try await SampleRun.of(.demo)
        var run = sample.run
        run.settings.benchmark = "cis-aws-6.0.0"
        let dossier = try sample.inventory.judged(by: .vpcFlowLogging, for: run)
        #expect(dossier.control.benchmark.id == "4.7")
        let cis = try #require(dossier.policies.first { $0.name == .cis })
        #expect(cis.rule.contains("CIS AWS Foundations Benchmark v6.0.0, 4.7, as written"))
        #expect(dossier.digest == sample.dossier.digest)
        #expect(dossier.assessments == sample.dossier.assessments)
        run.settings.benchmark = "cis-aws-9.9.9"
        #expect(throws: ScanFailure.self) { try sample.inventory.judged(by: .vpcFlowLogging, for: run) }
    }
}

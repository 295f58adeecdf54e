import Evidence
import Foundation
import Scan
import Support
import Testing

@Suite struct VPCFlowLoggingMappingsTests {
    private struct Fact: Decodable {
        var framework: String
        var version: String
        var id: String
        var tier: String
    }

    /// The collection is not part of the project: without it there is nothing to compare with.
    @Test(.enabled(if: SharedData.isHere, "the collection of mappings is no part of the project"))
    func everyRequirementIsInTheCollectionWithItsTier() throws {
        let facts = try JSONDecoder().decode([Fact].self, from: Data(SharedData.bytes("control-mapping.json")))
        let known = Set(facts.map { [$0.framework, $0.version, $0.id, $0.tier] })
        for mapping in Control.vpcFlowLogging.description.mappings {
            for id in mapping.core {
                #expect(known.contains([mapping.framework, mapping.version, id, "core"]), "\(id)")
            }
            for id in mapping.secondary {
                #expect(
                    known.contains([mapping.framework, mapping.version, id, "secondary"]), "\(mapping.framework) \(id)")
            }
        }
    }

    /// The number of the control differs by version: each is printed with its own.
    @Test func everyVersionOfTheBenchmarkHasItsOwnNumber() {
        let description = Control.vpcFlowLogging.description
        let versions = description.mappings.filter { $0.framework == description.benchmark.name }
        #expect(versions.count == 13)
        #expect(versions.first { $0.version == description.benchmark.version }?.core == [description.benchmark.id])
        #expect(versions.first { $0.version == "2.0.0" }?.core == ["3.9"])
        #expect(Set(versions.map(\.version)).count == versions.count)
    }
}

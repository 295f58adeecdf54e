import Evidence
import Foundation
import Scan
import Support
import Testing

@testable import CLI

struct ControlsFormatTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/controls.md")

    /// `exhibit controls --format markdown > docs/controls.md` writes it anew.
    @Test func theCommittedPageIsThatOfTheProgram() throws {
        let page = try text(.markdown)
        #expect(
            try String(contentsOf: Self.file, encoding: .utf8) == page,
            "run: exhibit controls --format markdown > docs/controls.md")
    }

    @Test(arguments: ControlsFormat.all.map(\.name))
    func everyRequirementIsListedWithItsSource(name: String) throws {
        let format = try #require(ControlsFormat.all.first { $0.name == name })
        // What Markdown and JSON escape is not what is looked for here.
        let text = try text(format).replacing("\\", with: "")
        let control = Control.vpcFlowLogging.description
        for mapping in control.mappings {
            #expect(text.contains(mapping.framework))
            if let remark = mapping.remark { #expect(text.contains(remark)) }
            for requirement in mapping.requirements {
                #expect(text.contains(requirement.id.replacing("\\", with: "")), "\(requirement.id)")
                #expect(text.contains(requirement.source), "\(requirement.source)")
                if !requirement.note.isEmpty { #expect(text.contains(requirement.note), "\(requirement.note)") }
            }
        }
        for permission in control.permissions { #expect(text.contains(permission)) }
    }

    @Test func theJSONTellsTheTierOfEach() throws {
        struct List: Decodable {
            struct Item: Decodable { var mappings: [Mapping] }
            struct Mapping: Decodable { var requirements: [Requirement] }
            struct Requirement: Decodable { var id, tier, source: String }
            var controls: [Item]
        }
        let list = try JSONDecoder().decode(List.self, from: Data(try text(.json).utf8))
        let told = list.controls.flatMap(\.mappings).flatMap(\.requirements)
        let known = Control.vpcFlowLogging.description.mappings.flatMap(\.requirements)
        #expect(told.map { [$0.id, $0.tier, $0.source] } == known.map { [$0.id, $0.tier.rawValue, $0.source] })
        #expect(Set(told.map(\.tier)) == ["core", "secondary"])
    }

    @Test func theMarkdownIsWhole() throws {
        for line in try text(.markdown).split(separator: "\n") where line.hasPrefix("|") {
            let bars = line.replacing("\\|", with: "").count { $0 == "|" }
            #expect([4, 5, 7].contains(bars), "\(line)")
        }
    }

    private func text(_ format: ControlsFormat) throws -> String {
        let memory = MemoryOutput()
        try format.render(.vpcFlowLogging, memory)
        return String(decoding: memory.bytes, as: UTF8.self)
    }
}

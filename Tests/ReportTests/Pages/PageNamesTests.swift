import Evidence
import Foundation
import Report
import Templates
import Testing

/// The names that templates may use: the list, the pages that answer, the built-in templates and the documentation.
@Suite struct PageNamesTests {
    @Test(arguments: [Template.Name.html, .markdown])
    func builtInTemplatesUseOnlyNamesOfTheList(_ name: Template.Name) throws {
        // A name that is new in a page belongs in PageNames and in docs/templates.md.
        try OwnTemplates.check([name.rawValue: Template.report(name).text])
    }

    @Test func pagesAnswerForEveryNameWithItsKind() throws {
        var seen: Set<String> = []
        var inputs = ComparedSamples.everything.new
        inputs.inputs.baseline = Baseline(ComparedSamples.everything.old)
        inputs.depth = Depth(checksDestinations: true, recordHours: 1, since: "2026-01-01")
        inputs.run.derivedFrom = Run.Origin(runId: "a", digest: "b")
        inputs.scope.customEndpoints = ["http://127.0.0.1:5000"]
        inputs.control.mappings = [
            ControlMapping(
                "NIST", "5",
                [("AU-2", .core), ("AU-3", .secondary)].map { id, tier in
                    .init(id: id, title: "", level: "", tier: tier, source: "", note: "")
                })
        ]
        let dossiers = [
            Estate.whole, SampleDossier.everything, SampleDossier.withExceptions, inputs, Estate.large(6_000),
        ]
        for dossier in dossiers {
            try walk(.report(dossier), "report", &seen)
        }
        #expect(Set(PageNames.objects.keys).subtracting(seen) == [])
    }

    @Test func theDocumentationTellsEveryNameWithItsKind() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/templates.md")
        var told: [String: [String: String]] = [:]
        var object = ""
        for line in String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("### ") { object = String(line.dropFirst(4)) }
            guard !object.isEmpty, let row = line.wholeMatch(of: /\| `(\w+)` \| (.*?) \| .+ \|/) else { continue }
            told[object, default: [:]][String(row.1)] = String(row.2)
        }
        #expect(told == PageNames.objects.mapValues { $0.mapValues(\.words) })
    }

    private func walk(_ page: Page, _ object: String, _ seen: inout Set<String>) throws {
        guard case .object(let field) = page else {
            Issue.record("\(object) is no object")
            return
        }
        #expect(field("noSuchName") == nil)
        seen.insert(object)
        for (name, kind) in try #require(PageNames.objects[object]) {
            guard let value = field(name) else {
                Issue.record("\(object) does not know \(name)")
                continue
            }
            switch (kind, value) {
            case (.text, .absent), (.text, .text), (.text, .own), (.text, .lines), (.text, .verbatim): continue
            case (.flag, .flag), (.object, .absent): continue
            case (.texts, .list(let count, let item)):
                for index in 0..<min(count, 2) {
                    switch item(index) {
                    case .text, .own: continue
                    default: Issue.record("\(object).\(name) holds no texts")
                    }
                }
            case (.list(let inner), .list(let count, let item)):
                for index in 0..<min(count, 30) { try walk(item(index), inner, &seen) }
            case (.object(let inner), .object): try walk(value, inner, &seen)
            default: Issue.record("\(object).\(name) is not of kind \(kind)")
            }
        }
    }
}

extension PageNames.Kind {
    /// As the documentation puts it.
    fileprivate var words: String {
        switch self {
        case .text: "text"
        case .flag: "flag"
        case .texts: "texts"
        case .list(let item): "list of [\(item)](#\(item.lowercased()))"
        case .object(let inner): "[\(inner)](#\(inner.lowercased()))"
        }
    }
}

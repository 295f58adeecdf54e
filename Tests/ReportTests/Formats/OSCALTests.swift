import Evidence
import Foundation
import Report
import Support
import Testing

@Suite struct OSCALTests {
    private static let schema = "schemas/oscal/oscal_complete_schema-1-1-3.json"

    private func results(_ dossier: Dossier) throws -> Read {
        Read(try SystemSamples.json(.oscal, of: dossier))["assessment-results"]["results"][0]
    }

    @Test func everyVPCAndEveryMissingAnswerIsObserved() throws {
        let dossier = SampleDossier.everything
        let observations = try results(dossier)["observations"].list
        #expect(observations.count == dossier.assessments.count + dossier.hidden)
        for (vpc, observation) in zip(dossier.assessments, observations) {
            #expect(observation.property("verdict") == vpc.verdict.rawValue)
            #expect(observation.property("reason") == vpc.reason.code.rawValue)
            #expect(observation.property("policy-cis") == vpc.byPolicy.cis.verdict.rawValue)
            #expect(observation["subjects"][0]["type"].text == "inventory-item")
            #expect(observation["relevant-evidence"][0]["href"].text == vpc.citations.first?.file)
            #expect((observation["remarks"].text != nil) == vpc.isAccepted)
        }
        for gap in observations.dropFirst(dossier.assessments.count) {
            #expect(gap.property("verdict") == "not-assessed")
            #expect(gap["subjects"][0]["type"].text == "component")
        }
        // When the answer came, not when the run ended.
        #expect(observations[0]["collected"].text == "2026-11-23T10:04:07.250Z")
    }

    @Test func everyFailIsARiskAndAcceptedOnesDeviate() throws {
        let dossier = SampleDossier.everything
        let risks = try results(dossier)["risks"].list
        let fails = dossier.assessments.filter { $0.verdict == .fail }
        #expect(risks.map { $0.property("subject") } == fails.map(\.id))
        #expect(risks.map { $0["status"].text } == fails.map { $0.isAccepted ? "deviation-approved" : "open" })
        let accepted = try #require(risks.first { $0["status"].text == "deviation-approved" })
        let response = accepted["remediations"][0]
        #expect(response.property("approver") == "CISO" && response.property("expires-on") == "2026-12-31")
        #expect(response.property("type") == "accept")
    }

    @Test(arguments: [
        (SampleDossier.everything, "not-satisfied fail"), (SampleDossier.clean, "satisfied pass"),
        (SampleDossier.unreadable, "not-satisfied other"), (SampleDossier.hiddenFlowLogs, "not-satisfied other"),
        (SystemSamples.onlyAccepted, "not-satisfied fail"),
    ])
    func onlyWhatIsProvenIsSatisfied(_ dossier: Dossier, _ status: String) throws {
        let findings = try results(dossier)["findings"].list
        #expect(findings.count == 1)
        let target = try #require(findings.first)["target"]
        #expect("\(target["status"]["state"].text ?? "") \(target["status"]["reason"].text ?? "")" == status)
    }

    /// OSCAL has no state for it.
    @Test func whereNothingIsInScopeNothingIsFound() throws {
        let result = try results(SampleDossier.empty)
        #expect(result["findings"].value == nil && result["risks"].value == nil)
        #expect(result["observations"].list.map { $0.property("verdict") } == ["not-applicable"])
    }

    @Test func coreControlsOfNISTAreReviewed() async throws {
        let selection = try results(try await SystemSamples.demo())["reviewed-controls"]["control-selections"][0]
        let controls = selection["include-controls"].list.compactMap { $0["control-id"].text }
        #expect(controls.contains("au-2") && controls.contains("au-12") && controls.contains("ac-4.26"))
        #expect(!controls.contains("au-8"))
        let unmapped = try results(SampleDossier.clean)["reviewed-controls"]["control-selections"][0]
        #expect(unmapped["include-controls"][0]["control-id"].text == "aws-vpc-003")
    }

    /// No empty list, every uuid once, and every reference leads somewhere.
    @Test func theDocumentHoldsTogether() async throws {
        for dossier in try await SystemSamples.all() {
            let document = Read(try SystemSamples.json(.oscal, of: dossier))
            var (defined, referred): ([String], Set<String>) = ([], [])
            document.forEach { name, value in
                if let list = value as? [Any] { #expect(!list.isEmpty, "\(name) is empty") }
                guard let text = value as? String else { return }
                if name == "uuid" { defined.append(text) }
                if name.hasSuffix("-uuid") { referred.insert(text) }
                if name == "href" && text.hasPrefix("#") { referred.insert(String(text.dropFirst())) }
            }
            #expect(Set(defined).count == defined.count)
            #expect(referred.subtracting(defined) == [])
        }
    }

    /// The same VPC is the same item and the same risk in the next run; what was seen of it is new.
    @Test func uuidsFollowFromTheRunAndItsSubjects() throws {
        var later = SampleDossier.everything
        later.run.id = "another"
        let (first, second) = (try results(SampleDossier.everything), try results(later))
        let ids = { (list: Read) in list.list.map { $0["uuid"].text } }
        let items = { (result: Read) in ids(result["local-definitions"]["inventory-items"]) }
        #expect(items(first) == items(second))
        #expect(ids(first["risks"]) == ids(second["risks"]))
        #expect(Set(ids(first["observations"])).isDisjoint(with: ids(second["observations"])))
        later.policy.name = .cis
        let third = try results(later)
        #expect(items(first) == items(third) && Set(ids(first["risks"])).isDisjoint(with: ids(third["risks"])))
    }

    /// Markdown takes none of it for markup, and values are one trimmed line.
    @Test(arguments: 0..<200) func hostileTextIsOnlyText(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let text = HostileText.random(using: &generator)
        let result = try results(SampleDossier.make([SampleVPC.hostile("vpc-0e", text)]))
        let description = try #require(result["observations"][0]["description"].text)
        #expect(
            description.replacing(#/\\([\x21-\x7E])/#, with: { $0.1 }).hasSuffix("Delivery fails: \(text).".visible()))
        #expect(description.replacing(#/\\[\x21-\x7E]/#, with: "").firstMatch(of: #/[`*_{}\[\]<>&|#~^"$@!\\]/#) == nil)
        result.forEach { name, value in
            guard name == "value", let text = value as? String else { return }
            #expect(text.wholeMatch(of: #/\S(.*\S)?/#) != nil)
        }
    }

    @Test(
        .enabled(if: SharedData.isHere, "\(SharedData.reason)"),
        .enabled("needs a Python with jsonschema", OtherProgram.hasJSONSchema))
    func schemaHolds() async throws {
        // Python's patterns know no classes of Unicode; our tokens are ASCII.
        let schema = try SharedData.text(Self.schema)
            .replacing(#"(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*"#, with: #"[A-Za-z_][A-Za-z0-9.\\-_]*"#)
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("schema.json")
            try Data(schema.utf8).write(to: file)
            for dossier in try await SystemSamples.all() {
                let bytes = try ReportFormat.oscal.bytes(of: dossier)
                #expect(try await OtherProgram.complaints(about: bytes, schema: file) == "")
            }
        }
    }

    @Test(.enabled(if: Program.ofPython("trestle") != nil, "needs Python's compliance-trestle"))
    func trestleTakesIt() async throws {
        try await TemporaryFolder.with { folder in
            var trestle = try #require(Program.ofPython("trestle"))
            // It imports nothing from below its own folder.
            let workspace = folder.appendingPathComponent("workspace")
            try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
            trestle.folder = workspace
            #expect(try await trestle.run(["init", "--local"]).status == 0)
            for (index, dossier) in [try await SystemSamples.demo(), SampleDossier.everything].enumerated() {
                let file = folder.appendingPathComponent("report-\(index).json")
                try Data(ReportFormat.oscal.bytes(of: dossier)).write(to: file)
                let imported = try await trestle.run(["import", "-f", file.path, "-o", "run-\(index)"])
                #expect(imported.status == 0, "\(imported.output)\(imported.errors)")
            }
            let validated = try await trestle.run(["validate", "-a"])
            #expect(validated.status == 0, "\(validated.output)\(validated.errors)")
        }
    }
}

extension Read {
    func property(_ name: String) -> String? { self["props"].list.first { $0["name"].text == name }?["value"].text }
}

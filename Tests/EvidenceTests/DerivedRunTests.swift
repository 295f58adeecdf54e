import Evidence
import Support
import Testing

@Suite struct DerivedRunTests {
    private let digest = "sha256:" + String(repeating: "a", count: 64)

    private let run = Run(
        id: "5f0c1e7a-2b1d-4c55-9a3e-0d8f6a7b9c10", startedAt: SampleRun.start, finishedAt: SampleRun.start,
        tool: Tool(name: "exhibit", version: "0.1.0", commit: nil, sha256: nil), arguments: ["scan"], source: .live,
        settings: .init(
            policy: .effective, includesDefaultVPCs: false, remediation: false, formats: ["csv"], regions: []),
        accounts: [.init(id: "111122223333", homeRegion: "us-east-1")])

    @Test func itNamesItsParentAndHasAnIdOfItsOwn() throws {
        let settings = settings(.cis, of: run)
        let derived = try run.derived(
            concluding: digest, settings: settings, attribution: nil, tool: run.tool, configuration: nil)
        #expect(derived.derivedFrom == Run.Origin(runId: run.id, digest: digest))
        #expect(derived.settings == settings && derived.startedAt == run.startedAt)
        #expect(derived.id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(
            try run.derived(
                concluding: digest, settings: settings, attribution: nil, tool: run.tool, configuration: nil) == derived
        )

        let other = try run.derived(
            concluding: digest, settings: self.settings(.cloudAudit, of: run), attribution: nil, tool: run.tool,
            configuration: nil)
        #expect(other.id != derived.id)
        let again = try derived.derived(
            concluding: digest, settings: run.settings, attribution: nil, tool: run.tool, configuration: nil)
        #expect(again.derivedFrom?.runId == derived.id)
        #expect(Set([run.id, derived.id, again.id]).count == 3)
    }

    /// Which file the scan read says nothing of this run.
    @Test func itBearsItsOwnConfiguration() throws {
        var scan = run
        scan.configuration = Run.Configuration(file: "scan.yml", sha256: String(repeating: "1", count: 64))
        let own = Run.Configuration(file: "report.yml", sha256: String(repeating: "2", count: 64))
        for configuration in [own, nil] {
            let derived = try scan.derived(
                concluding: digest, settings: settings(.cis, of: run), attribution: nil, tool: run.tool,
                configuration: configuration)
            #expect(derived.configuration == configuration)
        }
    }

    private func settings(_ policy: PolicyName, of run: Run) -> Run.Settings {
        var settings = run.settings
        settings.policy = policy
        return settings
    }
}

import Bag
import Evidence
import Foundation
import Support
import Testing

/// What a run was given, in `data/inputs/`.
@Suite struct InputFilesTests {
    private let scratch: Scratch
    private var path: String { scratch["package"] }
    private let inputs: RunInputs

    init() throws {
        scratch = try Scratch()
        var baseline = Baseline(
            EstateDraft(EstateDraft.vpc("vpc-1", .fail, name: HostileText.all.joined())).dossier)
        var unseen = baseline.vpcs[0]
        (unseen.account, unseen.region) = ("444455556666", "xx-unseen-1")
        baseline.carriedOver = [
            CarriedFail(unseen, runId: "run-before", finishedAt: baseline.finishedAt, policy: .effective)
        ]
        inputs = RunInputs(
            baseline: baseline,
            exceptions: try ExceptionDraft.ofDemo(),
            sourceMap: SourceMap(
                fallback: .init(path: "main.tf", line: 1),
                vpcs: ["vpc-b": .init(path: "net/b.tf", line: 7), "vpc-a": .init(path: "net/a.tf", line: 3)],
                remarks: ["vpc-c is not in the state"]),
            templates: ["report.css": "p {}\r\n", "report.md.mustache": "{{title}}\u{202E}"])
        let draft = try PackageDraft(for: .exact(path: scratch["package"], replace: false), runID: Samples.run.id)
        defer { draft.discard() }
        for body in Samples.bodies { try draft.put(body, sha256: sha256Hex(body)) }
        try draft.write(inputs)
        _ = try draft.seal(run: Samples.run, exchanges: Samples.exchanges, bagInfo: Samples.bagInfo)
    }

    @Test func whatWasWrittenIsReadBack() throws {
        let package = try EvidencePackage(at: path)
        #expect(try package.inputs() == inputs)
        let open = try OpenPackage(at: path)
        #expect(try open.unexplained(by: open.record(), inputs) == [])
        #expect(try open.otherwiseWritten(open.record(), inputs) == nil)
        #expect(try open.unexplained(by: open.record(), RunInputs()).count == 5)
    }

    @Test func aPackageWithoutInputsHasNone() throws {
        try Samples.write(to: .exact(path: scratch["plain"], replace: false))
        #expect(try EvidencePackage(at: scratch["plain"]).inputs() == RunInputs())
    }

    /// The map's VPCs stand in the order of their ids, whatever the hash seed of the process.
    @Test func theSameMapIsTheSameBytes() throws {
        let text = try scratch.read("package/data/inputs/source-map.json")
        let ids = text.matches(of: /vpc-[ab]/).map { String($0.output) }
        #expect(ids == ["vpc-a", "vpc-b"])
    }

    @Test(arguments: ["note.txt", "templates/x/report.css", "baseline.json.bak"])
    func whatIsNoInputIsNotReadAndIsNotExplained(_ name: String) throws {
        try scratch.makeFolder("package/data/inputs/templates/x")
        try scratch.write("x", to: "package/data/inputs/\(name)")
        try Samples.relist(path)
        let open = try OpenPackage(at: path)
        let record = try open.record()
        #expect(try record.inputs() == inputs)
        #expect(try open.unexplained(by: record, record.inputs()) == ["data/inputs/\(name)"])
    }

    @Test(arguments: [
        ("baseline.json", "\"runId\":\"", "\"runId\":\"../", "the baseline's run id is"),
        ("baseline.json", "\"digest\":\"sha256:", "\"digest\":\"md5:", "the baseline's digest is"),
        ("baseline.json", "\"policy\":\"effective\"", "\"policy\":\"lax\"", "“policy” holds what cannot be"),
        ("baseline.json", "\"gaps\"", "\"holes\"", "“gaps” is missing"),
        ("baseline.json", "\"444455556666\"", "\"44445555666\"", "the account id is “44445555666”"),
        ("baseline.json", "xx-unseen-1", "../unseen-1", "the region is “../unseen-1”"),
        ("baseline.json", "run-before", "../before", "the run id of a fail that is carried over is “../before”"),
        ("source-map.json", "net/a.tf", "../a.tf", "a path in the source map is"),
        ("source-map.json", "net/a.tf", "/etc/passwd", "a path in the source map is"),
        ("source-map.json", "net/a.tf", "net//a.tf", "a path in the source map is"),
        ("source-map.json", "\"line\": 3", "\"line\": 0", "a line in the source map is 0"),
        ("source-map.json", "{", "", "not JSON"),
        ("exceptions.json", "\"vpc\": \"vpc-0d0000000000a001\"", "\"vpc\": \"vpc-*\"", "“5” holds what cannot be"),
        ("exceptions.json", "\"owner\"", "\"boss\"", "“0.owner” holds what cannot be"),
        ("exceptions.json", "2026-12-31", "2026-02-31", "“0.expiresOn” holds what cannot be"),
        ("exceptions.json", "vpc-0d0000000000c001", "vpc-0d0000000000c002", "“vpc” holds what cannot be"),
    ])
    func whatCannotBeIsRefused(_ file: String, _ old: String, _ new: String, _ says: String) throws {
        let text = try scratch.read("package/data/inputs/\(file)")
        let range = try #require(text.range(of: old))
        try scratch.write(text.replacingCharacters(in: range, with: new), to: "package/data/inputs/\(file)")
        try Samples.relist(path)
        let complaint = try #require(failure { _ = try EvidencePackage(at: path).inputs() })
        #expect(complaint.contains(says) && complaint.contains(file), "\(complaint)")
    }

    @Test func anAlteredInputIsTold() throws {
        try scratch.write("p { color: red }", to: "package/data/inputs/templates/report.css")
        let complaint = try #require(failure { _ = try EvidencePackage(at: path).inputs() })
        #expect(complaint.hasSuffix("report.css was altered: its SHA-256 is not the one in manifest-sha256.txt"))
    }

    /// It holds, but says something that nobody reads.
    @Test func aFieldThatNobodyKnowsIsSeen() throws {
        let text = try scratch.read("package/data/inputs/baseline.json")
        try scratch.write(
            text.replacing("{\"runId\"", with: "{\"x\":1,\"runId\""), to: "package/data/inputs/baseline.json")
        try Samples.relist(path)
        let open = try OpenPackage(at: path)
        #expect(try open.otherwiseWritten(open.record(), inputs) == RunInputs.baselineFile)
    }

    @Test func templatesAreLimited() throws {
        let draft = try PackageDraft(for: .exact(path: scratch["other"], replace: false), runID: Samples.run.id)
        defer { draft.discard() }
        let large = RunInputs(templates: ["report.css": String(repeating: "x", count: (1 << 20) + 1)])
        #expect(failure { try draft.write(large) }?.contains("larger than 1048576 bytes") == true)
        try Data([0xFF]).write(to: URL(fileURLWithPath: scratch["package/data/inputs/templates/report.css"]))
        try Samples.relist(path)
        #expect(failure { _ = try EvidencePackage(at: path).inputs() }?.hasSuffix("report.css is not UTF-8") == true)
    }
}

import Bag
import Evidence
import Foundation
import Support
import Testing

@Suite struct SealTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func thePackageIsComplete() throws {
        let path = try Samples.write(to: .exact(path: scratch["deep/package"], replace: false))
        #expect(path == scratch["deep/package"])
        #expect(try scratch.names("deep") == ["package"])
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: path).filter { $0.contains(".") }.sorted() == [
                ".gitattributes", "bag-info.txt", "bagit.txt", "data/111122223333/eu-west-1/0001-DescribeVpcs.xml",
                "data/111122223333/eu-west-1/0002-DescribeFlowLogs.xml",
                "data/111122223333/us-east-1/0003-DescribeVpcs.xml", "data/exchanges.jsonl", "data/run.json",
                "manifest-sha256.txt", "report.html", "tagmanifest-sha256.txt",
            ])
        #expect(
            try scratch.read("deep/package/.gitattributes") == "* -text\n")
        #expect(
            try scratch.read("deep/package/bagit.txt") == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    }

    /// The hashes of a text that came from AWS must not become lines of their own.
    @Test func bagInfo() throws {
        try Samples.write(to: .exact(path: scratch["package"], replace: false))
        let sizes = try ["run.json", "exchanges.jsonl"].map { try scratch.read("package/data/\($0)").utf8.count }
        let octets = sizes.reduce(0, +) + 2 * Samples.vpcs.count + Samples.flowLogs.count
        #expect(
            try scratch.read("package/bag-info.txt") == """
                Bagging-Date: 2026-11-24
                Bag-Software-Agent: exhibit 1.2.3 (abc1234, sha256:\(String(repeating: "f", count: 64)))
                External-Identifier: 0198f0a2-7c1d-7e63-9f3a-5d2b8c4e6f01
                External-Description: VPC flow logs of 111122223333
                Payload-Oxum: \(octets).5
                Exhibit-Period: 2026-11-23T23:59:59.001Z/2026-11-24T00:00:00.999Z
                Exhibit-Account: 111122223333
                Exhibit-Operator: arn:aws:iam::111122223333:user/audit␍␊Payload-Oxum: 0.0

                """)
    }

    @Test func bagInfoNamesWhoAnsweredInsteadOfAWS() throws {
        let draft = try PackageDraft(for: .exact(path: scratch["package"], replace: false), runID: "run")
        var info = Samples.bagInfo
        info.customEndpoints = ["http://127.0.0.1:5000", "http://b\nPayload-Oxum: 0.0"]
        _ = try draft.seal(run: Samples.run, exchanges: [], bagInfo: info)
        let lines = try scratch.read("package/bag-info.txt").split(separator: "\n")
        #expect(lines.contains("Exhibit-Endpoint: http://127.0.0.1:5000 (custom, not AWS over TLS)"))
        #expect(lines.contains("Exhibit-Endpoint: http://b␊Payload-Oxum: 0.0 (custom, not AWS over TLS)"))
    }

    @Test func bagInfoNamesWhoAnswersAndWhoChecks() throws {
        var run = Samples.run
        run.attribution = .init(organization: "Ministry of “Works”", reviewer: "R. Eader <r@example.org>")
        let draft = try PackageDraft(for: .exact(path: scratch["package"], replace: false), runID: "run")
        _ = try draft.seal(run: run, exchanges: [], bagInfo: Samples.bagInfo)
        let lines = try scratch.read("package/bag-info.txt").split(separator: "\n")
        #expect(lines.first == "Source-Organization: Ministry of “Works”")
        #expect(lines.last == "Exhibit-Reviewer: R. Eader <r@example.org>")
        #expect(try EvidencePackage(at: scratch["package"]).run == run)
        run.attribution = .init(organization: nil, reviewer: "x\nPayload-Oxum: 0.0")
        #expect(
            failure {
                let draft = try PackageDraft(for: .exact(path: scratch["other"], replace: false), runID: "run")
                _ = try draft.seal(run: run, exchanges: [], bagInfo: Samples.bagInfo)
            } == "the run cannot be kept: the reviewer is “x␊Payload-Oxum: 0.0”, which cannot be")
    }

    /// A report that names the hashes of others is written when they are known, and sealed like them.
    @Test func theHashesAreKnownBeforeTheLastReport() throws {
        let draft = try PackageDraft(for: .exact(path: scratch["package"], replace: false), runID: "run")
        try draft.write("report.md") { try $0.write("x") }
        try draft.keep(run: Samples.run, exchanges: [])
        #expect(
            Set(draft.digests.keys) == ["report.md", "data/run.json", "data/exchanges.jsonl", "manifest-sha256.txt"])
        #expect(draft.digests["report.md"] == sha256Hex(Array("x".utf8)))
        #expect(throws: PackageError.self) { try draft.write("data/inputs/late") { try $0.write("x") } }
        #expect(throws: PackageError.self) { try draft.put([1], sha256: sha256Hex([1])) }
        #expect(throws: PackageError.self) { try draft.publish() }
        try draft.write("attestation.json") { try $0.write("{}") }
        try draft.close(Samples.bagInfo)
        #expect(throws: PackageError.self) { try draft.write("late.md") { try $0.write("x") } }
        _ = try draft.publish()
        #expect(try scratch.read("package/tagmanifest-sha256.txt").contains("  attestation.json\n"))
        #expect(!scratch.exists("package/late.md"))
    }

    @Test(.enabled(if: Program.named("sha256sum") != nil, "needs sha256sum"))
    func sha256sumAgrees() async throws {
        let path = try Samples.write(to: .exact(path: scratch["package"], replace: false))
        var sha256sum = try #require(Program.named("sha256sum"))
        sha256sum.folder = URL(fileURLWithPath: path)
        let arguments = ["-c", "--strict", "tagmanifest-sha256.txt", "manifest-sha256.txt"]
        let check = try await sha256sum.run(arguments)
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.output.split(separator: "\n").count == 4 + 6)
        try scratch.write("tampered", to: "package/data/111122223333/eu-west-1/0001-DescribeVpcs.xml")
        #expect(try await sha256sum.run(arguments).status == 1)
    }

    /// The Library of Congress's own validator, which `make test` sets up.
    @Test(.enabled(if: Program.ofPython("bagit.py") != nil, "needs Python's bagit"))
    func bagitAgrees() async throws {
        let path = try Samples.write(to: .exact(path: scratch["package"], replace: false))
        let bagit = try #require(Program.ofPython("bagit.py"))
        let check = try await bagit.run(["--validate", path])
        #expect(check.status == 0, "\(check.errors)")
        try scratch.write("unlisted", to: "package/data/extra")
        #expect(try await bagit.run(["--validate", path]).status != 0)
    }

    @Test func everybodyMayReadItWhateverTheUmask() throws {
        let before = umask(0o077)
        defer { umask(before) }
        try Samples.write(to: .exact(path: scratch["package"], replace: false))
        for file in ["report.html", "bagit.txt", "data/run.json", "data/111122223333/eu-west-1/0001-DescribeVpcs.xml"] {
            #expect(try scratch.permissions("package/\(file)") == 0o644)
        }
        for folder in ["", "/data", "/data/111122223333", "/data/111122223333/us-east-1"] {
            #expect(try scratch.permissions("package\(folder)") == 0o755)
        }
    }

    @Test func theSameRunGivesTheSameBytes() throws {
        try Samples.write(to: .exact(path: scratch["one"], replace: false))
        try Samples.write(to: .exact(path: scratch["two"], replace: false))
        #expect(
            try scratch.read("one/tagmanifest-sha256.txt") == scratch.read("two/tagmanifest-sha256.txt"))
    }

    @Test func whatCannotBeReadAgainIsNotWritten() throws {
        var other = Samples.exchanges
        other[0].region = "../../eu"
        #expect(refusal(other) == "exchange 1 cannot be kept: the region is “../../eu”, which cannot be")
        other = Samples.exchanges
        other[1].number = 7
        #expect(refusal(other) == "exchange 2 cannot be kept: the exchange has number 7 instead of 2")
        other = Samples.exchanges
        other[2].body?.file = "data/../../etc/passwd"
        #expect(refusal(other)?.contains("the body's path is “data/../../etc/passwd” instead of “data/") == true)
        other = Samples.exchanges
        other[0].endpoint = "https://u:p@ec2.eu-west-1.amazonaws.com/"
        #expect(refusal(other)?.hasPrefix("exchange 1 cannot be kept: the endpoint is “https://u:p@ec2") == true)
        other[0].endpoint = ""
        #expect(refusal(other) == "exchange 1 cannot be kept: the exchange has an answer but no endpoint")
        other = Samples.exchanges
        other[0].body?.sha256 = sha256Hex([9])
        #expect(refusal(other) == "the body of exchange 1 (DescribeVpcs) was not kept")
        other = Samples.exchanges
        other[1].body?.bytes = 3
        #expect(refusal(other)?.hasSuffix("bytes, not 3") == true)
        other = Samples.exchanges
        other[3].error?.message = String(repeating: "x", count: 1 << 20)
        #expect(refusal(other)?.contains("which is too long") == true)
        #expect(try scratch.names() == [])
    }

    @Test func thereIsOnlyOneSeal() throws {
        let draft = try PackageDraft(for: .exact(path: scratch["package"], replace: false), runID: "run")
        _ = try draft.seal(run: Samples.run, exchanges: [], bagInfo: Samples.bagInfo)
        #expect(throws: PackageError("the package is finished; nothing can be added to it")) {
            try draft.seal(run: Samples.run, exchanges: [], bagInfo: Samples.bagInfo)
        }
        draft.discard()
        #expect(try scratch.names() == ["package"])
    }

    private func refusal(_ exchanges: [Exchange]) -> String? {
        failure {
            let draft = try PackageDraft(for: .exact(path: scratch["package"], replace: false), runID: "run")
            for body in Samples.bodies { try draft.put(body, sha256: sha256Hex(body)) }
            _ = try draft.seal(run: Samples.run, exchanges: exchanges, bagInfo: Samples.bagInfo)
        }
    }
}

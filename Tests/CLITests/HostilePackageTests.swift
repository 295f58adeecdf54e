import Evidence
import Foundation
import Support
import Testing

/// `exhibit report` on a package that somebody altered: refused with one sentence, never a greener report.
struct HostilePackageTests {
    /// Forgeries whose manifest was made to fit, as a forger would; each is an edit of a JSON value of a line.
    @Test(arguments: [
        (Forgery("run.json") { $0["accounts"] = [] }, "the run names no account"),
        (Forgery("run.json") { $0.accounts = Array($0.accounts.prefix(1)) }, "is none that the run names"),
        (Forgery("run.json") { $0.accounts += $0.accounts }, "twice"),
        (Forgery("run.json") { $0.settings["regions"] = ["xx-nowhere-1"] }, "there is no region 'xx-nowhere-1'"),
        (
            Forgery("exchanges.jsonl", line: "GetCallerIdentity") { $0["service"] = "ec2" },
            "GetCallerIdentity in us-east-1 of account 111122223333 is not on record"
        ),
        (
            Forgery("exchanges.jsonl", line: "UnauthorizedOperation") {
                $0["error"] = ["code": "x\nvpc forged pass", "message": ""]
            }, "the error code is “x␊vpc forged pass”, which cannot be"
        ),
        (Forgery("exchanges.jsonl", line: "DescribeFlowLogs") { $0["outcome"] = "failed" }, "does not follow from"),
    ])
    func forged(_ forgery: Forgery, says: String) async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--output", "p"], in: folder)
            let package = folder.appendingPathComponent("p")
            try forgery.apply(to: package)
            let unlisted = try await Binary.run(["report", "p", "--output", "q"], in: folder)
            #expect(unlisted.status == 2)
            #expect(
                unlisted.errors.contains(
                    "p/data/\(forgery.file) was altered: its SHA-256 is not the one in manifest-sha256.txt"))
            try forgery.list(in: package)
            let outcome = try await Binary.run(["report", "p", "--output", "q"], in: folder)
            #expect(outcome.status == 2, "\(outcome.output)")
            #expect(outcome.errors.contains(says), "\(outcome.errors)")
            #expect(!outcome.errors.contains("network"), "\(outcome.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["p"])
        }
    }

    @Test(arguments: [
        ["--output", "p", "--replace"], ["--output", "link/p", "--replace"], ["--output", "p/new"],
        ["--output", "p/new/deeper"],
    ])
    func thePackageThatIsReadIsNotWrittenInto(_ options: [String]) async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--output", "p"], in: folder)
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent("link").path, withDestinationPath: ".")
            let package = folder.appendingPathComponent("p")
            let before = try Binary.files(in: package)
            let outcome = try await Binary.run(["report", "p", "--format", "csv"] + options, in: folder)
            #expect(outcome.status == 64, "\(outcome.output)")
            #expect(outcome.errors.contains("would change the "), "\(outcome.errors)")
            #expect(try Binary.files(in: package) == before)
        }
    }

    @Test func reportInsideThePackageDoesNotAddToIt() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "--output", "p"], in: folder)
            let package = folder.appendingPathComponent("p")
            let before = try Binary.files(in: package)
            #expect(try await Binary.run(["report", "."], in: package).status == 64)
            #expect(try Binary.files(in: package) == before)
        }
    }

    @Test func aFolderThatOnlyLooksUnfinishedIsKept() async throws {
        try await TemporaryFolder.with { folder in
            let mine = folder.appendingPathComponent("out/.exhibit-partial-mydata")
            try FileManager.default.createDirectory(at: mine, withIntermediateDirectories: true)
            try Data("precious".utf8).write(to: mine.appendingPathComponent("f"))
            #expect(try await Binary.run(["demo", "--output", "out/z", "--exit-zero"], in: folder).status == 0)
            #expect(try Binary.files(in: mine) == ["f": Data("precious".utf8)])
        }
    }
}

/// A change to one JSON object of a package.
struct Forgery: Sendable, CustomTestStringConvertible {
    let file: String
    private let line: String
    private let change: @Sendable (inout Values) -> Void

    /// - Parameter line: the first line with this text is changed; the whole file where it is empty.
    init(_ file: String, line: String = "", _ change: @escaping @Sendable (inout Values) -> Void) {
        self.file = file
        self.line = line
        self.change = change
    }

    struct Values {
        var object: [String: Any]

        subscript(_ key: String) -> Any? {
            get { object[key] }
            set { object[key] = newValue }
        }

        var accounts: [Any] {
            get { object["accounts"] as? [Any] ?? [] }
            set { object["accounts"] = newValue }
        }

        var settings: [String: Any] {
            get { object["settings"] as? [String: Any] ?? [:] }
            set { object["settings"] = newValue }
        }
    }

    struct NotThere: Error {}

    func apply(to package: URL) throws {
        let url = package.appendingPathComponent("data/\(file)")
        let text = try String(contentsOf: url, encoding: .utf8)
        var lines = line.isEmpty ? [text] : text.split(separator: "\n").map(String.init)
        guard let index = lines.firstIndex(where: { line.isEmpty || $0.contains(line) }),
            let object = try JSONSerialization.jsonObject(with: Data(lines[index].utf8)) as? [String: Any]
        else { throw NotThere() }
        var values = Values(object: object)
        change(&values)
        lines[index] = String(
            decoding: try JSONSerialization.data(withJSONObject: values.object, options: .withoutEscapingSlashes),
            as: UTF8.self)
        try Data(lines.map { "\($0)\n" }.joined().utf8).write(to: url)
    }

    /// Makes the manifest fit the changed file.
    func list(in package: URL) throws {
        let hash = sha256Hex(Array(try Data(contentsOf: package.appendingPathComponent("data/\(file)"))))
        let url = package.appendingPathComponent("manifest-sha256.txt")
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
            line.hasSuffix("  data/\(file)") ? "\(hash)  data/\(file)\n" : "\(line)\n"
        }
        try Data(lines.joined().utf8).write(to: url)
    }

    var testDescription: String { "\(file) \(line)" }
}

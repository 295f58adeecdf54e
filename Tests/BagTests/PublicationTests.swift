import Bag
import Evidence
import Foundation
import Testing

@Suite struct PublicationTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func aSecondRunOfTheSameSecondGetsANumber() throws {
        let destinations = try (0..<3).map { _ in try Destination.automatic(root: scratch["out"]) }
        let paths = try destinations.map { try Samples.write(to: $0) }
        #expect(
            paths == ["\(Samples.folder)", "\(Samples.folder)-2", "\(Samples.folder)-3"].map { scratch["out/\($0)"] })
        #expect(try target("out/latest") == "\(Samples.folder)-3")
        #expect(
            try scratch.names("out") == ["\(Samples.folder)", "\(Samples.folder)-2", "\(Samples.folder)-3", "latest"])
    }

    @Test func runsAtTheSameTimeDoNotMeet() async throws {
        let root = scratch["out"]
        let paths = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<12 {
                group.addTask { try Samples.write(to: .automatic(root: root)) }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(paths.count == 12)
        for path in paths { #expect(try EvidencePackage(at: path).exchanges.count == 4) }
        #expect(try scratch.names("out").count == 13)
    }

    @Test func whateverHasTheNameKeepsIt() throws {
        try scratch.makeFolder("out")
        try scratch.write("a file", to: "out/\(Samples.folder)")
        try scratch.link("out/\(Samples.folder)-2", to: "nowhere")
        #expect(try Samples.write(to: .automatic(root: scratch["out"])) == scratch["out/\(Samples.folder)-3"])
        #expect(try scratch.read("out/\(Samples.folder)") == "a file")
    }

    @Test func latestThatIsNoLinkStays() throws {
        try scratch.makeFolder("out/latest")
        let draft = try PackageDraft(for: .automatic(root: scratch["out"]), runID: "run")
        _ = try draft.seal(run: Samples.run, exchanges: [], bagInfo: Samples.bagInfo)
        #expect(draft.notices == ["\(scratch["out/latest"]) is not a link and was left as it is"])
    }

    @Test func anExactPackageMovesNoLink() throws {
        try Samples.write(to: .exact(path: scratch["package"], replace: false))
        #expect(try scratch.names() == ["package"])
    }

    @Test func anEmptyFolderIsUsedAndKeepsItsPermissions() throws {
        try scratch.makeFolder("private")
        try scratch.setPermissions(0o700, of: "private")
        try Samples.write(to: .exact(path: scratch["private"], replace: false))
        #expect(try scratch.permissions("private") == 0o700)
        #expect(scratch.exists("private/report.html"))
    }

    @Test func aPackageIsReplacedAsAWhole() throws {
        try Samples.write(to: .exact(path: scratch["package"], replace: false), report: "old")
        try scratch.write("signature", to: "package/tagmanifest-sha256.txt.sig")
        try Samples.write(to: .exact(path: scratch["package"], replace: true), report: "new")
        #expect(try scratch.read("package/report.html") == "new")
        #expect(!scratch.exists("package/tagmanifest-sha256.txt.sig"))
        #expect(try scratch.names() == ["package"])
    }

    /// Who could not read the package that is replaced cannot read the new one.
    @Test func aReplacedPackageKeepsNoWiderRights() throws {
        try Samples.write(to: .exact(path: scratch["package"], replace: false))
        try scratch.setPermissions(0o755, of: "package")
        try scratch.setPermissions(0o640, of: "package/report.html")
        try scratch.setPermissions(0o600, of: "package/data/run.json")
        try scratch.setPermissions(0o700, of: "package/data/\(Samples.account)")
        try scratch.remove("package/data/\(Samples.account)/us-east-1/0003-DescribeVpcs.xml")
        try Samples.relist(scratch["package"])
        try Samples.write(to: .exact(path: scratch["package"], replace: true), report: "new")
        #expect(try scratch.read("package/report.html") == "new")
        #expect(try scratch.permissions("package/report.html") == 0o640)
        #expect(try scratch.permissions("package/data/run.json") == 0o600)
        #expect(try scratch.permissions("package/data") == 0o755)
        #expect(try scratch.permissions("package/data/\(Samples.account)") == 0o700)
        #expect(try scratch.permissions("package/data/\(Samples.account)/us-east-1/0003-DescribeVpcs.xml") == 0o600)
        #expect(try scratch.permissions("package/bagit.txt") == 0o644)
    }

    @Test func aRunThatFailsLeavesTheOldPackageWhole() throws {
        struct Broken: Error {}
        try Samples.write(to: .exact(path: scratch["package"], replace: false), report: "old")
        let before = try scratch.read("package/tagmanifest-sha256.txt")
        #expect(throws: Broken.self) {
            let draft = try PackageDraft(for: .exact(path: scratch["package"], replace: true), runID: "run")
            defer { draft.discard() }
            try draft.write("report.html") { output in
                try output.write("new")
                throw Broken()
            }
        }
        #expect(throws: PackageError.self) {
            let draft = try PackageDraft(for: .exact(path: scratch["package"], replace: true), runID: "run")
            defer { draft.discard() }
            _ = try draft.seal(run: Samples.run, exchanges: Samples.exchanges, bagInfo: Samples.bagInfo)
        }
        #expect(try scratch.names() == ["package"])
        let package = try EvidencePackage(at: scratch["package"])
        for exchange in package.exchanges where exchange.body != nil {
            #expect(throws: Never.self) { try package.body(of: exchange) }
        }
        #expect(try scratch.read("package/tagmanifest-sha256.txt") == before)
    }

    @Test func theDestinationIsLookedAtAgainAtTheEnd() throws {
        let draft = try PackageDraft(for: .exact(path: scratch["package"], replace: true), runID: "run")
        try scratch.makeFolder("package")
        try scratch.write("mine", to: "package/notes.txt")
        #expect(throws: PackageError.self) {
            try draft.seal(run: Samples.run, exchanges: [], bagInfo: Samples.bagInfo)
        }
        #expect(try scratch.read("package/notes.txt") == "mine")
    }

    @Test func aFileSystemThatCannotExchangeIsServedByTwoRenames() throws {
        try scratch.makeFolder("old")
        try scratch.write("old", to: "old/file")
        try scratch.makeFolder("new")
        try scratch.write("new", to: "new/file")
        try Destination.replace(scratch["old"], with: scratch["new"]) { _, _ in false }
        #expect(try scratch.read("old/file") == "new")
        #expect(try scratch.read("new/file") == "old")
        #expect(try scratch.names() == ["new", "old"])
    }

    @Test func theSecondRenameThatFailsIsTakenBack() throws {
        try scratch.makeFolder("old")
        #expect(throws: PackageError.self) {
            try Destination.replace(scratch["old"], with: scratch["missing"]) { _, _ in false }
        }
        #expect(try scratch.names() == ["old"])
    }

    private func target(_ link: String) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: scratch[link])
    }
}

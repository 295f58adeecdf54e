import Bag
import Evidence
import Foundation
import Testing

@Suite struct PackageDraftTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func nothingIsSeenBeforeTheSealAndNothingStaysAfterDiscard() throws {
        let draft = try draft("package")
        try draft.write("report.html") { try $0.write("x") }
        #expect(try scratch.names() == [".exhibit-partial-run"])
        #expect(try scratch.permissions(".exhibit-partial-run") == 0o700)
        draft.discard()
        draft.discard()
        #expect(try scratch.names() == [])
        #expect(throws: PackageError("the package is finished; nothing can be added to it")) {
            try draft.put([1], sha256: sha256Hex([1]))
        }
    }

    @Test func aDraftThatIsLetGoRemovesItself() throws {
        do {
            _ = try draft("package")
        }
        #expect(try scratch.names() == [])
    }

    @Test func aBodyMustHaveTheHashThatItIsSaidToHave() throws {
        let draft = try draft("package")
        #expect(throws: PackageError.self) { try draft.put([1], sha256: sha256Hex([2])) }
        #expect(throws: PackageError("“../../x” is not a SHA-256")) { try draft.put([1], sha256: "../../x") }
        try draft.put([1], sha256: sha256Hex([1]))
        try draft.put([1], sha256: sha256Hex([1]))
    }

    @Test func bodiesComeFromManyRegionsAtOnce() async throws {
        let draft = try draft("package")
        let bodies = (0..<200).map { Array("body \($0 % 50)".utf8) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for body in bodies { group.addTask { try draft.put(body, sha256: sha256Hex(body)) } }
            try await group.waitForAll()
        }
        #expect(try scratch.names(".exhibit-partial-run/bodies").count == 50)
    }

    @Test(arguments: [
        "data/run.json", "data/111122223333/x.xml", "bagit.txt", "bag-info.txt", "manifest-sha256.txt",
        "tagmanifest-sha256.txt", "data", "../escape", "/tmp/escape", "a//b", "", ".", "a/b", "data/inputs",
        "data/inputs/../run.json", "re port.html", "report\n.html",
    ])
    func reportsLieWhereReportsMay(_ file: String) throws {
        let draft = try draft("package")
        #expect(throws: PackageError.self) { try draft.write(file) { try $0.write("x") } }
        #expect(try scratch.names(".exhibit-partial-run/package") == [])
    }

    @Test func aReportIsWrittenOnce() throws {
        let draft = try draft("package")
        try draft.write("report.md") { try $0.write("x") }
        #expect(throws: PackageError.self) { try draft.write("report.md") { try $0.write("y") } }
        try draft.write("data/inputs/exceptions.json") { try $0.write("{}") }
    }

    @Test func aReportThatFailsLeavesNoFile() throws {
        struct Broken: Error {}
        let draft = try draft("package")
        #expect(throws: Broken.self) {
            try draft.write("report.md") { output in
                try output.write("half")
                throw Broken()
            }
        }
        #expect(try scratch.names(".exhibit-partial-run/package") == [])
    }

    /// root may write everywhere.
    @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
    func aFolderThatCannotBeWrittenIsToldBeforeTheRun() throws {
        try scratch.makeFolder("locked")
        try scratch.setPermissions(0o500, of: "locked")
        let text = failure {
            _ = try PackageDraft(for: .exact(path: scratch["locked/package"], replace: false), runID: "run")
        }
        #expect(text?.contains("Permission denied") == true)
    }

    @Test(arguments: ["..", "a/b", "", "a\nb"])
    func aRunIdCannotLeadElsewhere(_ id: String) throws {
        #expect(throws: PackageError.self) {
            try PackageDraft(for: .exact(path: scratch["package"], replace: false), runID: id)
        }
        #expect(try scratch.names() == [])
    }

    private func draft(_ name: String) throws -> PackageDraft {
        try PackageDraft(for: .exact(path: scratch[name], replace: false), runID: "run")
    }
}

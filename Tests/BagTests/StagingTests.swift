import Bag
import Evidence
import Foundation
import Testing

/// What a run that was killed leaves behind, and what a run that lives must keep.
@Suite struct StagingTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func leftoversAreSweptAndTold() throws {
        try leave(".exhibit-partial-old")
        try scratch.makeFolder(".exhibit-partial-before-its-lock")
        try scratch.makeFolder(".exhibit-partial-killed-at-birth")
        try scratch.write("", to: ".exhibit-partial-killed-at-birth/lock")
        let draft = try draft("new")
        #expect(try scratch.names() == [".exhibit-partial-new"])
        #expect(
            draft.notices
                == [".exhibit-partial-before-its-lock", ".exhibit-partial-killed-at-birth", ".exhibit-partial-old"].map
            {
                "removed \(scratch[$0]), the unfinished package of an earlier run"
            })
    }

    @Test func aLiveRunIsNotSwept() throws {
        let first = try draft("one")
        let second = try draft("two")
        #expect(second.notices == [])
        try first.write("report.md") { try $0.write("still here") }
        first.discard()
        #expect(try scratch.names() == [".exhibit-partial-two"])
    }

    /// `exhibit report` renders one and the same run again, perhaps twice at a time.
    @Test func twoDraftsOfOneRunHaveTwoFolders() throws {
        let first = try draft("run")
        let second = try draft("run")
        #expect(try scratch.names() == [".exhibit-partial-run", ".exhibit-partial-run-2"])
        #expect(first.notices + second.notices == [])
    }

    @Test func onlyFoldersOfThatNameAreSweptAndNoLinkIsFollowed() throws {
        try leave("elsewhere")
        try scratch.link(".exhibit-partial-link", to: "elsewhere")
        try scratch.write("x", to: ".exhibit-partial-file")
        try leave(".exhibit-partial-old")
        try scratch.link(".exhibit-partial-old/package/up", to: "../../elsewhere")
        _ = try draft("new")
        #expect(try scratch.names() == [".exhibit-partial-file", ".exhibit-partial-link", "elsewhere"])
        #expect(try scratch.read("elsewhere/package/report.html") == "half")
    }

    /// Whatever is called like an unfinished package, but is not one, stays as it is.
    @Test func foldersThatExhibitDidNotMakeAreLeftAlone() throws {
        try scratch.makeFolder(".exhibit-partial-mydata/package")
        try scratch.write("echo", to: ".exhibit-partial-mydata/f")
        try leave(".exhibit-partial-mixed")
        try scratch.write("echo", to: ".exhibit-partial-mixed/thesis")
        let draft = try draft("new")
        #expect(
            draft.notices == [
                "left \(scratch[".exhibit-partial-mixed"]): it holds thesis, which is no part of a package"
            ])
        draft.discard()
        #expect(try scratch.names() == [".exhibit-partial-mixed", ".exhibit-partial-mydata"])
        #expect(try scratch.names(".exhibit-partial-mydata") == ["f", "package"])
        #expect(try scratch.names(".exhibit-partial-mixed") == ["lock", "package", "thesis"])
    }

    private func leave(_ name: String) throws {
        try scratch.makeFolder("\(name)/package/data")
        try scratch.write("", to: "\(name)/lock")
        try scratch.write("half", to: "\(name)/package/report.html")
    }

    private func draft(_ id: String) throws -> PackageDraft {
        try PackageDraft(for: .exact(path: scratch["package"], replace: false), runID: id)
    }
}

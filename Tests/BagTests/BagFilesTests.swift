import Bag
import Evidence
import Foundation
import Testing

/// The files that make a folder a bag, and what something on the way does to a package.
@Suite struct BagFilesTests {
    let scratch: Scratch
    let path: String

    init() throws {
        scratch = try Scratch()
        path = try Samples.write(to: .exact(path: scratch["package"], replace: false))
    }

    private func differences(byOtherVersion: Bool = false) throws -> BagFiles.Check {
        let package = try OpenPackage(at: path)
        return try package.bagFiles(
            Samples.bagInfo, of: Samples.run, octets: package.checkFiles().payloadBytes, byOtherVersion: byOtherVersion)
    }

    private func edit(_ change: (inout [String]) -> Void) throws {
        var lines = try scratch.read("package/bag-info.txt").split(separator: "\n").map(String.init)
        change(&lines)
        try scratch.write(lines.map { "\($0)\n" }.joined(), to: "package/bag-info.txt")
    }

    @Test func whatTheRunWritesHolds() throws {
        for other in [false, true] { #expect(try differences(byOtherVersion: other).differences == []) }
    }

    @Test func everyLineIsHeldAgainstTheRun() throws {
        let count = try scratch.read("package/bag-info.txt").split(separator: "\n").count
        for index in 0..<count {
            let before = try scratch.read("package/bag-info.txt")
            for other in [false, true] {
                try edit { $0[index] += " or not" }
                let check = try differences(byOtherVersion: other)
                let isDescription = before.split(separator: "\n")[index].hasPrefix("External-Description")
                #expect(check.differences.isEmpty == (other && isDescription), "\(check)")
                #expect(check.hasOtherWords == (other && isDescription))
                try scratch.write(before, to: "package/bag-info.txt")
                try edit { $0.remove(at: index) }
                #expect(try !differences(byOtherVersion: other).differences.isEmpty)
                try scratch.write(before, to: "package/bag-info.txt")
                try edit { $0.insert("External-Description: PASS", at: index) }
                #expect(try !differences(byOtherVersion: other).differences.isEmpty)
                try scratch.write(before, to: "package/bag-info.txt")
            }
        }
        try edit { $0.append("Audit-Opinion: clean") }
        #expect(
            try differences(byOtherVersion: true).differences == [
                "bag-info.txt says “Audit-Opinion: clean”, which this run does not write"
            ])
    }

    @Test func theDeclarationIsAlwaysTheSame() throws {
        try scratch.write("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nX: y\n", to: "package/bagit.txt")
        for other in [false, true] {
            #expect(try differences(byOtherVersion: other).differences.count == 1)
        }
    }

    // MARK: - On the way

    private func check() throws -> FileCheck { try OpenPackage(at: path).checkFiles() }

    @Test func convertedLineEndsAreToldAsWhatTheyAre() throws {
        let text = try scratch.read("package/bag-info.txt")
        try scratch.write(text.replacing("\n", with: "\r\n"), to: "package/bag-info.txt")
        let check = try check()
        #expect(check.differences == ["bag-info.txt: its line ends were converted from LF to CRLF"])
        #expect(check.causes == [.carriedBadly] && check.unfit == ["bag-info.txt"])
    }

    @Test func removedReturnsAreToldToo() throws {
        let package = try Samples.write(
            to: .exact(path: scratch["other"], replace: false), report: "a\r\nb\r\rc\r\n\r\n")
        try scratch.write("a\nb\r\rc\n\n", to: "other/report.html")
        let check = try OpenPackage(at: package).checkFiles()
        #expect(check.differences == ["report.html: its line ends were converted from CRLF to LF"])
    }

    @Test func aWholePackageWithOtherLineEnds() throws {
        for file in ["tagmanifest-sha256.txt", "manifest-sha256.txt", "bag-info.txt", "data/run.json"] {
            try scratch.write(scratch.read("package/\(file)").replacing("\n", with: "\r\n"), to: "package/\(file)")
        }
        let check = try check()
        #expect(check.causes == [.carriedBadly])
        #expect(check.differences.count == 1 && check.differences[0].contains("(and 3 more)"), "\(check.differences)")
    }

    /// One byte more than the line ends is an alteration.
    @Test func whatWasAlteredBesideIsNotCalledConverted() throws {
        let text = try scratch.read("package/bag-info.txt").replacing("\n", with: "\r\n")
        try scratch.write(text.replacing("111122223333", with: "111122223334"), to: "package/bag-info.txt")
        #expect(try check().causes == [.altered])
    }

    @Test(arguments: [".DS_Store", "Thumbs.db", "._report.html", "desktop.ini", "data/.DS_Store"])
    func whatSystemsLeaveIsNamed(_ file: String) throws {
        try scratch.write("x", to: "package/\(file)")
        let check = try check()
        #expect(check.differences.count == 1 && check.differences[0].hasPrefix("\(file) is there, but no manifest"))
        #expect(check.causes == [.carriedBadly])
        try scratch.write("x", to: "package/audit.txt")
        #expect(try self.check().causes == [.carriedBadly, .altered])
    }

    @Test func aMissingFileMakesItIncomplete() throws {
        try scratch.remove("package/report.html")
        #expect(try check().causes == [.incomplete])
        try scratch.remove("package/manifest-sha256.txt")
        #expect(try check().causes == [.incomplete])
    }

    /// What leaves out hidden files leaves it out, and nothing that anybody reads.
    @Test func theAttributesForGitMayBeMissing() throws {
        try scratch.remove("package/.gitattributes")
        let check = try check()
        #expect(check.isGitAttributesMissing && check.differences.isEmpty && check.causes.isEmpty)
        try scratch.write("* text=auto\n", to: "package/.gitattributes")
        #expect(try self.check().causes == [.altered])
    }
}

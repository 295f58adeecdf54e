import Bag
import Evidence
import Foundation
import Testing

/// What lies in a package's folder, held against its manifests.
final class FileCheckTests {
    private let scratch: Scratch
    private let path: String

    init() throws {
        scratch = try Scratch()
        path = try Samples.write(to: .exact(path: scratch["package"], replace: false))
    }

    private func check() throws -> FileCheck { try OpenPackage(at: path).checkFiles() }

    @Test func everyFileOfASealedPackageIsCounted() throws {
        let check = try check()
        let files = try FileManager.default.subpathsOfDirectory(atPath: path).filter { $0.contains(".") }
        // The manifest over everything is in none.
        #expect(check.files == files.count - 1)
        #expect(check.differences.isEmpty && check.beside.isEmpty)
        #expect(check.tagFiles["report.html"]?.sha256 == sha256Hex(Array("<!doctype html>".utf8)))
    }

    @Test func theFirstOfEachKindIsToldAndTheOthersCounted() throws {
        let bodies = "package/data/111122223333"
        try scratch.write("x", to: "\(bodies)/eu-west-1/0001-DescribeVpcs.xml")
        try scratch.write("x", to: "\(bodies)/us-east-1/0003-DescribeVpcs.xml")
        try scratch.remove("package/report.html")
        try scratch.write("", to: "package/zz")
        try scratch.write("", to: "package/aa")
        let differences = try check().differences
        #expect(differences.count == 3)
        #expect(differences.first?.hasPrefix("data/111122223333/eu-west-1/0001-DescribeVpcs.xml was altered") == true)
        #expect(differences.first?.hasSuffix("(and 1 more)") == true)
        #expect(differences.dropFirst().first?.hasSuffix("report.html is missing") == true)
        #expect(differences.last == "aa is there, but no manifest lists it")
    }

    /// The proof is of one package, even while another takes its place.
    @Test func theManifestsAreThoseThatWereReadFirst() throws {
        let package = try OpenPackage(at: path)
        try scratch.write("x", to: "package/report.html")
        try Samples.relist(path)
        let hash = sha256Hex(Array("x".utf8))
        let tags = try scratch.read("package/tagmanifest-sha256.txt").split(separator: "\n").map { line in
            line.hasSuffix("  report.html") ? "\(hash)  report.html\n" : "\(line)\n"
        }
        try scratch.write(tags.joined(), to: "package/tagmanifest-sha256.txt")
        #expect(try package.checkFiles().differences.first?.hasPrefix("report.html was altered") == true)
        #expect(try check().differences.isEmpty)
    }

    /// What lies beside the manifest over everything is a file: a folder may hold anything, and a link lead anywhere.
    @Test func aFolderOrALinkBesideTheManifestIsAStranger() throws {
        try scratch.write("stamp", to: "package/tagmanifest-sha256.txt.tsr")
        #expect(try check().differences.isEmpty)
        #expect(try check().beside == ["tagmanifest-sha256.txt.tsr"])
        for make in [
            { try self.scratch.link("package/tagmanifest-sha256.txt.sig", to: "report.html") },
            { _ = try self.scratch.makeFolder("package/tagmanifest-sha256.txt.sig") },
        ] {
            try make()
            let check = try check()
            #expect(check.beside == ["tagmanifest-sha256.txt.tsr"])
            #expect(check.differences == ["tagmanifest-sha256.txt.sig is there, but no manifest lists it"])
            try scratch.remove("package/tagmanifest-sha256.txt.sig")
        }
    }

    @Test func anotherFileBesideTheManifestIsAStranger() throws {
        for name in ["html", "sig.html", "tsr2"] {
            try scratch.write("PASS", to: "package/tagmanifest-sha256.txt.\(name)")
            let check = try check()
            #expect(check.beside.isEmpty)
            #expect(check.differences == ["tagmanifest-sha256.txt.\(name) is there, but no manifest lists it"])
            try scratch.remove("package/tagmanifest-sha256.txt.\(name)")
        }
    }

    @Test func ofManyMissingFilesNoMoreThanAThousandAreLookedFor() throws {
        let hash = String(repeating: "0", count: 64)
        for (count, end) in [(999, "and 998 more)"), (5000, "and 999 more; what else is listed was not looked for)")] {
            let lines = (0..<count).map { "\(hash)  data/gone/\(10_000 + $0)\n" }
            try scratch.write(lines.joined(), to: "package/manifest-sha256.txt")
            let missing = try check().differences.first { $0.contains("is missing") }
            #expect(missing?.hasSuffix("data/gone/10000 is missing (\(end)") == true, "\(missing ?? "")")
        }
    }

    @Test func aFolderOfNothingIsNoPackage() throws {
        let empty = try scratch.makeFolder("empty")
        #expect(failure { _ = try OpenPackage(at: empty) }?.contains("is not an Exhibit package") == true)
    }
}

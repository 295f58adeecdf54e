import Evidence
import Foundation
import Testing

@testable import Bag

/// Every file of a package is read through one door, and is the file whose hash was looked at first.
final class PackageFilesTests {
    private let scratch: Scratch
    private let path: String

    init() throws {
        scratch = try Scratch()
        path = try Samples.write(to: .exact(path: scratch["package"], replace: false), report: "one\ntwo\n")
    }

    private func complaint(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func aFileThatIsSwappedBetweenTwoReadingsIsNoticed() throws {
        let package = try OpenPackage(at: path)
        #expect(try package.checkFiles().differences.isEmpty)
        try scratch.write("one\n2\n", to: "package/report.html")
        let changed = "\(path)/report.html changed while it was read"
        var lines: [[UInt8]] = []
        #expect(
            complaint {
                try package.readLines(of: "report.html", atMost: 100) { line throws(PackageError) in
                    lines.append(Array(line))
                }
            } == changed)
        #expect(lines.count == 2)
        let comparison = try package.comparison(with: "report.html")
        try comparison.write(Array("one\n2\n".utf8))
        #expect(complaint { _ = try comparison.finish() } == changed)
        let other = try package.comparison(with: "report.html")
        try other.write(Array("0".utf8))
        #expect(complaint { _ = try other.finish() } == changed)
        #expect(complaint { _ = try package.files.digest(of: "report.html", atMost: 100) } == changed)
    }

    @Test func whatTheManifestListsOtherwiseIsNotHandedOut() throws {
        let package = try OpenPackage(at: path)
        let record = try package.record()
        let body = "data/\(Samples.account)/eu-west-1/0001-DescribeVpcs.xml"
        try scratch.write("<DescribeVpcsResponse?>", to: "package/\(body)")
        let altered = "\(path)/\(body) was altered: its SHA-256 is not the one in manifest-sha256.txt"
        #expect(complaint { _ = try record.body(of: Samples.exchanges[0]) } == altered)
        // To say what is wrong with a file, it may be read as it is, and is then the same to the end.
        try scratch.write("three\n", to: "package/report.html")
        _ = try package.checkFiles()
        #expect(complaint { try package.readLines(of: "report.html", atMost: 100) { _ in } } == nil)
        #expect(complaint { _ = try package.files.read("report.html", atMost: 100) }?.contains("was altered") == true)
        // Of a file that nobody looked at before, the manifest is what counts.
        let unread = try OpenPackage(at: path)
        #expect(
            complaint { try unread.readLines(of: "report.html", atMost: 100) { _ in } }?.contains("altered") == true)
        #expect(
            complaint { _ = try unread.files.read("notes.txt", atMost: 9) }?.hasSuffix("notes.txt is missing") == true)
        try scratch.write("mine", to: "package/notes.txt")
        #expect(
            complaint { _ = try unread.files.read("notes.txt", atMost: 9) }
                == "\(path)/tagmanifest-sha256.txt does not list notes.txt")
    }

    @Test func aLineIsNoLongerAndAFileNoLargerThanIsSaid() throws {
        let files = try OpenPackage(at: path).files
        #expect(
            complaint { try files.readLines(of: "report.html", atMost: 2) { _ in } }
                == "\(path)/report.html has a line of more than 2 bytes")
        #expect(
            complaint { try files.readLines(of: "report.html", atMost: 9, sum: 7) { _ in } }
                == "\(path)/report.html is larger than 7 bytes (8)")
    }
}

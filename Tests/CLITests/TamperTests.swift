import Foundation
import Support
import Testing

/// One change to the demo's package a test: `exhibit verify` ends with 4 and names the difference.
struct TamperTests {
    @Test(arguments: HashTampering.all)
    func whatTheHashesTell(_ tampering: Tampering) async throws {
        try await caught(tampering, resealing: false)
    }

    @Test(arguments: ResealedTampering.record + ResealedTampering.verdicts + ResealedTampering.reports)
    func whatOnlyJudgingAndRenderingAgainTells(_ tampering: Tampering) async throws {
        let outcome = try await caught(tampering, resealing: true)
        #expect(outcome.output.contains("1. Files: "), "\(outcome.output)")
        #expect(!outcome.output.contains("1. Files: DOES NOT HOLD"), "\(outcome.output)")
    }

    @discardableResult
    private func caught(_ tampering: Tampering, resealing: Bool) async throws -> Program.Outcome {
        let outcome = try await tampering.verify(resealing: resealing)
        #expect(outcome.status == 4, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains(tampering.says), "\(outcome.output)")
        #expect(outcome.output.contains("DOES NOT HOLD: "), "\(outcome.output)")
        #expect(!outcome.output.contains("\nHOLDS"))
        return outcome
    }
}

/// Changes that leave the hashes as they were.
enum HashTampering {
    private static let vpcs = "data/111122223333/eu-west-1"

    static let all = altered + placed + listed

    private static let altered = [
        Tampering("a byte of a body", says: "DescribeVpcs.xml was altered") {
            try $0.edit($0.body(of: "DescribeVpcs", in: "eu-west-1"), "vpc-", "vpc_")
        },
        Tampering("a word of the page", says: "report.html was altered") { try $0.edit("report.html", "fail", "pass") },
        Tampering("a verdict", says: "findings.json was altered") {
            try $0.edit("findings.json", "\"verdict\": \"fail\"", "\"verdict\": \"pass\"")
        },
        Tampering("the run", says: "data/run.json was altered") { try $0.edit("data/run.json", "effective", "cis") },
        Tampering("the record", says: "data/exchanges.jsonl was altered") {
            try $0.edit("data/exchanges.jsonl", "\"refused\"", "\"failed\"")
        },
        Tampering("bag-info.txt", says: "bag-info.txt was altered") {
            try $0.edit("bag-info.txt", "Exhibit-Operator: ", "Exhibit-Operator: arn:aws:iam::1:user/x ")
        },
        Tampering("a body's end", says: "was altered") { package in
            let body = try package.body(of: "DescribeVpcs", in: "eu-west-1")
            try package.write(package.text(body) + "\n", to: body)
        },
    ]

    private static let placed = [
        Tampering("a body is gone", says: "DescribeVpcs.xml is missing") {
            try $0.remove($0.body(of: "DescribeVpcs", in: "eu-west-1"))
        },
        Tampering("a report is gone", says: "report.sarif is missing") { try $0.remove("report.sarif") },
        Tampering("the run is gone", says: "data/run.json is missing") { try $0.remove("data/run.json") },
        Tampering("bagit.txt is gone", says: "bagit.txt is missing") { try $0.remove("bagit.txt") },
        Tampering("a file more", says: "report.pdf is there, but no manifest lists it") {
            try $0.write("%PDF", to: "report.pdf")
        },
        Tampering("a hidden file more", says: ".DS_Store is there, but no manifest lists it") {
            try $0.write("", to: ".DS_Store")
        },
        Tampering("a body more", says: "data/111122223333/eu-west-1/9999-DescribeVpcs.xml is there") {
            try $0.write("<x/>", to: "\(vpcs)/9999-DescribeVpcs.xml")
        },
        Tampering("a deep folder more", says: "data/a is there, but no manifest lists it") {
            try $0.write("", to: "data/" + Array(repeating: "a", count: 100).joined(separator: "/"))
        },
        Tampering("a body behind a link", says: "is behind a link") { package in
            let body = try package.body(of: "DescribeVpcs", in: "eu-west-1")
            let outside = package.url.deletingLastPathComponent().appendingPathComponent("outside.xml")
            try FileManager.default.moveItem(atPath: package.path(body), toPath: outside.path)
            try FileManager.default.createSymbolicLink(atPath: package.path(body), withDestinationPath: outside.path)
        },
        Tampering("a folder behind a link", says: "is behind a link") { package in
            let outside = package.url.deletingLastPathComponent().appendingPathComponent("outside")
            try FileManager.default.moveItem(atPath: package.path(vpcs), toPath: outside.path)
            try FileManager.default.createSymbolicLink(atPath: package.path(vpcs), withDestinationPath: outside.path)
        },
        Tampering("a pipe for a report", says: "report.html is not a file") { package in
            try package.remove("report.html")
            guard mkfifo(package.path("report.html"), 0o600) == 0 else { throw PackageFolder.NotThere("no pipe") }
        },
        Tampering("a device for a report", says: "report.md is behind a link") { package in
            try package.remove("report.md")
            try FileManager.default.createSymbolicLink(
                atPath: package.path("report.md"), withDestinationPath: "/dev/zero")
        },
        Tampering("a file without end", says: "vpcs.csv is larger than 4294967296 bytes") { package in
            let file = try FileHandle(forWritingTo: package.url.appendingPathComponent("vpcs.csv"))
            try file.truncate(atOffset: 1 << 40)
            try file.close()
        },
    ]

    private static let listed = [
        Tampering("a line of the manifest is gone", says: "DescribeVpcs.xml is there, but no manifest lists it") {
            let body = try $0.body(of: "DescribeVpcs", in: "eu-west-1")
            try $0.editLines("manifest-sha256.txt") { $0.removeAll { $0.hasSuffix(body) } }
        },
        Tampering("the manifest is not listed", says: "manifest-sha256.txt is not listed in tagmanifest-sha256.txt") {
            try $0.editLines("tagmanifest-sha256.txt") { $0.removeAll { $0.hasSuffix("  manifest-sha256.txt") } }
        },
        Tampering("a path that leads out", says: "is not a path that a package may hold") {
            try $0.editLines("manifest-sha256.txt") { $0.append(String($0[0].prefix(66)) + "data/../../../etc/passwd") }
        },
        Tampering("a path from the root", says: "is not a path that a package may hold") {
            try $0.editLines("tagmanifest-sha256.txt") { $0.append(String($0[0].prefix(66)) + "/etc/passwd") }
        },
        Tampering("a file listed twice", says: "again") {
            try $0.editLines("manifest-sha256.txt") { $0.append($0[0]) }
        },
        Tampering("a manifest without its end", says: "ends in the middle of a line") { package in
            try package.write(
                String(package.text("tagmanifest-sha256.txt").dropLast(9)), to: "tagmanifest-sha256.txt")
        },
        Tampering("a manifest without lines", says: "data/run.json") { try $0.write("", to: "manifest-sha256.txt") },
        Tampering("a manifest of noise", says: "line 1 is not a SHA-256, two spaces and a path") {
            try $0.write(String(repeating: "\u{0}", count: 100_000) + "\n", to: "manifest-sha256.txt")
        },
        Tampering("no manifest", says: "manifest-sha256.txt is missing") { try $0.remove("manifest-sha256.txt") },
        Tampering("no manifest over it", says: "tagmanifest-sha256.txt is missing") {
            try $0.remove("tagmanifest-sha256.txt")
        },
        Tampering("a report listed as data", says: "vpcs.csv is listed in the wrong manifest") {
            let line = try $0.text("tagmanifest-sha256.txt").split(separator: "\n").last.map(String.init) ?? ""
            try $0.editLines("tagmanifest-sha256.txt") { $0.removeLast() }
            try $0.editLines("manifest-sha256.txt") { $0.append(line) }
        },
    ]
}

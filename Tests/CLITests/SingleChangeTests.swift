import Foundation
import Support
import Testing

/// Any single change to a package after which every hash was written anew, with and without a claim that another
/// version made it: `verify` ends with 0 only where all that people and programs read is what the answers give.
///
/// `EXHIBIT_CHANGES` says how many changes are tried; the seed is told with each failure.
struct SingleChangeTests {
    private static let count = Int(ProcessInfo.processInfo.environment["EXHIBIT_CHANGES"] ?? "") ?? 48
    /// What nobody reads but to check the package: the answers and their record, and what is made over them.
    private static func isRead(_ file: String) -> Bool {
        !file.hasPrefix("data/") && !["manifest-sha256.txt", "tagmanifest-sha256.txt"].contains(file)
    }

    @Test(arguments: 0..<count)
    func noReportThatDiffersIsProven(_ number: Int) async throws {
        var dice = SeededGenerator(seed: UInt64(20_261_201 + number))
        try await TemporaryFolder.with { folder in
            let estate = number.isMultiple(of: 4) ? [] : ["--vpcs", "\(number % 3 + 1)", "--seed", "\(number)"]
            _ = try await Binary.run(["demo", "-q", "--exit-zero", "--output", "p"] + estate, in: folder)
            let package = PackageFolder(folder.appendingPathComponent("p"))
            let before = try read(package)
            let what = try Change.allCases.randomElement(using: &dice)?.make(in: package, &dice) ?? ""
            let claims = Bool.random(using: &dice)
            if claims { try claimVersion("0.0.9", in: package) }
            try package.reseal()
            let outcome = try await Binary.run(["verify", "p"], in: folder)
            let told = "change \(number): \(what)\(claims ? ", another version claimed" : "")"
            #expect([0, 3, 4].contains(outcome.status), "\(told): \(outcome.errors)")
            guard outcome.status == 0 else { return }
            #expect(try read(package) == before, "\(told)")
        }
    }

    /// Every file that people or programs read. The sum over `data/` follows from it.
    private func read(_ package: PackageFolder) throws -> [String: String] {
        var files: [String: String] = [:]
        for file in try package.files() where Self.isRead(file) {
            files[file] = try package.text(file).replacing(/Payload-Oxum: [^\n]*/, with: "")
        }
        return files
    }

    /// A change may have removed what names the version; then there is nothing to claim.
    private func claimVersion(_ version: String, in package: PackageFolder) throws {
        do { try package.claimVersion(version) } catch is PackageFolder.NotThere {} catch CocoaError.fileReadNoSuchFile
        {}
    }
}

private enum Change: CaseIterable {
    case byte, value, lineGone, lineTwice, linesSwapped, fileAdded, fileGone, fileRenamed, fileLinked

    /// Returns what was done.
    func make(in package: PackageFolder, _ dice: inout SeededGenerator) throws -> String {
        let files = try package.files().filter { !$0.hasSuffix("manifest-sha256.txt") }
        let file = files.randomElement(using: &dice) ?? "findings.json"
        switch self {
        case .byte:
            var bytes = Array(try package.bytes(file))
            let place = Int.random(in: bytes.indices, using: &dice)
            bytes[place] = bytes[place] == 0x30 ? 0x31 : 0x30
            try Data(bytes).write(to: package.url.appendingPathComponent(file))
            return "byte \(place) of \(file)"
        case .value:
            let json = files.filter { [".json", ".jsonl", ".sarif"].contains(where: $0.hasSuffix) }
            let file = json.randomElement(using: &dice) ?? "findings.json"
            let text = try package.text(file)
            let values = text.matches(of: /: ?("[^"\\]*"|\d+|true|false|null)/)
            guard let value = values.randomElement(using: &dice) else { return "nothing" }
            let new = ["\"pass\"", "0", "true", "null", "\"\""].randomElement(using: &dice) ?? "0"
            try package.write(
                text.replacingCharacters(in: value.output.1.startIndex..<value.output.1.endIndex, with: new), to: file)
            return "\(value.output.1) of \(file) is \(new)"
        case .lineGone, .lineTwice, .linesSwapped:
            var text = ""
            try package.editLines(file) { lines in
                let place = Int.random(in: lines.indices, using: &dice)
                text = "line \(place + 1) of \(file)"
                switch self {
                case .lineGone: lines.remove(at: place)
                case .lineTwice: lines.insert(lines[place], at: place)
                default: lines.swapAt(place, Int.random(in: lines.indices, using: &dice))
                }
            }
            return "\(self) \(text)"
        case .fileAdded:
            let name =
                ["opinion.txt", "data/opinion.json", "report.pdf", "data/inputs/exceptions.json"]
                .randomElement(using: &dice) ?? "opinion.txt"
            try package.write("{}\n", to: name)
            return "\(name) added"
        case .fileGone:
            try package.remove(file)
            return "\(file) removed"
        case .fileRenamed:
            try FileManager.default.moveItem(atPath: package.path(file), toPath: package.path("\(file).old"))
            return "\(file) renamed"
        case .fileLinked:
            let other = package.url.deletingLastPathComponent().appendingPathComponent("elsewhere")
            try package.bytes(file).write(to: other)
            try package.remove(file)
            try FileManager.default.createSymbolicLink(atPath: package.path(file), withDestinationPath: other.path)
            return "\(file) is a link"
        }
    }
}

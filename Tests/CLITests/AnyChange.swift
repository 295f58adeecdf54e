import Foundation
import Support

/// One change to a package, of whatever kind, as chance has it.
struct AnyChange {
    /// What was changed, in words: for a failure, and to count what stays unseen.
    private(set) var kind = ""
    private(set) var file = ""
    private static let values = [
        "0", "1", "true", "false", "\"\"", "\"pass\"", "[]", "{}", "null", "\"2027-01-01T00:00:00.000Z\"",
    ]

    /// Nil where chance chose something that changes nothing.
    init?(to package: PackageFolder, using generator: inout SeededGenerator) throws {
        let files = try package.files().filter { !$0.hasPrefix("tagmanifest") && $0 != "manifest-sha256.txt" }
        file = files.randomElement(using: &generator) ?? ""
        let before = try package.bytes(file)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0, 1: try changeByte(package, using: &generator)
        case 2, 3: try changeLine(package, using: &generator)
        case 4, 5, 6: try changeValue(package, using: &generator)
        case 7: try addFile(package, using: &generator)
        case 8:
            kind = "file removed"
            try package.remove(file)
            return
        default: try moveFile(package, using: &generator)
        }
        guard FileManager.default.fileExists(atPath: package.path(file)) else { return }
        if !kind.hasPrefix("file"), try package.bytes(file) == before { return nil }
    }

    var description: String { "\(kind) in \(file)" }

    /// Where it lies, for counting: every body is one kind of file.
    var place: String {
        file.hasSuffix(".xml") && file.hasPrefix("data/") || file.hasSuffix(".json") && file.contains("/0")
            ? "an answer" : file
    }

    private mutating func changeByte(_ package: PackageFolder, using generator: inout SeededGenerator) throws {
        var bytes = try package.bytes(file)
        guard let place = bytes.indices.randomElement(using: &generator) else { return }
        let byte = UInt8.random(in: 0x20..<0x7F, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        default: bytes.remove(at: place)
        }
        kind = "byte"
        try bytes.write(to: package.url.appendingPathComponent(file))
    }

    private mutating func changeLine(_ package: PackageFolder, using generator: inout SeededGenerator) throws {
        kind = "line"
        try package.editLines(file) { lines in
            guard let place = lines.indices.randomElement(using: &generator) else { return }
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: lines.remove(at: place)
            case 1: lines.insert(lines[place], at: place)
            case 2: lines.append("External-Description: PASS")
            default: lines.swapAt(place, lines.indices.randomElement(using: &generator) ?? place)
            }
        }
    }

    /// A JSON value, another key beside it, or the same key again; in XML and text a word.
    private mutating func changeValue(_ package: PackageFolder, using generator: inout SeededGenerator) throws {
        kind = "value"
        let text = try package.text(file)
        let places = Array(text.ranges(of: /"[A-Za-z-]+": ?("[^"\n]*"|[0-9]+|true|false)/))
        guard let range = places.randomElement(using: &generator) else {
            let words = Array(text.ranges(of: /[A-Za-z0-9]{3,}/))
            guard let word = words.randomElement(using: &generator) else { return }
            return try package.write(text.replacingCharacters(in: word, with: "PASS"), to: file)
        }
        let old = text[range]
        let key = old.prefix { $0 != ":" }
        let value = Self.values.randomElement(using: &generator) ?? "0"
        let new =
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: "\(key): \(value), \(old)"
            case 1: "\"auditOpinion\": \(value), \(old)"
            default: "\(key):\(old.contains(": ") ? " " : "")\(value)"
            }
        try package.write(text.replacingCharacters(in: range, with: new), to: file)
    }

    private mutating func addFile(_ package: PackageFolder, using generator: inout SeededGenerator) throws {
        let names = [
            "audit-opinion.txt", "data/inputs/note.txt", "data/inputs/templates/report.css", "report.pdf",
            "data/inputs/source-map.json", "data/inputs/exceptions.json", ".DS_Store", "data/run.json.bak",
            "data/111122223333/eu-west-1/9999-DescribeVpcs.xml", "report.junit.xml", "attestation.json",
        ]
        let there = Set(try package.files())
        kind = "file added"
        file = names.filter { !there.contains($0) }.randomElement(using: &generator) ?? "x"
        try package.write(["", "[]", "{}", "p {}"].randomElement(using: &generator) ?? "", to: file)
    }

    private mutating func moveFile(_ package: PackageFolder, using generator: inout SeededGenerator) throws {
        let target = package.path(file)
        if Bool.random(using: &generator) {
            kind = "file renamed"
            try FileManager.default.moveItem(atPath: target, toPath: target + ".txt")
        } else {
            kind = "file linked"
            let other = package.url.deletingLastPathComponent().appendingPathComponent("elsewhere-\(UUID())").path
            try FileManager.default.moveItem(atPath: target, toPath: other)
            try FileManager.default.createSymbolicLink(atPath: target, withDestinationPath: other)
        }
    }
}

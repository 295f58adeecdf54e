import Foundation
import Testing

/// Compares what was made with a file in `Tests/Golden/<case>/`, byte for byte.
///
/// `UPDATE_GOLDEN=1 swift test` writes the files anew, and fails all the same: a recording proves nothing.
enum Golden {
    static func check(
        _ bytes: [UInt8], case name: String, file: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let address = folder.appendingPathComponent(name).appendingPathComponent(file)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(
                at: address.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: address)
            Issue.record("updated \(name)/\(file): look at the change", sourceLocation: sourceLocation)
            return
        }
        guard FileManager.default.fileExists(atPath: address.path) else {
            Issue.record("\(name)/\(file) is missing: UPDATE_GOLDEN=1 writes it", sourceLocation: sourceLocation)
            return
        }
        let expected = [UInt8](try Data(contentsOf: address))
        if bytes != expected {
            Issue.record(
                "\(name)/\(file): \(firstDifference(bytes, expected))", sourceLocation: sourceLocation)
        }
    }

    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Golden")

    private static func firstDifference(_ made: [UInt8], _ expected: [UInt8]) -> Comment {
        let newline = UInt8(ascii: "\n")
        let madeLines = made.split(separator: newline, omittingEmptySubsequences: false)
        let expectedLines = expected.split(separator: newline, omittingEmptySubsequences: false)
        guard let index = zip(madeLines, expectedLines).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
            return "\(madeLines.count) lines were made, \(expectedLines.count) expected"
        }
        let text = { (line: ArraySlice<UInt8>) in String(decoding: line.prefix(300), as: UTF8.self).debugDescription }
        return "line \(index + 1) is \(text(madeLines[index])), expected \(text(expectedLines[index]))"
    }
}

import Bag
import Evidence
import Foundation
import Support
import Testing

/// What is rendered again is held against a file: the first line that differs is told, and nothing is written.
final class FileComparisonTests {
    private let scratch: Scratch
    private let path: String

    init() throws {
        scratch = try Scratch()
        path = try Samples.write(to: .exact(path: scratch["package"], replace: false), report: "one\ntwo\nthree\n")
    }

    /// Line, what is found and what is expected; nothing where they are the same.
    @Test(arguments: [
        ("one\ntwo\nthree\n", []),
        ("one\n2\nthree\n", ["2", "two", "2"]),
        ("one\ntwo\nthree", ["3", "three", "three"]),
        ("one\ntwo\nthree\nfour\n", ["4", "", "four"]),
        ("one\ntw", ["2", "two", "tw"]),
        ("", ["1", "one", ""]),
    ])
    func theFirstLineThatDiffersIsTold(text: String, difference: [String]) throws {
        let comparison = try OpenPackage(at: path).comparison(with: "report.html")
        for byte in text.utf8 { try comparison.write([byte]) }
        let found = try comparison.finish()
        #expect(found.map { [String($0.line), $0.found, $0.expected] } ?? [] == difference)
    }

    /// Whatever is changed in whatever text, it is found, and nothing else is.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func everyChangeIsFound(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bytes = (0..<Int.random(in: 1...200_000, using: &generator)).map { _ in
            Bool.random(using: &generator) ? UInt8(ascii: "a") : UInt8.random(in: 9...126, using: &generator)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/report.html"))
        let package = try OpenPackage(at: path)
        _ = try package.checkFiles()
        let same = try package.comparison(with: "report.html")
        try same.write(bytes)
        #expect(try same.finish() == nil)
        let place = bytes.indices.randomElement(using: &generator) ?? 0
        bytes[place] = bytes[place] == 200 ? 201 : 200
        let other = try package.comparison(with: "report.html")
        try other.write(bytes)
        let line = 1 + bytes[..<place].count { $0 == UInt8(ascii: "\n") }
        #expect(try other.finish()?.line == line)
    }
}

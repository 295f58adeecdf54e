import Foundation
import Support
import Testing

@testable import AWS

@Suite struct ShellWordsTests {
    /// From botocore's tests of `compat_shell_split`.
    @Test(arguments: [
        ("", []), ("spam \\", nil), ("\"a b c\" d e", ["a b c", "d", "e"]), ("'a b c' d e", ["a b c", "d", "e"]),
        ("'a b c' d\\ e", ["a b c", "d e"]), ("\"ab\\\"c\" \"\\\\\" d", ["ab\"c", "\\", "d"]),
        ("a\\\\\\b d\"e f\"g h", ["a\\b", "de fg", "h"]), ("a\\\\\\\"b c d", ["a\\\"b", "c", "d"]),
        ("\"x\\ny\" 'p\\q'", ["x\\ny", "p\\q"]), (" a\t\tb\r\nc ", ["a", "b", "c"]), ("'' a \"\"", ["", "a", ""]),
        ("a'b'\"c\"d", ["abcd"]), ("\"open", nil), ("'open", nil), ("a # b", ["a", "#", "b"]),
        ("p --k='v w'", ["p", "--k=v w"]), ("a\u{300}' 'b", ["a\u{300} b"]),
    ])
    func wordsArePartedAsInPython(_ line: String, _ words: [String]?) throws {
        if let words {
            #expect(try ShellWords.split(line) == words)
        } else {
            #expect(throws: ShellWords.Failure.self) { try ShellWords.split(line) }
        }
    }

    @Test func quotedWordsComeBack() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let words = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                HostileText.random(using: &generator)
            }
            let line = words.map { word in
                if Bool.random(using: &generator) {
                    return "'" + word.replacingOccurrences(of: "'", with: "'\\''", options: .literal) + "'"
                }
                return word.isEmpty ? "''" : word.unicodeScalars.map { "\\\($0)" }.joined()
            }.joined(separator: " \t")
            #expect(try ShellWords.split(line).map { Array($0.utf8) } == words.map { Array($0.utf8) })
        }
    }

    /// The same lines, parted by Python.
    @Test(.enabled(if: Program.ofPython("python3") != nil, "there is no Python here"))
    func pythonAgrees() async throws {
        var generator = SeededGenerator(seed: 4)
        let pieces = ["a", "b c", "'", "\"", "\"", "\\", "\\", "é\n", "#|\t"]
        let lines = (0..<1000).map { _ in
            (0..<Int.random(in: 0...9, using: &generator)).compactMap { _ in pieces.randomElement(using: &generator) }
                .joined()
        }
        let script = """
            import json, shlex, sys
            def split(line):
                try: return shlex.split(line)
                except ValueError: return None
            print(json.dumps([split(line) for line in json.load(open(sys.argv[1]))]))
            """
        let theirs = try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("lines.json")
            try JSONEncoder().encode(lines).write(to: file)
            let python = try #require(Program.ofPython("python3"))
            let outcome = try await python.run(["-c", script, file.path])
            return try JSONDecoder().decode([[String]?].self, from: Data(outcome.output.utf8))
        }
        let ours = lines.map { line -> [String]? in
            do { return try ShellWords.split(line) } catch { return nil }
        }
        #expect(theirs.count == 1000)
        #expect(theirs.filter { $0 != nil }.count > 200)
        for (index, line) in lines.enumerated() where ours[index] != theirs[index] {
            Issue.record("\(line.debugDescription): \(ours[index] ?? []), Python: \(theirs[index] ?? [])")
        }
    }
}

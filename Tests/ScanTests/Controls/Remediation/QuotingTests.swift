import Evidence
import Foundation
import Support
import Testing

@testable import Scan

/// Whatever the text: the shell, Terraform and JSON read it back, and none of them acts on it.
@Suite struct QuotingTests {
    private static var texts: [String] {
        var generator = SeededGenerator(seed: 6)
        let shell = [
            "$(touch pwned)", "`touch pwned`", "'; touch pwned; '", "\n touch pwned\n", "$((1))", "~", "*", "-n",
        ]
        let terraform = ["${path.cwd}", "$${x}", "$$${x}", "%{if true}", "%%%{x}", "$", "{", "a$", "$$"]
        return shell + terraform + HostileText.all + (0..<300).map { _ in HostileText.random(using: &generator) }
    }

    @Test(.enabled(if: Program.named("bash") != nil, "needs bash"))
    func theShellReadsEveryWordBack() async throws {
        // No argument holds a NUL.
        let words = Self.texts.map { $0.replacing("\0", with: "␀") }
        try await TemporaryFolder.with { folder in
            let lines = words.map { "printf '%s\\0' " + ShellText.quoted($0) }.joined(separator: "\n")
            let file = folder.appendingPathComponent("words.sh")
            try Data(lines.utf8).write(to: file)
            var bash = try #require(Program.named("bash"))
            bash.folder = folder
            let read = try await bash.run([file.path])
            #expect(read.status == 0 && read.errors.isEmpty, "\(read.errors)")
            #expect(
                read.output.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
                    == words)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["words.sh"])
        }
    }

    @Test func noCommentEndsEarly() {
        for text in Self.texts {
            let comment = ShellText.comment(text)
            #expect(comment.utf8.starts(with: "# ".utf8) && !comment.unicodeScalars.contains { $0.isActing })
        }
    }

    @Test func longCommandsHaveAnOptionALine() {
        #expect(ShellText.command(["aws", "x", "--y", "it's"]) == #"aws x --y 'it'\''s'"#)
        let long = [
            "aws", "iam", "create-role", "--role-name", String(repeating: "r", count: 60), "--path", "/a/b/c/d/e/f/",
        ]
        #expect(
            ShellText.command(long + ["--description", "a b c d e"], indent: "  ").split(separator: "\n").map(
                String.init) == [
                    "  aws iam create-role \\", "    --role-name \(long[4]) \\", "    --path /a/b/c/d/e/f/ \\",
                    "    --description 'a b c d e'",
                ])
    }

    @Test func terraformReadsEveryTextBackAndFillsNothingIn() throws {
        for text in Self.texts {
            let quoted = HCLValue.quoted(text)
            #expect(try HCLString.read(quoted) == text, "\(quoted)")
        }
        #expect(HCLValue.quoted("${a} %{b}") == "\"$${a} %%{b}\"")
        #expect(throws: HCLString.Problem.self) { try HCLString.read("\"${a}\"") }
    }

    @Test func jsonIsReadBack() throws {
        for text in Self.texts {
            let tree = JSONTree.object(["k": .list([.text(text), .number(3), .flag(true), .list([]), .object([:])])])
            for json in [tree.oneLine, tree.indented()] {
                #expect(!json.unicodeScalars.contains { $0.isActing && $0 != "\n" })
                let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [Any]]
                #expect(read?["k"]?.first as? String == text && read?["k"]?.count == 5)
            }
            #expect(!tree.oneLine.contains("\n"))
        }
    }

    @Test func valuesStandInOneColumn() {
        let block = HCLBlock(
            "resource", "aws_x", "y",
            body: [
                .comment("why\nnot"), .attribute("name", .text("n")), .attribute("retention", .number(1)),
                .attribute(
                    "policy",
                    .json(.object(["a:b": .list([.text("c")]), "Cd": .object(["E": .flag(true)])]))),
                .block(HCLBlock("filter", body: [])),
            ])
        #expect(
            HCLBlock.text([block]) == """
                resource "aws_x" "y" {
                  # why␊not
                  name      = "n"
                  retention = 1

                  policy = jsonencode({
                    "a:b" = ["c"]
                    Cd = {
                      E = true
                    }
                  })

                  filter {
                  }
                }

                """)
    }
}

/// A reader of Terraform's quoted strings that owes nothing to their writer, by HCL's specification.
private enum HCLString {
    struct Problem: Error {}

    static func read(_ quoted: String) throws -> String {
        var scalars = Array(quoted.unicodeScalars)[...]
        guard scalars.popFirst() == "\"", scalars.popLast() == "\"" else { throw Problem() }
        var text = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\\": text.append(try escaped(&scalars))
            case "\"", "\n", "\r": throw Problem()
            case "$" where scalars.starts(with: ["$", "{"]), "%" where scalars.starts(with: ["%", "{"]):
                // Only where no sign of its kind comes before is it read alike by all.
                guard text.last != scalar else { throw Problem() }
                scalars.removeFirst(2)
                text.append(scalar)
                text.append("{")
            case "$" where scalars.first == "{", "%" where scalars.first == "{": throw Problem()
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    private static func escaped(_ scalars: inout ArraySlice<Unicode.Scalar>) throws -> Unicode.Scalar {
        switch scalars.popFirst() {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "\"": return "\""
        case "\\": return "\\"
        case "u": return try hex(&scalars, 4)
        case "U": return try hex(&scalars, 8)
        default: throw Problem()
        }
    }

    private static func hex(_ scalars: inout ArraySlice<Unicode.Scalar>, _ count: Int) throws -> Unicode.Scalar {
        let digits = String(String.UnicodeScalarView(scalars.prefix(count)))
        scalars = scalars.dropFirst(count)
        guard digits.count == count, let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else {
            throw Problem()
        }
        return scalar
    }
}

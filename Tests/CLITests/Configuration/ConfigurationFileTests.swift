import Foundation
import Support
import Testing

@testable import CLI

struct ConfigurationFileTests {
    @Test func valuesStandWhereTheyStand() throws {
        let root = try read(
            """
            # ours
            policy: cis
            region: [eu-west-1, "eu-central-1"]
            exceptions:
              - vpc: vpc-*
                account: 012345678901
                expires-on: 2026-12-31
                reason: >
                  two
                  lines
            nothing:
            """)
        #expect(try root.entries().map(\.key) == ["policy", "region", "exceptions", "nothing"])
        #expect(root["policy"]?.place.description == "exhibit.yml:2:9")
        #expect(try root["region"]?.items().map { try $0.string() } == ["eu-west-1", "eu-central-1"])
        #expect(try root["policy"]?.items().map { try $0.string() } == ["cis"])
        let entry = try #require(try root["exceptions"]?.items().first)
        #expect(entry.place.description == "exhibit.yml:5:5")
        #expect(try entry["vpc"]?.string() == "vpc-*")
        #expect(try entry["account"]?.string() == "012345678901")
        #expect(try entry["expires-on"]?.string() == "2026-12-31")
        #expect(try entry["reason"]?.string() == "two lines\n")
        #expect(root["nothing"]?.content == .nothing)
    }

    @Test(arguments: ["", "\n", "# only this\n", "---\n", "~", "{}", "\u{FEFF}"])
    func aFileMaySayNothing(text: String) throws {
        #expect(try read(text).content == .mapping([]))
    }

    @Test(arguments: [
        ("policy: cis\nremediation: true\npolicy: all\n", ":1:1: 'policy' is given twice, here and on line 3"),
        ("a:\n  - b: 1\n    c: 2\n    # b: 3\n\n    'b' : 4\n", ":2:5: 'b' is given twice, here and on line 6"),
        ("a:\n  - b: 1\n  - b: 2\n    c: {d: 1, d: 2}\n", ":4:9: 'd' is given twice; keep"),
        ("a: 1\n---\nb: 2\n", ":3:1: a second document begins here"),
        ("a: &x [1]\nb: *x\n", ":1:4: anchors (&) and aliases (*) are not used here"),
        ("a: *x\n", ":1:4: anchors"), ("*x : 1\n", ":1:1: anchors"), ("a: *\n", ":1:5: this is not YAML"),
        ("a: !!binary aGk=\n", ":1:4: tags (!)"), ("a: !env X\n", ":1:4: tags (!)"), ("!x {}\n", ":1:1: tags"),
        ("? [a]\n: 1\n", ":1:3: a key is a single text"),
        ("- a\n", ":1:1: the file takes keys with values, not a list"), ("text", ":1:1: the file takes keys"),
        ("a: b: c\n", ":1:5: this is not YAML: mapping values are not allowed in this context"),
        ("a: [1\nb: 2\n", ":2:2: this is not YAML"), ("a:\n\t- 1\n", "this is not YAML"),
        ("a: \"\\ud800\"\n", "this is not YAML"),
        ("a: 1\nb: \u{1B}[2J\n", ":2:4: there is a control character, ␛"),
        ("a: \u{202E}\n", ":1:4: there is a control"),
        ("a: 1\r\nb: 2\r\nc: \u{0}\r\n", ":3:4: there is a control character"),
        (String(repeating: "a: [", count: 17), "this is not YAML"),
        ("a: " + String(repeating: "[", count: 17) + String(repeating: "]", count: 17), ":1:20: values lie too deep"),
    ])
    func mistakes(text: String, says: String) {
        let error = #expect(throws: ConfigurationError.self) { try read(text) }
        let said = error?.description ?? ""
        #expect(said.hasPrefix("exhibit.yml:") && said.contains(says), "\(said)")
    }

    @Test func bytesThatAreNoUTF8() {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationFile(Array("a: 1\nb: ".utf8) + [0xC3, 0x28], at: "x.yml")
        }
        #expect(error?.description == "x.yml:2: this is not UTF-8; save the file as UTF-8")
    }

    /// Each level holds the one below ten times, as values and as keys: more than any memory holds.
    @Test(arguments: [
        "b%: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]", "? [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n: %",
    ])
    func aBillionLaughs(form: String) {
        let lines = (1...30).map { level in
            form.replacing("*a", with: "*a\(level - 1)").replacing("%", with: "\(level)")
                .replacing("[", with: "&a\(level) [")
        }
        let error = #expect(throws: ConfigurationError.self) {
            try read("a: &a0 lol\n" + lines.joined(separator: "\n") + "\n")
        }
        // As keys, without their aliases, they are all the same.
        #expect(["anchors", "given twice"].contains { error?.description.contains($0) == true })
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "{? "])
    func manyThingsInEachOther(piece: String) {
        for count in [15, 900, 5000] {
            let error = #expect(throws: ConfigurationError.self) { try read(String(repeating: piece, count: count)) }
            #expect(error?.description.hasPrefix("exhibit.yml:") == true)
        }
    }

    @Test func files() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("c.yml").path
            let missing = #expect(throws: ConfigurationError.self) { try ConfigurationFile.read(path) }
            #expect(missing?.description == "\(path): there is no such file")
            #expect(!ConfigurationFile.isThere(path))
            let isFolder = #expect(throws: ConfigurationError.self) { try ConfigurationFile.read(folder.path) }
            #expect(isFolder?.sentence.contains("folder") == true)
            try Data(repeating: 0x23, count: ConfigurationFile.limit).write(to: URL(fileURLWithPath: path))
            #expect(try ConfigurationFile.read(path).root.content == .mapping([]))
            try Data(repeating: 0x23, count: ConfigurationFile.limit + 1).write(to: URL(fileURLWithPath: path))
            #expect(throws: ConfigurationError.self) { try ConfigurationFile.read(path) }
            let link = folder.appendingPathComponent("link").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
            #expect(ConfigurationFile.isThere(link))
        }
    }

    @Test(arguments: 0..<40)
    func noTextCrashesAndNoErrorActs(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let pieces = [
            "a", "b", ": ", "\n", "  ", "- ", "[", "]", "{", "}", ", ", "? ", "&x ", "*x", "! ", "!!str ", "|\n", ">\n",
            "\"", "'", "#", "---\n", "...\n", "\\", "%YAML 1.1\n", "%", "~", "<<: ", "\t", "\r\n", "é", "0x1F",
        ]
        for _ in 0..<100 {
            var text = ""
            for _ in 0..<Int.random(in: 0...30, using: &generator) {
                text += pieces.randomElement(using: &generator) ?? ""
                if Int.random(in: 0..<12, using: &generator) == 0 { text += HostileText.random(using: &generator) }
            }
            do throws(ConfigurationError) {
                let root = try read(text)
                _ = try root.entries()
                var mistakes = ConfigurationMistakes()
                root.unknownKeys(besides: ["policy"], &mistakes)
                for mistake in mistakes.all { expectPlain(mistake) }
            } catch {
                expectPlain(error)
                #expect((error.place.line ?? 1) <= text.split(whereSeparator: \.isNewline).count + text.count + 1)
            }
        }
    }

    private func expectPlain(_ error: ConfigurationError) {
        #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" }, "\(error)")
    }

    private func read(_ text: String) throws(ConfigurationError) -> ConfigurationNode {
        try ConfigurationFile(Array(text.utf8), at: "exhibit.yml").root
    }
}

import Evidence
import Foundation
import Support
import Testing

@testable import CLI

struct ExceptionsSectionTests {
    private static let entry = """
          - vpc: vpc-0001
            owner: Network team
            approver: CISO
            reason: >
              It is being
              taken down.
            ticket: SEC-42
            approved-on: 2026-09-30
            expires-on: 2026-12-31

        """

    @Test func entriesAreReadWithTheirPlaces() throws {
        let second = Self.entry.replacing("vpc: vpc-0001", with: "account: 012345678901")
            .replacing("ticket:", with: "compensating-control: 'Egress: inspected'\n    ticket:")
        let section = try #require(try section("exceptions:\n" + Self.entry + second))
        #expect(try section.list.entries[0] == ExceptionDraft.entry())
        #expect(section.list.entries[1].selector.words == "account 012345678901")
        #expect(section.list.entries[1].compensatingControl == "Egress: inspected")
        #expect(section.places.map(\.description) == ["x.yml:2:5", "x.yml:11:5"])
    }

    @Test func aFileNeedNotSpeakOfThem() throws {
        #expect(try section("policy: cis\n") == nil)
        #expect(try section("exceptions:\n")?.list.entries == [])
        #expect(try section("exceptions: []\n")?.list.entries == [])
    }

    @Test(arguments: [
        ("vpc: vpc-0001", "vpc: VPC-1", ["x.yml:2:10: exception 1: vpc is not a VPC id"]),
        ("vpc: vpc-0001", "region: eu-west-1", ["x.yml:2:5: exception 1: it is too broad"]),
        ("vpc: vpc-0001", "vpc: [a, b]", ["x.yml:2:10: 'vpc' takes text, not a list"]),
        (
            "ticket: SEC-42", "tickt: SEC-42",
            ["x.yml:2:5: exception 1: ticket is missing", "x.yml:8:5: 'tickt' is no key"]
        ),
        ("owner: Network team", "owner:", ["x.yml:3:11: 'owner' takes text, not nothing"]),
        ("owner: Network team", "owner: '…'", ["x.yml:3:12: exception 1: owner says nothing"]),
        ("2026-12-31", "2026-12-32", ["x.yml:10:17: exception 1: expires-on is no day"]),
        ("2026-12-31", "2026-01-31", ["x.yml:10:17: exception 1: expires-on is before approved-on"]),
    ])
    func mistakesAreToldWithTheirLine(_ old: String, _ new: String, _ says: [String]) throws {
        let told = try mistakes("exceptions:\n" + Self.entry.replacing(old, with: new))
        #expect(told.count == says.count, "\(told)")
        for (mistake, sentence) in zip(told, says) { #expect(mistake.hasPrefix(sentence), "\(told)") }
    }

    @Test(arguments: [
        ("exceptions: vpc-1", "x.yml:1:13: 'exceptions' takes keys with values"),
        ("exceptions:\n  vpc: vpc-1", "x.yml:2:3: 'exceptions' takes a list"),
        ("exceptions:\n  - vpc-1\n  - owner: a", "x.yml:2:5: 'exceptions' takes keys with values"),
    ])
    func otherShapes(_ text: String, _ says: String) throws {
        let told = try mistakes(text)
        #expect(told.first?.hasPrefix(says) == true, "\(told)")
    }

    @Test func allMistakesOfAllEntriesAreToldAtOnce() throws {
        let told = try mistakes(
            "exceptions:\n" + Self.entry + Self.entry.replacing("CISO", with: "[]") + Self.entry
                + "  - vpc: vpc-*\n")
        #expect(told.map { $0.prefix { $0 != " " } }.sorted() == told.map { $0.prefix { $0 != " " } }.sorted())
        #expect(
            told.contains("x.yml:20:5: exception 3 is for the same VPCs as exception 1 on line 2; keep one of them"))
        #expect(told.contains { $0.hasPrefix("x.yml:13:15: 'approver' takes text, not a list") })
        #expect(told.contains { $0.hasPrefix("x.yml:29:5: exception 4: owner is missing") })
    }

    /// Whatever a file holds, no exception comes of it that would not come of its texts alone.
    @Test(arguments: 0..<200) func noTextMakesAnExceptionThatItsFieldsDoNot(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let drafts = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
            ExceptionDraft.random(using: &generator)
        }
        let yaml =
            try "exceptions:\n"
            + drafts.map { draft in
                try "  - "
                    + draft.sorted { $0.key.name < $1.key.name }
                    .map { "\($0.key.name): \(try Self.quoted($0.value))\n" }.joined(separator: "    ")
            }.joined()
        let expected: ExceptionList?
        do { expected = try ExceptionList(drafts.map { try ExceptionEntry($0) }) } catch { expected = nil }
        let list: ExceptionList?
        do { list = try section(yaml)?.list } catch { list = nil }
        #expect(list == expected, "\(yaml)")
    }

    /// JSON is YAML.
    private static func quoted(_ text: String) throws -> String {
        String(decoding: try JSONText.bytes(of: text, .oneLine).dropLast(), as: UTF8.self)
    }

    private func section(_ text: String) throws -> ExceptionsSection? {
        try ExceptionsSection(of: ConfigurationFile(Array(text.utf8), at: "x.yml"))
    }

    private func mistakes(_ text: String) throws -> [String] {
        do {
            _ = try section(text)
            return []
        } catch let errors as ConfigurationErrors {
            return errors.all.map(\.description)
        }
    }
}

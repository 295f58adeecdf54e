import Foundation
import Support
import Testing

/// Exceptions with the built program: from `exhibit.yml` to the reports, and again from the package.
struct ExceptionsTests {
    private static func file(_ entries: [String: String]...) -> String {
        "exceptions:\n"
            + entries.map { changes in
                let good = [
                    "vpc": "vpc-0d0000000000a003", "owner": "Network team", "approver": "CISO",
                    "reason": "It is being taken down.", "ticket": "SEC-42", "approved-on": "2020-01-01",
                    "expires-on": "2999-12-31",
                ]
                let fields = good.merging(changes) { $1 }.filter { !$0.value.isEmpty }
                return "  - "
                    + fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }.joined(separator: "    ")
            }.joined()
    }

    private static let mixed = file(
        [:], ["vpc": "vpc-0d0000000000a006", "expires-on": "2026-01-31"],
        ["vpc": "vpc-0d0000000000dead", "region": "ca-central-1"])

    @Test func aPackageTellsThemAndFollowsFromItself() async throws {
        try await TemporaryFolder.with { folder in
            try Self.mixed.write(to: folder.appendingPathComponent("exhibit.yml"), atomically: true, encoding: .utf8)
            let made = try await Binary.run(["demo", "-o", "a"], in: folder)
            #expect(made.status == 5, "\(made.errors)")
            #expect(made.output.contains("Failed, and accepted by exception: 1\n"), "\(made.output)")
            #expect(made.output.contains("vpc-0d0000000000a003: until 2999-12-31, approved by CISO (SEC-42)"))
            #expect(made.errors.contains("Exception 2 (SEC-42: vpc-0d0000000000a006) expired on 2026-01-31"))
            #expect(made.errors.contains("region ca-central-1) names no VPC, though all that it covers was listed"))
            let a = PackageFolder(folder.appendingPathComponent("a"))
            #expect(try a.text("data/inputs/exceptions.json").contains("\"vpc\": \"vpc-0d0000000000a003\""))

            // A report keeps them, whatever lies in the folder by now; another file replaces them.
            try FileManager.default.removeItem(at: folder.appendingPathComponent("exhibit.yml"))
            _ = try await Binary.run(["report", "a", "-o", "b"], in: folder)
            #expect(
                try Binary.files(in: folder.appendingPathComponent("b"))
                    == Binary.files(in: folder.appendingPathComponent("a")))
            try "exceptions:\n".write(
                to: folder.appendingPathComponent("none.yml"), atomically: true, encoding: .utf8)
            _ = try await Binary.run(["report", "a", "--config", "none.yml", "-o", "c"], in: folder)
            let c = PackageFolder(folder.appendingPathComponent("c"))
            #expect(try !c.files().contains("data/inputs/exceptions.json"))
            #expect(try c.text("findings.json").contains("\"derivedFrom\""))
            for path in ["a", "c"] {
                let proof = try await Binary.run(["verify", path], in: folder)
                #expect(proof.status == 0, "\(path): \(proof.output)\(proof.errors)")
            }
            let changes = try await Binary.run(["diff", "c", "a"], in: folder)
            #expect(changes.status == 0 && changes.output.contains("Now accepted by exception"), "\(changes.output)")
            let back = try await Binary.run(["diff", "a", "c"], in: folder)
            #expect(back.status == 1 && back.output.contains("No longer accepted by exception"), "\(back.output)")
        }
    }

    /// Whoever alters the list and every hash is caught by the verdicts and reports, which no longer follow.
    @Test(arguments: [
        ("\"vpc-0d0000000000a003\"", "\"vpc-0d0000000000c001\"", "findings.json tells otherwise of an exception"),
        ("\"vpc-0d0000000000a003\"", "\"vpc-0d0000000000a006\"", "exceptions.json: “vpc” holds what cannot be"),
        ("\"2026-01-31\"", "\"2998-01-31\"", "findings.json says accepted 1, the answers come to 2"),
        ("\"CISO\"", "\"CFO\"", "findings.json tells otherwise of an exception"),
        ("\"approver\": \"CISO\",", "", "exceptions.json: “0.approver” holds what cannot be"),
        ("\"vpc\": \"vpc-0d0000000000a003\",", "", "exceptions.json: “0” holds what cannot be"),
        ("\"2999-12-31\"", "\"never\"", "exceptions.json: “0.expiresOn” holds what cannot be"),
        ("[", "[ ", "data/inputs/exceptions.json is not as this version writes it"),
        ("remove", "", "findings.json tells otherwise of an exception"),
    ])
    func forgeriesAreCaught(_ old: String, _ new: String, _ says: String) async throws {
        try await TemporaryFolder.with { folder in
            try Self.mixed.write(to: folder.appendingPathComponent("x.yml"), atomically: true, encoding: .utf8)
            _ = try await Binary.run(["demo", "--config", "x.yml", "-o", "p"], in: folder)
            let package = PackageFolder(folder.appendingPathComponent("p"))
            if old == "remove" {
                try package.remove("data/inputs/exceptions.json")
            } else {
                try package.edit("data/inputs/exceptions.json", old, new)
            }
            try package.reseal()
            let proof = try await Binary.run(["verify", "p"], in: folder)
            #expect(proof.status == 4, "\(proof.output)\(proof.errors)")
            #expect(proof.output.contains(says), "\(proof.output)")
        }
    }

    /// A file with a mistake ends the run before anything is asked or written.
    @Test func aMistakeEndsTheRunBeforeItBegins() async throws {
        try await TemporaryFolder.with { folder in
            let text = Self.file(["owner": ""], ["vpc": "vpc-*"], [:], [:])
            try text.write(to: folder.appendingPathComponent("exhibit.yml"), atomically: true, encoding: .utf8)
            for command in [["demo"], ["scan", "--region", "eu-west-1"], ["exceptions", "check"]] {
                let outcome = try await Binary.run(command, in: folder, environment: Binary.keys)
                #expect(outcome.status == 64, "\(outcome.errors)")
                #expect(outcome.errors.contains("exhibit: exhibit.yml:2:5: exception 1: owner is missing\n"))
                #expect(outcome.errors.contains("exhibit: exhibit.yml:8:5: exception 2: it is too broad"))
                #expect(
                    outcome.errors.contains(
                        "exhibit.yml:22:5: exception 4 is for the same VPCs as exception 3 on line 15"))
                #expect(outcome.output.isEmpty)
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["exhibit.yml"])
            }
            let missing = try await Binary.run(["demo", "--config", "none.yml"], in: folder)
            #expect(missing.status == 64 && missing.errors.contains("none.yml: there is no such file"))
        }
    }

    @Test(arguments: [
        ("2025-12-31", Int32(0), "3 exceptions on 2025-12-31: 3 valid, 0 expired, 0 not yet approved.", ""),
        ("2026-01-02", 0, "3 valid", "expires in 29 days, on 2026-01-31"),
        ("2026-01-31", 0, "3 valid", "x.yml:9:5: exception 2 (SEC-42: vpc-0d0000000000a006) expires today"),
        ("2026-02-01", 1, "2 valid, 1 expired", "exception 2 (SEC-42: vpc-0d0000000000a006) expired on 2026-01-31"),
        ("2019-12-31", 0, "0 valid, 0 expired, 3 not yet approved", "is not approved before 2020-01-01"),
    ])
    func check(_ day: String, _ status: Int32, _ says: String, _ warns: String) async throws {
        try await TemporaryFolder.with { folder in
            try Self.mixed.write(to: folder.appendingPathComponent("x.yml"), atomically: true, encoding: .utf8)
            let outcome = try await Binary.run(["exceptions", "check", "x.yml", "--on", day], in: folder)
            #expect(outcome.status == status, "\(outcome.errors)")
            #expect(outcome.output.contains(says), "\(outcome.output)")
            #expect(warns.isEmpty ? outcome.errors.isEmpty : outcome.errors.contains(warns), "\(outcome.errors)")
        }
    }

    /// The example of the documentation is one that works on the demo's estate.
    @Test func theDocumentedExampleWorks() async throws {
        let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/exceptions.md")
        let page = String(decoding: try Data(contentsOf: docs), as: UTF8.self)
        let example = try #require(page.firstMatch(of: /```yaml\n((?s:.+?))```/)).1
        try await TemporaryFolder.with { folder in
            try String(example).write(
                to: folder.appendingPathComponent("exhibit.yml"), atomically: true, encoding: .utf8)
            let checked = try await Binary.run(["exceptions", "check", "--on", "2026-11-23"], in: folder)
            #expect(checked.status == 0 && checked.output.hasPrefix("3 exceptions"), "\(checked.errors)")
            let made = try await Binary.run(["demo", "-o", "p"], in: folder)
            #expect(made.status == 5, "\(made.errors)")
            let package = PackageFolder(folder.appendingPathComponent("p"))
            #expect(try package.text("data/inputs/exceptions.json").contains("\"tag\": \"environment=demo*\""))
        }
    }

    @Test func aRunWhoseFailsAreAllAcceptedDoesNotFail() async throws {
        try await TemporaryFolder.with { folder in
            let all = Self.file(["vpc": "", "account": "\"111122223333\""])
            try all.write(to: folder.appendingPathComponent("exhibit.yml"), atomically: true, encoding: .utf8)
            let made = try await Binary.run(["demo", "-o", "p"], in: folder)
            // What could not be read keeps it from being complete.
            #expect(made.status == 3, "\(made.output)\(made.errors)")
            #expect(made.output.contains("INCOMPLETE") && made.output.contains("accepted by exception"))
        }
    }
}

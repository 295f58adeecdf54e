import Foundation
import Support
import Testing

/// What a run is given beside the answers of AWS, with the built program.
struct InputsTests {
    /// Rendered again, and again by `verify`, the bytes are the same.
    @Test func aPackageWithInputsFollowsFromItself() async throws {
        try await withPackages { folder in
            try Self.write(
                "# {{title}}\n{{#changes}}{{sentence}}{{/changes}}\n", to: "own/report.md.mustache", in: folder)
            let made = try await Binary.run(
                ["demo", "--baseline", "a", "--templates", "own", "--exit-zero", "-o", "b"], in: folder)
            #expect(made.status == 0, "\(made.errors)")
            let b = try Binary.files(in: folder.appendingPathComponent("b"))
            #expect(b["data/inputs/baseline.json"] != nil && b["data/inputs/templates/report.md.mustache"] != nil)
            #expect(b["report.md"] == Data("# VPC flow logging\nNothing changed.\n".utf8))
            let findings = String(decoding: b["findings.json"] ?? Data(), as: UTF8.self)
            #expect(findings.contains("\"baseline\": {"))
            for path in ["b", "c"] {
                let proof = try await Binary.run(["verify", path], in: folder)
                #expect(proof.status == 3, "\(proof.output)\(proof.errors)")
                #expect(proof.errors.contains("not proven: report.md: rendered from the package's own templates"))
                if path == "b" {
                    _ = try await Binary.run(["report", "b", "--templates", "own", "-o", "c"], in: folder)
                }
            }
            #expect(try Binary.files(in: folder.appendingPathComponent("c")) == b)
            // Whoever made a package chose its templates: they are not carried into another.
            let received = try await Binary.run(["report", "b", "-q", "--exit-zero", "-o", "d"], in: folder)
            #expect(received.errors.contains("own templates (report.md.mustache) are not taken over"))
            let d = try Binary.files(in: folder.appendingPathComponent("d"))
            #expect(d["report.md"] != b["report.md"] && d["data/inputs/templates/report.md.mustache"] == nil)
            #expect(try await Binary.run(["verify", "-q", "d"], in: folder).status == 0)
        }
    }

    @Test func reportKeepsInputsOrTakesOthers() async throws {
        try await withPackages { folder in
            _ = try await Binary.run(["demo", "--baseline", "a", "-o", "b"], in: folder)
            _ = try await Binary.run(["report", "b", "--policy", "cis", "-o", "c"], in: folder)
            let c = PackageFolder(folder.appendingPathComponent("c"))
            #expect(try c.text("report.md").contains("That run was judged under policy effective, this one under cis"))
            _ = try await Binary.run(["report", "a", "--baseline", "c", "-o", "d"], in: folder)
            _ = try await Binary.run(["report", "a", "--baseline", "b", "-o", "e"], in: folder)
            let (d, e) = (
                PackageFolder(folder.appendingPathComponent("d")), PackageFolder(folder.appendingPathComponent("e"))
            )
            #expect(try d.text("report.md").contains("What changed since"))
            #expect(try Self.id(d) != Self.id(e))
            for path in ["c", "d", "e"] {
                let proof = try await Binary.run(["verify", path], in: folder)
                #expect(proof.status == 0, "\(path): \(proof.output)\(proof.errors)")
            }
        }
    }

    /// Whoever alters an input and every hash is caught by the reports, which no longer follow; what is no input is
    /// refused.
    @Test(arguments: [
        ("edit data/inputs/baseline.json", "\"verdict\":\"fail\"", "\"verdict\":\"pass\"", "report.md line"),
        ("edit data/inputs/baseline.json", "{", "{ ", "data/inputs/baseline.json is not as this version writes it"),
        ("edit data/inputs/baseline.json", "{", "", "baseline.json: not JSON"),
        ("write data/inputs/note.txt", "", "approved", "data/inputs/note.txt is in the manifest, but no exchange"),
        ("write data/inputs/templates/evil.mustache", "", "x", "There is no template “evil.mustache”"),
        ("write data/inputs/templates/report.md.mustache", "", "{{{title}}}", "the tag {{{title}} is not allowed"),
        ("write data/inputs/templates/report.md.mustache", "", "PASS", "report.md line 1"),
        ("write data/inputs/templates/report.css", "", "</style><script>", "would end the element"),
        ("remove data/inputs/baseline.json", "", "", "findings.json says something else in “baseline”"),
    ])
    func forgeriesAreCaught(_ change: String, _ old: String, _ new: String, _ says: String) async throws {
        try await withPackages { folder in
            _ = try await Binary.run(["demo", "--baseline", "a", "-o", "b"], in: folder)
            let package = PackageFolder(folder.appendingPathComponent("b"))
            let file = String(change.split(separator: " ")[1])
            switch change.prefix(4) {
            case "edit": try package.edit(file, old, new)
            case "writ": try package.write(new, to: file)
            default: try package.remove(file)
            }
            try package.reseal()
            let proof = try await Binary.run(["verify", "b"], in: folder)
            #expect(proof.status == 4, "\(proof.output)\(proof.errors)")
            #expect(proof.output.contains(says), "\(proof.output)")
        }
    }

    /// `report` takes over what a package was given but for templates, unless it is told not to.
    @Test func whatAPackageWasGivenCanBeDropped() async throws {
        try await withPackages { folder in
            try Self.write("# {{title}}\n", to: "own/report.md.mustache", in: folder)
            try Self.write("\n", to: "main.tf", in: folder)
            let given = ["--baseline", "a", "--templates", "own", "--sarif-anchor", "main.tf", "--exit-zero"]
            #expect(try await Binary.run(["demo", "-q", "-o", "b"] + given, in: folder).status == 0)
            let inputs = ["baseline.json", "source-map.json", "templates/report.md.mustache"]
            for (index, option) in ["--no-baseline", "--no-source-map", "--no-templates"].enumerated() {
                let name = "without-\(index)"
                let outcome = try await Binary.run(
                    ["report", "b", option, "-q", "--exit-zero", "-o", name], in: folder)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let files = try Binary.files(in: folder.appendingPathComponent(name))
                let rest = inputs.indices.filter { $0 != index && $0 != 2 }.map { inputs[$0] }
                #expect(files.keys.filter { $0.hasPrefix("data/inputs/") }.sorted() == rest.map { "data/inputs/\($0)" })
                let run = String(decoding: files["data/run.json"] ?? Data(), as: UTF8.self)
                #expect(run.contains("\"derivedFrom\""))
                #expect(try await Binary.run(["verify", "-q", name], in: folder).status == 0)
            }
        }
    }

    /// A hostile package's templates are not looked at where they are not used.
    @Test func aPackageWithBadTemplatesIsRenderedFromTheBuiltInOnes() async throws {
        try await withPackages { folder in
            let package = PackageFolder(folder.appendingPathComponent("a"))
            try package.write("{{titel}}", to: "data/inputs/templates/report.md.mustache")
            try package.reseal()
            let outcome = try await Binary.run(["report", "a", "-o", "b"], in: folder)
            #expect(outcome.status == 5, "\(outcome.errors)")
            let b = PackageFolder(folder.appendingPathComponent("b"))
            #expect(try !b.files().contains { $0.contains("templates") })
            let proof = try await Binary.run(["verify", "a"], in: folder)
            #expect(proof.status == 4 && proof.output.contains("the page has no value named “titel” here"))
        }
    }

    @Test(arguments: [
        (["--baseline", "nowhere"], Int32(2), "there is no folder nowhere"),
        (["--baseline", "empty"], 2, "is not an Exhibit package"),
        (["--baseline", "altered"], 2, "was altered: its SHA-256 is not the one"),
        (["--baseline", "forged"], 2, "the baseline forged cannot be used: "),
        (["--baseline", "a", "--output", "a", "--replace"], 64, "the new package would change the baseline, a;"),
        (["--baseline", "a", "--output", "a/b"], 64, "exhibit: a/b would change the package "),
        (["--templates", "nowhere"], 64, "the folder of templates, nowhere, cannot be read"),
        (["--templates", "empty"], 64, "empty holds no template; there are report.html.mustache, "),
        (["--templates", "misspelt"], 64, "did you mean report.html.mustache?"),
        (["--templates", "unknown"], 64, "report.md.mustache, line 2: the page has no value named “titel” here."),
        (["--templates", "unescaped"], 64, "the tag {{{title}} is not allowed"),
        (["--templates", "large"], 64, "large/report.css is larger than 1048576 bytes"),
        (["--github-summary"], 64, "--github-summary needs GITHUB_STEP_SUMMARY"),
        (["--format", "junit,junit-extended"], 64, "junit and junit-extended are both report.junit.xml; choose one"),
    ])
    func whatCannotBeUsedIsSaidBeforeAnythingIsWritten(
        _ arguments: [String], _ status: Int32, _ says: String
    ) async throws {
        try await withPackages { folder in
            for name in ["altered", "forged"] {
                try FileManager.default.copyItem(
                    at: folder.appendingPathComponent("a"), to: folder.appendingPathComponent(name))
            }
            let altered = PackageFolder(folder.appendingPathComponent("altered"))
            try altered.edit("data/run.json", "effective", "cis")
            let forged = PackageFolder(folder.appendingPathComponent("forged"))
            try forged.edit("data/exchanges.jsonl", "{\"code\":\"UnauthorizedOperation\"", "{\"code\":\"Throttling\"")
            try forged.reseal()
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("empty"), withIntermediateDirectories: true)
            try Self.write("x", to: "misspelt/report.htm.mustache", in: folder)
            try Self.write("{{title}}\n{{titel}}", to: "unknown/report.md.mustache", in: folder)
            try Self.write("{{{title}}}", to: "unescaped/report.html.mustache", in: folder)
            try Self.write(String(repeating: "x", count: 1 << 20 + 1), to: "large/report.css", in: folder)
            let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
            let outcome = try await Binary.run(["demo"] + arguments, in: folder)
            #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)")
            #expect(outcome.errors.contains(says), "\(outcome.errors)")
            #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
        }
    }

    @Test func theExtendedProfileTakesThePlaceOfJUnit() async throws {
        try await TemporaryFolder.with { folder in
            for (name, arguments) in [("a", ["--junit-extended"]), ("b", ["--format", "junit-extended"])] {
                _ = try await Binary.run(["demo", "-o", name] + arguments, in: folder)
                let package = PackageFolder(folder.appendingPathComponent(name))
                #expect(try package.text("report.junit.xml").contains("<property name=\"aws.arn\""))
                #expect(try package.text("data/run.json").contains("\"junit-extended\""))
                let proof = try await Binary.run(["verify", name], in: folder)
                #expect(proof.status == 0, "\(proof.output)")
            }
        }
    }

    @Test func theJobSummaryIsAppendedTo() async throws {
        try await TemporaryFolder.with { folder in
            let file = folder.appendingPathComponent("summary.md")
            try Data("before".utf8).write(to: file)
            for name in ["a", "b"] {
                let outcome = try await Binary.run(
                    ["demo", "--github-summary", "--exit-zero", "-o", name], in: folder,
                    environment: ["GITHUB_STEP_SUMMARY": file.path])
                #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            }
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            #expect(text.hasPrefix("before\n## VPC flow logging: FAIL\n"))
            #expect(text.components(separatedBy: "## VPC flow logging: FAIL").count == 3)
        }
    }

    /// The package is there: its exit status stands.
    @Test(arguments: ["nowhere/summary.md", "full.md"])
    func aSummaryThatCannotBeWrittenIsSaid(_ name: String) async throws {
        try await TemporaryFolder.with { folder in
            let full = Data(repeating: UInt8(ascii: "x"), count: (1 << 20) - 100)
            try full.write(to: folder.appendingPathComponent("full.md"))
            let outcome = try await Binary.run(
                ["demo", "--github-summary", "--exit-zero", "-o", "a"], in: folder,
                environment: ["GITHUB_STEP_SUMMARY": folder.appendingPathComponent(name).path])
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("job summary"), "\(outcome.errors)")
            #expect(try Data(contentsOf: folder.appendingPathComponent("full.md")) == full)
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("a/report.md").path))
        }
    }

    private func withPackages(_ body: (URL) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            _ = try await Binary.run(["demo", "-o", "a"], in: folder)
            try await body(folder)
        }
    }

    private static func id(_ package: PackageFolder) throws -> String {
        try package.text("data/run.json").firstMatch(of: /"id": "([^"]+)"/).map { String($0.1) } ?? ""
    }

    private static func write(_ text: String, to file: String, in folder: URL) throws {
        let target = folder.appendingPathComponent(file)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: target)
    }
}

import Foundation
import Support
import Testing

@testable import CLI

/// What an `exhibit.yml` may do that lies in a folder that somebody only entered.
struct FoundConfigurationTests {
    /// An option is refused unless its declaration opts in: a new one is refused until somebody decides here.
    @Test func theseKeysAreTakenAndNoOthers() throws {
        let keys = try CommandTable(Exhibit.self).foundFileKeys.map { String($0.prefix { $0 != " " }) }
        #expect(
            keys == [
                "region", "check-destinations", "policy", "include-default-vpcs", "remediation", "benchmark",
                "min-retention", "since", "fix-destination", "fix-retention", "format", "junit-extended",
                "sarif-category", "output", "as",
            ])
    }

    @Test func theDocsListThem() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/configuration.md")
        let text = String(decoding: try Data(contentsOf: page), as: UTF8.self)
        let list = try CommandTable(Exhibit.self).foundFileKeys.map { $0 + "\n" }.joined()
        #expect(text.contains("<!-- exhibit config keys -->\n```\n\(list)```\n<!-- end -->"))
    }

    /// Every other key of every command, whatever its value: exit status 64, and nothing is read, written or asked.
    @Test func everyOtherKeyIsRefused() async throws {
        let table = try CommandTable(Exhibit.self)
        try await TemporaryFolder.with { folder in
            for command in table.configurable {
                for option in command.options where !option.isAllowedInFoundFile && option.isSettable {
                    let value =
                        switch option.kind {
                        case .flag: "true"
                        case .choice(let values): values.first ?? "x"
                        case .number: "3"
                        case .path, .text: "x"
                        }
                    let file = "commands: {\(command.name): {\(option.name): \(value)}}\n"
                    try write(file, to: "exhibit.yml", in: folder)
                    let words = command.name.split(separator: " ").map(String.init)
                    // No keys: with them in the environment the file's profile is passed over.
                    let outcome = try await Binary.run(
                        words, in: folder, environment: ["AWS_EC2_METADATA_DISABLED": "true"])
                    #expect(outcome.status == 64, "\(command.name) \(option.name): \(outcome.errors)")
                    let says = "'\(option.name)' is not taken from a file that nobody named; name it with --config"
                    #expect(outcome.errors.contains(says), "\(command.name) \(option.name): \(outcome.errors)")
                }
            }
        }
    }

    @Test func aForeignFolderReplacesNothing() async throws {
        try await TemporaryFolder.with { folder in
            let home = folder.appendingPathComponent("home")
            let entered = folder.appendingPathComponent("entered")
            for new in [home, entered] {
                try FileManager.default.createDirectory(at: new, withIntermediateDirectories: true)
            }
            try write("precious", to: ".bashrc", in: home)
            for name in ["a", "b"] { _ = try await Binary.run(["demo", "-q", "-o", name], in: folder) }
            for (file, command) in [
                ("commands: {diff: {output: ~/.bashrc}}", ["diff", "../a", "../b"]),
                ("commands: {diff: {output: diff.txt}}", ["diff", "../a", "../b"]),
                ("commands: {remediate: {output: fixes}}", ["remediate", "../a"]),
                ("output: ~/package", ["demo"]), ("output: ../package", ["demo"]),
                ("output: \(folder.path)/package", ["demo"]), ("output: link/package", ["demo"]),
                ("output: mine\nreplace: true", ["demo"]),
            ] {
                let link = entered.appendingPathComponent("link").path
                if !FileManager.default.fileExists(atPath: link) {
                    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../home")
                }
                try write(file + "\n", to: "exhibit.yml", in: entered)
                let before = try Binary.files(in: folder).filter { !$0.key.hasSuffix("exhibit.yml") }
                let outcome = try await Binary.run(command, in: entered, environment: ["HOME": home.path])
                #expect(outcome.status == 64, "\(file): \(outcome.errors)")
                #expect(outcome.errors.hasPrefix("exhibit: exhibit.yml:"), "\(file): \(outcome.errors)")
                #expect(try Binary.files(in: folder).filter { !$0.key.hasSuffix("exhibit.yml") } == before, "\(file)")
            }
            try write("output: below/mine\n", to: "exhibit.yml", in: entered)
            let below = try await Binary.run(["demo", "-q"], in: entered)
            #expect(below.status == 5, "\(below.errors)")
        }
    }

    /// A file that was named may say everything, and no link of its folder decides what is read.
    @Test func noLinkDecidesWhatIsRead() async throws {
        try await TemporaryFolder.with { folder in
            let templates = folder.appendingPathComponent("repo/t")
            try FileManager.default.createDirectory(at: templates, withIntermediateDirectories: true)
            try write("secret", to: "credentials", in: folder)
            let style = templates.appendingPathComponent("report.css").path
            try FileManager.default.createSymbolicLink(atPath: style, withDestinationPath: "../../credentials")
            let repo = folder.appendingPathComponent("repo")
            try write("templates: t\n", to: "exhibit.yml", in: repo)
            let found = try await Binary.run(["demo", "-o", "../p"], in: repo)
            #expect(found.status == 64 && found.errors.contains("'templates' is not taken"), "\(found.errors)")
            for arguments in [["--config", "exhibit.yml"], ["--no-config", "--templates", "t"]] {
                let named = try await Binary.run(["demo", "-o", "../p"] + arguments, in: repo)
                #expect(named.status == 64 && named.errors.contains("leads out of the folder"), "\(named.errors)")
            }
            try FileManager.default.removeItem(atPath: style)
            try write("", to: "report.css", in: templates)
            let honest = try await Binary.run(["demo", "-q", "--config", "exhibit.yml", "-o", "../p"], in: repo)
            #expect(honest.status == 5, "\(honest.errors)")

            try write("policy: cis\n", to: "elsewhere.yml", in: folder)
            try FileManager.default.removeItem(at: repo.appendingPathComponent("exhibit.yml"))
            try FileManager.default.createSymbolicLink(
                atPath: repo.appendingPathComponent("exhibit.yml").path, withDestinationPath: "../elsewhere.yml")
            let linked = try await Binary.run(["demo", "-q", "-o", "../q"], in: repo)
            #expect(linked.status == 64 && linked.errors.contains("leads out of the folder"), "\(linked.errors)")
        }
    }

    private func write(_ text: String, to name: String, in folder: URL) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
}

import Foundation
import Support
import Testing

@testable import CLI

/// Flag, environment, file, default: in this order.
struct AppliedConfigurationTests {
    @Test(arguments: [
        (["--profile", "p"], ["AWS_PROFILE": "e"], "profile: f", AppliedConfiguration.Origin.flag, ["p"]),
        ([], ["AWS_PROFILE": "e"], "profile: f", .environment("AWS_PROFILE"), ["e"]),
        ([], ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"], "profile: f", .environment("AWS_ACCESS_KEY_ID"), []),
        ([], ["AWS_PROFILE": ""], "profile: f", .file(.init(path: "", line: 1, column: 10)), ["f"]),
        ([], [:], "region: x", .usual, []),
    ])
    func whatPrevails(
        flags: [String], environment: [String: String], file: String, origin: AppliedConfiguration.Origin,
        values: [String]
    ) async throws {
        try await configured(file, ["scan"] + flags, environment) { applied in
            let setting = try #require(applied.settings.first { $0.option.name == "profile" })
            #expect(setting.values == values)
            if case .file(let place) = setting.origin {
                #expect(place.line == 1 && place.column == 10 && place.path.hasSuffix("c.yml"))
            } else {
                #expect(setting.origin == origin)
            }
            #expect(applied.arguments.contains("--profile=f") == (values == ["f"]))
        }
    }

    @Test func everyKindOfOptionIsGivenAsIfItHadBeenTyped() async throws {
        let file = """
            region: [eu-west-1, eu-central-1]
            policy: cis
            remediation: true
            include-default-vpcs: false
            exit-zero: false
            concurrency: 8
            sign: ~/.ssh/key
            organization: 2026
            exceptions: [anything]
            vpcs: 5
            commands:
              scan: {policy: effective}
              demo: {policy: cloud-audit}
              diff: {format: markdown}
            """
        try await configured(file, ["scan", "--", "x"], ["HOME": "/home/u"]) { applied in
            #expect(
                applied.arguments == [
                    "scan", "--region=eu-west-1,eu-central-1", "--concurrency=8", "--policy=effective",
                    "--no-include-default-vpcs", "--remediation", "--sign=/home/u/.ssh/key", "--organization=2026",
                    "--no-exit-zero", applied.typed[1], "--", "x",
                ])
        }
        try await configured(file, ["diff", "a", "b"]) { applied in
            #expect(applied.arguments.prefix(2) == ["diff", "--format=markdown"])
        }
        try await configured(file, ["config", "schema"]) { applied in #expect(applied.arguments == applied.typed) }
    }

    @Test(
        arguments: [
            (["-R"], "remediation", ["true"]), (["-qR"], "remediation", ["true"]),
            (["--no-remediation"], "remediation", ["false"]), (["-o", "x"], "output", ["x"]),
            (["--output=--y"], "output", ["--y"]), (["--region", "a", "--region=b"], "region", ["a", "b"]),
            (["--policy", "cis", "--policy", "effective"], "policy", ["effective"]),
            (["--", "--policy=cis"], "policy", nil), (["--organization", "--policy"], "organization", nil),
        ] as [([String], String, [String]?)])
    func whatTheCommandLineSays(arguments: [String], option: String, values: [String]?) throws {
        let scan = try #require(try CommandTable(Exhibit.self)["scan"])
        #expect(GivenOptions(arguments, of: scan.options).values[option] == values)
    }

    @Test(arguments: [
        ("polcy: cis", ":1:1: 'polcy' is no key; did you mean 'policy'?"),
        ("a: 1\npolicy: all\nconcurrency: many\n", ":1:1: 'a' is no key"),
        ("a: 1\npolicy: all\n", ":2:9: 'policy' takes one of effective, cis, cloud-audit, not 'all'"),
        ("policy: efective", "did you mean 'effective'?"),
        ("concurrency: many", ":1:14: 'concurrency' takes a whole number"),
        ("remediation: yes", ":1:14: 'remediation' takes true or false, not 'yes'"),
        ("region: {a: b}", ":1:9: 'region' takes a list, not keys with values"),
        ("output: [a]", ":1:9: 'output' takes text, not a list"), ("output:", "takes text, not nothing"),
        ("external-id: k7", "'external-id' is not read from a file; give it on the command line as --external-id"),
        ("config: x", "not read from a file"), ("commands: {sacn: {}}", "did you mean 'scan'?"),
        ("commands: {diff: {region: x}}", "'region' is no key of 'diff'"), ("commands: [a]", "takes keys with values"),
        ("commands: {config show: {}}", "'config show' is no key of 'commands'"),
    ])
    func mistakes(file: String, says: String) async throws {
        let errors = await #expect(throws: ConfigurationErrors.self) {
            try await configured(file, ["scan"]) { _ in }
        }
        #expect(errors?.description.contains(says) == true, "\(errors?.description ?? "")")
    }

    @Test func allMistakesAreTold() async throws {
        let errors = await #expect(throws: ConfigurationErrors.self) {
            try await configured("a: 1\npolicy: all\ncommands:\n  diff: {x: 1}\nquiet: 3\n", ["demo"]) { _ in }
        }
        #expect(errors?.all.map(\.place.line) == [1, 2, 4, 5])
    }

    @Test(arguments: [
        (
            "format: [html, htlm]", ":1:9: ",
            "The value 'html,htlm' is invalid for 'format': there is no report format 'htlm';"
        ),
        ("timeout: 0", ":1:10: ", "timeout must be from 1 to 3600 seconds"),
        ("replace: true", ":1:10: ", "replace needs output: without it"),
        ("terraform: x", ":1:12: ", "terraform and terraform-state need each other"),
        (
            "terraform: [x, y]\nterraform-state: s", ":1:12: ",
            "each terraform needs its terraform-state, in the same order: there are 2 of the one and 1 of the other"
        ),
        ("role-arn: nobody", ":1:11: ", "The value 'nobody' is invalid for 'role-arn"),
    ])
    func whatOnlyTheCommandKnowsIsToldOfTheFile(file: String, place: String, says: String) async throws {
        try await configured(file, ["scan"]) { applied in
            let errors = await #expect(throws: ConfigurationErrors.self) { try await applied.parsed(by: Exhibit.self) }
            #expect(errors?.description.contains(says) == true, "\(errors?.description ?? "")")
            #expect(errors?.description.contains(place) == true)
        }
    }

    @Test(
        arguments: [
            ("role-arn: f\naccounts: f\nprofile: p", ["scan", "--account", "t"], ["profile"]),
            ("account: [f]\naccounts: f", ["scan", "--role-arn", "t"], []),
            ("account: [f]\nrole-arn: f", ["scan", "--accounts", "t"], []),
            ("baseline: f\ntemplates: f", ["report", "p", "--no-baseline"], ["templates"]),
            ("baseline: f\ntemplates: f", ["report", "p", "--no-templates"], ["baseline"]),
            ("sarif-anchor: f\nterraform: f\nterraform-state: f", ["report", "p", "--no-source-map"], []),
            ("no-baseline: true\nno-source-map: true", ["report", "p", "--baseline", "b"], ["no-source-map"]),
            ("no-source-map: true", ["report", "p", "--sarif-anchor", "a"], []),
        ] as [(String, [String], [String])])
    func whatIsTypedPrevailsOverItsRivalsInTheFile(file: String, typed: [String], stays: [String]) async throws {
        try await configured(file, typed) { applied in
            #expect(applied.fromFile.map(\.setting.option.name) == stays)
        }
    }

    @Test(arguments: ["exit-zero", "quiet", "check-destinations", "replace", "junit-extended", "github-summary"])
    func everyFlagCanBeUnset(flag: String) async throws {
        try await configured("\(flag): true\noutput: a\n", ["demo", "--no-\(flag)"]) { applied in
            #expect(applied.settings.first { $0.option.name == flag }?.values == ["false"])
            _ = try await applied.parsed(by: Exhibit.self)
        }
    }

    /// What `report` says is in force is what its package has.
    @Test func defaultsAreThoseOfTheCommand() throws {
        let table = try CommandTable(Exhibit.self)
        func usual(_ option: String, of command: String) throws -> String {
            try #require(table[command]?.options.first { $0.name == option }).usual(of: command)
        }
        let kept = [
            "fix-destination", "fix-retention", "min-retention", "since", "baseline", "sarif-anchor",
            "terraform", "terraform-state", "organization", "reviewer",
        ]
        for option in kept { #expect(try usual(option, of: "report") == "as in the package", "\(option)") }
        for option in kept.dropFirst(2) { #expect(try usual(option, of: "demo") == "none", "\(option)") }
        #expect(try usual("templates", of: "report") == "none")
        #expect(try usual("fix-destination", of: "scan") == "cloud-watch-logs")
        #expect(try usual("fix-retention", of: "demo") == "365")
        for option in ["no-baseline", "no-templates", "no-source-map", "quiet", "exit-zero"] {
            #expect(try usual(option, of: "report") == "no", "\(option)")
        }
    }

    @Test func whatWasTypedIsNotTheFilesMistake() async throws {
        try await configured("region: eu-west-1", ["scan", "--regoin", "x"]) { applied in
            do {
                _ = try await applied.parsed(by: Exhibit.self)
                Issue.record("an unknown option was taken")
            } catch {
                #expect(!(error is ConfigurationErrors))
            }
        }
    }

    @Test func helpNeedsNoFile() async throws {
        try await configured(": : [", ["scan", "--help"]) { applied in #expect(applied.file == nil) }
        try await configured(": : [", ["scan", "--no-config"]) { applied in #expect(applied.file == nil) }
    }

    /// A key is one option, whichever command takes it.
    @Test func optionsOfOneNameAreAlike() throws {
        let table = try CommandTable(Exhibit.self)
        for command in CommandTable.runs {
            for option in try #require(table[command]).options {
                let shared = table.shared.first { $0.name == option.name }
                #expect(shared?.kind == option.kind && shared?.isRepeating == option.isRepeating, "\(option.name)")
            }
        }
        let names = Set(table.shared.filter(\.isSettable).map(\.name))
        #expect(names.isDisjoint(with: ["help", "version", "config", "no-config", "external-id"]))
        let policy = try #require(table.shared.first { $0.name == "policy" })
        #expect(policy.usual(of: "scan") == "effective" && policy.usual(of: "report") == "as in the package")
    }

    private func configured(
        _ file: String, _ arguments: [String], _ environment: [String: String] = [:],
        _ body: (AppliedConfiguration) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.appendingPathComponent("c.yml").path
            try Data(file.utf8).write(to: URL(fileURLWithPath: path))
            // What follows -- is no option, so --config stands before it.
            var typed = arguments
            let isOpen = !typed.contains("--")
            typed.insert("--config=\(path)", at: isOpen ? typed.count : 1)
            try await body(
                AppliedConfiguration(typed, environment: environment, table: CommandTable(Exhibit.self)))
        }
    }
}

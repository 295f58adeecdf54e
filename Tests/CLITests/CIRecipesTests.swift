import Foundation
import Support
import Testing

/// The files of docs/ci, as users copy them.
struct CIRecipesTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/ci")

    private func text(_ file: String) throws -> String {
        try String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
    }

    @Test(
        .enabled(if: Program.ofPython("check-jsonschema") != nil, "needs PyPI's check-jsonschema"),
        arguments: [("github.yml", "vendor.github-workflows"), ("gitlab.yml", "vendor.gitlab-ci")])
    func schemasHold(_ file: String, _ schema: String) async throws {
        let checker = try #require(Program.ofPython("check-jsonschema"))
        let outcome = try await checker.run([
            "--builtin-schema", schema, Self.folder.appendingPathComponent(file).path,
        ])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }

    @Test(.enabled(if: Program.named("actionlint") != nil, "needs actionlint"))
    func actionlintFindsNothing() async throws {
        let outcome = try await #require(Program.named("actionlint"))
            .run([Self.folder.appendingPathComponent("github.yml").path])
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test(.enabled(if: Program.ofPython("zizmor") != nil, "needs PyPI's zizmor"))
    func zizmorFindsNothing() async throws {
        let zizmor = try #require(Program.ofPython("zizmor"))
        let file = Self.folder.appendingPathComponent("github.yml").path
        let outcome = try await zizmor.run(["--offline", "--persona", "pedantic", file])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }

    /// A tag can be moved; a commit id cannot.
    @Test func actionsArePinnedByCommit() throws {
        let uses = try text("github.yml").split(separator: "\n").filter { $0.contains("uses:") }
        #expect(uses.count == 5)
        for line in uses {
            #expect(line.firstMatch(of: /uses: [a-z\/-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$/) != nil, "\(line)")
        }
    }

    /// Without its hidden file a package is no longer whole: GitHub and Jenkins leave such files out by default.
    @Test func thePackageIsKeptWhole() throws {
        #expect(try text("github.yml").contains("include-hidden-files: true"))
        #expect(try text("Jenkinsfile").contains("defaultExcludes: false"))
    }

    @Test func jenkinsfileIsBalanced() throws {
        let text = try text("Jenkinsfile")
        #expect(text.contains("\npipeline {\n") && text.contains("junit ") && text.contains("recordIssues "))
        for (open, close) in [("{", "}"), ("(", ")"), ("[", "]")] {
            #expect(text.count { String($0) == open } == text.count { String($0) == close }, "\(open)")
        }
    }

    /// What the recipe does with each exit status of a scan, with and without an earlier package.
    @Test(
        .enabled("needs bash and a Python with PyYAML", hasPyYAML),
        arguments: [
            (Int32(0), false, "true"), (1, false, "true"), (3, false, "false"), (5, false, "false"),
            (3, true, "true"), (5, true, "true"), (2, true, nil), (64, false, nil), (137, false, nil),
        ])
    func githubHandsInBeforeItFails(status: Int32, hasBaseline: Bool, upload: String?) async throws {
        try await TemporaryFolder.with { folder in
            if hasBaseline { try Self.write("", to: "baseline/bagit.txt", in: folder) }
            let scan = try await run(step: "Scan", in: folder, exhibitEnds: status)
            let outputs = try Binary.files(in: folder)["outputs"].map { String(decoding: $0, as: UTF8.self) } ?? ""
            guard let upload else {
                #expect(scan.status == status, "what left no package ends the job at once")
                #expect(outputs.isEmpty)
                return
            }
            #expect(scan.status == 0, "\(scan.errors)")
            #expect(outputs == "status=\(status)\nupload=\(upload)\n")
            let asked = try String(contentsOf: folder.appendingPathComponent("asked"), encoding: .utf8)
            let more = hasBaseline ? " --baseline baseline" : ""
            #expect(asked == "scan --output evidence --github-summary\(more)\n")
            let told = try await run(
                step: "Tell the result", in: folder, ["STATUS": String(status), "UPLOAD": upload])
            #expect(told.status == status)
            #expect(told.output.contains("::error::") == (status != 0))
            #expect(told.output.contains("No alerts were uploaded") == (upload == "false"))
        }
    }

    @Test(
        .enabled("needs bash and a Python with PyYAML", hasPyYAML),
        arguments: [(Int32(0), true), (1, true), (3, false), (5, false), (2, false)])
    func gitlabHandsInBeforeItFails(status: Int32, handsIn: Bool) async throws {
        try await TemporaryFolder.with { folder in
            if status != 2 { try Self.write("{}", to: "evidence/report.sarif", in: folder) }
            let outcome = try await run(step: nil, in: folder, ["AWS_ID_TOKEN": "token"], exhibitEnds: status)
            #expect(outcome.status == status, "\(outcome.errors)")
            let sarif = folder.appendingPathComponent("vpc-flow-logs.sarif")
            #expect(FileManager.default.fileExists(atPath: sarif.path) == handsIn)
            let token = try String(contentsOf: folder.appendingPathComponent("token"), encoding: .utf8)
            #expect(token == "token", "the token's file is there while exhibit runs")
            let rest = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("tmp").path)
            #expect(rest.isEmpty, "the token's file is gone afterwards")
        }
    }

    /// The shell of a step of github.yml, or of gitlab.yml's job where none is named, as the CI server runs it; in
    /// place of exhibit a program that notes how it was called.
    private func run(
        step: String?, in folder: URL, _ environment: [String: String] = [:], exhibitEnds status: Int32 = 0
    ) async throws -> Program.Outcome {
        let read = """
            import sys, yaml
            root = yaml.safe_load(open(sys.argv[1]))
            if len(sys.argv) > 2:
                steps = root["jobs"]["scan"]["steps"]
                print(next(step["run"] for step in steps if step["name"] == sys.argv[2]))
            else:
                print("\\n".join(root["vpc-flow-logs"]["script"]))
            """
        let file = Self.folder.appendingPathComponent(step == nil ? "gitlab.yml" : "github.yml").path
        let script = try await #require(Program.ofPython("python3"))
            .run(["-c", read, file] + (step.map { [$0] } ?? [])).output
        try Self.write(
            """
            #!/bin/sh
            echo "$@" > asked
            if [ -n "$AWS_WEB_IDENTITY_TOKEN_FILE" ]; then cat "$AWS_WEB_IDENTITY_TOKEN_FILE" > token; fi
            exit \(status)

            """, to: "bin/exhibit", in: folder)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder.appendingPathComponent("bin/exhibit").path)
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("tmp"), withIntermediateDirectories: true)
        var bash = try #require(Program.named("bash"))
        bash.folder = folder
        let path = folder.appendingPathComponent("bin").path + ":" + (Binary.environment()["PATH"] ?? "")
        bash.environment = Binary.environment(environment)
            .merging([
                "PATH": path, "GITHUB_OUTPUT": folder.appendingPathComponent("outputs").path,
                "TMPDIR": folder.appendingPathComponent("tmp").path,
            ]) { $1 }
        return try await bash.run(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
    }

    private static func write(_ text: String, to path: String, in folder: URL) throws {
        let file = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private static func hasPyYAML() async throws -> Bool {
        guard Program.named("bash") != nil, let python = Program.ofPython("python3") else { return false }
        return try await python.run(["-c", "import yaml"]).status == 0
    }
}

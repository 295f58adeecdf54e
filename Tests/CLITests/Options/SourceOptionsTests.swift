import Evidence
import Foundation
import Support
import Testing

@testable import CLI

struct SourceOptionsTests {
    @Test(arguments: [
        ("infra/main.tf", "infra/main.tf", 1), ("infra/main.tf:3", "infra/main.tf", 3),
        ("infra/../infra/main.tf:2", "infra/main.tf", 2), ("linked.tf:2", "infra/main.tf", 2),
        ("empty", "empty", 1), ("odd:name", "odd:name", 1), ("odd:name:1", "odd:name", 1),
    ])
    func anAnchor(text: String, path: String, line: Int) async throws {
        try await inRepository { folder in
            let map = try #require(try options(anchor: text).sourceMap(from: folder.path))
            #expect(map == SourceMap(fallback: .init(path: path, line: line)))
        }
    }

    @Test func pathsAreRelativeToTheCurrentFolderAndToldFromTheRoot() async throws {
        try await inRepository { folder in
            let inner = folder.appendingPathComponent("infra").path
            let map = try options(anchor: "../empty").sourceMap(from: inner)
            #expect(map?.fallback == .init(path: "empty", line: 1))
            let here = try options(anchor: "\(inner)/main.tf").sourceMap(from: inner)
            #expect(here?.fallback == .init(path: "infra/main.tf", line: 1))
        }
    }

    @Test(arguments: [
        ("missing.tf", "there is no file missing.tf"), ("infra", "infra is not a regular file"),
        ("infra/main.tf:4", "has 3 lines, and no line 4"), ("infra/main.tf:0", "counted from 1"),
        ("infra/main.tf:99999999999999999999", "has 3 lines"), ("empty:2", "has 1 line, and no line 2"),
        ("../outside.tf", "does not lie in the repository"), ("escape.tf", "does not lie in the repository"),
        (".git/config", "does not lie in the repository"), ("/dev/null", "is not a regular file"),
        ("", "not a regular"), ("acting\u{1B}", "no alert can name acting␛: it has control characters"),
        ("\u{1B}[2J", "there is no file ␛[2J"),
    ])
    func noAnchor(text: String, says: String) async throws {
        try await inRepository { folder in
            let options = self.options(anchor: text)
            let error = #expect(throws: UsageFailure.self) { try options.sourceMap(from: folder.path) }
            let said = error?.description ?? ""
            #expect(said.hasPrefix("--sarif-anchor: ") && said.contains(says), "\(said)")
        }
    }

    @Test func withoutGitTheCurrentFolderIsTheRepository() async throws {
        try await TemporaryFolder.with { folder in
            try write(["a/x": "1\n", "y": ""], in: folder)
            let inner = folder.appendingPathComponent("a").path
            #expect(try options(anchor: "x").sourceMap(from: inner)?.fallback?.path == "x")
            #expect(throws: UsageFailure.self) { try options(anchor: "../y").sourceMap(from: inner) }
        }
    }

    @Test(arguments: [("infra", nil), (nil, "state.json")] as [(String?, String?)])
    func oneNeedsTheOther(terraform: String?, state: String?) {
        let error = #expect(throws: (any Error).self) {
            try options(terraform: terraform, state: state).validate()
        }
        #expect(error.map { "\($0)" } == "--terraform and --terraform-state need each other")
    }

    @Test(arguments: [(2, 1), (1, 2), (3, 2)]) func eachNeedsItsOwn(folders: Int, files: Int) {
        let options = self.options(
            folders: Array(repeating: "infra", count: folders), states: Array(repeating: "state.json", count: files))
        let error = #expect(throws: (any Error).self) { try options.validate() }
        let said = error.map { "\($0)" } ?? ""
        #expect(said.hasPrefix("each --terraform needs its --terraform-state, in the same order"), "\(said)")
        #expect(said.hasSuffix("there are \(folders) of the one and \(files) of the other"), "\(said)")
    }

    @Test func theFirstStateIsThatOfTheFirstFolder() async throws {
        try await inRepository { folder in
            try write(
                [
                    "state.json": Self.state,
                    "net.json": "{\"version\": 4, \"resources\": [\(Self.vpc("vpc-09", nil, "this"))]}",
                ], in: folder)
            let options = self.options(folders: ["infra", "modules/net"], states: ["state.json", "net.json"])
            #expect(throws: Never.self) { try options.validate() }
            let map = try #require(try options.sourceMap(from: folder.path))
            #expect(map.vpcs.count == 8)
            #expect(map.vpcs["vpc-01"] == .init(path: "infra/main.tf", line: 1))
            #expect(map.vpcs["vpc-09"] == .init(path: "modules/net/vpc.tf.json", line: 2))
            #expect(
                map.remarks == [
                    "vpc-07 is in the Terraform state state.json, but no block of the configuration declares it.",
                    "modules/net/broken.tf was not understood from line 1 on.",
                ])
        }
    }

    @Test func withoutAnyThereIsNoMap() throws {
        #expect(try options().sourceMap(from: "/nonexistent") == nil)
    }

    @Test func everyVPCLandsWhereItIsDeclared() async throws {
        try await inRepository { folder in
            try write(["state.json": Self.state], in: folder)
            let map = try #require(
                try options(anchor: "infra/main.tf:2", terraform: "infra", state: "state.json").sourceMap(
                    from: folder.path))
            #expect(
                map.vpcs == [
                    "vpc-01": .init(path: "infra/main.tf", line: 1),
                    "vpc-02": .init(path: "modules/net/vpc.tf.json", line: 2),
                    "vpc-03": .init(path: "infra/main.tf", line: 3),
                    "vpc-04": .init(path: "modules/net/calls.tf", line: 2),
                    "vpc-05": .init(path: "infra/main.tf", line: 3),
                    "vpc-06": .init(path: "infra/main.tf", line: 2),
                    "vpc-08": .init(path: "modules/net/calls.tf", line: 1),
                ])
            #expect(map.fallback == .init(path: "infra/main.tf", line: 2))
            #expect(
                map.remarks == [
                    "vpc-07 is in the Terraform state, but no block of the configuration declares it.",
                    "modules/net/broken.tf was not understood from line 1 on.",
                ])
        }
    }

    @Test(arguments: [
        ("nowhere", state, "--terraform: there is no folder nowhere"),
        ("infra/main.tf", state, "is not a folder"),
        ("..", state, "does not lie in the repository"),
        ("bare", state, "--terraform: bare holds no .tf"),
        ("infra", nil, "--terraform-state: there is no file state.json"),
        ("infra", "{\"version\": 4, \"outputs\": \"hunter2", "state.json cannot be used: it is not JSON"),
        ("infra", "{\"version\": 3}", "its format is version 3"),
    ])
    func whatCannotBeUsed(configuration: String, state: String?, says: String) async throws {
        try await inRepository { folder in
            if let state { try write(["state.json": state], in: folder) }
            let options = self.options(terraform: configuration, state: "state.json")
            let error = #expect(throws: UsageFailure.self) { try options.sourceMap(from: folder.path) }
            let said = error?.description ?? ""
            #expect(said.contains(says) && !said.contains("hunter2"), "\(said)")
        }
    }

    @Test func aStateMayComeThroughAPipe() async throws {
        try await inRepository { folder in
            let pipe = folder.appendingPathComponent("pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let writing = Task.detached {
                let file = try FileHandle(forWritingTo: URL(fileURLWithPath: pipe))
                try file.write(contentsOf: Data(Self.state.utf8))
                try file.close()
            }
            let map = try options(terraform: "infra", state: "pipe").sourceMap(from: folder.path)
            try await writing.value
            #expect(map?.vpcs.count == 7)
        }
    }

    private func options(anchor: String? = nil, terraform: String? = nil, state: String? = nil) -> SourceOptions {
        options(anchor: anchor, folders: [terraform].compactMap(\.self), states: [state].compactMap(\.self))
    }

    private func options(anchor: String? = nil, folders: [String], states: [String]) -> SourceOptions {
        var options = SourceOptions()
        (options.anchor, options.configurations, options.states) = (anchor, folders, states)
        return options
    }

    /// A repository with a Terraform configuration, and files beside it that are not in it.
    private func inRepository(_ body: (URL) async throws -> Void) async throws {
        try await TemporaryFolder.with { outer in
            let folder = outer.appendingPathComponent("repo")
            try write(
                [
                    "../outside.tf": "resource \"aws_vpc\" \"x\" {}\n",
                    "../away/vpc.tf": "resource \"aws_vpc\" \"this\" {}\n", ".git/config": "x\n", "empty": "",
                    "odd:name": "x", "bare/readme": "x", "acting\u{1B}": "x",
                    "infra/main.tf": """
                    resource "aws_vpc" "main" {}
                    module "registry" { source = "terraform-aws-modules/vpc/aws" }
                    module "net" { source = "../modules/net" }

                    """.replacing("\n\n", with: "\n"),
                    "infra/a_override.tf": "\nresource \"aws_vpc\" \"main\" {}\n",
                    "modules/net/vpc.tf.json": "{\"resource\": {\"aws_vpc\":\n{\"this\": {}}}}",
                    "modules/net/calls.tf":
                        "module \"far\" { source = \"../../../away\" }\nmodule \"git\" { source = \"git::x\" }",
                    "modules/net/broken.tf": "x = \"",
                ], in: folder)
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent("linked.tf").path, withDestinationPath: "infra/main.tf")
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent("escape.tf").path, withDestinationPath: "../outside.tf")
            try await body(folder)
        }
    }

    private func write(_ files: [String: String], in folder: URL) throws {
        for (name, text) in files {
            let file = folder.appendingPathComponent(name).standardizedFileURL
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    /// In turn: in the root, in a local module, removed from it, in a module from git that it calls, in one that it
    /// does not call, in one of the registry, removed from the root, and in a folder outside the repository.
    private static let state = """
        {"version": 4, "resources": [
          \(vpc("vpc-01", nil, "main")), \(vpc("vpc-02", "module.net[\\\"a\\\"]", "this")),
          \(vpc("vpc-03", "module.net", "gone")), \(vpc("vpc-04", "module.net.module.git", "this")),
          \(vpc("vpc-05", "module.net.module.nothing", "this")), \(vpc("vpc-06", "module.registry[0]", "this")),
          \(vpc("vpc-07", nil, "gone")), \(vpc("vpc-08", "module.net.module.far", "this"))
        ]}
        """

    private static func vpc(_ id: String, _ module: String?, _ name: String) -> String {
        let module = module.map { "\"module\": \"\($0)\", " } ?? ""
        return "{\(module)\"mode\": \"managed\", \"type\": \"aws_vpc\", \"name\": \"\(name)\", "
            + "\"instances\": [{\"attributes\": {\"id\": \"\(id)\"}}]}"
    }
}

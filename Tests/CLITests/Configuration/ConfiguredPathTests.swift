import Foundation
import Support
import Testing

@testable import CLI

/// Where a path of a configuration file may lead: `outer` holds `repo` with the file, and `secret` beside it.
struct ConfiguredPathTests {
    /// Nobody named the file: below its folder, or nowhere.
    @Test(arguments: [
        ("p", true), ("in/p", true), ("./in/../p", true), ("in-link/p", true), ("missing/deeper/p", true),
        (".", false), ("..", false), ("../secret", false), ("in/../../secret", false), ("missing/../../secret", false),
        ("out-link", false), ("out-link/p", false), ("in-link/../../secret", false), ("dangling", false),
        ("dangling/p", false), ("loop", false), ("~", false), ("~/p", false), ("/", false), ("/dev/shm/p", false),
        ("p\0/../../secret", false), ("/proc/self/cwd/../secret", false),
    ])
    func ofAFileThatNobodyNamed(path: String, isTaken: Bool) async throws {
        try await withRepository { outer in
            let folders = try #require(ConfiguredPath(beside: "exhibit.yml", current: outer + "/repo"))
            #expect(folders.refusal(of: path, isFound: true) == (isTaken ? nil : .outside))
            #expect(folders.refusal(of: "\(outer)/repo/in", isFound: true) == nil)
            #expect(folders.refusal(of: "\(outer)/repository", isFound: true) == .outside)
        }
    }

    /// Somebody named it: anywhere, but not through a link of its folder or of the current one.
    @Test(arguments: [
        ("repo/exhibit.yml", "", "repo/secret-link", false), ("repo/exhibit.yml", "", "repo/out-link", false),
        ("repo/exhibit.yml", "", "repo/dangling", false), ("repo/exhibit.yml", "", "secret", true),
        ("repo/exhibit.yml", "", "repo/in-link", true), ("repo/exhibit.yml", "", "repo/missing", true),
        ("exhibit.yml", "repo", "secret-link", false), ("exhibit.yml", "repo", "in-link", true),
        ("exhibit.yml", "repo", "../secret", true), ("exhibit.yml", "repo", "/etc/hosts", true),
        ("../exhibit.yml", "repo", "secret-link", false), ("../exhibit.yml", "repo", "in-link", true),
        ("../exhibit.yml", "repo", "../secret", true),
    ])
    func ofAFileThatSomebodyNamed(file: String, current: String, path: String, isTaken: Bool) async throws {
        try await withRepository { outer in
            let folders = try #require(ConfiguredPath(beside: file, current: "\(outer)/\(current)"))
            #expect(folders.refusal(of: path, isFound: false) == (isTaken ? nil : .leadsOut))
        }
    }

    private func withRepository(_ body: (_ outer: String) throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let repository = folder.appendingPathComponent("repo")
            try FileManager.default.createDirectory(
                at: repository.appendingPathComponent("in"), withIntermediateDirectories: true)
            try Data("secret".utf8).write(to: folder.appendingPathComponent("secret"))
            for (name, target) in [
                ("in-link", "in"), ("out-link", ".."), ("secret-link", "../secret"), ("dangling", "../nothing"),
                ("loop", "loop"),
            ] {
                try FileManager.default.createSymbolicLink(
                    atPath: repository.appendingPathComponent(name).path, withDestinationPath: target)
            }
            try body(folder.path)
        }
    }
}

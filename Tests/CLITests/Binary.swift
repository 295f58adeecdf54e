import Foundation
import Support

/// The built program, run as its users run it.
enum Binary {
    /// An environment with nothing of the tester's own in it.
    static func environment(_ more: [String: String] = [:]) -> [String: String] {
        let inherited = ProcessInfo.processInfo.environment.filter { ["PATH", "LD_LIBRARY_PATH"].contains($0.key) }
        return inherited.merging(["HOME": "/nonexistent"]) { $1 }.merging(more) { $1 }
    }

    static let keys = [
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "AWS_MAX_ATTEMPTS": "1",
    ]

    static func run(
        _ arguments: [String], in folder: URL, environment more: [String: String] = [:],
        isolation: isolated (any Actor)? = #isolation, meanwhile: (_ process: Int32) async throws -> Void = { _ in }
    ) async throws -> Program.Outcome {
        var program = Program.exhibit
        program.environment = environment(more)
        program.folder = folder
        return try await program.run(arguments, meanwhile: meanwhile)
    }

    /// Every file below a folder with its bytes, links as what they point at.
    static func files(in folder: URL) throws -> [String: Data] {
        var files: [String: Data] = [:]
        let folder = folder.resolvingSymlinksInPath()
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        for path in paths {
            let url = folder.appendingPathComponent(path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            files[path] = try Data(contentsOf: url)
        }
        return files
    }
}

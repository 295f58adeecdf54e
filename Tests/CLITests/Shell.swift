import Foundation
import Support
import Testing

/// The built program as a shell starts it: scripts in which `$0` is the program.
enum Shell {
    static func run(
        _ script: String, in folder: URL, environment more: [String: String] = [:],
        isolation: isolated (any Actor)? = #isolation, meanwhile: (_ process: Int32) async throws -> Void = { _ in }
    ) async throws -> Program.Outcome {
        var bash = try #require(Program.named("bash"))
        bash.folder = folder
        bash.environment = Binary.environment(more)
        return try await bash.run(["-c", script, Program.exhibit.path], meanwhile: meanwhile)
    }

    /// The same where what is mounted is gone with the script.
    static func mounted(_ script: String, in folder: URL) async throws -> Program.Outcome {
        var unshare = try #require(Program.named("unshare"))
        unshare.folder = folder
        unshare.environment = Binary.environment()
        return try await unshare.run(["-m", "bash", "-c", script, Program.exhibit.path])
    }

    static func canMount() async throws -> Bool {
        guard let unshare = Program.named("unshare") else { return false }
        return try await unshare.run(["-m", "sh", "-c", "mount -t tmpfs none /mnt"]).status == 0
    }

    /// What a command line of a user with few rights begins with; nil where there is no way.
    static func asNobody() async throws -> String? {
        if getuid() != 0 { return "env" }
        let prefix = ["--reuid=65534", "--regid=65534", "--clear-groups"]
        guard let setpriv = Program.named("setpriv"),
            try await setpriv.run(prefix + [Program.exhibit.path, "--version"]).status == 0
        else { return nil }
        return "setpriv " + prefix.joined(separator: " ")
    }
}

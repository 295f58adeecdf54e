import Evidence
import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// OpenSSH's `ssh-keygen`, found on the search path.
enum SigningProgram {
    private static let program = Executable.name("ssh-keygen")
    private static let outputLimit = 64 << 10

    /// What ssh-keygen, an agent and the programs that ask for a passphrase or a touch need. Nothing else is handed
    /// to it: the environment of a scan may hold AWS's secrets. Source: ssh-keygen(1), ssh(1), "ENVIRONMENT".
    private static let variables: Set = [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "TMPDIR", "TZ", "LANG", "LANGUAGE", "LD_LIBRARY_PATH",
        "SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "SSH_SK_PROVIDER", "SSH_SK_HELPER",
        "SSH_PKCS11_HELPER", "GPG_TTY", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR",
        "DBUS_SESSION_BUS_ADDRESS",
    ]

    /// The variables of an environment that ssh-keygen is given.
    static func variables(of environment: [String: String]) -> [String: String] {
        environment.filter { variables.contains($0.key) || $0.key.hasPrefix("LC_") }
    }

    private static var environment: Environment {
        let kept = variables(of: ProcessInfo.processInfo.environment)
        return .custom(
            Dictionary(uniqueKeysWithValues: kept.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
    }

    struct Answer {
        let isGood: Bool
        /// How it ended, for when it said nothing.
        let ending: String
        let output: String
        let errors: String

        /// `SHA256:` and 43 characters of base64: the last word of `Good "exhibit" signature …`.
        var key: String? {
            guard let last = output.split(whereSeparator: \.isWhitespace).last,
                last.wholeMatch(of: /SHA256:[A-Za-z0-9+\/]{43}/) != nil
            else { return nil }
            return String(last)
        }
    }

    /// Throws where the program is missing.
    static func check() async throws(PackageError) {
        do {
            _ = try await program.resolveExecutablePath(in: environment)
        } catch {
            throw failure(error)
        }
    }

    /// Writes `<file>.sig`. It asks for a passphrase, a PIN or a touch where the key needs one: it has the
    /// terminal to itself, or the program that SSH_ASKPASS names.
    static func sign(_ file: String, with key: String) async throws(PackageError) {
        let ending: TerminationStatus
        do {
            ending = try await run(
                program, arguments: ["-q", "-Y", "sign", "-f", key, "-n", Signing.namespace, "--", file],
                environment: environment, input: .currentStandardInput, output: .discarded, error: .currentStandardError
            ).terminationStatus
        } catch {
            throw failure(error)
        }
        guard ending.isSuccess else {
            throw PackageError("ssh-keygen did not sign with \(key.visible()) (\(words(for: ending)))")
        }
    }

    /// Asks about the contents of a file. They come as its stdin, which is no pipe: it may end without reading.
    static func ask(_ arguments: [String], about file: String) async throws(PackageError) -> Answer {
        do {
            let input = try FileDescriptor.open(FilePath(file), .readOnly, options: .closeOnExec)
            let result = try await run(
                program, arguments: Arguments(arguments), environment: environment,
                input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .string(limit: outputLimit), error: .string(limit: outputLimit))
            return Answer(
                isGood: result.terminationStatus.isSuccess, ending: words(for: result.terminationStatus),
                output: result.standardOutput, errors: result.standardError)
        } catch {
            throw failure(error)
        }
    }

    private static func words(for ending: TerminationStatus) -> String {
        switch ending {
        case .exited(let status): "it ended with status \(status)"
        case .signaled(let signal): "it was ended by signal \(signal)"
        }
    }

    private static func failure(_ error: any Error) -> PackageError {
        if let error = error as? SubprocessError, error.code == .executableNotFound {
            return PackageError(
                "ssh-keygen is needed for signatures and is not here: install OpenSSH's client "
                    + "(Debian's package is openssh-client)")
        }
        return PackageError("ssh-keygen could not be run: \("\(error)".visible())")
    }
}

/// A folder of the user's own, gone after use, in which `ssh-keygen` finds exactly the bytes that were checked.
final class SigningBench {
    let path: String

    /// - Parameter path: a folder that is made; nil: one among the system's temporary folders.
    init(at path: String? = nil) throws(PackageError) {
        let temporary = FileManager.default.temporaryDirectory.path
        self.path = path ?? "\(temporary)/exhibit-signing-\(UUID().uuidString.lowercased())"
        try FileSystem.makeFolder(self.path, permissions: 0o700)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // It holds nothing secret, and lies where the system sweeps.
        }
    }

    /// Returns the file's path.
    func put(_ bytes: [UInt8], _ name: String) throws(PackageError) -> String {
        let file = try HashingFile(creating: "\(path)/\(name)")
        try file.append(bytes)
        _ = try file.finish()
        return "\(path)/\(name)"
    }
}

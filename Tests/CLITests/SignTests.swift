import Foundation
import Support
import Testing

/// Signatures by `exhibit`, checked by OpenSSH's own program: the keys are made for the test.
@Suite(.enabled(if: Program.named("ssh-keygen") != nil, "needs ssh-keygen"))
struct SignTests {
    static let signature = "tagmanifest-sha256.txt.sig"

    @Test func aSignedPackageIsAcceptedByEverybodysTools() async throws {
        try await Keys.with { keys in
            let key = try await keys.make("alice")
            let outcome = try await Binary.run(
                ["demo", "-o", "p", "--exit-zero", "--sign", "alice", "--format", "html,attestation"], in: keys.folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.hasSuffix("Signed by key \(key)\n"))
            #expect(try await keys.accepts("p", signer: "alice"))
            var sha256sum = try #require(Program.named("sha256sum"))
            sha256sum.folder = keys.folder.appendingPathComponent("p")
            #expect(
                try await sha256sum.run(["--strict", "-c", "tagmanifest-sha256.txt", "manifest-sha256.txt"]).status == 0
            )
            if let bagit = Program.ofPython("bagit.py") {
                let verdict = try await bagit.run(["--validate", sha256sum.folder?.path ?? ""])
                #expect(verdict.status == 0, "\(verdict.errors)")
            }
            try await keys.make("mallory")
            #expect(try await !keys.accepts("p", signer: "mallory"))
            let manifest = keys.folder.appendingPathComponent("p/tagmanifest-sha256.txt")
            try Data((String(contentsOf: manifest, encoding: .utf8) + "\n").utf8).write(to: manifest)
            #expect(try await !keys.accepts("p", signer: "alice"))
        }
    }

    /// What signs has no use for what AWS is asked with.
    @Test func sshKeygenLearnsNothingOfAWS() async throws {
        try await Keys.with { keys in
            let real = try #require(Program.named("ssh-keygen")).path
            try await keys.make("alice")
            let tools = keys.folder.appendingPathComponent("tools")
            try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
            let seen = keys.folder.appendingPathComponent("seen").path
            let script = "#!/bin/sh\nenv >> \(seen)\nexec \(real) \"$@\"\n"
            let fake = tools.appendingPathComponent("ssh-keygen")
            try Data(script.utf8).write(to: fake)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: fake.path)
            let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
            let secrets = [
                "AWS_SECRET_ACCESS_KEY": "mark-1", "AWS_SESSION_TOKEN": "mark-2", "HTTPS_PROXY": "http://u:mark-3@p",
                "PATH": "\(tools.path):\(path)", "SSH_AUTH_SOCK": "/nonexistent", "LC_ALL": "C",
            ]
            let signed = try await Binary.run(
                ["demo", "-o", "p", "--exit-zero", "--sign", "alice"], in: keys.folder, environment: secrets)
            #expect(signed.status == 0, "\(signed.errors)")
            let verified = try await Binary.run(["verify", "p"], in: keys.folder, environment: secrets)
            #expect(verified.status == 0, "\(verified.errors)")
            let words = try String(contentsOfFile: seen, encoding: .utf8)
            #expect(!words.contains("mark-") && !words.contains("AWS_"), "\(words)")
            for kept in ["SSH_AUTH_SOCK=/nonexistent", "LC_ALL=C", "HOME=", "PATH=\(tools.path)"] {
                #expect(words.contains(kept), "\(kept)")
            }
        }
    }

    @Test func aPackageIsSignedLater() async throws {
        try await Keys.with { keys in
            let key = try await keys.make("alice")
            try await keys.make("bob")
            _ = try await Binary.run(["demo", "-o", "p"], in: keys.folder)
            let before = try Binary.files(in: keys.folder.appendingPathComponent("p"))
            let outcome = try await Binary.run(["sign", "p", "--key", "alice"], in: keys.folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output == "Signed by key \(key): p/\(Self.signature)\n")
            #expect(try await keys.accepts("p", signer: "alice"))
            var after = try Binary.files(in: keys.folder.appendingPathComponent("p"))
            after[Self.signature] = nil
            #expect(after == before)

            let again = try await Binary.run(["sign", "p", "--key", "bob"], in: keys.folder)
            #expect(again.status == 2)
            #expect(again.errors.contains("p is signed already; pass --replace"))
            #expect(try await keys.accepts("p", signer: "alice"))
            #expect(try await Binary.run(["sign", "p", "--key", "bob", "--replace"], in: keys.folder).status == 0)
            #expect(try await keys.accepts("p", signer: "bob"))
        }
    }

    @Test func whatWasAlteredIsNotSigned() async throws {
        try await Keys.with { keys in
            try await keys.make("alice")
            _ = try await Binary.run(["demo", "-o", "p"], in: keys.folder)
            try Data("<html>".utf8).write(to: keys.folder.appendingPathComponent("p/report.html"))
            let outcome = try await Binary.run(["sign", "p", "--key", "alice"], in: keys.folder)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("p is not signed: report.html was altered: its SHA-256 is not the one in"))
            #expect(
                !FileManager.default.fileExists(atPath: keys.folder.appendingPathComponent("p/\(Self.signature)").path))
            #expect(try await Binary.run(["sign", ".", "--key", "alice"], in: keys.folder).status == 2)
            #expect(try await Binary.run(["sign", "p"], in: keys.folder).status == 64)
        }
    }

    /// Sealed again after it was forged: its hashes hold, and it does not.
    @Test func whatDoesNotHoldIsNotSigned() async throws {
        try await Keys.with { keys in
            try await keys.make("alice")
            _ = try await Binary.run(["demo", "-q", "-o", "p"], in: keys.folder)
            let package = PackageFolder(keys.folder.appendingPathComponent("p"))
            try package.edit("report.html", "FAIL", "PASS")
            try package.reseal()
            let outcome = try await Binary.run(["sign", "p", "--key", "alice"], in: keys.folder)
            #expect(outcome.status == 2 && outcome.output.isEmpty)
            #expect(outcome.errors.contains("p is not signed: report.html line"), "\(outcome.errors)")
            #expect(try !package.files().contains(Self.signature))
        }
    }

    /// A signature says who vouches for it, and stderr what `verify` does not.
    @Test func whatHoldsInPartIsSignedAndThatIsSaid() async throws {
        try await Keys.with { keys in
            try await keys.make("alice")
            _ = try PackageFixtures.copy("0.1.0/every-format", to: "p", in: keys.folder)
            let outcome = try await Binary.run(["sign", "p", "--key", "alice"], in: keys.folder)
            #expect(outcome.status == 0 && outcome.errors.contains("p: not proven: report.html"), "\(outcome.errors)")
            #expect(try await keys.accepts("p", signer: "alice"))
            // A signature that does not fit is no reason against another.
            try PackageFolder(keys.folder.appendingPathComponent("p")).write("x", to: Self.signature)
            #expect(try await Binary.run(["verify", "p"], in: keys.folder).status == 4)
            let again = try await Binary.run(["sign", "p", "--key", "alice", "--replace"], in: keys.folder)
            #expect(again.status == 0, "\(again.errors)")
        }
    }

    /// The program that SSH_ASKPASS names stands in for the person at the terminal.
    @Test(arguments: ["open sesame", "wrong"]) func aKeyWithAPassphrase(typed: String) async throws {
        try await Keys.with { keys in
            try await keys.make("alice", passphrase: "open sesame")
            let askpass = keys.folder.appendingPathComponent("askpass")
            try Data("#!/bin/sh\necho '\(typed)'\n".utf8).write(to: askpass)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: askpass.path)
            let outcome = try await Binary.run(
                ["demo", "-q", "-o", "p", "--exit-zero", "--sign", "alice"], in: keys.folder,
                environment: ["SSH_ASKPASS": askpass.path, "SSH_ASKPASS_REQUIRE": "force"])
            guard typed == "wrong" else {
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(try await keys.accepts("p", signer: "alice"))
                return
            }
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("incorrect passphrase"))
            #expect(outcome.errors.contains("exhibit: ssh-keygen did not sign with alice"))
            #expect(try keys.names() == ["alice", "alice.pub", "askpass"])
        }
    }

    @Test(.enabled(if: Program.named("ssh-agent") != nil && Program.named("ssh-add") != nil, "needs ssh-agent"))
    func anAgentHoldsTheKey() async throws {
        try await Keys.with { keys in
            try await keys.make("alice")
            let agent = try #require(Program.named("ssh-agent"))
            let socket = keys.folder.appendingPathComponent("agent").path
            try await agent.whileRunning(["-D", "-a", socket]) {
                while !FileManager.default.fileExists(atPath: socket) { try await Task.sleep(for: .milliseconds(5)) }
                var add = try #require(Program.named("ssh-add"))
                add.environment = ["SSH_AUTH_SOCK": socket]
                #expect(try await add.run(["-q", keys.folder.appendingPathComponent("alice").path]).status == 0)
                try FileManager.default.removeItem(at: keys.folder.appendingPathComponent("alice"))
                let outcome = try await Binary.run(
                    ["demo", "-q", "-o", "p", "--exit-zero", "--sign", "alice.pub"], in: keys.folder,
                    environment: ["SSH_AUTH_SOCK": socket])
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            #expect(try await keys.accepts("p", signer: "alice"))
        }
    }

    /// Said before anything is asked or written.
    @Test func whatCannotSignIsSaidFirst() async throws {
        try await Keys.with { keys in
            try await keys.make("alice")
            try Data("no key".utf8).write(to: keys.folder.appendingPathComponent("text"))
            let missing = try await Binary.run(["demo", "-o", "p", "--sign", "nowhere"], in: keys.folder)
            #expect(missing.status == 64 && missing.errors == "exhibit: --sign: there is no file nowhere\n")
            let folder = try await Binary.run(["demo", "-o", "p", "--sign", "."], in: keys.folder)
            #expect(folder.status == 64 && folder.errors == "exhibit: --sign: . is a folder\n")
            for arguments in [["demo", "-o", "p", "--sign", "alice"], ["sign", "p", "--key", "alice"]] {
                let outcome = try await Binary.run(arguments, in: keys.folder, environment: ["PATH": "/nonexistent"])
                #expect(outcome.status == 2)
                #expect(outcome.errors.contains("Debian's package is openssh-client"), "\(outcome.errors)")
            }
            // Whether it is a key, only ssh-keygen knows; what it could not sign is not kept.
            #expect(try await Binary.run(["demo", "-o", "p", "--sign", "text"], in: keys.folder).status == 2)
            #expect(try keys.names() == ["alice", "alice.pub", "text"])
        }
    }

    @Test func aReportIsSignedToo() async throws {
        try await Keys.with { keys in
            try await keys.make("alice")
            _ = try await Binary.run(["demo", "-o", "p"], in: keys.folder)
            let outcome = try await Binary.run(
                ["report", "p", "-o", "q", "--exit-zero", "--sign", "alice"], in: keys.folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try await keys.accepts("q", signer: "alice"))
        }
    }
}

/// A folder with keys for one test.
struct Keys {
    let folder: URL

    static func with(_ body: (Keys) async throws -> Void) async throws {
        try await TemporaryFolder.with { try await body(Keys(folder: $0)) }
    }

    /// Returns its fingerprint, and lists its owner among the allowed signers.
    @discardableResult
    func make(_ name: String, passphrase: String = "") async throws -> String {
        let program = try #require(Program.named("ssh-keygen"))
        let path = folder.appendingPathComponent(name).path
        let made = try await program.run(["-q", "-t", "ed25519", "-N", passphrase, "-C", name, "-f", path])
        #expect(made.status == 0, "\(made.errors)")
        let words = try await program.run(["-l", "-f", path + ".pub"]).output.split(separator: " ")
        return String(try #require(words.dropFirst().first))
    }

    /// Whether OpenSSH takes a package's signature for this signer's.
    func accepts(_ package: String, signer: String) async throws -> Bool {
        var shell = try #require(Program.named("bash"))
        shell.folder = folder
        let outcome = try await shell.run([
            "-c",
            """
            echo "$0 $(cat "$0.pub")" > /tmp/allowed.$$ && trap 'rm -f /tmp/allowed.$$' EXIT
            ssh-keygen -Y verify -f /tmp/allowed.$$ -I "$0" -n exhibit -s "$1/tagmanifest-sha256.txt.sig" \\
              < "$1/tagmanifest-sha256.txt"
            """, signer, package,
        ])
        return outcome.status == 0
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
}

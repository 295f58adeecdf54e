import ArgumentParser
import Bag
import Evidence

struct SignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign an evidence package with an SSH key.",
        discussion: """
            Proves the package first, as `exhibit verify` does, and signs none that does not hold; of one whose reports \
            are not all proven it says so. Then signs tagmanifest-sha256.txt, and so every byte of the package, through \
            OpenSSH's ssh-keygen: a key with a passphrase, an agent's or a hardware key works as it does there. \
            The signature lies beside it as tagmanifest-sha256.txt.sig; nothing else changes.

            Anybody with OpenSSH can check it, in the package's folder:
              ssh-keygen -Y verify -n exhibit -f allowed_signers -I you@example.com \\
                -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt

            EXAMPLES
              exhibit sign out/latest --key ~/.ssh/id_ed25519
              exhibit sign evidence/ --key ~/.ssh/id_ed25519.pub     the agent holds the private half

            EXIT STATUS
              0  signed
              2  not signed: the reason is said
              64 usage: there is no such key, too
            """)

    @Argument(help: "The folder of an evidence package.", completion: .directory)
    var package: String

    @Option(
        help: ArgumentHelp(
            "A private key, one of a hardware key, or a public key whose private half an agent holds.",
            valueName: "file"),
        completion: .file())
    var key: String

    @Flag(help: "Put the signature in the place of one that is there.")
    var replace = false

    @OptionGroup(title: "Configuration options") var configurationFile: ConfigurationOptions

    func run() async throws {
        try await Failures.reported {
            try NamedFile.require(key, of: "--key")
            let key = try await SigningKey(key)
            let open = try OpenPackage(at: package)
            try Signing.checkFree(package, replacing: replace)
            let proof = try await Verification(
                package: open, allowedSigners: nil, signer: nil, checksSignature: false
            ).proof()
            if let difference = proof.differences.first {
                throw PackageError("\(package.visible()) is not signed: \(difference)")
            }
            for reason in proof.vouched.unproven { Terminal.complain("\(package): not proven: \(reason)") }
            let fingerprint = try await Signing.sign(open, with: key, replacing: replace)
            // It is signed, whether or not somebody listens.
            do {
                try Terminal.say("Signed by key \(fingerprint): \(package.visible())/\(Signing.file)")
            } catch {
                Terminal.complain("\(error)")
            }
            return .success
        }
    }
}

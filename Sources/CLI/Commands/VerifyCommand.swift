import ArgumentParser
import Bag
import Evidence

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove an evidence package: whole, untouched, and its verdicts those of AWS's answers.",
        discussion: """
            Asks AWS nothing and writes nothing. Holds every file against the manifests, checks the signature, \
            judges again from the raw answers, and renders again if this version made the package. Lists what is \
            proven, what whoever made the run gave it (exceptions, baseline, templates, names), and what is not proven: \
            reports by another version, or from the package's own templates.

            EXAMPLES
              exhibit verify out/latest
              exhibit verify evidence/ --allowed-signers signers --signer audit@example.com

            EXIT STATUS
              0  the package holds, and everything that people read is proven
              2  there is no package, or the system does not let it be read
              3  its contents hold, but not everything that people read is proven: stderr says what
              4  it does not hold, or not whoever should have signed it is proven to have
              64 usage
            """)

    @Argument(help: "The folder of an evidence package.", completion: .directory)
    var package: String

    @Option(
        help: ArgumentHelp(
            "Who may sign: a file as ssh-keygen(1) takes it, one signer a line.",
            discussion: "With it the signature must be there, and be of --signer.", valueName: "file"),
        completion: .file())
    var allowedSigners: String?

    @Option(help: ArgumentHelp("Who must have signed, as --allowed-signers names them.", valueName: "id"))
    var signer: String?

    @Flag(name: [.short, .long], help: "Print no proof: what does not hold or is not proven, on stderr.")
    var quiet = false

    @OptionGroup(title: "Configuration options") var configurationFile: ConfigurationOptions

    func validate() throws {
        if (allowedSigners == nil) != (signer == nil) {
            throw ValidationError("--allowed-signers and --signer go together: who may sign, and who must have")
        }
    }

    func run() async throws {
        try await Failures.reported {
            if let allowedSigners { try NamedFile.require(allowedSigners, of: "--allowed-signers") }
            let verification = Verification(
                package: try OpenPackage(at: package), allowedSigners: allowedSigners, signer: signer)
            let proof = try await verification.proof()
            if !quiet {
                // What was found stands, whether or not somebody listens.
                do { try Terminal.say(proof.lines.map { $0.visible() }.joined(separator: "\n")) } catch {
                    Terminal.complain("\(error)")
                }
            } else {
                for difference in proof.differences { Terminal.complain(difference) }
            }
            switch proof.standing {
            case .holds: return .success
            case .doesNotHold: return .doesNotHold
            case .holdsInPart:
                for reason in proof.vouched.unproven { Terminal.complain("\(package): not proven: \(reason)") }
                return .incomplete
            }
        }
    }
}

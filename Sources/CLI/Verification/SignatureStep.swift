import Bag
import Evidence

extension Verification {
    static let signatureName = "Signature"

    func signatureStep(_ finding: SignatureFinding) -> Proof.Step {
        switch finding {
        case .none: .holds(Self.signatureName, "none.")
        case .unidentified(let key): .holds(Self.signatureName, "made by key \(key), signer not identified.")
        case .good(let signer, let key, nil): .holds(Self.signatureName, "made by \(signer), key \(key).")
        case .good(let signer, let key, let time?):
            .holds(
                Self.signatureName,
                "made by \(signer), key \(key). The list of signers takes this key for \(time.forPeople), when the run "
                    + "ended by its own record, and not for now.")
        case .unproven(let reason):
            Proof.Step(name: Self.signatureName, outcome: .differs([reason]), text: "DOES NOT PROVE THE ORIGIN.")
        case .bad(let reason): .differs(Self.signatureName, [reason])
        }
    }

    /// What a package that holds proves of its origin.
    static func origin(_ finding: SignatureFinding) -> String {
        switch finding {
        case .good(let signer, _, _): "It is as \(signer) signed it."
        case .unidentified(let key):
            "It is as the holder of key \(key) signed it; who that is stays unproven. "
                + "Name who may sign: --allowed-signers FILE --signer ID."
        case .none, .unproven, .bad:
            "It is consistent; its origin is unproven: without a signature, whoever can rewrite all of it can "
                + "forge all of it."
        }
    }
}

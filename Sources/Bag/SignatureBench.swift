import Evidence

/// A signature and what it should be over, laid out for `ssh-keygen`, which is asked whose it is.
struct SignatureBench {
    let bench: SigningBench
    let message: String
    let signature: String

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Whether some key made it over this message.
    func unidentified() async throws(PackageError) -> SignatureFinding {
        let answer = try await ask(["-Y", "check-novalidate"])
        guard answer.isGood else {
            let reason = reason(answer)
            return .bad("ssh-keygen does not accept \(Signing.file): \(reason.isEmpty ? answer.ending : reason)")
        }
        return .unidentified(key: try key(answer))
    }

    /// Whether it is the signer's: now, or else when the run ended. What is wrong with the list of signers is said of
    /// the list.
    ///
    /// - Parameter allowed: what the file of allowed signers holds.
    func finding(
        allowed: [UInt8], signer: String, ended: Timestamp?
    ) async throws(PackageError) -> SignatureFinding {
        let list = try bench.put(allowed, "allowed-signers")
        let question = ["-Y", "verify", "-f", list, "-I", signer]
        let answer = try await ask(question)
        if answer.isGood { return .good(signer: signer, key: try key(answer)) }
        if let ended {
            let then = try await ask(question + ["-O", "verify-time=\(Self.time(ended))"])
            if then.isGood { return .good(signer: signer, key: try key(then), asOf: ended) }
        }
        let finding = try await unidentified()
        guard case .unidentified(let key) = finding else { return finding }
        let remark = try await remark(allowed, list, signer, answer)
        return .unproven(
            "it was signed by key \(key), which the allowed signers do not give to \(signer.visible()): \(remark)")
    }

    private func remark(
        _ allowed: [UInt8], _ list: String, _ signer: String, _ answer: SigningProgram.Answer
    ) async throws(PackageError) -> String {
        if allowed.starts(with: Self.byteOrderMark) {
            return "their file begins with a byte order mark, which becomes part of the first name; save it without one"
        }
        let reason = reason(answer)
        if !reason.isEmpty { return reason }
        let others = try await ask(["-Y", "find-principals", "-f", list], isOverMessage: false)
        let names = others.output.lines.prefix(3).map { $0.visible() }.joined(separator: ", ")
        return others.isGood && !names.isEmpty
            ? "they give it to \(names)" : "they do not list this key; a list from before or after it was changed may"
    }

    private func ask(
        _ arguments: [String], isOverMessage: Bool = true
    ) async throws(PackageError) -> SigningProgram.Answer {
        let purpose = isOverMessage ? ["-n", Signing.namespace] : []
        return try await SigningProgram.ask(arguments + purpose + ["-s", signature], about: message)
    }

    private func reason(_ answer: SigningProgram.Answer) -> String {
        answer.errors.replacing(bench.path + "/", with: "").lines
            .filter { !$0.hasPrefix("Could not verify signature") }.joined(separator: "; ").visible()
    }

    private func key(_ answer: SigningProgram.Answer) throws(PackageError) -> String {
        guard let key = answer.key else {
            throw PackageError("ssh-keygen named no key: \(answer.output.lines.joined(separator: "; ").visible())")
        }
        return key
    }

    /// `20261123100405Z`
    private static func time(_ time: Timestamp) -> String {
        time.description.prefix(19).filter { $0 != "-" && $0 != ":" && $0 != "T" } + "Z"
    }
}

extension String {
    /// Those that say something, without blanks around them.
    fileprivate var lines: [String] {
        split(whereSeparator: \.isNewline).map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
            .filter { !$0.isEmpty }
    }
}

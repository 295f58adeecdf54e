import Evidence

/// Credentials that a program prints: `credential_process` of a profile.
/// Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
package struct ProcessCredentials: CredentialProvider, Discreet {
    private let command: String
    private let source: String
    private let programs: any ProgramRunner
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - command: the command line, which is parted into words without a shell.
    ///   - profile: the name of the profile it stands in.
    ///   - file: the file that the profile stands in.
    package init(command: String, profile: String, file: String, _ surroundings: Surroundings) {
        self.command = command
        source = "credential_process of profile \(profile.visible()) in \(file.visible())"
        programs = surroundings.programs
        now = surroundings.effects.now
    }

    package var description: String { "credentials of \(source)" }

    package func credentials() async throws(CredentialFailure) -> Credentials {
        let words = try words()
        guard let program = words.first else {
            throw CredentialFailure(.invalid, "\(source) names no program")
        }
        let outcome: ProgramOutcome
        do throws(SettingError) {
            outcome = try await programs.run(program, Array(words.dropFirst()))
        } catch {
            // The program's name is left out: it may be a word of the user's that was never meant as one.
            throw CredentialFailure(.unavailable, "\(source): the program \(error.problem)")
        }
        guard outcome.status == 0 else {
            throw CredentialFailure(
                .unavailable,
                "\(source): the program failed with exit status \(outcome.status); run it by hand to see why")
        }
        return try read(outcome.output)
    }

    private func words() throws(CredentialFailure) -> [String] {
        do throws(ShellWords.Failure) {
            return try ShellWords.split(command)
        } catch {
            throw CredentialFailure(.invalid, "\(source) \(error)")
        }
    }

    private func read(_ output: [UInt8]) throws(CredentialFailure) -> Credentials {
        let document: CredentialDocument
        do {
            document = try CredentialDocument(output)
        } catch {
            throw CredentialFailure(
                .invalid,
                "\(source): what the program printed is not the JSON that a credential_process prints; it is run "
                    + "without a shell")
        }
        guard document.version == 1 else {
            throw CredentialFailure(
                .invalid, "\(source): what the program printed must say \"Version\": 1, the only version there is")
        }
        let credentials = try document.credentials(.program, from: source)
        if let expiration = credentials.expiration, expiration <= now() {
            throw CredentialFailure(
                .expired,
                "\(source): the program printed credentials that expired at \(expiration.forPeople): renew them")
        }
        return credentials
    }
}

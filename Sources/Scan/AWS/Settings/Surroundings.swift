/// What settings and credentials are found in: the environment, files, other programs, and the network beside the
/// calls that a scan makes.
package struct Surroundings: Sendable {
    package var environment: [String: String]
    package var files: any SettingFiles
    package var programs: any ProgramRunner
    /// For the services that give credentials. It is not the one that EC2 is asked through.
    package var transport: any HTTPTransport
    /// Asks the person at the terminal for one line, as for an MFA code; nil where nobody sits there.
    package var prompt: (@Sendable (_ question: String) async throws -> String)?
    package var effects: Effects
    /// How far AWS's clock is ahead, as all calls find out together.
    package var clock: ClockOffset
    /// The header User-Agent.
    package var userAgent: String

    package init(
        environment: [String: String], files: any SettingFiles, programs: any ProgramRunner,
        transport: any HTTPTransport, prompt: (@Sendable (String) async throws -> String)? = nil,
        effects: Effects = .real, clock: ClockOffset = ClockOffset(), userAgent: String = "exhibit"
    ) {
        self.environment = environment
        self.files = files
        self.programs = programs
        self.transport = transport
        self.prompt = prompt
        self.effects = effects
        self.clock = clock
        self.userAgent = userAgent
    }
}

/// The files that settings and tokens are kept in.
package protocol SettingFiles: Sendable {
    /// The whole file; nil where there is none. Throws for one that is there and cannot be read, or is too large.
    func read(_ path: String) throws(SettingError) -> [UInt8]?

    /// Whether a file could be put there; `replace` may fail nevertheless.
    func canReplace(_ path: String) -> Bool

    /// Puts a file in the place of the one that is there, as one change, readable by its owner alone.
    func replace(_ path: String, with bytes: [UInt8]) throws(SettingError)
}

/// Runs the programs that give credentials.
package protocol ProgramRunner: Sendable {
    /// Runs a program to its end, without a shell. The error names the program and never its output.
    func run(_ program: String, _ arguments: [String]) async throws(SettingError) -> ProgramOutcome
}

/// How a program ended and what it printed, which may be a secret.
package struct ProgramOutcome: Sendable, Discreet {
    /// 0 is success.
    package var status: Int
    package var output: [UInt8]

    package init(status: Int, output: [UInt8]) {
        self.status = status
        self.output = output
    }

    package var description: String { "exit status \(status)" }
}
